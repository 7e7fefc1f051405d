-- id: ARR-EP-24
-- version: 1
-- text: Arrests of one person, each at most 24 hours after the one before, are one episode, of which the first counts
-- parameters: gap_hours_max 24
-- reason: one arrest is often recorded again when it is processed again; the chain is open-ended, so an episode can last longer
-- source: Deportation Data Project, arrests-latest.R
-- uses: in_arrest
-- gives: arr_ep_24(record, episode, episode_rows, duplicate_likely, kept)
--
-- Exactly 24 hours join. At equal times a reprocessed arrest comes after another, so the other is kept.
-- An arrest without a time is an episode of its own: it is never near another. So is one without an id, of which duplicate_likely is NULL
-- (nobody can tell) and which is always kept. duplicate_likely is 1 on every row of an episode of several, also on the one that is kept.
--
-- example: exactly 24 hours joins, a second more does not
--   arrest  person  at
--   1       7       2025-01-01 10:00:00
--   2       7       2025-01-02 10:00:00
--   3       7       2025-01-03 10:00:01
--   4       -       2025-01-01 10:00:00
--
--   arr_ep_24  record  episode  episode_rows  duplicate_likely  kept
--              1       1        2             1                 1
--              2       1        2             1                 0
--              3       3        1             0                 1
--              4       4        1             -                 1
CREATE VIEW arr_ep_24 AS
WITH parameter AS (SELECT 24 * 3600 AS gap_seconds_max),
gaps AS (
    SELECT arrest.record, arrest.person, arrest.at AS moment, arrest.reprocessed,
        arrest.at - LAG(arrest.at) OVER (PARTITION BY arrest.person ORDER BY arrest.at NULLS LAST, arrest.reprocessed, arrest.record) AS gap_seconds
    FROM in_arrest arrest
    WHERE arrest.person IS NOT NULL
),
numbered AS (
    SELECT record, person, moment, reprocessed,
        SUM(CASE WHEN gap_seconds <= gap_seconds_max THEN 0 ELSE 1 END)
            OVER (PARTITION BY person ORDER BY moment NULLS LAST, reprocessed, record
                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS number
    FROM gaps CROSS JOIN parameter
),
episodes AS (
    SELECT record,
        FIRST_VALUE(record)
            OVER (PARTITION BY person, number ORDER BY moment NULLS LAST, reprocessed, record
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS episode,
        COUNT(*) OVER (PARTITION BY person, number) AS episode_rows
    FROM numbered
)
SELECT record, episode, episode_rows,
    CASE WHEN episode_rows > 1 THEN 1 ELSE 0 END AS duplicate_likely,
    CASE WHEN record = episode THEN 1 ELSE 0 END AS kept
FROM episodes
UNION ALL
SELECT record, record AS episode, 1 AS episode_rows, CAST(NULL AS INTEGER) AS duplicate_likely, 1 AS kept
FROM in_arrest
WHERE person IS NULL;
