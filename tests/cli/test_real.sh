#!/bin/sh
# The totals of real releases, as published or counted by hand; ../shared/data/README.md and the case of Operation Safe City.
. "$(dirname "$0")/lib.sh"
ice=$shared/data/ice
if [ ! -d "$ice" ]; then
    skip "totals of real releases" "the shared data is not here"
    exit 0
fi

exits "add six files in one go" 0 "$sallyport" add "$ice/arrests-fy2017.csv.gz" "$ice/arrests-fy2018.csv.gz" \
    "$ice/removals-fy2018.csv.gz" "$ice/encounters-fy2016.csv.gz" "$ice/detainers-fy2015ytd.xlsx" \
    "$ice/detainers-pennsylvania-2007-2015.csv.gz"
is "arrests FY2017" 143470 "$(total arrests --where fiscal_year=FY2017)"
is "arrests FY2018" 158581 "$(total arrests --where fiscal_year=FY2018)"
is "removals FY2018" 256085 "$(total removals)"
is "encounters FY2016" 368645 "$(total encounters)"

$sallyport count detainers --by release --format csv | grep -v '^#' >"$work/by"
workbook=$(sed -n '2,$p' "$work/by" | grep ',79053,' | cut -d, -f1)
pennsylvania=$(sed -n '2,$p' "$work/by" | grep ',32757,' | cut -d, -f1)
is "detainers FY2015 to date" 79053 "$(total detainers --where "release=$workbook")"
is "of them declined" 5501 "$(total detainers --where "release=$workbook" --where 'lift_reason=Detainer Declined by LEA')"
is "Pennsylvania" 32757 "$(total detainers --where "release=$pennsylvania")"
is "of them declined" 225 "$(total detainers --where "release=$pennsylvania" --where 'lift_reason=Detainer Declined by LEA')"
is "booked into detention" 18143 "$(total detainers --where "release=$pennsylvania" --where 'lift_reason=Booked into Detention')"
is "without a reason" 11229 "$(total detainers --where "release=$pennsylvania" --where 'lift_reason=[blank]')"

# Without ids nothing is linked and nothing is taken away (A.9 #18): rows that are alike are different people.
exits "link everything anew" 0 "$sallyport" link --all
cp "$work/out" "$work/linked"
for left in 302051:arrest 256085:removal; do
    has "${left#*:}s of 2019-ICFO-53623 are left alone, saying why" "release 2019-ICFO-53623: no row of this release has an id: its ${left%%:*} ${left#*:} records are unlinked and undiminished" "$work/linked"
done
exits "arrests of fiscal years 2017 and 2018 under every rule" 0 "$sallyport" count arrests --band --where release=2019-ICFO-53623 --format csv
has "the least and the most are one number" "302051,302051,ROWS,302051,ROWS," "$work/out"
has "because no record has a person id" "no record of release '2019-ICFO-53623' has a person id" "$work/out"
is "a release without ids counts in full under every rule" "12 302051" \
    "$(grep -E '^(ROWS|ARR-[A-Z0-9-]+|302051),' "$work/out" | sed 's/^302051,/ROWS,/' | cut -d, -f2 | sort | uniq -c | sed 's/^ *//')"
for rule in ROWS DET-DUP-DAY DET-EP-24 DET-EP-24-FORM DET-REQUEST; do
    is "detainers by $rule" "79053 32757" "$(total detainers --rule $rule --where "release=$workbook") $(total detainers --rule $rule --where "release=$pennsylvania")"
done
outcome() { total detainer_outcomes --where "release=$workbook" --where "outcome=$1" --where "outcome_reason=$2"; }
is "declined by the lift reason" 5461 "$(outcome declined LIFT-DECLINED)"
is "and recorded as declined, though the form asks for notice alone: 5,501 together" 40 \
    "$(total detainer_outcomes --where "release=$workbook" --where outcome=not_a_hold --where 'lift_reason=Detainer Declined by LEA')"
