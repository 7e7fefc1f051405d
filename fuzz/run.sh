#!/bin/sh
# Fuzz targets for so many seconds each:
#
#   fuzz/run.sh 1200                    all of them, one after another
#   fuzz/run.sh 1200 fuzz_zip fuzz_text these
#
# What grows is kept in build/fuzz/work/, finds in build/fuzz/finds/. A target whose words or marks
# repeat has them in fuzz/NAME.dict. Ends with 1 when something was found.
set -u
cd "$(dirname "$0")/.." || exit 1
LSAN_OPTIONS=${LSAN_OPTIONS:-suppressions=$PWD/tests/lsan.supp:print_suppressions=0}
export LSAN_OPTIONS
seconds=${1:-1200}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || for source in fuzz/fuzz_*.c; do set -- "$@" "$(basename "$source" .c)"; done
mkdir -p build/fuzz/finds
found=0
for name in "$@"; do
    echo "fuzzing $name for $seconds s"
    mkdir -p "build/fuzz/work/$name"
    dict=
    [ -e "fuzz/$name.dict" ] && dict=-dict=fuzz/$name.dict
    # shellcheck disable=SC2086 # no dictionary, no argument
    build/fuzz/fuzz/"$name" -max_total_time="$seconds" $dict -artifact_prefix="build/fuzz/finds/$name-" \
        "build/fuzz/work/$name" "fuzz/corpus/${name#fuzz_}" || found=1
done
exit $found
