#!/bin/sh
# Run every test and end with one line: "N passed, N failed, N skipped".
#
#   tests/run.sh         unit, property and rule tests under sanitizers, fuzz corpora, command-line tests,
#                        and the equality of kernel, DuckDB and PostgreSQL on a million histories
#   tests/run.sh unit    the unit, property and rule tests alone, as built without sanitizers, on fewer histories
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

# run_all COMMAND…: each, as many at once as there are cores. What they print is kept apart by name. One
# that hangs is ended, and has failed.
run_all() {
    # shellcheck disable=SC2016 # expanded by the inner shell
    printf '%s\n' "$@" | xargs -P "$jobs" -I '{}' sh -c '
        name=$(echo "$1" | tr / _)
        timeout 480 "$1" >"$2/$name.out" 2>"$2/$name.err"
        echo $? >"$2/$name.code"' sh '{}' "$results"
    for command in "$@"; do
        report "$command"
    done
}

# TAP lines are collected; a program that dies without saying so fails once.
report() {
    name=$1
    out=$results/$(echo "$1" | tr / _)
    code=$(cat "$out.code" 2>/dev/null || echo none)
    # cmocka says "not ok" of a test that is skipped, which TAP does not.
    grep -E '^(not )?ok ' "$out.out" | sed 's/^not \(ok .*# SKIP\)/\1/' >"$results/lines"
    cat "$results/lines" >>"$results/tap"
    if grep -q '^not ok' "$results/lines"; then
        echo "== $name"
        cat "$out.out" "$out.err"
    elif [ "$code" != 0 ] || [ ! -s "$results/lines" ]; then
        echo "== $name: ended with code $code"
        cat "$out.out" "$out.err"
        echo "not ok - $name" >>"$results/tap"
    else
        echo "$name: $(wc -l <"$results/lines") ok"
        grep -i 'skip' "$results/lines" || true
    fi
}

# Nearly all that it does is the database's work, which sanitizers do not see into and make four times as slow.
plain=tests/unit/test_key

# unit_programs FOLDER: those built there. Their names say what they are of: words without blanks.
unit_programs() {
    folder=$1
    set --
    for source in tests/unit/test_*.c tests/property/test_*.c tests/spec/test_*.c; do
        [ "$folder" = build ] || [ "${source%.c}" != "$plain" ] || continue
        set -- "$@" "$folder/${source%.c}"
    done
    run_all "$@"
}

: >"$results/tap"
if [ "${1:-all}" = unit ]; then
    SALLYPORT_HISTORIES=${SALLYPORT_HISTORIES:-25000}
    export SALLYPORT_HISTORIES
    unit_programs build
else
    if build VARIANT=asan unit-programs; then unit_programs build/asan; fi
    # Under sanitizers it takes few histories; a million are for the program as it is shipped.
    equal=build/tests/property/test_link_equal
    if build "$equal" "build/$plain"; then run_all "$equal" "build/$plain"; fi
    if build build/sallyport build/layers.ok; then
        if build VARIANT=fuzz fuzz-programs; then run_all fuzz/replay.sh; fi
        run_all tests/cli/test_*.sh
    fi
fi

skipped=$(grep -cE '^ok .*# SKIP' "$results/tap")
passed=$(grep -cE '^ok ' "$results/tap")
failed=$(grep -cE '^not ok' "$results/tap")
echo "$((passed - skipped)) passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
