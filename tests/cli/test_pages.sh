#!/bin/sh
# Every command has a page made from its option table, and the two agree.
. "$(dirname "$0")/lib.sh"
for command in $($sallyport help | sed -n 's/^  sallyport \([a-z]*\) .*/\1/p'); do
    $sallyport help "$command" --markdown >"$work/page"
    if cmp -s "$work/page" "docs/cli/$command.md"; then
        ok "docs/cli/$command.md agrees with its option table"
    else
        not_ok "docs/cli/$command.md agrees with its option table" "write it with: sallyport help $command --markdown"
    fi
    exits "sallyport $command --help" 0 "$sallyport" "$command" --help
done
$sallyport dictionary --format md >"$work/dictionary"
if cmp -s "$work/dictionary" docs/dictionary.md; then
    ok "docs/dictionary.md is what sallyport dictionary prints"
else
    not_ok "docs/dictionary.md is what sallyport dictionary prints" "write it with: make dictionary"
fi
exits "an unknown command is wrong usage" 2 "$sallyport" frobnicate
exits "an unknown option is wrong usage" 2 "$sallyport" count arrests --frobnicate
exits "no ledger is ledger trouble" 4 "$sallyport" count arrests
has "and it says what to do" "sallyport add" "$work/err"
