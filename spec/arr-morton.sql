-- id: ARR-MORTON
-- version: 1
-- text: No arrest counts of anybody who has a likely duplicate anywhere
-- parameters: gap_hours_max 24
-- reason: a person whose records are in doubt is left out of the study altogether
-- source: Morton et al.
-- uses: in_arrest, arr_ep_24
-- gives: arr_morton(record, kept)
--
-- The list of duplicates is that of ARR-EP-24: anybody with an episode of several rows. Which list the authors used is not published in
-- full, so this is an inference. An arrest without an id is on nobody's list and counts.
--
-- example: an arrest years later is dropped as well
--   arrest  person  at
--   1       7       2023-01-01 10:00
--   2       7       2023-01-01 15:00
--   3       7       2025-02-01 10:00
--   4       8       2025-02-01 10:00
--   5       -       2025-02-01 10:00
--
--   arr_morton  record  kept
--               1       0
--               2       0
--               3       0
--               4       1
--               5       1
CREATE VIEW arr_morton AS
SELECT arrest.record,
    CASE
        WHEN arrest.person IS NULL THEN 1
        WHEN MAX(episode.duplicate_likely) OVER (PARTITION BY arrest.person) = 1 THEN 0
        ELSE 1
    END AS kept
FROM in_arrest arrest
JOIN arr_ep_24 episode ON episode.record = arrest.record;
