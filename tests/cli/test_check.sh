#!/bin/sh
# The checks of releases at add, declared inclusions, report quality and diff. Synthetic records alone.
. "$(dirname "$0")/lib.sh"

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
  - {field: processing_disposition_code, names: [Disposition]}
  - {field: birth_date, names: [Birth], withheld: true}
  - {field: person, names: [Id]}
YAML
add() { "$sallyport" add --profiles "$work/profiles" "$@"; }
fresh() { rm -f "$SALLYPORT_LEDGER"; }

# days FIRST COUNT: rows "DAY,AOR,Citizenship", one a day from a day of 2016 on, 28 days to a month.
days() {
    awk -v first="$1" -v count="$2" 'BEGIN {
        print "Removed,AOR,Citizenship"
        for (i = first; i < first + count; i++)
            printf "2016-%02d-%02d,Area %d,Country %d\n", int(i / 28) + 1, i % 28 + 1, i % 5, i % 9
    }'
}

# -- Two files of one content ------------------------------------------------------------------
days 0 100 >"$work/removals_fy2016.csv"
sed 's/$/\r/' "$work/removals_fy2016.csv" >"$work/removals_fy2017.csv"
(head -1 "$work/removals_fy2016.csv" && tail -n +2 "$work/removals_fy2016.csv" | sort -r) >"$work/reversed.csv"
days 200 50 >"$work/later.csv"
exits "add two files of one content" 0 add "$work/removals_fy2016.csv" "$work/removals_fy2017.csv" "$work/later.csv" --format json
has "the receipt says that they are the same, cell for cell" "file 'removals_fy2017.csv' holds the same 100 rows as file 'removals_fy2016.csv', cell for cell" "$work/out"
has "and that the dates are of another year" "'removals_fy2017.csv' is named after fiscal year 2017, but 100 of its 100 dated rows lie outside" "$work/out"
is "one fiscal year alone is wrong" 1 "$(grep -o CHECK-FISCAL-YEAR "$work/out" | wc -l)"
exits "they are not added up" 2 "$sallyport" count removals
has "and the message names both" "files 'removals_fy2016.csv' and 'removals_fy2017.csv' of release 'ONE' hold the same removals" "$work/err"
is "one of them can be left out" 150 "$(total removals --where 'file!=removals_fy2017.csv')"
exits "declare that one includes the other" 0 "$sallyport" sources --declare 'removals_fy2016.csv includes removals_fy2017.csv'
has "sources says so" "declared: 'removals_fy2016.csv' includes 'removals_fy2017.csv'; 100 rows of the latter" "$work/out"
is "then they count once" 150 "$(total removals)"
exits "add the same rows in another order" 0 add "$work/reversed.csv"
has "is seen too" "in another order or form" "$work/out"

# -- Two releases that share rows --------------------------------------------------------------
fresh
(days 0 100 && tail -n 1 "$work/removals_fy2016.csv") >"$work/a.csv" # its last row twice
(days 60 60 && tail -n 1 "$work/removals_fy2016.csv" && tail -n 1 "$work/removals_fy2016.csv") >"$work/b.csv" # the same row three times
exits "add two releases that share rows" 0 add "$work/a.csv" --release A
exits "the second one" 0 add "$work/b.csv" --release B
has "finds the rows shared, as many times as both have them" "share 41 rows of 2016-03-05 to 2016-04-16, of 42 and 41" "$work/out"
exits "two releases are not added up" 2 "$sallyport" count removals
has "the message counts the rows shared" "41 rows are equal in both" "$work/err"
has "and says what to do" "sallyport sources --declare" "$work/err"
exits "a declaration needs two names" 2 "$sallyport" sources --declare 'A B'
exits "that are in the ledger" 2 "$sallyport" sources --declare 'A includes BB'
exits "and differ" 2 "$sallyport" sources --declare 'A includes a.csv'
exits "declare" 0 "$sallyport" sources --declare 'A includes B'
has "sources gives the rows set aside and those without an equal" "41 rows of the latter are set aside and count once, 1 other rows" "$work/out"
exits "not the other way round as well" 2 "$sallyport" sources --declare 'B includes A'
is "the rows shared count once" 122 "$(total removals)" # 101 + 62 - 41
is "each release alone counts in full" 62 "$(total removals --where release=B)"
is "both, named" 122 "$(total removals --where 'release=A|B')"
is "on a day that both hold" 3 "$(total removals --from 2016-04-16 --to 2016-04-16)"
$sallyport count removals --by release --format csv >"$work/by"
has "kept apart, A counts in full" "A,101," "$work/by"
has "and B" "B,62," "$work/by"
$sallyport count removals --by aor --format json >"$work/by"
is "groups add up to the total" 122 "$(sed -n 's/.*"count":\([0-9]*\).*/\1/p' "$work/by" | awk '{ n += $1 } END { print n }')"
has "the proof names the rule" "OVERLAP" "$work/by"
# inputs ARGUMENTS OF count…: the digest of what was counted over
inputs() { $sallyport count "$@" --format csv | sed -n 's/.*, inputs \([0-9a-f]*\);.*/\1/p'; }
is "and the digest of the inputs tells a declaration" different "$([ "$(inputs removals)" = "$(inputs removals --by release)" ] && echo equal || echo different)"
figure=$(sed -n 's/.*"aor":"Area 0".*"figure":"\([^"]*\)".*/\1/p' "$work/by" | head -1)
value=$(sed -n 's/.*"aor":"Area 0","count":\([0-9]*\).*/\1/p' "$work/by")
is "a figure explains itself" "$value" "$($sallyport explain "$figure" --format json | sed -n 's/.*"value":\([0-9]*\).*/\1/p')"
days 100 20 | sed 's/Country/COUNTRY/' >"$work/a2.csv"
exits "add more of the including release" 0 add "$work/a2.csv" --release A
is "rows set aside follow" 142 "$(total removals)"
before=$($sallyport count removals --format json)
exits "withdraw" 0 "$sallyport" sources --withdraw 'A includes B'
exits "and they are not added up again" 2 "$sallyport" count removals
exits "what is not declared cannot be withdrawn" 2 "$sallyport" sources --withdraw 'A includes B'
exits "declare again" 0 "$sallyport" sources --declare 'A includes B'
is "and the numbers are the same bytes" "$before" "$($sallyport count removals --format json)"
exits "no ledger to declare in" 4 "$sallyport" sources --declare 'A includes B' --ledger "$work/none"
is "and none is made" no "$([ -e "$work/none" ] && echo yes || echo no)"

