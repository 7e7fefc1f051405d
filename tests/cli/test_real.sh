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
exits "two releases of the same days are not added up" 2 "$sallyport" count detainers

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
