#!/bin/sh
# Faults of published code that are not ours: docs/faults.md has all twenty, and each test it names is there. Here are those that
# only show between a file and a printed number. Synthetic records alone.
. "$(dirname "$0")/lib.sh"
fresh() { rm -f "$SALLYPORT_LEDGER"; }

# -- The page: twenty faults, each with tests, each test in its file ---------------------------
page=docs/faults.md
is "twenty faults, in order" "$(seq 1 20 | tr '\n' ' ')" "$(sed -n 's/^| \([0-9][0-9]*\) |.*/\1/p' "$page" | tr '\n' ' ')"
is "each with a test" "" "$(grep '^| [0-9]' "$page" | grep -v '`tests/')"
grep "^| [0-9]" "$page" | grep -o '`tests/[^`]*`' | tr -d '`' >"$work/named"
missing=""
while IFS= read -r named; do
    file=${named%%: *}
    grep -qF -- "${named#*: }" "$file" 2>/dev/null || missing="$missing $named;"
done <"$work/named"
is "each of the $(wc -l <"$work/named" | tr -d ' ') tests is in its file" "" "$missing"

# -- 1, 2: rows are numbered by file, as Excel shows them ---------------------------------------
# Three detainer workbooks, two of which call their sheet 'Prior FY'; the answer key knows each row.
"$sallyport" sample "$work/release" --people 1500 >/dev/null 2>&1
exits "add workbooks that share a sheet name" 0 "$sallyport" add "$work"/release/*DPR*.xlsx
is "two of them do" 2 "$($sallyport sources --format csv | grep -c ',Prior FY,')"
reason='Case Closed'
figure=$($sallyport count detainers --where "lift_reason=$reason" --format json | sed -n 's/.*"figure":"\([^"]*\)".*/\1/p' | head -1)
$sallyport explain "$figure" >"$work/explained"
grep ",$reason," "$work/release/answer-key-detainers.csv" | cut -d, -f1-3 | sort >"$work/planted"
# rows       FILE, sheet 'SHEET': ROW, ROW
sed -n "s/^rows  *\(.*\), sheet '\(.*\)': \(.*\)/\1,\2|\3/p" "$work/explained" |
    awk -F'|' '{ count = split($2, rows, ", "); for (i = 1; i <= count; i++) print $1 "," rows[i] }' | sort >"$work/rows"
is "a figure's rows are those of the answer key, by file, sheet and row (A.9 #1, #2)" "$(cat "$work/planted")" "$(cat "$work/rows")"
is "of more than one file" yes "$([ "$(cut -d, -f1 "$work/planted" | sort -u | wc -l)" -gt 1 ] && echo yes)"

# -- 20: facilities are one by their code, and no spelling is expanded --------------------------
planted=$(cut -d, -f4 "$work/release/answer-key-detainers.csv" | grep -c '^SYNMOPA$')
is "a jail under several spellings is one by its code (A.9 #20)" "$planted" "$(total detainers --where facility_code=SYNMOPA)"
$sallyport count detainers --where facility_code=SYNMOPA --by facility >"$work/names"
has "CNTY stays as it is spelled (A.9 #20)" "MONTGOMERY CNTY JAIL, PA" "$work/names"
has "and is not made of another spelling" "MONTGOMERY CO. JAIL (PA)" "$work/names"

# -- 3: two sets of files of the same detainers --------------------------------------------------
# As text of six columns, and as the tab-separated files with ten: neither has a person's id.
awk -v dir="$work" 'BEGIN {
    six = dir "/detainers.txt"; ten = dir "/detainers.csv"
    print "Prepare Date,Detainer Type,Detainer Detention Facility,State,City,Detainer Lift Reason" >six
    print "Prepare Date\tArea Of Responsibility\tDetainer Detention Facility\tCity\tState\tDetainer Type\tDetainer Lift Reason\tDetainer Lift Reason 2 Code\tOsc Served Yes No\tOsc Served Date" >ten
    for (i = 0; i < 300; i++) {
        day = sprintf("%d/%d/2009", i % 9 + 1, i % 28 + 1)
        jail = sprintf("JAIL %d", i % 40)
        reason = i % 3 ? "" : "Detainer Declined by LEA"
        printf "%s,I247 - Detainer,%s,OHIO,TOWN %d,%s\n", day, jail, i % 50, reason >six
        printf "%s\tDetroit\t%s\tTOWN %d\tOHIO\tI247 - Detainer\t%s\t\tNO\t\n", day, jail, i % 50, reason >ten
    }
}'
fresh
exits "add both sets of the same detainers" 0 "$sallyport" add "$work/detainers.txt" "$work/detainers.csv"
exits "they are not added up (A.9 #3)" 2 "$sallyport" count detainers
has "the message counts the rows shared" "300 rows are equal in both" "$work/err"
exits "declare" 0 "$sallyport" sources --declare 'NPR-2008-2017 includes FOIA-15-06333'
is "then each counts once (A.9 #3)" 300 "$(total detainers)"
is "and rows that are alike stay, as often as one set has them" 300 "$(total detainers --where release=FOIA-15-06333)"

