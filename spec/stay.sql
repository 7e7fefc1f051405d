-- id: STAY
-- version: 1
-- text: a stay is all stints of one person with the same book-in of the stay; its last stint speaks for it
-- parameters: none
-- reason: the stay is the agency's own; nothing is reconstructed from gaps between stints
-- source: Deportation Data Project, ice, code/detention-stays-latest.R
-- uses: in_stint, in_window, stint_dup
-- gives: stay(stay, person, release, last_stint, book_in, book_out, facility_first, facility_last, facility_longest, stint_count, initial_bond, posted_bond, stay_release_reason, departed, book_in_agrees, book_out_agrees); stint_stay(record, stay)
--
-- Of stints that count under STINT-DUP and have an id and a book-in of the stay. In the order of book-in, book-out
-- (both missing last: a stint that is open is the last), record:
-- * `stay` is the record of the first, `last_stint` of the last.
-- * book_in is the stay's own; book_out, stay_release_reason and departed are those of the last stint, also where
--   they are missing there and stand in another.
-- * facility_longest: of the longest stint; of equally long ones the last. A stint that is open is counted to the
--   last second of what its release shows (in_window.stint_last). A stint without a known length is shorter than
--   any other.
-- * initial_bond, posted_bond: the lowest of its stints, as STINT-DUP gives them: rows that differ in bonds alone
--   are all asked, though one counts.
-- * book_in_agrees, book_out_agrees: 1 where the first stint's book-in is the stay's and the last stint's book-out
--   the stay's (two that are missing agree). The publisher warns at 1 % that do not and stops at 5 %.
-- A stint that STINT-DUP drops belongs to its stay (`stint_stay`), yet counts for nothing in it.
--
-- Where this is not as published:
-- * Published, an open stint is counted to 2026-03-10 23:59:59 whatever the release.
-- * Published order puts a missing book-out first, so that a closed row of the same book-in speaks for the stay.
--
-- example: two stints of a stay, the second open
--   window   release  stint_last
--   1        1        2025-03-31
--
--   stint    person  stay_book_in      book_in           book_out          facility
--   1        7       2025-03-01 08:00  2025-03-01 08:00  2025-03-09 08:00  ALPHA
--   2        7       2025-03-01 08:00  2025-03-09 09:00  -                 BRAVO
--
--   stay  stay  last_stint  book_in           book_out  facility_first  facility_longest  stint_count
--         1     2           2025-03-01 08:00  -         ALPHA           BRAVO             2
CREATE VIEW stay AS
WITH counted AS (
    SELECT s.record, s.person, s.release, s.stay_book_in, s.book_in, s.book_out, s.stay_book_out, s.departed, s.facility,
           s.stay_release_reason, d.initial_bond, d.posted_bond,
           COALESCE(s.book_out, CAST(w.stint_last AS BIGINT) * 86400 + 86399) - s.book_in AS length
    FROM in_stint s
    JOIN stint_dup d ON d.record = s.record AND d.kept = 1
    LEFT JOIN in_window w ON w.release = s.release
    WHERE s.person IS NOT NULL AND s.stay_book_in IS NOT NULL
),
placed AS (
    SELECT counted.*,
           ROW_NUMBER() OVER (PARTITION BY person, stay_book_in
                              ORDER BY book_in NULLS LAST, book_out NULLS LAST, record) AS place,
           ROW_NUMBER() OVER (PARTITION BY person, stay_book_in
                              ORDER BY book_in DESC NULLS FIRST, book_out DESC NULLS FIRST, record DESC) AS place_from_last,
           ROW_NUMBER() OVER (PARTITION BY person, stay_book_in
                              ORDER BY length DESC NULLS LAST, book_in DESC NULLS FIRST, book_out DESC NULLS FIRST,
                                       record DESC) AS place_by_length
    FROM counted
)
SELECT MAX(CASE WHEN place = 1 THEN record END) AS stay,
       person,
       release,
       MAX(CASE WHEN place_from_last = 1 THEN record END) AS last_stint,
       stay_book_in AS book_in,
       MAX(CASE WHEN place_from_last = 1 THEN stay_book_out END) AS book_out,
       MAX(CASE WHEN place = 1 THEN facility END) AS facility_first,
       MAX(CASE WHEN place_from_last = 1 THEN facility END) AS facility_last,
       MAX(CASE WHEN place_by_length = 1 THEN facility END) AS facility_longest,
       COUNT(*) AS stint_count,
       MIN(initial_bond) AS initial_bond,
       MIN(posted_bond) AS posted_bond,
       MAX(CASE WHEN place_from_last = 1 THEN stay_release_reason END) AS stay_release_reason,
       MAX(CASE WHEN place_from_last = 1 THEN departed END) AS departed,
       MAX(CASE WHEN place = 1 AND book_in = stay_book_in THEN 1 ELSE 0 END) AS book_in_agrees,
       MAX(CASE WHEN place_from_last = 1
                 AND (book_out = stay_book_out OR (book_out IS NULL AND stay_book_out IS NULL)) THEN 1
                ELSE 0 END) AS book_out_agrees
FROM placed
GROUP BY person, release, stay_book_in;

CREATE VIEW stint_stay AS
SELECT s.record, y.stay
FROM in_stint s
LEFT JOIN stay y ON y.person = s.person AND y.book_in = s.stay_book_in;
