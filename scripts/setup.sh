#!/bin/sh
# Install what a fresh Debian 12 machine lacks to build, run and test: Debian packages with apt-get
# (as root, or through sudo), and libduckdb from npm by lockfile with install scripts off.
# Does nothing, quickly, when everything is there.
#
#   scripts/setup.sh build    what building and the demo need
#   scripts/setup.sh test     that, and what the tests need
set -eu
cd "$(dirname "$0")/.."

build_packages="gcc libc6-dev make pkg-config libisal-dev zlib1g-dev libzip-dev libexpat1-dev
    libfyaml-dev libssl-dev libxlsxwriter-dev"
test_packages="libcmocka-dev clang libclang-rt-14-dev zip unzip"
# The second engine that the rules of linking are proved on. Without it those tests say that they are skipped.
postgres_packages="postgresql-15 libpq-dev"

packages=$build_packages
[ "${1:-build}" = test ] && packages="$packages $test_packages"

has_duckdb() {
    printf '#include <duckdb.h>\nint main(void) { return 0; }\n' |
        ${CC:-cc} -x c - -lduckdb -o /dev/null 2>/dev/null ||
        [ -e third_party/duckdb/node_modules/@duckdb/node-bindings-linux-x64/libduckdb.so ]
}

is_installed() {
    dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'install ok installed'
}

install_missing() {
    missing=
    for package in "$@"; do
        is_installed "$package" || missing="$missing $package"
    done
    [ -z "$missing" ] && return 0
    echo "setup: installing$missing" >&2
    as_root=
    [ "$(id -u)" = 0 ] || as_root=sudo
    $as_root apt-get update -qq >&2
    # shellcheck disable=SC2086 # the list is words
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2
}

# Only the programs are wanted: the tests make clusters of their own. A main cluster would be started, and stay.
install_postgres() {
    no_cluster=/etc/postgresql-common/createcluster.d/sallyport.conf
    missing=
    for package in $postgres_packages; do
        is_installed "$package" || missing=yes
    done
    [ -n "$missing" ] || return 0
    as_root=
    [ "$(id -u)" = 0 ] || as_root=sudo
    $as_root mkdir -p "${no_cluster%/*}"
    echo "create_main_cluster = false" | $as_root tee "$no_cluster" >/dev/null
    # shellcheck disable=SC2086 # the list is words
    install_missing $postgres_packages || echo "setup: no PostgreSQL; tests that need it will be skipped" >&2
    $as_root rm -f "$no_cluster"
}

command -v apt-get >/dev/null || {
    echo "setup: this is no Debian machine; install by hand: $packages $postgres_packages" >&2
    exit 1
}
# shellcheck disable=SC2086 # the list is words
install_missing $packages
[ "${1:-build}" = test ] && install_postgres
if ! has_duckdb; then
    command -v npm >/dev/null || install_missing nodejs npm
    echo "setup: fetching libduckdb" >&2
    (cd third_party/duckdb && npm ci --ignore-scripts --no-audit --no-fund >&2)
fi
