#!/bin/sh
# Every layout of the synthetic release is read by the profiles of its release, and every row of
# it is in the ledger, under the synthetic release's own name.
. "$(dirname "$0")/lib.sh"

exits "the layouts are listed" 0 "$sallyport" sample --layout list
for layout in 2026-03-core 2025-07 2026-03 2026-08; do
    has "$layout is listed" "$layout" "$work/out"
done
exits "a layout that is not there" 2 "$sallyport" sample "$work/none" --layout 2031-01
has "the known ones are named" "there are 2026-03-core, 2025-07, 2026-03, 2026-08" "$work/err"
exits "no folder" 2 "$sallyport" sample --layout 2025-07

# The rows of a table by the key, of all its files.
rows() { sed -n '/^  "'"$2"'": {/,/^  }/s/^    "rows": \([0-9]*\).*/\1/p' "$1/answer-key.json"; }
# Detainers with this lift reason, of all places, by the key.
declined() { sed -n '/^  "detainers": {/,/^  }/s/^      "Detainer Declined by LEA": \([0-9]*\).*/\1/p' "$1/answer-key.json" | head -1; }

# check_table LAYOUT RELEASE TABLE MEASURE PATTERN PATTERN: file names of the table in either naming
check_table() {
    folder=$work/$1
    wanted=$(rows "$folder" "$3")
    if ! grep -qs "release: $2}" profiles/*/*/"$3".yaml; then
        skip "$3 of $1" "no profile knows $2"
        return
    fi
    exits "add $3 of $1" 0 find "$folder" \( -name "$5" -o -name "$6" \) -exec "$sallyport" add {} +
    is "every row of $3 of $1" "$wanted" "$(total "$4" --where "release=$2")"
}

# A ledger of its own for each layout, because releases of the same days are not added up.
check_layout() {
    SALLYPORT_LEDGER=$work/$1.duckdb
    exits "write $1" 0 "$sallyport" sample "$work/$1" --people 400 --layout "$1"
    check_table "$1" "$2" arrests arrests '*[-_]ARS_*.xlsx' '*Arrests*.xlsx'
    check_table "$1" "$2" detainers detainers '*[-_]DPR_*.xlsx' '*Detainers*.xlsx'
    if [ -e "$SALLYPORT_LEDGER" ]; then
        is "declined, as recorded in $1" "$(declined "$work/$1")" \
            "$(total detainers --where 'lift_reason=Detainer Declined by LEA')"
    fi
    check_table "$1" "$2" detentions stints '*[-_]DET_*.xlsx' '*Detentions*.xlsx'
    check_table "$1" "$2" encounters encounters '*[-_]ENC_*.xlsx' '*Encounters*.xlsx'
    check_table "$1" "$2" removals removals '*[-_]REM_*.xlsx' '*Removals*.xlsx'
}
check_layout 2025-07 SYNTHETIC-2025-07
check_layout 2026-03 SYNTHETIC-2026-03
check_layout 2026-08 SYNTHETIC-2026-08

# Harmonised, the layouts give the same counts: the figures differ in the digest of their inputs alone.
same_counts() {
    name="the same in every layout: $*"
    for layout in 2025-07 2026-03 2026-08; do
        if ! grep -rqs "release: SYNTHETIC-$layout}" profiles; then
            skip "$name" "no profile knows SYNTHETIC-$layout"
            return
        fi
        $sallyport count "$@" --ledger "$work/$layout.duckdb" --format csv 2>"$work/err" |
            sed '/^#/d; s/@[0-9a-f]*//' >"$work/$layout.counts"
    done
    if [ "$(wc -l <"$work/2025-07.counts")" -gt 3 ] && cmp -s "$work/2025-07.counts" "$work/2026-03.counts" &&
        cmp -s "$work/2025-07.counts" "$work/2026-08.counts"; then
        ok "$name"
    else
        not_ok "$name" "$(diff "$work/2025-07.counts" "$work/2026-08.counts" | head -5)"
    fi
}
same_counts arrests --by aor,method
same_counts arrests --by state,criminality
same_counts detainers --by facility_code,lift_reason
same_counts detainers --by month,threat_level
same_counts stints --by facility_code,release_reason
same_counts stints --by entry_status,religion
same_counts encounters --by aor,event_type
same_counts removals --by citizenship,case_status
