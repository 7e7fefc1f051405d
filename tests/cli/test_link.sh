#!/bin/sh
# sallyport link, and add with and without it. Synthetic records alone.
. "$(dirname "$0")/lib.sh"

$sallyport sample "$work/sample" --people 300 --seed 3 >/dev/null 2>&1
set -- "$work"/sample/*.xlsx

exits "link without a ledger is ledger trouble" 4 "$sallyport" link
is "and makes none" "" "$(ls "$SALLYPORT_LEDGER" 2>/dev/null)"

exits "add --no-link" 0 "$sallyport" add --no-link "$@"
is "says nothing of linking" "" "$(grep -i link "$work/err")"
exits "link" 0 "$sallyport" link --format csv
cp "$work/out" "$work/report"
records=$(awk -F, '$3 == "records" { n += $4 } END { print n }' "$work/report")
has "says how many records it linked" "linked $records of $records records" "$work/err"
has "reports stays" ",stays,stays (STAY)," "$work/report"
sum=$(awk -F, '$3 ~ /^outcome / { n += $4 } END { print n }' "$work/report")
is "every detainer has one outcome" "$(awk -F, '$2 == "detainers" && $3 == "records" { print $4 }' "$work/report")" "$sum"

exits "link again" 0 "$sallyport" link --format csv
has "finds nothing to link" "linked 0 of $records records" "$work/err"
is "and reports the same" "$(sha256sum <"$work/report")" "$(sha256sum <"$work/out")"
exits "link --all" 0 "$sallyport" link --all --threads 1 --profile-time --format csv
has "links everything anew" "linked $records of $records records" "$work/err"
has "--profile-time says where the time went" "sort them by person" "$work/err"
is "with the same report" "$(sha256sum <"$work/report")" "$(sha256sum <"$work/out")"
for format in text json md html; do
    exits "link --format $format" 0 "$sallyport" link --format "$format"
done

SALLYPORT_LEDGER=$work/one-by-one.duckdb
for book in $(printf '%s\n' "$@" | sort -r); do
    $sallyport add "$book" >"$work/out" 2>"$work/err"
done
has "add links by itself" "linked " "$work/err"
exits "link after files were added one by one, the last first" 0 "$sallyport" link --format csv
has "finds nothing to link" "linked 0 of $records records" "$work/err"
is "and reports the same" "$(sha256sum <"$work/report")" "$(sha256sum <"$work/out")"

SALLYPORT_LEDGER=$work/dry.duckdb
exits "add --dry-run" 0 "$sallyport" add --dry-run "$1"
is "does not link" "" "$(grep -i link "$work/err")"
exits "link takes no operands" 2 "$sallyport" link something

