#!/bin/sh
# sallyport sheet: what it prints, and what it says of how a file was read. Synthetic files alone.
. "$(dirname "$0")/lib.sh"

main='xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
kind=http://schemas.openxmlformats.org/officeDocument/2006/relationships
package='xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'

# book FILE ROWS: a workbook with one sheet of these rows
book() {
    rm -rf "$work/parts" "$1"
    mkdir -p "$work/parts/_rels" "$work/parts/xl/_rels" "$work/parts/xl/worksheets"
    echo "<Relationships $package><Relationship Id=\"r\" Type=\"$kind/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>" \
        >"$work/parts/_rels/.rels"
    echo "<workbook $main xmlns:r=\"$kind\"><sheets><sheet name=\"Data\" sheetId=\"1\" r:id=\"r\"/></sheets></workbook>" \
        >"$work/parts/xl/workbook.xml"
    echo "<Relationships $package><Relationship Id=\"r\" Type=\"$kind/worksheet\" Target=\"worksheets/s.xml\"/></Relationships>" \
        >"$work/parts/xl/_rels/workbook.xml.rels"
    echo "<worksheet $main><sheetData>$2</sheetData></worksheet>" >"$work/parts/xl/worksheets/s.xml"
    (cd "$work/parts" && zip -q -r "$1" .)
}

text() { echo "<c t=\"inlineStr\"><is><t>$1</t></is></c>"; }

book "$work/plain.xlsx" "<row r=\"1\">$(text name)$(text 'a, b')$(text 'say &quot;no&quot;')</row><row r=\"3\"><c><v>12345678901234567890</v></c><c/>$(text 12345678,)</row>"
printf 'name,"a, b","say ""no"""\n\n12345678901234567890,,"12345678,"\n' >"$work/expected"
exits "a workbook is printed" 0 "$sallyport" sheet "$work/plain.xlsx" --verbose
is "as CSV, quoted where it must be, an empty row as an empty line" "$(cat "$work/expected")" "$(cat "$work/out")"
is "and nothing is said of a sheet that the fast scan read" "" "$(cat "$work/err")"
exits "the plain reader can be asked for" 0 "$sallyport" sheet "$work/plain.xlsx" --plain --verbose
is "and prints the same" "$(cat "$work/expected")" "$(cat "$work/out")"
has "and says so" "read by the plain reader: it was asked for" "$work/err"

book "$work/odd.xlsx" "<row r=\"1\">$(text a)</row><row r=\"2\"><!-- c -->$(text b)</row><row r=\"3\">$(text c)</row>"
exits "what the fast scan does not know is read all the same" 0 "$sallyport" sheet "$work/odd.xlsx" --verbose
is "in its place" "a b c" "$(tr '\n' ' ' <"$work/out" | sed 's/ $//')"
has "and --verbose says which row and why" "1 row that the fast scan does not know (row 2: something between cells)" "$work/err"
exits "without --verbose" 0 "$sallyport" sheet "$work/odd.xlsx"
is "nothing is said" "" "$(cat "$work/err")"

book "$work/broken.xlsx" "<row r=\"1\">$(text a)</row><row r=\"2\"><c r=\"B2\"/><c r=\"A2\"/></row>"
exits "a fault is bad input" 3 "$sallyport" sheet "$work/broken.xlsx"
is "what stands before it is printed" "a" "$(cat "$work/out")"
has "and the message names the sheet, the row and the column" "sheet 'Data', row 2, column 'A'" "$work/err"

printf 'a;b\n1;caf\351\n' >"$work/latin.csv"
exits "text that is not UTF-8 is read" 0 "$sallyport" sheet "$work/latin.csv"
is "as Windows-1252" "$(printf 'a,b\n1,caf\303\251')" "$(cat "$work/out")"
has "and it is said from which row on" "read as Windows-1252, first in row 2" "$work/err"
head -c 1000 /dev/zero >"$work/zeros"
exits "a file that is nothing is refused" 3 "$sallyport" sheet "$work/zeros"
exits "a sheet that is not there is wrong usage" 2 "$sallyport" sheet "$work/plain.xlsx" --sheet 2
