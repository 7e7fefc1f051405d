# For command-line tests: a temporary folder, TAP counting, and checks. Sourced, not run.
set -u
cd "$(dirname "$0")/../.." || exit 1
sallyport=$PWD/build/sallyport
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
shared=${SALLYPORT_SHARED:-$PWD/../shared}
SALLYPORT_LEDGER=$work/ledger.duckdb
export SALLYPORT_LEDGER
number=0

ok() { number=$((number + 1)); echo "ok $number - $1"; }
not_ok() { number=$((number + 1)); echo "not ok $number - $1"; shift; printf '# %s\n' "$@"; }
skip() { number=$((number + 1)); echo "ok $number - $1 # SKIP $2"; }

# is NAME EXPECTED ACTUAL
is() { if [ "$2" = "$3" ]; then ok "$1"; else not_ok "$1" "expected: $2" "got: $3"; fi; }
# has NAME PATTERN FILE (a fixed string)
has() { if grep -qF -- "$2" "$3"; then ok "$1"; else not_ok "$1" "'$2' is not in:" "$(head -c 1500 "$3")"; fi; }
# exits NAME CODE COMMAND…: stdout to $work/out, stderr to $work/err
exits() {
    name=$1
    expected=$2
    shift 2
    "$@" >"$work/out" 2>"$work/err"
    code=$?
    if [ "$code" = "$expected" ]; then ok "$name"; else not_ok "$name" "exit code $code, expected $expected" "$(head -c 800 "$work/err")"; fi
}
# total ARGUMENTS OF count…: the total in JSON
total() { $sallyport count "$@" --format json | sed -n 's/.*"total": *\([0-9]*\).*/\1/p' | head -1; }
