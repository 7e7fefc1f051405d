-- id: ARR-DUP-DAY
-- version: 1
-- text: Arrests of one person on one date are likely duplicates, and none of them counts
-- parameters: none
-- reason: older releases have dates without times
-- source: Deportation Data Project, arrests-2012-2023.R
-- uses: in_arrest
-- gives: arr_dup_day(record, duplicate_likely, kept)
--
-- As published all rows of the date are flagged and none is chosen to stay. An arrest without a date is alike to no other:
-- it is not flagged. One without an id has no flag and is kept.
--
-- example: midnight parts what an hour does not
--   arrest  person  at
--   1       7       2025-01-01 00:00
--   2       7       2025-01-01 23:59
--   3       7       2025-01-02 00:00
--
--   arr_dup_day  record  duplicate_likely  kept
--                1       1                 0
--                2       1                 0
--                3       0                 1
CREATE VIEW arr_dup_day AS
WITH days AS (
    SELECT arrest.record, arrest.person,
        CAST((arrest.at - ((arrest.at % 86400) + 86400) % 86400) / 86400 AS BIGINT) AS day
    FROM in_arrest arrest
),
flagged AS (
    SELECT record,
        CASE
            WHEN person IS NULL THEN NULL
            WHEN day IS NOT NULL AND COUNT(*) OVER (PARTITION BY person, day) > 1 THEN 1
            ELSE 0
        END AS duplicate_likely
    FROM days
)
SELECT record, duplicate_likely, CASE WHEN duplicate_likely = 1 THEN 0 ELSE 1 END AS kept
FROM flagged;
