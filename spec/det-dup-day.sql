-- id: DET-DUP-DAY
-- version: 1
-- text: Detainers of one person on one date are likely duplicates, and none of them counts
-- parameters: none
-- reason: the published rule; its own authors mark it as wrong, since filtering by it deletes real detainers
-- source: Deportation Data Project, detainers-latest.R
-- uses: in_detainer
-- gives: det_dup_day(record, duplicate_likely, kept)
--
-- All rows of the date are flagged and none is chosen to stay; facility and form play no part. A detainer without a date is alike to no other: it
-- is not flagged. One without an id has no flag and is kept.
--
-- example: two jails on one date, and both are lost
--   detainer  person  at          facility
--   1         7       2025-01-01  JAIL A
--   2         7       2025-01-01  JAIL B
--   3         7       2025-01-02  JAIL A
--   4         -       2025-01-01  JAIL A
--
--   det_dup_day  record  duplicate_likely  kept
--                1       1                 0
--                2       1                 0
--                3       0                 1
--                4       -                 1
CREATE VIEW det_dup_day AS
WITH days AS (
    SELECT detainer.record, detainer.person,
        CAST((detainer.at - ((detainer.at % 86400) + 86400) % 86400) / 86400 AS BIGINT) AS day
    FROM in_detainer detainer
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
