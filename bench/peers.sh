#!/bin/sh
# Sallyport beside other readers of workbooks, and beside the floor, in one run.
#
#   bench/peers.sh [--rows N] [--rounds N] [--peers all|none|NAME,…] [--data FOLDER] [--limit SECONDS]
#
# Writes two workbooks of N rows × 40 columns (default 800,000), one with shared texts and one with
# inline texts, and times on each:
#
#   floor       the largest sheet inflated by ISA-L, nothing else done
#   rows        the reader alone: every cell through sheet.h, counted (bench_read)
#   sheet       `sallyport sheet FILE > /dev/null`
#   sheet-file  the same into a file; the file must be byte for byte what the generator says
#   add         `sallyport add` into a new ledger
#   readxl, openpyxl, xlsx2csv, ssconvert   the peers, every cell read
#
# The first five take turns, N rounds (default 5); the least and the most are shown. Peers run once, for
# at most --limit seconds (default 3600). Nothing runs side by side, but for the last thing measured:
# both workbooks read in turn, then at once, on one thread each.
#
# A reader that fails, is killed or sees other rows is shown as such. Peers come from Debian packages,
# installed when missing; readxl needs about 15 GB of memory for 800,000 rows.
# The table at the end is Markdown, on standard output; everything else goes to standard error.
set -u
# shellcheck source=bench/measure.sh
. "$(dirname "$0")/measure.sh"
rows=800000
rounds=5
peers=all
limit=3600
data=$root/build/bench/data
while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || usage
    case $1 in
    --rows) rows=$(whole "$1" "$2") || exit ;;
    --rounds) rounds=$(whole "$1" "$2") || exit ;;
    --peers) peers=$2 ;;
    --data) data=$2 ;;
    --limit) limit=$(whole "$1" "$2") || exit ;;
    *) usage ;;
    esac
    shift 2
done
case $peers in
all) peers="readxl openpyxl xlsx2csv ssconvert" ;;
none) peers= ;;
*) peers=$(echo "$peers" | tr ',' ' ') ;;
esac
for peer in $peers; do
    case $peer in
    readxl | openpyxl | xlsx2csv | ssconvert) ;;
    *) die "no peer '$peer'; there are readxl, openpyxl, xlsx2csv and ssconvert" ;;
    esac
done
mkdir -p "$data" || exit 2
results=$data/peers.results
: >"$results"

package_of() {
    case $1 in
    readxl) echo r-cran-readxl ;;
    openpyxl) echo python3-openpyxl ;;
    xlsx2csv) echo xlsx2csv ;;
    ssconvert) echo gnumeric ;;
    esac
}

# Each prints what it saw: "rows filled", or its rows as text. The header is no row.
readxl_script='cells <- readxl::read_excel(commandArgs(TRUE)[1], col_types = "text", skip = 6, progress = FALSE)
cat(nrow(cells), sum(vapply(cells, function(column) sum(!is.na(column)), 0)), "\n")'
openpyxl_script='import sys, openpyxl
rows = filled = 0
sheet = openpyxl.load_workbook(sys.argv[1], read_only=True).worksheets[0]
for row in sheet.iter_rows(min_row=8, values_only=True):
    rows += 1
    filled += len(row) - row.count(None)
print(rows, filled)'

run_peer() { # PEER KIND FILE
    output=$data/peer.out
    case $1 in
    readxl) measure "$2.readxl" Rscript --vanilla -e "$readxl_script" "$3" ;;
    # Debian's own python3: another one on the PATH would not see Debian's openpyxl.
    openpyxl) measure "$2.openpyxl" /usr/bin/python3 -c "$openpyxl_script" "$3" ;;
    xlsx2csv) measure "$2.xlsx2csv" xlsx2csv "$3" ;;
    ssconvert) measure "$2.ssconvert" ssconvert -T Gnumeric_stf:stf_csv "$3" fd://1 ;;
    esac || return
    check_peer "$@"
}

# A reader that is fast because it leaves rows out is not fast.
check_peer() {
    want="$rows $(count_of "$3" filled)"
    case $1 in
    readxl | openpyxl) got=$(awk 'NF { print $1, $2 }' "$output") ;;
    # Their rows begin below the header; every row of ours has a date in its first column.
    *)
        want=$rows
        got=$(awk 'found { count++ } /^"?Stay Book In/ { found = 1 } END { print count + 0 }' "$output")
        ;;
    esac
    [ "$got" = "$want" ] && return 0
    echo "  $2.$1: saw '$got' (rows, filled cells) where there are '$want'" >&2
    other_rows
}

