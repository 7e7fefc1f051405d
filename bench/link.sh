#!/bin/sh
# Linking beside the same rules as SQL in DuckDB and four of them in R's data.table, in turn, on one ledger.
# Installs R and data.table with apt-get where they are missing. Half an hour and 10 GB of disk for ten million.
#
#   bench/link.sh [PEOPLE [COPIES [ROUNDS]]]    default 300000 people, written 9 times: ten million records
#   SKIP=return.sql bench/link.sh               without a rule that takes DuckDB too long
set -eu
cd "$(dirname "$0")/.."
people=${1:-300000}
copies=${2:-9}
rounds=${3:-3}
work=${BENCH_WORK:-/tmp/sallyport-bench-link}
mkdir -p "$work"
make --no-print-directory -s build/sallyport build/bench/bench_link
command -v Rscript >/dev/null && Rscript -e 'library(data.table)' >/dev/null 2>&1 ||
    apt-get install -y -qq --no-install-recommends r-base-core r-cran-data.table >/dev/null
ledger=$work/ledger.duckdb
if [ ! -e "$ledger" ]; then
    rm -rf "$work/release"
    build/sallyport sample "$work/release" --layout 2026-03 --people "$people" --seed 3 >/dev/null
    rm -f "$work"/release/*ENC* "$work/new.duckdb"
    build/sallyport add --no-link --ledger "$work/new.duckdb" "$work"/release/*.xlsx >/dev/null 2>&1
    rm -rf "$work/release"
    build/bench/bench_link multiply "$work/new.duckdb" "$copies"
    mv "$work/new.duckdb" "$ledger"
fi
mkdir -p "$work/csv"
[ -e "$work/csv/stints.csv" ] || build/bench/bench_link export "$ledger" "$work/csv"
uptime
for round in $(seq "$rounds"); do
    echo "== round $round: sallyport link, two threads, then one"
    for threads in 2 1; do
        /usr/bin/time -f "threads $threads: %e s, %U s user, %S s system, %M KiB at most" \
            build/sallyport link --all --profile-time --threads $threads --ledger "$ledger" >"$work/link.out"
    done
    awk '/episodes|stays \(STAY\)|ARR-STAY-GREEDY/' "$work/link.out"
    # Not linking, or not asked of the kernel: windows are given, and years, criminality and heads are counted elsewhere.
    echo "== round $round: spec/*.sql in DuckDB, two threads, without${SKIP:+ $SKIP and} what is no linking"
    rm -f "$work/out.duckdb"
    # shellcheck disable=SC2086 # SKIP is words
    /usr/bin/time -f "%e s, %U s user, %S s system, %M KiB at most" build/bench/bench_link sql "$ledger" "$work/out.duckdb" \
        window.sql fiscal-year.sql crim.sql pop.sql ${SKIP:-}
    rm -f "$work/out.duckdb"
    echo "== round $round: four rules in data.table, two threads"
    /usr/bin/time -f "%e s with reading, %M KiB at most" Rscript bench/link.R "$work/csv"
done
