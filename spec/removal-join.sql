-- id: REMOVAL-JOIN
-- version: 1
-- text: a stay ended in removal on the day closest to its book-out, of its own departed date and the person's removals, from 5 days before to 10 after
-- parameters: days_before_max 5, days_after_max 10
-- reason: neither table names all removals; a departure is recorded some days off the book-out, and a removal long after it is another story
-- source: Deportation Data Project, ice, branch cpang, code/detention-stays-with-arrests-removals.R
-- uses: in_removal, removal_dup, stay
-- gives: removal_join(stay, removal, departed)
--
-- Candidates: the departed date of the stay, and every removal of the person that counts under REMOVAL-DUP, whose day
-- is at least the book-out's less 5 and at most the book-out's plus 10. The closest by days is taken; of equally close
-- ones the stay's own, then the earlier day, then the lower record. `removal` is NULL where the stay's own is taken;
-- `departed` is the day's midnight. A stay that is open, or has no candidate, has no row.
-- One removal may be that of several stays, as published: the rule says where a stay ended, it does not count removals.
--
-- Where this is not as published:
-- * Published, a day is compared with a moment, so that a book-out in the afternoon takes part of a day away. Here days
--   are compared with days, as a departure has no time.
-- * A later version tests one side alone (departed + 1 >= book-out - 1), and gives a stay any later removal.
--
-- example: the stay's own date is taken where a removal is as close; a removal of another year is not
--   stint    person  stay_book_in      book_in           book_out          stay_book_out     departed
--   1        7       2025-03-01 08:00  2025-03-01 08:00  2025-03-09 08:00  2025-03-09 08:00  2025-03-10
--   2        7       2025-06-01 08:00  2025-06-01 08:00  2025-06-09 08:00  2025-06-09 08:00  -
--
--   removal  person  at
--   11       7       2025-03-08
--   12       7       2026-06-09
--
--   removal_join  stay  removal  departed
--                 1     -        2025-03-10
CREATE VIEW removal_join AS
WITH parameter AS (SELECT -5 AS days_min, 10 AS days_max),
candidate AS (
    SELECT stay, CAST(NULL AS BIGINT) AS removal, 0 AS is_removal, book_out, departed FROM stay
    WHERE departed IS NOT NULL
    UNION ALL
    SELECT y.stay, r.record AS removal, 1 AS is_removal, y.book_out, r.at AS departed
    FROM stay y
    JOIN in_removal r ON r.person = y.person
    JOIN removal_dup d ON d.record = r.record AND d.kept = 1
    WHERE r.at IS NOT NULL
),
dated AS (
    SELECT stay, removal, is_removal,
           CAST((book_out - ((book_out % 86400) + 86400) % 86400) / 86400 AS BIGINT) AS book_out_day,
           CAST((departed - ((departed % 86400) + 86400) % 86400) / 86400 AS BIGINT) AS departed_day
    FROM candidate
    WHERE book_out IS NOT NULL
),
placed AS (
    SELECT stay, removal, departed_day,
           ROW_NUMBER() OVER (PARTITION BY stay ORDER BY ABS(departed_day - book_out_day), is_removal, departed_day,
                              removal NULLS FIRST) AS place
    FROM dated
    CROSS JOIN parameter
    WHERE departed_day - book_out_day BETWEEN days_min AND days_max
)
SELECT stay, removal, departed_day * 86400 AS departed
FROM placed
WHERE place = 1;