is "nothing recorded and no id: unknown, not declined" 51869 "$(outcome unknown NO-ID-IN-RELEASE)"
is "the outcomes are all of the detainers" 79053 "$(total detainer_outcomes --where "release=$workbook")"

exits "two releases of the same days are not added up" 2 "$sallyport" count detainers
has "and the message counts the rows they share" "1799 rows are equal in both" "$work/err"
$sallyport sources --format json >"$work/sources"
has "which is a finding" "share 1799 rows of 2014-10-01 to 2015-07-18, of 1799 and 79037" "$work/sources"
is "the only one of these releases" 1 "$(grep -o 'CHECK-[A-Z-]*' "$work/sources" | wc -l)"
exits "declare that the workbook holds them" 0 "$sallyport" sources --declare "$workbook includes $pennsylvania"
is "then each counts once" 110011 "$(total detainers)" # 79,053 + 32,757 - 1,799
is "alone in full" 32757 "$(total detainers --where "release=$pennsylvania")"
exits "diff of the two" 0 "$sallyport" diff "$workbook" "$pennsylvania" --format json
has "every row of the days that both hold is in the workbook" '"rows_a":79037,"rows_b":1799,"same":1799,"gone":77238,"added":0' "$work/out"
exits "withdraw" 0 "$sallyport" sources --withdraw "$workbook includes $pennsylvania"
exits "report quality" 0 "$sallyport" report quality --format csv
has "operations withheld" ",operation,143470,0,112524,30915,0,31,0,(b)(7)(E): 30915" "$work/out"

period="--from 2017-09-24 --to 2017-09-27"
# shellcheck disable=SC2086 # the period is words
is "four days in September 2017" 2304 "$(total arrests $period)"
# shellcheck disable=SC2086
is "with a withheld operation" 868 "$(total arrests $period --where 'operation=[redacted (b)(7)(E)]')"
# shellcheck disable=SC2086
is "of them in the Seattle area" 33 "$(total arrests $period --where 'operation=[redacted (b)(7)(E)]' --where aor=Seattle)"
is "operation absent is not blank" 31 "$(total arrests --where fiscal_year=FY2017 --where 'operation=[not applicable]')"
is "operation blank" 112524 "$(total arrests --where fiscal_year=FY2017 --where 'operation=[blank]')"
# shellcheck disable=SC2086
$sallyport count arrests $period --by aor,operation --format json --threads 1 >"$work/one"
# shellcheck disable=SC2086
$sallyport count arrests $period --by aor,operation --format json --threads 2 >"$work/two"
is "the same bytes with 1 and 2 threads" "$(sha256sum <"$work/one")" "$(sha256sum <"$work/two")"

exits "adding a file again changes nothing" 0 "$sallyport" add "$ice/arrests-fy2017.csv.gz"
has "and says so" "already in the ledger" "$work/out"
is "arrests FY2017 after that" 143470 "$(total arrests --where fiscal_year=FY2017)"

for claim in portland seattle; do
    [ -e statements/operation-safe-city.yaml ] || break
    $sallyport check statements/operation-safe-city.yaml --format json >"$work/check" 2>"$work/err"
    grep -q "$claim" "$work/check" && ok "the statement on Operation Safe City has a verdict on $claim" ||
        not_ok "the statement on Operation Safe City has a verdict on $claim" "$(head -c 600 "$work/err")"
done

