#!/bin/sh
# diff: the fields of edited rows, and two lists of agreements. Synthetic records, then the published lists.
. "$(dirname "$0")/lib.sh"

# table NAME FILE: the lines of one table of a CSV document, without its notes
table() { awk -v name="# table: $1" '/^# table: / { is_in = $0 == name; next } is_in && !/^#/ && NF' "$2"; }

# -- Fields of edited rows ---------------------------------------------------------------------
mkdir "$work/profiles"
cat >"$work/profiles/removals.yaml" <<'YAML'
profile: test-removals
version: 1
release: ONE
table: removal
source: a test
dates: [iso]
columns:
  - {field: removal_date, names: [Removed], required: true}
  - {field: aor, names: [AOR], required: true}
  - {field: citizenship, names: [Citizenship], required: true}
  - {field: birth_year, names: [Year], required: true}
  - {field: person, names: [Id]}
YAML
add() { "$sallyport" add --profiles "$work/profiles" "$@"; }

# Sixty people, one row each; in the second copy the edits are by hand.
people() {
    awk 'BEGIN {
        print "Removed,AOR,Citizenship,Year,Id"
        for (i = 0; i < 60; i++) printf "2016-01-%02d,Area %d,%s,%s,p%d\n", i % 28 + 1, i % 5, i % 6 ? "Country " i % 3 : "", i % 7 ? 1960 + i % 20 : "(b)(6)", i
    }'
}
people >"$work/a.csv"
awk -F, -v OFS=, '
    $5 == "p1" || $5 == "p2" { $2 = "Area 4" }         # another value
    $5 == "p3" { $2 = "" }                             # filled, then blank; with another field
    $5 == "p3" { $4 = 1999 }
    $5 == "p6" || $5 == "p12" { $3 = "Country 1" }     # blank, then filled
    $5 == "p8" { $4 = "(b)(6)" }                       # filled, then redacted
    $5 == "p14" { $4 = 1980 }                          # redacted, then filled
    $5 == "p21" { $4 = "(b)(7)(E)" }                   # redacted for another reason
    $5 == "p9" { $4 = "unknown" }                      # a year, then none that can be read
    { print }' "$work/a.csv" >"$work/b.csv"
exits "add a release" 0 add "$work/a.csv" --release A
exits "and a copy with edits" 0 add "$work/b.csv" --release B
exits "diff" 0 "$sallyport" diff A B --format csv
cp "$work/out" "$work/diff"
table fields "$work/diff" >"$work/fields"
has "nine rows are edited" ",60,60,51,0,0,9" "$work/diff"
has "areas: two others, one blank" "removal,aor,yes,,9,3,2,0,1,0,0,0" "$work/fields"
has "citizenships: two filled" "removal,citizenship,yes,,9,2,0,2,0,0,0,0" "$work/fields"
has "years: one other, redacted, given back, and kinds without a column" \
    "removal,birth_year,yes,value to unreadable: 1; redacted to another redacted: 1,9,5,1,0,0,1,1,2" "$work/fields"
is "no other field, the most changed first" "birth_year aor citizenship" "$(awk -F, 'NR > 1 { print $2 }' "$work/fields" | xargs)"
is "every line adds up" 0 "$(awk -F, 'NR > 1 && $6 != $7 + $8 + $9 + $10 + $11 + $12' "$work/fields" | wc -l | tr -d ' ')"
is "no value stands in it" 0 "$(grep -cE 'Area|Country|19[0-9][0-9]|p[0-9]' "$work/fields")"
has "the rule is told" "A row is edited when no row of the other release equals it and one of the same person id and day is left there" "$work/diff"
for format in text json md html; do
    exits "diff as $format" 0 "$sallyport" diff A B --format $format
    has "has the fields ($format)" "citizenship" "$work/out"
    has "and how they differ ($format)" "to another" "$work/out"
