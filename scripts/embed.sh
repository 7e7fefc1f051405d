#!/bin/sh
# Write C source that holds files as bytes:  embed.sh SYMBOL ROOT FILE…  > out.c
# Each file's name is its path below ROOT. Files are put into the order of their names.
set -eu
symbol=$1
root=$2
shift 2
printf '/* Made by scripts/embed.sh; do not edit. */\n#include "profile/profile_embedded.h"\n\n'
index=0
entries=
for file in $(printf '%s\n' "$@" | LC_ALL=C sort); do
    printf '__asm__(".section .rodata\\n"\n        "%s_%d:\\n.incbin \\"%s\\"\\n"\n' "$symbol" "$index" "$file"
    printf '        "%s_%d_end:\\n.byte 0\\n.previous\\n");\n' "$symbol" "$index"
    printf 'extern const char %s_%d[], %s_%d_end[];\n' "$symbol" "$index" "$symbol" "$index"
    entries="$entries    {\"${file#"$root"/}\", ${symbol}_$index, ${symbol}_${index}_end},
"
    index=$((index + 1))
done
printf '\nconst struct profile_embedded %s[] = {\n%s    {0, 0, 0},\n};\n' "$symbol" "$entries"
