-- id: POP-UW
-- version: 1
-- text: heads of a day are the rows of stints with book-in at or before its first midnight and book-out after it; an open row ends with the latest book-out of the release
-- parameters: hour 0
-- reason: one moment a day misses nobody and counts nobody twice who is in one place, but misses who comes and goes between two midnights
-- source: University of Washington Center for Human Rights, ice-detain, headcount/src/headcount.R
--
-- id: POP-UW-INCLUSIVE
-- version: 1
-- text: heads of a day are the rows of stints that touch it; an open row ends with the latest book-out of the release
-- parameters: none
-- reason: holding rooms empty before midnight, and show only in a count of the whole day
-- source: University of Washington Center for Human Rights, deport-data-proj, analyze/note/hold-rooms.Rmd; ice-detain, headcount/frozen/inc_headcount_fy12-24ytd.csv.gz
--
-- id: POP-DDP-DAY
-- version: 1
-- text: heads of a day are the persons with a stint from the day of its book-in to that of its book-out; an open one lasts to the end of what the release shows
-- parameters: none
-- reason: a person moved within a day is at both facilities, yet one person of all
-- source: Deportation Data Project, ice, code/facilities-daily-population-latest.R
--
-- id: POP-DDP-MIDNIGHT
-- version: 1
-- text: as POP-DDP-DAY, but those still there at the midnight that ends the day
-- parameters: none
-- reason: the agency counts at midnight
-- source: Deportation Data Project, ice, code/facilities-daily-population-latest.R
--
-- id: POP-VERA-MIDNIGHT
-- version: 1
-- text: heads of a day are the rows of stints with the midnight that ends it between book-in and book-out, both included; an open row lasts to the end of what the release shows
-- parameters: none
-- reason: records are taken as they are: a stint of no length counts, and who is in two places at once counts in both
-- source: Vera Institute of Justice, ice-detention-trends, README.md; its code is not published, this is our reading of its words
-- uses: in_stint, in_window
-- gives: pop_span(rule, record, release, facility, head, day_first, day_last); pop(rule, release, facility, day, heads)
--
-- pop_span: the days on which a row counts, by rule. `head` is what is counted once: the row, or by the rules of the
-- Deportation Data Project the person, a row without an id being a person of its own.
-- pop: the heads by facility, and of all facilities together where facility is NULL, from a day on until the next day
-- that is named. Persons of all facilities are fewer than the sum over facilities.
--
-- Every stint is asked, as published, also those that STINT-DUP drops: where rows are counted, rows written twice count
-- twice; where persons are, they do not, unless they have no id. A stint without a book-in is at no time anywhere.
-- By POP-DDP-DAY a book-out before the book-in is taken for the day of the book-in, as published; by the others such a
-- stint counts on no day, or by POP-UW-INCLUSIVE on the day that it begins and ends.
-- A release whose end is not known shows an open stint on its first day alone (POP-DDP-DAY, POP-DDP-MIDNIGHT), or not
-- at all (POP-VERA-MIDNIGHT); one without any book-out shows none by POP-UW and POP-UW-INCLUSIVE.
--
-- Where this is not as published:
-- * Published, an open stint lasts to 2025-10-15, or 2026-03-10 in another version, whatever the release.
-- * Published, hours are in UTC. The records carry no time zone; here midnight is that of the records.
--
-- example: a transfer within a day
--   window   release  stint_last
--   1        1        2025-03-31
--
--   stint    person  book_in           book_out          facility
--   1        7       2025-03-01 08:00  2025-03-01 20:00  ALPHA
--   2        7       2025-03-01 20:00  2025-03-02 06:00  BRAVO
--
--   pop  rule               facility  day         heads
--        POP-UW             -         2025-03-02  1
--        POP-UW             -         2025-03-03  0
--        POP-UW             BRAVO     2025-03-02  1
--        POP-UW             BRAVO     2025-03-03  0
--        POP-UW-INCLUSIVE   -         2025-03-01  2
--        POP-UW-INCLUSIVE   -         2025-03-02  1
--        POP-UW-INCLUSIVE   -         2025-03-03  0
--        POP-UW-INCLUSIVE   ALPHA     2025-03-01  1
--        POP-UW-INCLUSIVE   ALPHA     2025-03-02  0
--        POP-UW-INCLUSIVE   BRAVO     2025-03-01  1
--        POP-UW-INCLUSIVE   BRAVO     2025-03-03  0
--        POP-DDP-DAY        -         2025-03-01  1
--        POP-DDP-DAY        -         2025-03-03  0
--        POP-DDP-DAY        ALPHA     2025-03-01  1
--        POP-DDP-DAY        ALPHA     2025-03-02  0
--        POP-DDP-DAY        BRAVO     2025-03-01  1
--        POP-DDP-DAY        BRAVO     2025-03-03  0
--        POP-DDP-MIDNIGHT   -         2025-03-01  1
--        POP-DDP-MIDNIGHT   -         2025-03-02  0
--        POP-DDP-MIDNIGHT   BRAVO     2025-03-01  1
--        POP-DDP-MIDNIGHT   BRAVO     2025-03-02  0
--        POP-VERA-MIDNIGHT  -         2025-03-01  1
--        POP-VERA-MIDNIGHT  -         2025-03-02  0
--        POP-VERA-MIDNIGHT  BRAVO     2025-03-01  1
--        POP-VERA-MIDNIGHT  BRAVO     2025-03-02  0
CREATE VIEW pop_span AS
WITH latest AS (SELECT release, MAX(book_out) AS book_out FROM in_stint GROUP BY release),
ended AS (
    SELECT s.record, s.release, s.facility, s.book_in, s.book_out, w.stint_last,
           COALESCE(s.book_out, l.book_out) AS book_out_or_latest,
           CAST(CASE WHEN s.person IS NULL THEN -1 - s.record ELSE s.person END AS BIGINT) AS person_head
    FROM in_stint s
    JOIN latest l ON l.release = s.release
    LEFT JOIN in_window w ON w.release = s.release
    WHERE s.book_in IS NOT NULL
),
-- Days: of the book-in, of the first midnight at or after it, of the book-out; and, of the book-out that the rules of
-- the University of Washington take, of itself and of the last midnight before it.
dated AS (
    SELECT record, release, facility, person_head, book_out, stint_last,
           CAST((book_in - ((book_in % 86400) + 86400) % 86400) / 86400 AS BIGINT) AS in_day,
           CAST((book_in + 86399 - (((book_in + 86399) % 86400) + 86400) % 86400) / 86400 AS BIGINT) AS in_midnight,
           CAST((book_out - ((book_out % 86400) + 86400) % 86400) / 86400 AS BIGINT) AS out_day,
           CAST((book_out_or_latest - ((book_out_or_latest % 86400) + 86400) % 86400) / 86400 AS BIGINT) AS uw_out_day,
           CAST((book_out_or_latest - 1 - (((book_out_or_latest - 1) % 86400) + 86400) % 86400) / 86400 AS BIGINT)
               AS uw_out_midnight
    FROM ended
),
span AS (
    SELECT 'POP-UW' AS rule, record, release, facility, record AS head, in_midnight AS day_first,
           uw_out_midnight AS day_last
    FROM dated
    UNION ALL
    SELECT 'POP-UW-INCLUSIVE' AS rule, record, release, facility, record AS head, in_day AS day_first,
           uw_out_day AS day_last
    FROM dated
    UNION ALL
    SELECT 'POP-DDP-DAY' AS rule, record, release, facility, person_head AS head, in_day AS day_first,
           CASE WHEN COALESCE(out_day, stint_last) >= in_day THEN COALESCE(out_day, stint_last) ELSE in_day END AS day_last
    FROM dated
    UNION ALL
    SELECT 'POP-DDP-MIDNIGHT' AS rule, record, release, facility, person_head AS head, in_day AS day_first,
           CASE WHEN out_day IS NOT NULL THEN out_day - 1 WHEN stint_last >= in_day THEN stint_last ELSE in_day END
               AS day_last
    FROM dated
    UNION ALL
    SELECT 'POP-VERA-MIDNIGHT' AS rule, record, release, facility, record AS head, in_midnight - 1 AS day_first,
           COALESCE(out_day - 1, stint_last) AS day_last
    FROM dated
)
SELECT rule, record, release, facility, head, day_first, day_last
FROM span
WHERE day_first <= day_last;

