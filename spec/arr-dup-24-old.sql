-- id: ARR-DUP-24-OLD
-- version: 1
-- text: An arrest at most 24 hours after the person's previous or before the next is a likely duplicate, and none of them counts
-- parameters: gap_hours_max 24
-- reason: the first rule of its publisher, since replaced; totals of 2025 rest on it
-- source: Deportation Data Project, archive/arrests-7-25.R
-- uses: in_arrest
-- gives: arr_dup_24_old(record, duplicate_likely, kept)
--
-- Both of a pair are flagged, so filtering by the flag loses an arrest that was made. An arrest without a time is near no other:
-- it is not flagged, nor does it flag another. One without an id has no flag and is kept.
--
-- example: both of a pair are set aside, which loses the arrest
--   arrest  person  at
--   1       7       2025-01-01 10:00
--   2       7       2025-01-02 10:00
--   3       7       2025-01-09 10:00
--
--   arr_dup_24_old  record  duplicate_likely  kept
--                   1       1                 0
--                   2       1                 0
--                   3       0                 1
CREATE VIEW arr_dup_24_old AS
WITH parameter AS (SELECT 24 * 3600 AS gap_seconds_max),
gaps AS (
    SELECT arrest.record, arrest.person,
        arrest.at - LAG(arrest.at)
            OVER (PARTITION BY arrest.person ORDER BY arrest.at NULLS LAST, arrest.reprocessed, arrest.record) AS before_seconds,
        LEAD(arrest.at)
            OVER (PARTITION BY arrest.person ORDER BY arrest.at NULLS LAST, arrest.reprocessed, arrest.record) - arrest.at AS after_seconds
    FROM in_arrest arrest
),
flagged AS (
    SELECT record,
        CASE
            WHEN person IS NULL THEN NULL
            WHEN before_seconds <= gap_seconds_max OR after_seconds <= gap_seconds_max THEN 1
            ELSE 0
        END AS duplicate_likely
    FROM gaps CROSS JOIN parameter
)
SELECT record, duplicate_likely, CASE WHEN duplicate_likely = 1 THEN 0 ELSE 1 END AS kept
FROM flagged;
