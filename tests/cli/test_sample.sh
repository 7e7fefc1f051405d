#!/bin/sh
# The synthetic release: the same bytes twice, and the tool's numbers are the answer key's.
. "$(dirname "$0")/lib.sh"
exits "write the synthetic release" 0 "$sallyport" sample "$work/one"
$sallyport sample "$work/two" >/dev/null
if diff -rq "$work/one" "$work/two" >/dev/null; then ok "the same bytes twice"; else not_ok "the same bytes twice"; fi
exits "add it" 0 "$sallyport" add "$work"/one/*.xlsx

# A number of the key: the first one under a path of names.
key() {
    node -e 'let k = JSON.parse(require("fs").readFileSync(process.argv[1])); for (const n of process.argv.slice(2)) k = k[n]; console.log(k)' \
        "$work/one/answer-key.json" "$@"
}
if command -v node >/dev/null; then
    is "arrests as in the key" "$(key arrests rows)" "$(total arrests)"
    is "arrests with the operation" "$(key arrests by_operation_recorded 'OPERATION SAMPLE GATE')" "$(total arrests --where 'operation=OPERATION SAMPLE GATE')"
    is "operation withheld" "$(key arrests by_operation_recorded '(B)(7)(E) ')" "$(total arrests --where 'operation=[redacted]')"
    is "operation absent" "$(key arrests by_operation_recorded -)" "$(total arrests --where 'operation=[not applicable]')"
    for reason in 'Booked into Detention' 'Detainer Declined by LEA' 'Lifted' '[blank]'; do
        is "detainers: $reason" "$(key detainers by_lift_reason_recorded "$reason")" "$(total detainers --where "lift_reason=$reason")"
    done
else
    skip "numbers of the answer key" "there is no node here"
fi

# One statement, four verdicts, the same bytes in two runs.
exits "a statement with a contradicted claim ends with 1" 1 "$sallyport" check examples/sample-operation.yaml --format json
cp "$work/out" "$work/check"
for verdict in supported partly contradicted undecidable; do
    has "a claim is $verdict" "\"verdict\":\"$verdict\"" "$work/check"
done
$sallyport check examples/sample-operation.yaml --format json --threads 1 >"$work/again"
is "the same bytes with one thread" "$(sha256sum <"$work/check")" "$(sha256sum <"$work/again")"

for format in text csv json md html; do
    $sallyport report detainers --format $format --threads 1 >"$work/one.$format" 2>"$work/err"
    $sallyport report detainers --format $format --threads 2 >"$work/two.$format" 2>/dev/null
    is "report as $format: the same bytes with 1 and 2 threads" "$(sha256sum <"$work/one.$format")" "$(sha256sum <"$work/two.$format")"
done
# What a state's detainers add up to stands in two tables of the report, by reason recorded and by outcome: one may not tell
# what the other withholds.
all_of() { sed -n "/^# table: $1\$/,/^#/p" "$work/one.csv" | sed 1,2d | grep -v '^#' | awk -F, -v column="$2" '{ print $1 "," $column }'; }
is "a state's whole is withheld in both tables or in none" "$(all_of by-state 8)" "$(all_of outcome-by-state 11)"
has "the report says what a blank is" "[blank]" "$work/one.text"
has "the page draws its chart" "<svg" "$work/one.html"
if grep -qE '<script|https?://[^w]' "$work/one.html"; then not_ok "the page needs nothing else"; else ok "the page needs nothing else"; fi

# Every printed figure explains itself.
$sallyport count arrests --by aor,operation --format json >"$work/count"
sed -n 's/.*"count": *\([0-9]*\), *"figure": *"\([^"]*\)".*/\1 \2/p' "$work/count" | head -12 >"$work/figures"
while read -r value figure; do
    got=$($sallyport explain "$figure" | sed -n 's/^value  *\([0-9]*\) .*/\1/p')
    [ "$got" = "$value" ] || echo "$figure $value $got"
done <"$work/figures" >"$work/wrong"
is "figures give themselves back when explained" "" "$(cat "$work/wrong")"
[ -s "$work/figures" ] && ok "there were figures to explain" || not_ok "there were figures to explain" "$(head -c 400 "$work/count")"