# A field that is spelled anew between two releases must not make every row differ.
fresh
days 0 100 | awk -F, 'NR == 1 { print $0 ",Disposition"; next } { print $0 ",Yes" }' >"$work/yes.csv"
days 0 100 | awk -F, 'NR == 1 { print $0 ",Disposition"; next } { print $0 (NR % 3 ? ",Y" : ",Yes") }' >"$work/y.csv"
add "$work/yes.csv" --release YES >/dev/null
exits "add the same rows, two thirds of a field spelled anew" 0 add "$work/y.csv" --release Y
has "they are compared in it, because one side is spelled as before" "share 33 rows" "$work/out"
sed -i 's/,Yes$/,J/' "$work/y.csv"
exits "and wholly" 0 add "$work/y.csv" --release J
has "they are compared in the others" "share 100 rows of 2016-01-01 to 2016-04-16, of 100 and 100; equal in 3 fields: removal_date, aor, citizenship" "$work/out"

# The same simulated people in two layouts, between which fields were recoded, dropped and renamed.
fresh
for layout in 2026-03 2026-08; do
    $sallyport sample "$work/$layout" --people 300 --layout $layout >/dev/null
    find "$work/$layout" -name '*DPR*.xlsx' -exec "$sallyport" add {} + >"$work/out" 2>"$work/err"
done
$sallyport sources --format csv | sed -n 's/.* share \([0-9]*\) rows of .*, of \([0-9]*\) and \([0-9]*\);.*/\1 \2 \3/p' >"$work/shares"
is "every detainer of one layout is found in the other" 0 "$(awk '$1 != $2 || $1 != $3' "$work/shares" | wc -l)"
is "in each fiscal year" 3 "$(wc -l <"$work/shares" | tr -d ' ')"

