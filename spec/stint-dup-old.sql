-- id: STINT-DUP-OLD
-- version: 1
-- text: of a person's stint rows with one book-in at one facility, the last of those with the lowest initial bond counts
-- parameters: none
-- reason: the rule of releases until July 2025, kept to show how far counts of stints depend on it
-- source: Deportation Data Project, ice, code/archive/detentions-7-25.R; branch cpang, code/detentions-historical.R
-- uses: in_stint
-- gives: stint_dup_old(record, kept)
--
-- As published: within (person, book-in, facility), where any row has an initial bond, the last row with the lowest
-- one counts, and a row without a bond is dropped; where none has, the last row counts.
--
-- Where this is not as published:
-- * Published order: 29 columns, missing first. Here: book-in of the stay (missing last), book-out (missing first),
--   record.
-- * Published, the key of a stint is text, so all rows of all persons without a book-in or without a facility code
--   fall into one group, of which one row is left. Here a row without a book-in counts; one without a facility is at
--   the facility "blank" of its person.
-- Rows without an id are not judged by the published rule; here they count.
--
-- example: three rows of one stint, of which two have the lowest bond
--   stint    person  book_in           facility  initial_bond
--   1        7       2025-03-01 08:00  ALPHA     150000
--   2        7       2025-03-01 08:00  ALPHA     150000
--   3        7       2025-03-01 08:00  ALPHA     -
--   4        7       2025-03-01 08:00  BRAVO     -
--
--   stint_dup_old  record  kept
--                  1       0
--                  2       1
--                  3       0
--                  4       1
CREATE VIEW stint_dup_old AS
WITH ranked AS (
    SELECT record, person, book_in,
           ROW_NUMBER() OVER (PARTITION BY person, book_in, facility
                              ORDER BY initial_bond NULLS LAST, stay_book_in DESC NULLS FIRST,
                                       book_out DESC NULLS LAST, record DESC) AS place
    FROM in_stint
)
SELECT record,
       CASE WHEN person IS NULL OR book_in IS NULL OR place = 1 THEN 1 ELSE 0 END AS kept
FROM ranked;
