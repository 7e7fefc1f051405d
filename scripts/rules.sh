#!/bin/sh
# Write C source that holds the rules of spec/, from the heads of its files:  rules.sh > out.c
# A head is lines "-- key: value" up to the first line that is none; "-- id:" begins a rule, and a file may
# state several. A rule that lacks a key, or an id that stands twice, stops the build.
set -eu
cd "$(dirname "$0")/.."
printf '/* Made by scripts/rules.sh; do not edit. */\n#include "link/link_rule.h"\n\n'
files=
while read -r file; do
    if [ -e "spec/$file" ]; then files="$files spec/$file"; fi
done <spec/rules.txt
# shellcheck disable=SC2086 # the names are words
awk '
function literal(text) { gsub(/\\/, "\\\\", text); gsub(/"/, "\\\"", text); return "\"" text "\"" }
function fail(what) { print FILENAME ": rule " value["id"] ": " what >"/dev/stderr"; bad = 1; exit 1 }
function rule_end(   text, key) {
    if (!("id" in value)) return
    for (key in needed) if (!(key in value)) fail("no \"" key ":\"")
    if (value["id"] in seen) fail("stands twice")
    seen[value["id"]] = 1
    text = value["text"]
    if (value["parameters"] != "none" && value["parameters"] != "") text = text " (" value["parameters"] ")"
    printf "    {%s, %d, %s, %s, %s},\n", literal(value["id"]), value["version"], literal(text), literal(value["reason"]), literal(value["source"])
    split("", value)
}
BEGIN {
    split("id version text parameters reason source", keys, " ")
    for (i in keys) needed[keys[i]] = 1
    print "const struct sp_rule link_rules[] = {"
}
FNR == 1 { rule_end(); in_head = 1 }
in_head && /^-- [a-z]+: / {
    key = substr($2, 1, length($2) - 1)
    text = substr($0, length($2) + 5)
    if (key == "id") rule_end()
    if (key in needed) value[key] = text
    if (key == "example") in_head = 0
    next
}
in_head && !/^--/ { in_head = 0 }
END { if (!bad) { rule_end(); print "    {0, 0, 0, 0, 0},\n};" } exit bad }
' $files
# Whatever changes in what the rules say, people's records are linked anew.
printf '\nconst char link_rules_sha256[] = "%s";\n' "$(cat spec/rules.txt $files spec/facts/*.csv | sha256sum | cut -d ' ' -f 1)"
