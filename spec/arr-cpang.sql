-- id: ARR-CPANG
-- version: 1
-- text: Episodes as in ARR-EP-24, but with a fault: reprocessed arrests are sorted behind all others first, so that a gap back in time joins
-- parameters: gap_hours_max 24
-- reason: a published fault, kept as an end of the band and to reproduce totals that rest on it; not to be used for anything else
-- source: Deportation Data Project, branch cpang, detention-stays-with-arrests-removals.R; University of Washington Center for Human Rights, ddp-merge.Rmd
-- uses: in_arrest
-- gives: arr_cpang(record, episode, kept)
--
-- Sorted by reprocessed before time, the first reprocessed arrest follows the last other one. If it is earlier, its gap is negative, "at most 24 hours", and it
-- joins an arrest that may be years away. An arrest without a time joins nothing and nothing joins it. One without an id is an episode of its own.
--
-- example: a reprocessed arrest two years before joins the last arrest of all
--   arrest  person  at                reprocessed
--   1       7       2023-01-01 10:00  1
--   2       7       2025-01-01 10:00  0
--
--   arr_cpang  record  episode  kept
--              1       2        0
--              2       2        1
CREATE VIEW arr_cpang AS
WITH parameter AS (SELECT 24 * 3600 AS gap_seconds_max),
gaps AS (
    SELECT arrest.record, arrest.person, arrest.at AS moment, arrest.reprocessed,
        arrest.at - LAG(arrest.at) OVER (PARTITION BY arrest.person ORDER BY arrest.reprocessed, arrest.at NULLS LAST, arrest.record) AS gap_seconds
    FROM in_arrest arrest
    WHERE arrest.person IS NOT NULL
),
numbered AS (
    SELECT record, person, moment, reprocessed,
        SUM(CASE WHEN gap_seconds <= gap_seconds_max THEN 0 ELSE 1 END)
            OVER (PARTITION BY person ORDER BY reprocessed, moment NULLS LAST, record
                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS number
    FROM gaps CROSS JOIN parameter
),
episodes AS (
    SELECT record,
        FIRST_VALUE(record)
            OVER (PARTITION BY person, number ORDER BY reprocessed, moment NULLS LAST, record
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS episode
    FROM numbered
)
SELECT record, episode, CASE WHEN record = episode THEN 1 ELSE 0 END AS kept
FROM episodes
UNION ALL
SELECT record, record AS episode, 1 AS kept
FROM in_arrest
WHERE person IS NULL;
