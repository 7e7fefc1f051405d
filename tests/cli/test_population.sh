#!/bin/sh
# sallyport count population: heads of a day and of each of several. Synthetic records alone.
. "$(dirname "$0")/lib.sh"

$sallyport sample "$work/sample" --people 600 --seed 4 >/dev/null 2>&1
exits "add" 0 "$sallyport" add "$work"/sample/*.xlsx

exits "heads without a day are wrong usage" 2 "$sallyport" count population
has "and it says what to give" "--on 2025-03-01" "$work/err"
exits "so are those of several days together" 2 "$sallyport" count population --from 2025-03-01 --to 2025-03-02
has "and it says why" "heads of different days are not added up" "$work/err"
exits "or of a month" 2 "$sallyport" count population --from 2025-03-01 --to 2025-03-31 --by month
has "and it says that days are counted" "use 'day'" "$work/err"
exits "--on beside --from" 2 "$sallyport" count population --on 2025-03-01 --from 2025-03-01
exits "a day that no release reaches" 2 "$sallyport" count population --on 2031-01-01
has "and it says how far they reach" "show stints until 2026-03-" "$work/err"

exits "heads of a day" 0 "$sallyport" count population --on 2025-03-01
has "name their rule" "(rule POP-DDP-MIDNIGHT)" "$work/out"
exits "heads before everybody is in the release" 0 "$sallyport" count population --on 2023-10-01
has "are too few, and it says so" "heads of earlier days are too few" "$work/out"
exits "heads of each of several days" 0 "$sallyport" count population --from 2025-03-01 --to 2025-03-07 --by day --format csv
is "are a row each" 7 "$(grep -c '^2025-03-0' "$work/out")"
is "and have no total" "" "$(grep -i '^#* *total' "$work/out")"

heads=$(total population --on 2025-03-01 --rule POP-UW)
is "a series has the same heads" "$heads" \
    "$($sallyport count population --from 2025-02-27 --to 2025-03-03 --by day --rule POP-UW --format csv | sed -n 's/^2025-03-01,\([0-9]*\).*/\1/p')"
exits "explain" 0 "$sallyport" explain 'population;on=2025-03-01;rule=POP-UW'
is "gives the same heads" "$heads" "$(sed -n 's/^value  *\([0-9]*\) heads/\1/p' "$work/out")"
is "and as many rows, since this rule counts rows" "$heads" "$(sed -n "s/^rows .*': //p" "$work/out" | tr ',' '\n' |
    awk -F- '{ n += NF == 2 ? $2 - $1 + 1 : 1 } END { print n }')"

exits "heads under every rule" 0 "$sallyport" count population --on 2025-03-01 --band --format csv
for rule in POP-DDP-MIDNIGHT POP-DDP-DAY POP-UW POP-UW-INCLUSIVE POP-VERA-MIDNIGHT; do
    has "$rule is one of them" "$rule,$(total population --on 2025-03-01 --rule $rule)" "$work/out"
done

exits "published" 0 "$sallyport" count population --on 2025-03-01 --by facility --publish --format csv
is "no cell of fewer than five is shown" "" "$(grep -v '^#' "$work/out" | awk -F, '$2 ~ /^[1-4]$/')"
has "and some are withheld" "SMALL" "$work/out"
is "nor a total, which would bound them" "" "$(grep -i '^#* *total' "$work/out")"

exits "a band of groups, published" 0 "$sallyport" count population --on 2025-03-01 --by gender --band --publish
has "withholds a small group" "[withheld]" "$work/out"
is "and shows no whole from which it follows" "" "$(grep "The whole under each rule" "$work/out")"
exits "a band of few, published" 0 "$sallyport" count population --on 2025-03-01 --where gender=Female --band --publish
is "shows no small whole either" "" "$(sed -n 's/^POP-[A-Z-]*  *\([1-4]\) .*/&/p' "$work/out")"
has "but says that it withholds them" "[withheld]" "$work/out"

SALLYPORT_LEDGER=$work/not-linked.duckdb
exits "add --no-link" 0 "$sallyport" add --no-link "$work"/sample/*.xlsx
exits "heads of records that are not linked" 4 "$sallyport" count population --on 2025-03-01
has "and it says what to run" "sallyport link" "$work/err"
