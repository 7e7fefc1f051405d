-- id: ARR-RR
-- version: 1
-- text: Only rows that are alike in every column are duplicates, of which the first in the files counts
-- parameters: none
-- reason: several arrests on one day are legally possible; nothing is removed that could have happened
-- source: RelevantResearch, enforcement dashboard, documentation
-- uses: in_arrest, in_window
-- gives: arr_rr(record, kept)
--
-- Times play no part, so rows without one that are alike in all else are alike. Rows without an id are compared too, as published, save
-- in a release without any ids.
--
-- example: rows alike in every column have one twin number
--   arrest  person  at                twin
--   1       7       2025-01-01 10:00  1
--   2       7       2025-01-01 10:00  1
--   3       7       2025-01-01 10:00  2
--   4       -       2025-01-01 10:00  3
--   5       -       2025-01-01 10:00  3
--
--   arr_rr  record  kept
--           1       1
--           2       0
--           3       1
--           4       1
--           5       0
CREATE VIEW arr_rr AS
SELECT arrest.record,
    CASE
        WHEN arrest.person IS NULL AND COALESCE(released.has_ids, 1) = 0 THEN 1
        WHEN arrest.record = MIN(arrest.record) OVER (PARTITION BY arrest.release, arrest.person, arrest.twin) THEN 1
        ELSE 0
    END AS kept
FROM in_arrest arrest
LEFT JOIN in_window released ON released.release = arrest.release;
