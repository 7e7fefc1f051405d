-- id: DET-EP-24
-- version: 1
-- text: Detainers of one person, each on the same or the next day as the one before, are one episode, of which the first counts
-- parameters: gap_days_max 1
-- reason: a form is often sent again within a day; releases record the date alone, so 24 hours are a day
-- source: Deportation Data Project, detainers-historical.R
-- uses: in_detainer
-- gives: det_ep_24(record, episode, kept)
--
-- The chain is open-ended. The published rule names the episode and chooses no row; that the first counts is ours. A detainer without a date, or without an id,
-- is an episode of its own.
--
-- example: day after day is one episode, a day between parts two
--   detainer  person  at
--   1         7       2025-01-01
--   2         7       2025-01-02
--   3         7       2025-01-03
--   4         7       2025-01-05
--
--   det_ep_24  record  episode  kept
--              1       1        1
--              2       1        0
--              3       1        0
--              4       4        1
CREATE VIEW det_ep_24 AS
WITH parameter AS (SELECT 1 AS gap_days_max),
days AS (
    SELECT detainer.record, detainer.person, detainer.at AS moment,
        CAST((detainer.at - ((detainer.at % 86400) + 86400) % 86400) / 86400 AS BIGINT) AS day
    FROM in_detainer detainer
    WHERE detainer.person IS NOT NULL
),
gaps AS (
    SELECT record, person, moment,
        day - LAG(day) OVER (PARTITION BY person ORDER BY moment NULLS LAST, record) AS gap_days
    FROM days
),
numbered AS (
    SELECT record, person, moment,
        SUM(CASE WHEN gap_days <= gap_days_max THEN 0 ELSE 1 END)
            OVER (PARTITION BY person ORDER BY moment NULLS LAST, record
                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS number
    FROM gaps CROSS JOIN parameter
),
episodes AS (
    SELECT record,
        FIRST_VALUE(record)
            OVER (PARTITION BY person, number ORDER BY moment NULLS LAST, record
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS episode
    FROM numbered
)
SELECT record, episode, CASE WHEN record = episode THEN 1 ELSE 0 END AS kept
FROM episodes
UNION ALL
SELECT record, record AS episode, 1 AS kept
FROM in_detainer
WHERE person IS NULL;
