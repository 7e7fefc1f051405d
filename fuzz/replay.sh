#!/bin/sh
# Every corpus file once through its target: a find of the past must not come back. Prints TAP.
# What fails is left in build/fuzz/finds/, as by fuzz/run.sh.
set -u
cd "$(dirname "$0")/.." || exit 1
LSAN_OPTIONS=${LSAN_OPTIONS:-suppressions=$PWD/tests/lsan.supp:print_suppressions=0}
export LSAN_OPTIONS
finds=build/fuzz/finds
mkdir -p "$finds"
number=0
for source in fuzz/fuzz_*.c; do
    name=$(basename "$source" .c)
    corpus=fuzz/corpus/${name#fuzz_}
    number=$((number + 1))
    count=$(find "$corpus" -type f 2>/dev/null | wc -l)
    if [ "$count" -gt 0 ] && build/fuzz/fuzz/"$name" -runs=0 -artifact_prefix="$finds/$name-" \
        "$corpus" >/dev/null 2>"$finds/$name.log"; then
        rm -f "$finds/$name.log"
        echo "ok $number - corpus of $name ($count files)"
    else
        [ "$count" -gt 0 ] || echo "no corpus in $corpus" >"$finds/$name.log"
        cat "$finds/$name.log" >&2
        echo "not ok $number - corpus of $name"
    fi
done