run_floor() { # KIND FILE
    line=$("$root/build/bench/bench_floor" "$2" 1) || {
        echo "$1.floor 0 0 0 1" >>"$results"
        return
    }
    seconds=$(echo "$line" | sed 's/^floor \([0-9.]*\) s.*/\1/')
    echo "$1.floor $seconds 0 0 0" >>"$results"
    echo "  $1.floor: $seconds s" >&2
}

run_round() { # KIND FILE
    run_floor "$1" "$2"
    output=$data/read.out
    measure "$1.rows" "$root/build/bench/bench_read" "$2" &&
        { grep -q "^$((rows + 7)) rows, " "$output" || other_rows; } # Preamble and header are rows, too.
    output=/dev/null
    measure "$1.sheet" "$program" sheet "$2"
    output=$data/sheet.csv
    measure "$1.sheet-file" "$program" sheet "$2" &&
        { cmp "$output" "$data/rows-$rows.csv" >&2 || other_rows; }
    rm -f "$output" "$data/add.duckdb" "$data/add.duckdb.wal"
    output=$data/add.receipt
    measure "$1.add" "$program" add --format csv --ledger "$data/add.duckdb" "$2" &&
        { grep -q ",$rows,$rows,0,0," "$output" || other_rows; }
    rm -f "$data/add.duckdb" "$data/add.duckdb.wal"
}

# KIND: least and most seconds, least CPU seconds, peak memory, ratios to the least of `sheet` and of the floor.
table() {
    awk -v kind="$1" '
        index($1, kind ".") == 1 {
            name = substr($1, length(kind) + 2)
            if (!(name in least)) { order[++count] = name; least[name] = most[name] = $2; cpu[name] = $3 }
            if ($2 < least[name]) least[name] = $2
            if ($2 > most[name]) most[name] = $2
            if ($3 < cpu[name]) cpu[name] = $3
            if ($4 > peak[name]) peak[name] = $4
            if ($5 == "other-rows") bad[name] = "read other rows"
            else if ($5 != 0) bad[name] = "failed, exit code " $5
        }
        END {
            for (i = 1; i <= count; i++) {
                name = order[i]
                seconds = sprintf("%.2f", least[name])
                if (least[name] != most[name]) seconds = seconds sprintf(" – %.2f", most[name])
                used = name == "floor" ? " | " : sprintf("%.2f | %.0f", cpu[name], peak[name] / 1000)
                if (name in bad) {
                    printf "| %s | %s after %s s | %s | | |\n", name, bad[name], seconds, used
                    continue
                }
                printf "| %s | %s | %s | %s | %s |\n", name, seconds, used, ratio(name, "sheet"), ratio(name, "floor")
            }
        }
        function ratio(name, base) {
            return least[base] > 0 && !(base in bad) ? sprintf("%.2f", least[name] / least[base]) : ""
        }' "$results"
}

install_missing time
packages=
for peer in $peers; do
    packages="$packages $(package_of "$peer")"
done
# shellcheck disable=SC2086 # the list is words
install_missing $packages
build
machine=$(machine)
prepare "$data/shared-$rows.xlsx" --rows "$rows" --shared --text "$data/rows-$rows.csv"
prepare "$data/inline-$rows.xlsx" --rows "$rows" --inline
for kind in shared inline; do
    file=$data/$kind-$rows.xlsx
    cat "$file" >/dev/null # Into the page cache, for all alike.
    echo "$kind, $rows rows" >&2
    round=0
    while [ "$round" -lt "$rounds" ]; do
        run_round "$kind" "$file"
        round=$((round + 1))
    done
    for peer in $peers; do
        run_peer "$peer" "$kind" "$file"
    done
done
echo "both workbooks side by side" >&2
side=$("$root/build/bench/bench_side" "$data/shared-$rows.xlsx" "$data/inline-$rows.xlsx" "$rounds") || side=

for kind in shared inline; do
    file=$data/$kind-$rows.xlsx
    echo "Texts $kind: $rows rows × 40 columns, $(count_of "$file" filled) filled cells," \
        "$(count_of "$file" texts) different texts, $(wc -c <"$file" | awk '{ printf "%.0f", $1 / 1e6 }') MB," \
        "$(count_of "$file" xml_size | awk '{ printf "%.0f", $1 / 1e6 }') MB of sheet XML."
    echo
    echo "| | seconds | CPU seconds | peak MB | × sheet | × floor |"
    echo "|---|---|---|---|---|---|"
    table "$kind"
    echo
done
echo "The two workbooks in turn, then side by side on two threads, best of $rounds rounds:" \
    "$(echo "${side:-FAILED}" | sort -r -k 2,2n | tail -n 1)."
echo
echo "$machine"
for package in $packages; do
    dpkg-query -W -f='${Package} ${Version}\n' "$package" 2>/dev/null || echo "$package is not installed"
done | paste -sd, | sed 's/,/, /g; s/.$/&./'