done
is "two threads, the same bytes" "$($sallyport diff A B --threads 1 | sha256sum)" "$($sallyport diff A B --threads 2 | sha256sum)"
cut -d, -f1-4 "$work/a.csv" | sed 's/1960/1961/' >"$work/c.csv"
add "$work/c.csv" --release C >/dev/null
exits "diff without ids" 0 "$sallyport" diff A C --format csv
has "says that the fields are unknown" "removal: which rows were edited, and so which fields, is unknown, for no ids agree" "$work/out"
is "and lists none" 1 "$(table fields "$work/out" | wc -l | tr -d ' ')"

# -- Two lists of agreements, by the built-in profiles -----------------------------------------
rm -f "$SALLYPORT_LEDGER"
cat >"$work/participatingAgencies07072025am.csv" <<'CSV'
STATE,LAW ENFORCEMENT AGENCY,TYPE,COUNTY,SUPPORT TYPE,SIGNED,MOA
OHIO,Harmon County Sheriff's Office,County,Harmon,Warrant Services Officer,2025-03-01,link
OHIO,Harmon County Sheriff's Office,County,Harmon,Task Force Model,2025-03-01,link
OHIO,Lake Tarn Police Departent,Municipality,Harmon,Task Force Model ,2025-04-02,link
OHIO,Mere Police Department,Municipality,Harmon,Task Force Model,2025-04-02,link
OHIO,Mere Police Department,Municipality,Harmon,Task Force Model,2025-04-02,link
IOWAJ,Town of Upper Fell Police Department,Municipality,Fell,Task Force Model,2025-04-03,link
IOWA,Fell County Jail,County,Fell,Jail Enforcement Model,2025-05-05,link
CSV
cat >"$work/participatingAgencies08132025am.csv" <<'CSV'
STATE,LAW ENFORCEMENT AGENCY,TYPE,COUNTY,SUPPORT TYPE,SIGNED,MOA,ADDENDUM
IOWA,Town of Upper Fell Police Department,Municipality,Fell,Task Force Model,2025-04-03,link,
IOWA,Fell County Jail,County,Fell,Warrant Service Officer,2025-05-05,link,
OHIO,Harmon County Sheriff's Office,County,Harmon,Warrant Service Officer,2025-03-01,link,
OHIO,Harmon County Sheriff's Office,County,Harmon,Task Force Model,2025-03-02,link,
OHIO,Lake Tarn Police Department ,Municipality,Harmon,Task Force Model,2025-04-02,link,
OHIO,Mere Police Department,Municipality,Harmon,Task Force Model,2025-04-02,link,
OHIO,Brook County Sheriff's Office,County,Brook,Jail Enforcement Model,2025-08-01,link,
CSV
exits "add two lists" 0 "$sallyport" add "$work"/participatingAgencies0*.csv
exits "diff of lists" 0 "$sallyport" diff ICE-287G-2025-07-07am ICE-287G-2025-08-13am --format csv
cp "$work/out" "$work/lists"
table agreements "$work/lists" >"$work/agreements"
has "one is added" "added,OHIO,Brook County Sheriff's Office,Jail Enforcement Model,2025-08-01,,,," "$work/agreements"
has "a line that stood twice is gone once" "gone,OHIO,Mere Police Department,Task Force Model,2025-04-02,,,," "$work/agreements"
has "one has another day" "signed date,OHIO,Harmon County Sheriff's Office,Task Force Model,2025-03-01,,,,2025-03-02" "$work/agreements"
has "one is spelled differently" "spelling,OHIO,Lake Tarn Police Departent,Task Force Model,2025-04-02,,Lake Tarn Police Department,," "$work/agreements"
has "one has another support type" "support type,IOWA,Fell County Jail,Jail Enforcement Model,2025-05-05,,,Warrant Service Officer," "$work/agreements"
has "one another state" "state,IOWAJ,Town of Upper Fell Police Department,Task Force Model,2025-04-03,IOWA,,," "$work/agreements"
is "and the misspelled type is no change" 7 "$(wc -l <"$work/agreements" | tr -d ' ')"
table agreement-types "$work/lists" >"$work/types"
has "by support type" "(all),Task Force Model,5,4,1,1,1,1,1,1,0" "$work/types"
has "what went to another type" "(all),Jail Enforcement Model,1,1,0,0,0,1,0,0,1" "$work/types"
has "came from one" "(all),Warrant Service Officer,1,2,1,0,0,0,1,0,0" "$work/types"
has "by state" "OHIO,Task Force Model,4,3,1,1,1,0,0,1,0" "$work/lists"
has "lines that stand twice are told" "lines that stand in their list once more: 1 of a, 0 of b" "$work/lists"
for format in text json md html; do
    exits "diff of lists as $format" 0 "$sallyport" diff ICE-287G-2025-07-07am ICE-287G-2025-08-13am --format $format
    has "names the agencies ($format)" "Lake Tarn Police Departent" "$work/out"