# -- Columns, codes, gaps ----------------------------------------------------------------------
# weeks CODE FIRST: three rows a day of 2016 but from May to July, with codes.
weeks() {
    awk -v code="$1" 'BEGIN {
        print "Removed,AOR,Citizenship,Disposition"
        for (m = 1; m <= 12; m++) for (d = 1; d <= 28; d++) for (i = 0; i < 5; i++)
            if (m < 5 || m > 7 || (d == 1 && i == 0))
                printf "2016-%02d-%02d,Area %d,Country %d,%s\n", m, d, i, d, i % 2 ? code : "KEPT"
    }'
}
fresh
weeks OLD >"$work/old.csv"
weeks NEW | sed 's/2016-/2017-/' >"$work/new.csv"
weeks NEW | sed 's/2016-/2018-/' | cut -d, -f1-3 >"$work/last.csv"
exits "add a release with a gap" 0 add "$work/old.csv" --release R2016 --format json
has "the gap is found once, with its weeks" "2 rows in the 13 weeks from 2016-05-02 to 2016-07-31, where a week has 35 before and 35 after" "$work/out"
is "and no other" 1 "$(grep -o CHECK-GAP "$work/out" | wc -l)"
exits "add the next" 0 add "$work/new.csv" --release R2017 --format json
has "codes that gave way are found" "processing_disposition_code of removals, from release R2016 to R2017: gone: 'OLD' (504 rows); new: 'NEW' (504 rows)" "$work/out"
exits "add the last" 0 add "$work/last.csv" --release R2018 --format json
has "fields gone are found" "removals of release R2018 have no column for 1 field that release R2017 has: processing_disposition_code" "$work/out"
days 0 30 | sed 's/2016-/2018-/' >"$work/more.csv"
(echo "Removed,AOR,Citizenship,Disposition" && tail -n +2 "$work/more.csv" | sed 's/$/,X/') >"$work/wider.csv"
exits "add a sheet with more columns" 0 add "$work/wider.csv" --release R2018 --format json
has "sheets of one release that differ are found" "file 'last.csv' has no column for 1 field that other sheets of release R2018 have: processing_disposition_code" "$work/out"
$sallyport sources --format json >"$work/sources"
is "a finding on the release as a whole that no longer holds is gone" 0 "$(grep -c CHECK-COLUMNS-GONE "$work/sources")"
has "the others stay" "CHECK-RECODED" "$work/sources"
has "sources keeps its members" '"file":"old.csv","sha256":"' "$work/sources"
fresh
add "$work/last.csv" --release R2018 >/dev/null 2>&1
add "$work/new.csv" --release R2017 >"$work/out"
has "releases are put in order by their days, not by when they were added" "removals of release R2018 have no column for 1 field that release R2017 has" "$work/out"
exits "a dry run checks too" 0 add --dry-run "$work/old.csv" --release R2016
has "and says what it found" "CHECK-GAP" "$work/out"
is "and leaves nothing" 0 "$($sallyport sources | grep -c R2016)"

# Within one release: as it was simulated nothing gives way, and where three codes are made one on a day, that is found.
fresh
$sallyport sample "$work/within" --people 12000 --layout 2025-07 >/dev/null
find "$work/within" -name '*.xlsx' -exec "$sallyport" add {} + >"$work/out"
is "the synthetic release has no code that gives way" 0 "$(grep -c CHECK-RECODED-WITHIN "$work/out")"
find "$work/within" -name '*Arrests*.xlsx' -exec "$sallyport" sheet {} --to csv \; |
    awk '/^2/ && $0 < "2025-07-16" { n = NR % 3; sub(/,Custodial Arrest,/, n == 0 ? ",CAP Local Incarceration," : n == 1 ? ",CAP State Incarceration," : ",CAP Federal Incarceration,") }
        /^2/ { $0 = substr($0, 6, 2) "/" substr($0, 9, 2) "/" substr($0, 1, 4) substr($0, 11) } # As text, the release writes its days so.
        { print }' >"$work/collapsed.csv"
fresh
exits "add it with three codes that become one" 0 "$sallyport" add "$work/collapsed.csv" --format json
has "they are found, and when" "method of arrests of release SYNTHETIC-2025-07, between 2025-07-07 and 2025-07-27: gone: 'CAP Federal Incarceration' (" "$work/out"
has "all three" "'CAP Local Incarceration' (" "$work/out"
has "and what took their place" "in their place: 'Custodial Arrest' (" "$work/out"
is "once" 1 "$(grep -o CHECK-RECODED-WITHIN "$work/out" | wc -l | tr -d ' ')"
has "report quality says by what rule" "CHECK-RECODED-WITHIN v1" "$($sallyport report quality >"$work/quality.txt" && echo "$work/quality.txt")"
printf 'Removed,AOR,Citizenship\n,Area 1,X\n,Area 2,Y\n' >"$work/undated.csv"
exits "add a sheet without any day" 0 add "$work/undated.csv" --release UNDATED
has "it is noted that it is compared with none" "no row of file 'undated.csv' has a day of removal_date, so its 2 rows are compared with no other sheet's" "$work/out"

