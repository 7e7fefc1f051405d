# shellcheck shell=sh disable=SC2034,SC2154 # the scripts that source this share its variables
# What peers.sh and memory.sh share: sourced, not run. They set data, results, limit and output.
#
#   measure CASE COMMAND…   run once; append "CASE seconds cpu-seconds peak-kilobytes exit-code" to $results
#   prepare …               a workbook made once and kept, with its counts beside it

root=$(cd "$(dirname "$0")/.." && pwd) || exit 1
program=$root/build/sallyport

die() {
    echo "$(basename "$0"): $*" >&2
    exit 2
}

# The words at the top of the script.
usage() {
    awk 'NR > 1 { if (!/^#/) exit; sub(/^# ?/, ""); print }' "$0" >&2
    exit 2
}

whole() { # OPTION VALUE: the value, a whole number above 0
    [ "$2" -gt 0 ] 2>/dev/null || die "$1 takes a whole number above 0, not '$2'"
    echo "$2"
}

build() {
    make -C "$root" --no-print-directory build/sallyport build/bench/bench_workbook build/bench/bench_floor \
        build/bench/bench_read build/bench/bench_side >"$data/build.log" 2>&1 && return 0
    tail -20 "$data/build.log" >&2
    die "the programs do not build"
}

# install_missing PACKAGE…: Debian packages, through sudo unless root.
install_missing() {
    missing=
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' ||
            missing="$missing $package"
    done
    [ -z "$missing" ] && return 0
    echo "installing$missing" >&2
    as_root=
    [ "$(id -u)" = 0 ] || as_root=sudo
    # shellcheck disable=SC2086 # the list is words
    $as_root apt-get update -qq >&2 &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2 &&
        return 0
    echo "could not install all of$missing" >&2
}

# prepare PATH OPTION…: written under another name first, so that a file cut short is never taken for whole.
prepare() {
    path=$1
    shift
    [ -s "$path.counts" ] && [ -s "$path" ] && [ "$(head -n 1 "$path.counts")" = "made by: $*" ] && return 0
    echo "writing $path" >&2
    rm -f "$path.counts"
    {
        echo "made by: $*"
        "$root/build/bench/bench_workbook" "$path.part" "$@"
    } >"$path.part.counts" || die "cannot write $path"
    mv "$path.part" "$path" && mv "$path.part.counts" "$path.counts"
}

count_of() { # PATH NAME
    sed -n "s/^$2=//p" "$1.counts"
}

now() {
    date +%s.%N
}

# Output goes to $output and the words of a failure to $data/failure.log. Never more than $limit seconds.
measure() {
    name=$1
    shift
    started=$(now)
    /usr/bin/time -q -o "$data/peak" -f '%M %U %S' timeout "$limit" "$@" >"$output" 2>"$data/failure.log"
    code=$?
    ended=$(now)
    seconds=$(awk "BEGIN { printf \"%.3f\", $ended - $started }")
    peak=$(tail -n 1 "$data/peak" | cut -d' ' -f1)
    cpu=$(tail -n 1 "$data/peak" | awk '{ printf "%.2f", $2 + $3 }')
    echo "$name $seconds ${cpu:-0} ${peak:-0} $code" >>"$results"
    if [ "$code" -eq 0 ]; then
        echo "  $name: $seconds s, CPU $cpu s, $((peak / 1000)) MB" >&2
    else
        echo "  $name: FAILED, exit code $code after $seconds s: $(tail -n 1 "$data/failure.log")" >&2
    fi
    return "$code"
}

# The last case ended well, but what it read is not what stands in the file.
other_rows() {
    echo "  read OTHER ROWS than there are" >&2
    sed -i '$s/ 0$/ other-rows/' "$results"
}

# As Markdown, for bench/README.md.
machine() {
    echo "Measured $(date -u +%Y-%m-%d): $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)," \
        "$(nproc) cores, $(awk '/^MemTotal/ { printf "%.0f GB", $2 / 1e6 }' /proc/meminfo)," \
        "$(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release), $(cc --version | head -n 1)," \
        "ISA-L $(pkg-config --modversion libisal 2>/dev/null || echo none)," \
        "load average $(cut -d' ' -f1 /proc/loadavg) at the start."
}
