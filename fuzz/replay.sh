#!/bin/sh
# Every corpus file once through its target: a find of the past must not come back. Prints TAP.
set -u
cd "$(dirname "$0")/.." || exit 1
LSAN_OPTIONS=${LSAN_OPTIONS:-suppressions=$PWD/tests/lsan.supp:print_suppressions=0}
export LSAN_OPTIONS
number=0
for source in fuzz/fuzz_*.c; do
    name=$(basename "$source" .c)
    corpus=fuzz/corpus/${name#fuzz_}
    number=$((number + 1))
    if build/fuzz/fuzz/"$name" -runs=0 "$corpus" >/dev/null 2>"/tmp/sallyport-$name.log"; then
        echo "ok $number - corpus of $name ($(find "$corpus" -type f | wc -l) files)"
    else
        cat "/tmp/sallyport-$name.log" >&2
        echo "not ok $number - corpus of $name"
    fi
    rm -f "/tmp/sallyport-$name.log"
done