# -- 4, 10, 16, 17: what a cell says, and nothing else -------------------------------------------
heading='Apprehension Date,State,TOA Current Duty AOR,Apprehension Final Program,Apprehension Method,Apprehension Criminality,Citizenship Country,Gender,Apprehension Site Landmark,TOA Current Duty Site,Anonymized Identifier'
arrest() { # arrest DATE STATE DUTY-SITE ID
    echo "$1,$2,Seattle Area of Responsibility,Fugitive Operations,Located,3 Other Immigration Violator,ATLANTIS,Male,GENERAL AREA,\"$3\",$4"
}
{
    echo "$heading"
    arrest '12/31/2024 23:59:30' WASHINGTON 'Seattle, WA' a
    arrest '' OREGON 'Portland, OR, Docket Control Office' b
    arrest '1/2/2025 08:00' '' 'ERO - Portland, OR in Oregon' c
    arrest '1/3/2025' '' 'SEATTLE OR ME OK HI IN' d
    arrest 45663.5 '' '' e
} >"$work/arrests.csv"
fresh
exits "add five arrests" 0 "$sallyport" add "$work/arrests.csv"
is "half a minute before midnight is on its day (A.9 #10)" 1 "$(total arrests --from 2024-12-31 --to 2024-12-31)"
is "and not on the next" 0 "$(total arrests --from 2025-01-01 --to 2025-01-01)"
is "a blank date is not the date of the row above (A.9 #17)" 1 "$(total arrests --where 'arrest_date=[blank]')"
is "dates of several forms in one column are read one by one (A.9 #4)" 1 "$(total arrests --from 2025-01-02 --to 2025-01-02)"
is "with and without a time" 1 "$(total arrests --from 2025-01-03 --to 2025-01-03)"
is "what is no date of the release is unreadable, not guessed" 1 "$(total arrests --where 'arrest_date=[unreadable]')"
is "a state is not filled in from an office (A.9 #16)" 3 "$(total arrests --where 'state=[blank]')"
is "no state but the recorded ones" 2 "$(total arrests --where 'state=OREGON|WASHINGTON')"

# -- 15, 18: people are one by their id in one release, and not otherwise ------------------------
stint='Stay Book In Date Time,Book In Date Time,Detention Facility,Book Out Date Time,Stay Book Out Date Time,Detention Release Reason,Stay Release Reason,Gender,Citizenship Country,Detention Facility Code,Book In Criminality,Anonymized Identifier'
{
    echo "$stint"
    echo '12/30/2024 08:00,12/30/2024 08:00,JAIL,1/3/2025 09:00,1/3/2025 09:00,Removed,Removed,Male,ATLANTIS,SYNX,3,a'
} >"$work/older.csv"
sed 's|1/3/2025 09:00|1/5/2025 09:00|g' "$work/older.csv" >"$work/newer.csv"
fresh
exits "add a stint over the end of the year" 0 "$sallyport" add "$work/older.csv" --release OLDER
exits "and again from a release that knows its end" 0 "$sallyport" add "$work/newer.csv" --release NEWER
is "it is a stay of each release, of nobody in common (A.9 #15)" 2 "$($sallyport link --format csv | grep -c 'stays (STAY),1$')"
exits "two releases of the same days are not added up (A.9 #15)" 2 "$sallyport" count stays
{
    echo "$heading"
    arrest '1/2/2025 08:00' WASHINGTON '' ''
    arrest '1/2/2025 08:00' WASHINGTON '' ''
    arrest '1/2/2025 08:00' WASHINGTON '' ''
} >"$work/nobody.csv"
fresh
exits "add three arrests that are alike and without an id" 0 "$sallyport" add "$work/nobody.csv"
for rule in ROWS ARR-EP-24 ARR-RR ARR-KN ARR-ALYSSC ARR-UW; do
    is "rows without an id all count by $rule (A.9 #18)" 3 "$(total arrests --rule $rule)"
done

# -- 9: no measure of minors ----------------------------------------------------------------------
{ $sallyport help count; $sallyport rules; cat docs/dictionary.md; } >"$work/all" 2>&1
is "nothing is counted as under 18, possibly or certainly (A.9 #9)" "" "$(grep -iE 'under.?18|minors|juvenile' "$work/all")"

# -- 19: nothing is fetched ------------------------------------------------------------------------
if command -v nm >/dev/null; then
    is "the program calls no network (A.9 #19)" "" \
        "$(nm -D --undefined-only "$sallyport" | grep -wE 'socket|connect|getaddrinfo|gethostbyname|curl_easy_perform|popen|system|execvp?e?')"
else
    skip "the program calls no network (A.9 #19)" "there is no nm here"
fi
for setting in autoinstall_known_extensions autoload_known_extensions enable_external_access; do
    has "the database may not either: $setting is off (A.9 #19)" "{\"$setting\", \"false\"}" src/ledger/ledger_open.c
done