# The other released files, each kind in a ledger of its own.
fresh() { SALLYPORT_LEDGER=$work/$1.duckdb; }
balanced() { # balanced NAME: every sheet of the ledger has read = kept, refused none
    # Columns of `sources`: file, sha256, release, table, sheet, read, kept, refused, …
    is "$1" "" "$($sallyport sources --format csv | grep -v '^#' | awk -F, 'NR > 1 && ($6 != $7 || $8 != 0)')"
}
kept() { $sallyport sources --format csv | grep -v '^#' | awk -F, -v sheet="$1" '$5 == sheet { print $7 }'; }
fresh seattle
exits "add the Seattle workbook" 0 "$sallyport" add "$ice/seattle-cap-fy2017-2018.xlsx"
balanced "its six sheets balance"
is "Seattle arrests FY2017" 2656 "$(total arrests --where fiscal_year=FY2017)"
is "Seattle arrests FY2018 to date" 1410 "$(total arrests --where fiscal_year=FY2018)"
is "Seattle encounters FY2017" 11712 "$(kept 'FY2017 Encounters')"
is "Seattle encounters FY2018 to date" 7829 "$(kept 'FY2018 Encounters')"
is "Seattle removals FY2017" 1917 "$(kept 'FY2017 Removals')"
is "Seattle removals FY2018 to date" 1267 "$(kept 'FY2018 Removals')"
exits "add the national removals beside them" 0 "$sallyport" add "$ice/removals-fy2018.csv.gz"
exits "removals without a date are not added to those of another release" 2 "$sallyport" count removals
is "a period leaves them out" 256085 "$(total removals --from 2017-10-01 --to 2018-09-30)"

fresh pierce
exits "add the Pierce County bookings" 0 "$sallyport" add "$shared/data/jail/pierce-holds.csv.gz"
balanced "they balance"
is "charges of Pierce County bookings" 691 "$(total bookings)"
exits "add the classes of its charges" 0 "$sallyport" add "$shared/data/jail/pierce-charge-classes.csv"
balanced "they balance"
is "charges that were classed" 603 "$(total charge_classes)"
exits "no booking is listed" 2 "$sallyport" count bookings --by booking

