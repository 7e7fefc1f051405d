#!/bin/sh
# The main job on the synthetic release: write it, add it, report on it, check a statement about it.
set -eu
cd "$(dirname "$0")/.."
out=build/demo
rm -rf "$out"
mkdir -p "$out"
sallyport=build/sallyport
ledger=$out/ledger.duckdb

echo "== 1. A synthetic release: no record in it is about a person"
$sallyport sample "$out/release"
echo
echo "== 2. Added to a ledger, with a receipt"
$sallyport add --ledger "$ledger" "$out"/release/*.xlsx
echo
echo "== 3. What became of each detainer: by the lift reason recorded, and by what all records show"
$sallyport report detainers --ledger "$ledger" --facilities 8
$sallyport report detainers --ledger "$ledger" --format html >"$out/detainers.html"
echo
echo "== 4. Let go, then arrested at large: a rate with its denominator"
$sallyport report returns --ledger "$ledger" --facilities 8
echo
echo "== 5. One count under every published rule"
$sallyport count arrests --ledger "$ledger" --where method_class=at_large --band
echo
echo "== 6. A statement about the synthetic operation, checked"
code=0
$sallyport check --ledger "$ledger" examples/sample-operation.yaml || code=$?
[ "$code" -le 1 ] || exit "$code"
echo
echo "The files are in $out:"
echo "  release/            the workbooks, and answer-key.* which says what is true in them"
echo "  ledger.duckdb       the ledger; try: $sallyport count arrests --ledger $ledger --by aor,operation"
echo "  detainers.html      the report as one page, with its chart"
