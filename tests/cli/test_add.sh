#!/bin/sh
# sallyport add: --profile-time, threads, and an add that is killed half-way. Synthetic records alone.
. "$(dirname "$0")/lib.sh"

# The required columns of the March 2026 detentions, and enough rows that a row group is written before the last one is read.
awk 'BEGIN {
    print "Stay Book In Date Time,Book In Date Time,Detention Facility,Book Out Date Time,Stay Book Out Date Time," \
        "Detention Release Reason,Stay Release Reason,Gender,Citizenship Country,Detention Facility Code," \
        "Book In Criminality,Anonymized Identifier"
    for (i = 0; i < 500000; i++) {
        day = sprintf("%d/%d/2024 %02d:%02d", i % 12 + 1, i % 28 + 1, i % 24, i % 60)
        printf "%s,%s,Jail %d,%s,,Reason %d,,Gender %d,Country %d,CODE%d,%d,p%d\n", day, day, i % 900, day, i % 30, i % 3,
            i % 150, i % 900, i % 3, i % 90000
    }
}' >"$work/large.csv"
head -1000 "$work/large.csv" >"$work/small.csv"

exits "add" 0 "$sallyport" add "$work/small.csv"
cp "$work/out" "$work/receipt"
is "without --profile-time it says what was linked alone" "linked 999 of 999 records (1 of 1 parts of the ledger)" "$(cat "$work/err")"
rm -f "$SALLYPORT_LEDGER"
exits "add --profile-time" 0 "$sallyport" add --profile-time "$work/small.csv"
has "says how busy the cores were" "cores busy" "$work/err"
has "says what the ledger took" "appending in the ledger" "$work/err"
is "and leaves the receipt alone" "$(sha256sum <"$work/receipt")" "$(sha256sum <"$work/out")"

# Killed as soon as the ledger's file has grown: rows of the interrupted add are then in it, unseen.
before=$($sallyport sources --format json | sha256sum)
killed=0
for threads in 1 2; do
    size=$(wc -c <"$SALLYPORT_LEDGER")
    $sallyport add --threads "$threads" "$work/large.csv" >/dev/null 2>&1 &
    while kill -0 $! 2>/dev/null && [ "$(wc -c <"$SALLYPORT_LEDGER")" -le $((size + 500000)) ]; do sleep 0.02; done
    kill -9 $! 2>/dev/null && killed=$((killed + 1))
    wait $! 2>/dev/null
done
is "the adds were killed while they wrote" 2 "$killed"
is "an interrupted add leaves the ledger as it was" "$before" "$($sallyport sources --format json | sha256sum)"
is "and its numbers" 999 "$(total stints)"

for threads in 1 2; do
    SALLYPORT_LEDGER=$work/threads-$threads.duckdb
    $sallyport add --threads "$threads" "$work/large.csv" >"$work/receipt-$threads" 2>"$work/err"
    $sallyport count stints --by facility,release_reason --format csv >"$work/count-$threads"
done
has "all rows are kept" "500,000" "$work/receipt-1"
is "the same receipt with 1 and 2 threads" "$(sha256sum <"$work/receipt-1")" "$(sha256sum <"$work/receipt-2")"
is "the same counts with 1 and 2 threads" "$(sha256sum <"$work/count-1")" "$(sha256sum <"$work/count-2")"