fresh agreements
exits "add 21 lists of 287(g) agreements in one go" 0 "$sallyport" add "$shared"/data/287g/*.xlsx
balanced "they balance"
has "the receipt says what the file's name says" "is named by the file's name" "$work/out"
exits "lists of several days are not added up" 2 "$sallyport" count agreements
model() { total agreements --where "release=ICE-287G-$1" --where "support_type=$2"; }
is "agreements on 2025-07-07" 777 "$(total agreements --where release=ICE-287G-2025-07-07am)"
is "task force on 2025-07-07" 386 "$(model 2025-07-07am 'Task Force Model')"
is "warrant service on 2025-07-07" 278 "$(model 2025-07-07am 'Warrant Service Officer')"
is "jail enforcement on 2025-07-07" 113 "$(model 2025-07-07am 'Jail Enforcement Model')"
is "agreements on 2025-12-29" 1274 "$(total agreements --where release=ICE-287G-2025-12-29am)"
is "task force on 2025-12-29" 684 "$(model 2025-12-29am 'Task Force Model')"
is "warrant service on 2025-12-29, with the misspelt one" 445 "$(model 2025-12-29am 'Warrant Service Officer')"
is "jail enforcement on 2025-12-29" 145 "$(model 2025-12-29am 'Jail Enforcement Model')"
is "agreements on 2026-05-18" 1843 "$(total agreements --where release=ICE-287G-2026-05-18am)"
is "task force on 2026-05-18" 1162 "$(model 2026-05-18am 'Task Force Model')"
is "warrant service on 2026-05-18" 499 "$(model 2026-05-18am 'Warrant Service Officer')"
is "jail enforcement on 2026-05-18" 182 "$(model 2026-05-18am 'Jail Enforcement Model')"
is "the list named 01052025 is of January 2026" 1274 "$(total agreements --where release=ICE-287G-2026-01-05pm)"
is "the list can shrink" "1035 1033" \
    "$(total agreements --where release=ICE-287G-2025-09-24am) $(total agreements --where release=ICE-287G-2025-10-14am)"
is "the list of another kind is apart" 42 "$(total agreements --where release=ICE-287G-UNSIGNED-2025-09-22pm)"

fresh lists
exits "add the lists of places in one go" 0 "$sallyport" add "$shared"/data/stats/*.xlsx "$shared"/data/reference/*.csv
cp "$work/out" "$work/receipt"
balanced "they balance"
is "facilities on 2017-11-06" 1685 "$(total facilities --where release=ICE-FACILITY-LIST-2017-11-06)"
is "of them withheld" 207 "$(total facilities --where release=ICE-FACILITY-LIST-2017-11-06 --where 'facility=[redacted]')"
is "facilities of fiscal year 2019" 213 "$(total facilities --where release=ICE-FACILITIES-FY2019)"
is "facilities of fiscal year 2026, named by the file's day" 203 "$(total facilities --where release=ICE-FACILITIES-FY2026-2026-04-09)"
is "facilities with an area" 950 "$(total facilities --where release=FACILITY-AOR --where 'aor!=[blank]')"
is "facilities with a place" 844 "$(total facilities --where release=FACILITY-COUNTY)"
is "facilities of a text that ends its lines with bare CR" 1479 "$(total facilities --where release=FACILITY-LOCATIONS-MARSHALL)"
is "counties by area" 3223 "$(total counties --where release=COUNTY-AOR)"
is "of them in the Seattle area, which the list gives as a code" "$(grep -c ',SEA$' "$shared/data/reference/county-aor.csv")" \
    "$(total counties --where release=COUNTY-AOR --where aor=Seattle)"
is "lines of the offices' areas" 426 "$(total office_areas)"
exits "two lists of facilities are not added up" 2 "$sallyport" count facilities
exits "nor two of counties" 2 "$sallyport" count counties
has "a page of tables is passed over, and the receipt says so" \
    "sheet ' ICLOS and Detainees' was passed over: A page of summary tables, no record in it" "$work/receipt"
is "so are 4, 9 and 11 sheets of the three workbooks" 24 "$(grep -c 'was passed over: ' "$work/receipt")"

# Every released file there is has a profile; nothing of it is stored here.
for folder in ice jail 287g stats reference; do
    for file in "$shared/data/$folder"/*; do
        SALLYPORT_LEDGER=$work/dry.duckdb
        exits "$folder/$(basename "$file") is known" 0 "$sallyport" add "$file" --dry-run
    done
done
SALLYPORT_LEDGER=$work/ledger.duckdb

# An interrupted add leaves the ledger as it was: two million rows, so that it is still reading when it is killed.
zcat "$ice/encounters-fy2016.csv.gz" >"$work/again.csv"
for _ in 1 2 3 4 5; do zcat "$ice/encounters-fy2016.csv.gz" | tail -n +7; done >>"$work/again.csv"
before=$($sallyport sources --format json | sha256sum)
killed=0
for seconds in 0.2 0.5 0.9; do
    $sallyport add "$work/again.csv" >/dev/null 2>&1 &
    sleep "$seconds"
    kill -9 $! 2>/dev/null && killed=$((killed + 1))
    wait $! 2>/dev/null
done
is "the adds were killed while they ran" 3 "$killed"
is "an interrupted add leaves the ledger as it was" "$before" "$($sallyport sources --format json | sha256sum)"
is "and its numbers" 368645 "$(total encounters)"

# A field office's own workbook and the national files: nobody had said so before the check did.
SALLYPORT_LEDGER=$work/field-office.duckdb
exits "add a field office's workbook" 0 "$sallyport" add "$ice/arrests-fy2017.csv.gz" "$ice/seattle-cap-fy2017-2018.xlsx" --format json
has "all of its arrests of FY2017 are in the national file" "share 2656 rows of 2016-10-03 to 2017-09-29, of 2656 and 143197" "$work/out"
exits "they are not added up" 2 "$sallyport" count arrests --where fiscal_year=FY2017
exits "unless the national release is declared to include it" 0 "$sallyport" sources --declare '2019-ICFO-53623 includes SEATTLE-CAP-2017-2018'
is "and then count once" 143470 "$(total arrests --where fiscal_year=FY2017)"