# -- Quality -----------------------------------------------------------------------------------
fresh
cat >"$work/quality.csv" <<'CSV'
Removed,AOR,Citizenship,Birth
2016-01-01,Area 1,,(b)(6)
2016-01-02,,X,(b)(6)
not a day,(b)(7)(E),X,"b(6), b(7)c"
2016-01-03
2016-01-04
CSV
exits "add a file with every kind of no value" 0 add "$work/quality.csv"
exits "report quality" 0 "$sallyport" report quality --format csv
sed -n '/^# table: fields/,$p' "$work/out" | grep -v '^#' >"$work/fields"
has "a date that cannot be read" "removal_date,3,2,0,0,1,0,0," "$work/fields"
has "a value, a blank, a redaction" "aor,3,1,1,1,0,0,0,(b)(7)(E): 1" "$work/fields"
has "redactions by exemption" 'birth_date,3,0,0,3,0,0,0,"(b)(6), (b)(7)(C): 1; (b)(6): 2"' "$work/fields"
has "a field that the release does not have" "person,3,0,0,0,0,0,3," "$work/fields"
is "every line adds up" 0 "$(awk -F, 'NR > 1 && $6 != $7 + $8 + $9 + $10 + $11 + $12' "$work/fields" | wc -l)"
has "refused rows by reason, with the first" "the row has 1 fields where the header has 4,2,5" "$work/out"
$sallyport sources --fields --format csv | grep -v '^#' >"$work/again"
is "sources --fields shows the same" "$(cat "$work/fields")" "$(cat "$work/again")"
for format in text json md html; do
    exits "report quality as $format" 0 "$sallyport" report quality --format $format
    has "names the checks ($format)" "$([ $format = json ] && echo '"report":"quality"' || echo CHECK-SAME-CONTENT)" "$work/out"
done
exits "report quality takes no filter" 2 "$sallyport" report quality --where aor=X
exits "there is no other report" 2 "$sallyport" report weather

# -- Diff --------------------------------------------------------------------------------------
# people FIRST COUNT: rows with an id each.
people() { days "$1" "$2" | awk 'NR == 1 { print $0 ",Id"; next } { print $0 ",p" NR }'; }
fresh
people 0 100 >"$work/copy-a.csv"
# Row 2 gone, row 3 edited, row 50 twice, and beyond the days of the first a row more.
(sed '2d; 3s/Area [0-9]/Area 99/' "$work/copy-a.csv" && sed -n 50p "$work/copy-a.csv" && echo "2016-12-01,Area 1,Country 1,p900") >"$work/copy-b.csv"
exits "add two copies of a release" 0 add "$work/copy-a.csv" --release COPY-A
add "$work/copy-b.csv" --release COPY-B >/dev/null
exits "diff" 0 "$sallyport" diff COPY-A COPY-B --format csv
has "follows rows by id" "followed by person id and day; 99 of 100 and 100 ids are in both; 4 fields that both hold and spell alike" "$work/out"
# The days in common begin with the second row's: the first one is outside of B's.
has "same, gone, added, edited" ",99,100,98,0,1,1" "$work/out"
has "a value that is new" "removal,aor,Area 99,new,0,1" "$work/out"
has "months side by side" "removal,2016-02,28,29,0,1" "$work/out"
days 0 100 >"$work/plain.csv"
add "$work/plain.csv" --release PLAIN >/dev/null
exits "diff without ids" 0 "$sallyport" diff COPY-A PLAIN --format csv
has "compares rows by what they say" "compared as rows without ids, in 3 fields that both hold and spell alike" "$work/out"
has "a column that is gone" "removal,person,gone,Id," "$work/out"
$sallyport diff COPY-A PLAIN --format json >"$work/out"
has "edited is unknown there" '"rows_a":100,"rows_b":100,"same":100,"gone":0,"added":0,"edited":null' "$work/out"
exits "diff of a release with itself" 2 "$sallyport" diff PLAIN PLAIN
exits "diff of an unknown release" 2 "$sallyport" diff PLAIN PLAINS
has "names the nearest" "did you mean 'PLAIN'" "$work/err"
exits "diff of one release" 2 "$sallyport" diff PLAIN
for format in text json md html; do exits "diff as $format" 0 "$sallyport" diff COPY-A COPY-B --format $format; done
is "two threads, the same bytes" "$($sallyport diff COPY-A COPY-B --threads 1 | sha256sum)" "$($sallyport diff COPY-A COPY-B --threads 2 | sha256sum)"

# A code that is in no list of codes is kept, counted and reported.
fresh
weeks ZZ-UNHEARD-OF >"$work/unheard.csv"
exits "add a release with a code that no list has" 0 add "$work/unheard.csv" --release NEWCODES --format json
has "it is reported with its rows" "2 codes in 1263 rows that no list has; kept as written: 'KEPT' (759 rows), 'ZZ-UNHEARD-OF' (504 rows)" "$work/out"
is "and counted" 504 "$(total removals --where processing_disposition_code=ZZ-UNHEARD-OF)"

# A value is printed as the release writes it, unless it reads as one of our own marks.
fresh
weeks '[16] Reinstated' | sed 's/KEPT/[blank]/' >"$work/brackets.csv"
exits "add values in brackets" 0 add "$work/brackets.csv" --release BRACKETS
$sallyport count removals --by processing_disposition_code --format csv >"$work/out"
has "a code in brackets is printed as written" "[16] Reinstated,504" "$work/out"
has "a text that reads as a blank is marked as text" "[blank] (text),759" "$work/out"
