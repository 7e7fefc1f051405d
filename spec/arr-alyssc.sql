-- id: ARR-ALYSSC
-- version: 1
-- text: Only arrests that are an episode of their own count; whole episodes of several are dropped, and all without an id
-- parameters: gap_hours_max 24
-- reason: "not a likely duplicate" was asked of a flag that is missing without an id, and missing is not false
-- source: alyssc, arrests notebooks
-- uses: in_arrest, in_window, arr_ep_24
-- gives: arr_alyssc(record, kept)
--
-- The lowest of the band. A release without any ids is left as it is. An arrest without a time is an episode of its own and counts.
--
-- example: an episode of two is dropped whole
--   arrest  person  at
--   1       7       2025-01-01 10:00
--   2       7       2025-01-01 15:00
--   3       7       2025-02-01 10:00
--   4       -       2025-02-01 10:00
--
--   arr_alyssc  record  kept
--               1       0
--               2       0
--               3       1
--               4       0
CREATE VIEW arr_alyssc AS
SELECT arrest.record,
    CASE
        WHEN episode.duplicate_likely = 0 THEN 1
        WHEN arrest.person IS NULL AND COALESCE(released.has_ids, 1) = 0 THEN 1
        ELSE 0
    END AS kept
FROM in_arrest arrest
JOIN arr_ep_24 episode ON episode.record = arrest.record
LEFT JOIN in_window released ON released.release = arrest.release;
