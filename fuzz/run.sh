#!/bin/sh
# Fuzz every target for so many seconds:  fuzz/run.sh 1200. Finds are left in build/fuzz/finds/.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-1200}
mkdir -p build/fuzz/finds
for source in fuzz/fuzz_*.c; do
    name=$(basename "$source" .c)
    echo "fuzzing $name for $seconds s"
    mkdir -p "build/fuzz/work/$name"
    build/fuzz/fuzz/"$name" -max_total_time="$seconds" -artifact_prefix="build/fuzz/finds/$name-" \
        "build/fuzz/work/$name" "fuzz/corpus/${name#fuzz_}"
done
