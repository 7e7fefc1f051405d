#!/bin/sh
# Every command has a page made from its option table, and the two agree.
. "$(dirname "$0")/lib.sh"
for command in $($sallyport help | sed -n 's/^  sallyport \([a-z]*\) .*/\1/p'); do
    $sallyport help "$command" --markdown >"$work/page"
    if cmp -s "$work/page" "docs/cli/$command.md"; then
        ok "docs/cli/$command.md agrees with its option table"
    else
        not_ok "docs/cli/$command.md agrees with its option table" "write it with: make pages"
    fi
    exits "sallyport $command --help" 0 "$sallyport" "$command" --help
done
for page in dictionary rules; do
    $sallyport $page --format md >"$work/page"
    if cmp -s "$work/page" docs/$page.md; then
        ok "docs/$page.md is what sallyport $page prints"
    else
        not_ok "docs/$page.md is what sallyport $page prints" "write it with: make pages"
    fi
done
exits "an unknown command is wrong usage" 2 "$sallyport" frobnicate
exits "an unknown option is wrong usage" 2 "$sallyport" count arrests --frobnicate
exits "no ledger is ledger trouble" 4 "$sallyport" count arrests
has "and it says what to do" "sallyport add" "$work/err"
