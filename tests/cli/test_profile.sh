#!/bin/sh
# Profiles at the command line: the privacy guard of add. Every record is made up.
. "$(dirname "$0")/lib.sh"

mkdir "$work/profiles"
cat >"$work/profiles/county.yaml" <<'YAML'
profile: county-bookings
version: 1
release: COUNTY-2019
table: arrest
source: a test
dates: [mdy]
columns:
  - {field: arrest_date, names: [Day], required: true}
  - {field: landmark, names: [Place, Inmate Name]}
  - {field: county, names: [County], withheld: true}
ignore:
  - {names: [Home Address], why: tells where a person lives}
YAML

# rows HEADINGS FORMAT: 300 rows below the headings, into $work/in.csv. The format has one number.
rows() {
    echo "$1" >"$work/in.csv"
    awk -v format="1/2/2019|$2" 'BEGIN { for (i = 0; i < 300; i++) printf format "\n", 100 + i }' >>"$work/in.csv"
}
add() { "$sallyport" add --profiles "$work/profiles" "$@" "$work/in.csv"; }

rows "Day|Place" "Jail %d"
exits "a column of jails is read" 0 add --release COUNTY-2018
before=$($sallyport sources --format json)

rows "Day|Inmate Name" "person %d"
exits "a column of names by its heading is bad input" 3 add
has "it names the rule" "GUARD-NAME" "$work/err"
has "and the column" "Inmate Name" "$work/err"
has "and the file" "in.csv" "$work/err"

rows "Day|Place" "A012345%d"
exits "a column of A-numbers by its values is bad input" 3 add
has "it names the rule of A-numbers" "GUARD-A-NUMBER" "$work/err"
has "it says what to do" "withheld: true" "$work/err"
is "it prints no value" "" "$(grep -h 'A0123' "$work/out" "$work/err")"
is "and nothing was stored" "$before" "$($sallyport sources --format json)"

rows "Day|County|Home Address" "A012345%d|12 Main St"
exits "withheld and ignored columns pass" 0 add
is "and keep no value" 300 "$(total arrests --where release=COUNTY-2019 --where 'county=[unreadable]')"

rows "Day|Place" "Jail %d"
sed -i '20s/|.*/|seen near A012345678/' "$work/in.csv"
exits "one A-number in a remark does not refuse the sheet" 0 add --release COUNTY-2020
is "and it is not kept" 1 "$(total arrests --where release=COUNTY-2020 --where 'landmark=[unreadable]')"

exits "profile list" 0 "$sallyport" profile list --format csv
is "names every profile built in" "$(find profiles -name '*.yaml' -not -path 'profiles/codes/*' | wc -l)" "$(grep -c '\.yaml' "$work/out")"
exits "profile show" 0 "$sallyport" profile show ice-2026-icli-00005-arrests
is "prints the file" "$(sha256sum <profiles/ice/2026-icli-00005/arrests.yaml)" "$(sha256sum <"$work/out")"
exits "no such profile is wrong usage" 2 "$sallyport" profile show ice-1999
exits "profile without a word it knows is wrong usage" 2 "$sallyport" profile drafts

# A release that no profile knows: drafted, finished, read.
{
    echo "Apprehension Date|State|Inmate Name|Apprehension Method|Shift"
    awk 'BEGIN { for (i = 0; i < 60; i++) printf "1/%d/2019|WA|Doe, Jane|Located|zqnight\n", i % 28 + 1 }'
} >"$work/new.csv"
exits "a release that no profile knows is refused" 3 "$sallyport" add "$work/new.csv"
exits "profile draft" 0 "$sallyport" profile draft "$work/new.csv"
is "shows no value" "" "$(grep -iE 'jane|zqnight|located' "$work/out")"
has "names the rule" "GUARD-NAME" "$work/out"
sed 's/TODO-ID/county-new/; s/TODO-RELEASE/NEW-2019/; s/TODO-SOURCE/a test/; s/TODO-WHY/not needed/' "$work/out" >"$work/profiles/new.yaml"
exits "the finished draft reads the release" 0 "$sallyport" add --profiles "$work/profiles" "$work/new.csv"
is "all of it" 60 "$(total arrests --where release=NEW-2019 --where state=WA)"
exits "a table that does not exist is wrong usage" 2 "$sallyport" profile draft "$work/new.csv" --table parole
exits "a row that is no header is bad input" 3 "$sallyport" profile draft "$work/new.csv" --header 3
