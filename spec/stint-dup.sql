-- id: STINT-DUP
-- version: 1
-- text: of a person's stint rows that differ in bonds alone the first counts, and of those at one facility on one day of one stay the last
-- parameters: none
-- reason: a release writes a stint again for every bond that was set or posted, and often again when a booking is corrected on the same day
-- source: Deportation Data Project, ice, code/detention-stints-latest.R
-- uses: in_stint
-- gives: stint_dup(record, kept, lost_at, initial_bond, posted_bond, bond_set_day, bond_posted_day)
--
-- Two stages. 1: of rows of one person that are alike in every column but those of bonds (equal `likeness`), the
-- first by record counts; the others are lost at stage 1. 2: of those left, within (person, facility, day of the
-- book-in, book-in of the stay), the last counts in the order of book-in, book-out (missing first), record; the
-- others are lost at stage 2. `lost_at` is 0 for a row that counts.
-- The bonds of a row are the lowest amounts and earliest days of its stint: of all rows of (person, book-in,
-- facility), counted or not. Which row counts never depends on them.
--
-- Consequence: two genuine returns to one facility on one day of one stay become one.
--
-- Where this is not as published:
-- * Published order: 28 columns, missing first, among them release reason and religion. Here: the moments, then the
--   record. Which of two alike rows stands may differ, the number that stand does not.
-- * Published, rows without a book-in, or without a book-in of the stay, count as one day, one stay. Here a missing
--   moment equals no other: such a row is lost only at stage 1, to a row that is alike in everything.
-- * Published flags contradict each other for rows of stage 1: to be dropped, yet no likely duplicate. Here `lost_at`
--   says which stage, and `kept` is 0 for both.
-- * Published, a bond amount is text that is then compared with a number. Here amounts are cents.
-- * A facility without code and name is a label as any other: two rows without a facility are at one facility.
-- Rows without an id are never dropped, as published.
--
-- example: a row written twice for its bond, and a second book-in on the same day
--   stint    person  stay_book_in      book_in           facility  likeness  initial_bond
--   1        7       2025-03-01 08:00  2025-03-01 08:00  ALPHA     1         500000
--   2        7       2025-03-01 08:00  2025-03-01 08:00  ALPHA     1         150000
--   3        7       2025-03-01 08:00  2025-03-01 20:00  ALPHA     2         -
--   4        7       2025-03-01 08:00  2025-03-02 00:00  ALPHA     3         -
--
--   stint_dup  record  kept  lost_at  initial_bond
--              1       0     2        150000
--              2       0     1        150000
--              3       1     0        -
--              4       1     0        -
CREATE VIEW stint_dup AS
WITH alike AS (
    SELECT record, person, facility, stay_book_in, book_in, book_out,
           CAST((book_in - ((book_in % 86400) + 86400) % 86400) / 86400 AS BIGINT) AS book_in_day,
           ROW_NUMBER() OVER (PARTITION BY person, likeness ORDER BY record) AS place
    FROM in_stint
    WHERE person IS NOT NULL
),
same_day AS (
    SELECT record,
           CASE WHEN book_in IS NULL OR stay_book_in IS NULL THEN 1
                ELSE ROW_NUMBER() OVER (PARTITION BY person, facility, book_in_day, stay_book_in
                                        ORDER BY book_in DESC NULLS LAST, book_out DESC NULLS LAST, record DESC)
           END AS place_from_last
    FROM alike
    WHERE place = 1
),
bond AS (
    SELECT record,
           MIN(initial_bond) OVER stint_rows AS initial_bond,
           MIN(posted_bond) OVER stint_rows AS posted_bond,
           MIN(bond_set_day) OVER stint_rows AS bond_set_day,
           MIN(bond_posted_day) OVER stint_rows AS bond_posted_day
    FROM in_stint
    WHERE person IS NOT NULL AND book_in IS NOT NULL
    WINDOW stint_rows AS (PARTITION BY person, book_in, facility
                          ORDER BY record ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
)
SELECT s.record,
       CASE WHEN s.person IS NULL OR d.place_from_last = 1 THEN 1 ELSE 0 END AS kept,
       CASE WHEN s.person IS NULL OR d.place_from_last = 1 THEN 0 WHEN d.record IS NULL THEN 1 ELSE 2 END AS lost_at,
       CASE WHEN b.record IS NULL THEN s.initial_bond ELSE b.initial_bond END AS initial_bond,
       CASE WHEN b.record IS NULL THEN s.posted_bond ELSE b.posted_bond END AS posted_bond,
       CASE WHEN b.record IS NULL THEN s.bond_set_day ELSE b.bond_set_day END AS bond_set_day,
       CASE WHEN b.record IS NULL THEN s.bond_posted_day ELSE b.bond_posted_day END AS bond_posted_day
FROM in_stint s
LEFT JOIN same_day d ON d.record = s.record
LEFT JOIN bond b ON b.record = s.record;
