#!/bin/sh
# Hold src/ to src/layers.txt: a folder includes its own headers, base's, and those of the folders
# its line names; src/cli includes public headers alone. Prints every line that breaks this.
set -eu
cd "$(dirname "$0")/.."
awk '
FNR == 1 { split(FILENAME, part, "/"); folder = part[2] }
FILENAME == "src/layers.txt" {
    if ($0 ~ /^#/ || NF == 0) next
    split($0, field, ":")
    gsub(/ /, "", field[1])
    known[field[1]] = 1
    may[field[1], field[1]] = may[field[1], "base"] = 1
    n = split(field[2], names, " ")
    for (i = 1; i <= n; i++) may[field[1], names[i]] = 1
    n = split(field[3], names, " ")
    for (i = 1; i <= n; i++) owner[names[i]] = field[1]
    next
}
/^[ \t]*#[ \t]*include[ \t]*"/ {
    match($0, /"[^"]*"/)
    target = substr($0, RSTART + 1, RLENGTH - 2)
    split(target, part, "/")
    if (part[1] == "sallyport") {
        if (!(part[2] in owner)) { say("public header without an owner in src/layers.txt"); next }
        if (folder != "cli" && !may[folder, owner[part[2]]]) say(folder " may not include " owner[part[2]])
    } else if (folder == "cli") {
        if (part[1] != "cli") say("cli may include public headers alone")
    } else if (!(folder in known)) {
        say("folder without a line in src/layers.txt")
    } else if (!may[folder, part[1]]) {
        say(folder " may not include " part[1])
    }
}
/#[ \t]*include[ \t]*<duckdb.h>/ && folder != "ledger" { say("only ledger may include duckdb.h") }
function say(what) { printf "%s:%d: %s: %s\n", FILENAME, FNR, what, $0; bad = 1 }
END { exit bad }
' src/layers.txt $(find src -name '*.[ch]' | LC_ALL=C sort)