done
cut -d, -f1-5 "$work/participatingAgencies07072025am.csv" | sed '5d' >"$work/participatingAgencies09222025pm.csv"
exits "add a list of another kind" 0 "$sallyport" add "$work/participatingAgencies09222025pm.csv" --format json
is "it is no finding that it has no day" 0 "$(grep -c CHECK-OVERLAP "$work/out")"
exits "diff of two kinds of list" 0 "$sallyport" diff ICE-287G-2025-07-07am ICE-287G-UNSIGNED-2025-09-22pm --format csv
has "says that days are not compared" "One of the two lists gives no day of signing" "$work/out"
is "one is gone, by all else" "gone" "$(table agreements "$work/out" | awk -F, 'NR > 1 { print $1 }')"

# -- The published lists -----------------------------------------------------------------------
if [ ! -d "$shared/data/287g" ]; then
    skip "the published lists, each with the next" "no $shared/data/287g"
    exit 0
fi
rm -f "$SALLYPORT_LEDGER"
exits "add the published lists" 0 "$sallyport" add "$shared"/data/287g/*.xlsx
# By their days, without the list of another kind: RELEASE ROWS
$sallyport sources --format csv | awk -F, '!/^#/ { for (i = 1; i <= NF; i++) if ($i ~ /^ICE-287G-20/) print $i, $(i + 3) }' | sort >"$work/releases"
is "there are twenty" 20 "$(wc -l <"$work/releases" | tr -d ' ')"
before=
unbalanced=0
while read -r release rows; do
    if [ -n "$before" ]; then
        $sallyport diff "$before" "$release" --format csv >"$work/out"
        table agreement-types "$work/out" >"$work/types"
        table agreements "$work/out" >"$work/agreements"
        # Types: 3 a, 4 b, 5 same, 6 day, 7 spelling, 8 to, 9 from, 10 gone, 11 added.
        awk -F, -v a="$before_rows" -v b="$rows" 'NR > 1 {
                if ($3 != $5 + $6 + $7 + $8 + $10 || $4 != $5 + $6 + $7 + $9 + $11) exit_code = 1
                as += $3; bs += $4; gone += $10; added += $11; other += $8 - $9
            }
            END { exit exit_code || as != a || bs != b || added - gone != b - a || other != 0 }' "$work/types" || unbalanced=$((unbalanced + 1))
        listed=$(awk -F, 'NR > 1 { n[$1]++ } END { print n["added"] - n["gone"] }' "$work/agreements")
        [ "$listed" = $((rows - before_rows)) ] || unbalanced=$((unbalanced + 1))
    fi
    before=$release
    before_rows=$rows
done <"$work/releases"
is "added less gone is the difference of the totals, for each list and the next" 0 "$unbalanced"
exits "the list that shrank" 0 "$sallyport" diff ICE-287G-2025-09-24am ICE-287G-2025-10-14am --format csv
is "by two" "3 gone, 1 added" "$(table agreement-types "$work/out" | awk -F, 'NR > 1 { gone += $10; added += $11 } END { print gone " gone, " added " added" }')"
exits "the same list under two days" 0 "$sallyport" diff ICE-287G-2025-12-29am ICE-287G-2026-01-05pm --format csv
is "has not changed" 1 "$(table agreements "$work/out" | wc -l | tr -d ' ')"
exits "the list of another kind" 0 "$sallyport" diff ICE-287G-UNSIGNED-2025-09-22pm ICE-287G-2025-09-24am --format csv
has "is compared without days" "gives no day of signing" "$work/out"
