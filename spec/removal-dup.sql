-- id: REMOVAL-DUP
-- version: 1
-- text: of a person's removals on one day, the last counts
-- parameters: none
-- reason: a person leaves the country at most once a day; a second row is a correction of the first
-- source: Deportation Data Project, ice, version of August 2026, code/removals-latest.R
-- uses: in_removal
-- gives: removal_dup(record, kept)
--
-- The last in the order of departure, record. Rows without an id or without a departure are never dropped.
--
-- example: two rows of a day
--   removal  person  at
--   1        7       2025-03-09
--   2        7       2025-03-09
--   3        7       2025-03-10
--
--   removal_dup  record  kept
--                1       0
--                2       1
--                3       1
CREATE VIEW removal_dup AS
WITH ranked AS (
    SELECT r.record, r.person, r.at AS departed,
           ROW_NUMBER() OVER (PARTITION BY r.person, CAST((r.at - ((r.at % 86400) + 86400) % 86400) / 86400 AS BIGINT)
                              ORDER BY r.at DESC NULLS LAST, r.record DESC) AS place_from_last
    FROM in_removal r
)
SELECT record,
       CASE WHEN person IS NULL OR departed IS NULL OR place_from_last = 1 THEN 1 ELSE 0 END AS kept
FROM ranked;
