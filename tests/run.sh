#!/bin/sh
# Run every test and end with one line: "N passed, N failed, N skipped".
#
#   tests/run.sh         unit and property tests under sanitizers, fuzz corpora, command-line tests
#   tests/run.sh unit    the unit and property tests alone, as built without sanitizers
#
# Tests on real records run where the shared data is (SALLYPORT_SHARED, else ../shared) and are counted
# as skipped elsewhere.
set -u
cd "$(dirname "$0")/.." || exit 1
jobs=$(getconf _NPROCESSORS_ONLN)
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
SALLYPORT_SHARED=${SALLYPORT_SHARED:-$PWD/../shared}
export SALLYPORT_SHARED
export CMOCKA_MESSAGE_OUTPUT=TAP
# Leaks inside libduckdb's own start-up are not ours; everything of ours is checked.
export LSAN_OPTIONS=suppressions=$PWD/tests/lsan.supp:print_suppressions=0
export UBSAN_OPTIONS=print_stacktrace=1

build() {
    make --no-print-directory -s -j"$jobs" "$@" >"$results/build.log" 2>&1 && return 0
    cat "$results/build.log"
    echo "not ok - build of $*" | tee -a "$results/tap"
    return 1
}

# run NAME COMMAND…: TAP lines are collected; a program that dies without saying so fails once.
run() {
    name=$1
    shift
    "$@" >"$results/out" 2>"$results/err"
    code=$?
    grep -E '^(not )?ok ' "$results/out" >"$results/lines"
    cat "$results/lines" >>"$results/tap"
    if grep -q '^not ok' "$results/lines"; then
        echo "== $name"
        cat "$results/out" "$results/err"
    elif [ "$code" -ne 0 ] || [ ! -s "$results/lines" ]; then
        echo "== $name: ended with code $code"
        cat "$results/out" "$results/err"
        echo "not ok - $name" >>"$results/tap"
    else
        echo "$name: $(wc -l <"$results/lines") ok"
        grep -i 'skip' "$results/lines" || true
    fi
}

unit_programs() {
    for source in tests/unit/test_*.c tests/property/test_*.c; do
        [ -e "$source" ] || continue
        program=$1/${source%.c}
        run "${source%.c}" "$program"
    done
}

: >"$results/tap"
if [ "${1:-all}" = unit ]; then
    unit_programs build
else
    if build VARIANT=asan unit-programs; then unit_programs build/asan; fi
    if build build/sallyport build/layers.ok; then
        if ls fuzz/fuzz_*.c >/dev/null 2>&1 && build VARIANT=fuzz fuzz-programs; then
            run "fuzz corpora" fuzz/replay.sh
        fi
        for script in tests/cli/test_*.sh; do
            [ -e "$script" ] && run "${script%.sh}" "$script"
        done
    fi
fi

skipped=$(grep -cE '^ok .*# SKIP' "$results/tap")
passed=$(grep -cE '^ok ' "$results/tap")
failed=$(grep -cE '^not ok' "$results/tap")
echo "$((passed - skipped)) passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
