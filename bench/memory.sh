#!/bin/sh
# Peak memory of reading, and whether it grows with the rows.
#
#   bench/memory.sh [--rows N] [--sheet-rows N] [--sheets "1 3 10"] [--data FOLDER] [--limit SECONDS]
#
#   sheet   `sallyport sheet` on a full sheet, --sheet-rows (default all that Excel allows) × 60
#           columns, shared and inline; the bytes of its shared texts alone are about 17 MB
#   add     `sallyport add` of workbooks of 1, 3 and 10 sheets of --rows rows (default 1,000,000) × 40
#           columns, all with the same 430,000 different texts. DuckDB's memory is part of the peak.
#
# Takes about 6 GB of disk, most of it while a ledger is made. The table is Markdown.
set -u
# shellcheck source=bench/measure.sh
. "$(dirname "$0")/measure.sh"
rows=1000000
sheet_rows=1048569
sheets="1 3 10"
limit=3600
data=$root/build/bench/data
while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || usage
    case $1 in
    --rows) rows=$(whole "$1" "$2") || exit ;;
    --sheet-rows) sheet_rows=$(whole "$1" "$2") || exit ;;
    --sheets) sheets=$2 ;;
    --data) data=$2 ;;
    --limit) limit=$(whole "$1" "$2") || exit ;;
    *) usage ;;
    esac
    shift 2
done
mkdir -p "$data" || exit 2
results=$data/memory.results
: >"$results"

# WORDS ROWS: a line of the table, from the last result.
line() {
    tail -n 1 "$results" | awk -v words="$1" -v rows="$2" '{
        if ($5 == 0) printf "| %s | %d | %.1f | %.0f |\n", words, rows, $2, $4 / 1000
        else if ($5 == "other-rows") printf "| %s | %d | read other rows | |\n", words, rows
        else printf "| %s | %d | failed, exit code %s after %.1f s | %.0f |\n", words, rows, $5, $2, $4 / 1000
    }' >>"$data/memory.table"
}

install_missing time
build
machine=$(machine)
: >"$data/memory.table"
for kind in shared inline; do
    file=$data/full-$kind.xlsx
    prepare "$file" --rows "$sheet_rows" --columns 60 --$kind
    output=$data/full.csv
    measure "$kind.sheet" "$program" sheet "$file" && { [ "$(wc -l <"$output")" -eq $((sheet_rows + 7)) ] || other_rows; }
    rm -f "$output"
    line "\`sheet\`, $kind, 60 columns, $(count_of "$file" xml_size | awk '{ printf "%.2f", $1 / 1e9 }') GB of XML" "$sheet_rows"
    rm -f "$file" "$file.counts"
done
for count in $sheets; do
    file=$data/sheets-$count.xlsx
    prepare "$file" --rows "$rows" --sheets "$count" --shared
    rm -f "$data/memory.duckdb" "$data/memory.duckdb.wal"
    output=$data/memory.receipt
    measure "sheets-$count.add" "$program" add --format csv --ledger "$data/memory.duckdb" "$file" &&
        { [ "$(grep -c ",$rows,$rows,0,0," "$output")" -eq "$count" ] || other_rows; }
    line "\`add\`, $count sheets, 40 columns" $((rows * count))
    rm -f "$file" "$file.counts" "$data/memory.duckdb" "$data/memory.duckdb.wal"
done
echo "| | rows | seconds | peak MB |"
echo "|---|---|---|---|"
cat "$data/memory.table"
echo
echo "$machine"