CREATE VIEW pop AS
WITH place AS (
    SELECT rule, release, facility, head, day_first, day_last FROM pop_span
    UNION ALL
    SELECT rule, release, CAST(NULL AS INTEGER) AS facility, head, day_first, day_last FROM pop_span
),
-- A head counts once a day: of each span the days that no earlier span of the head has covered.
before AS (
    SELECT rule, release, facility, day_first, day_last,
           MAX(day_last) OVER (PARTITION BY rule, release, facility, head ORDER BY day_first, day_last
                               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS last_before
    FROM place
),
uncovered AS (
    SELECT rule, release, facility, day_last,
           CASE WHEN last_before >= day_first THEN last_before + 1 ELSE day_first END AS day_first
    FROM before
    WHERE last_before IS NULL OR last_before < day_last
),
mark AS (
    SELECT rule, release, facility, day_first AS day, 1 AS change FROM uncovered
    UNION ALL
    SELECT rule, release, facility, day_last + 1 AS day, -1 AS change FROM uncovered
),
daily AS (
    SELECT rule, release, facility, day, SUM(change) AS change
    FROM mark
    GROUP BY rule, release, facility, day
)
SELECT rule, release, facility, day, heads
FROM (
    SELECT rule, release, facility, day, change,
           CAST(SUM(change) OVER (PARTITION BY rule, release, facility ORDER BY day
                                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS heads
    FROM daily
) running
WHERE change <> 0;
