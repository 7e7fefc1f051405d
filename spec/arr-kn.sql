-- id: ARR-KN
-- version: 1
-- text: After rows alike in every column, one arrest counts for each person and date, the most filled in; all of a date without an id are one
-- parameters: none
-- reason: the row with the most columns filled says the most of the arrest
-- source: dknaggs, arrests code
-- uses: in_arrest, in_window, arr_rr
-- gives: arr_kn(record, kept)
--
-- The rows without an id of one release and date are taken for one arrest, as published: that merges different people. A release without any ids is
-- left as it is. Of equally filled rows the first in the files stays. An arrest without a date is set aside only when it is alike
-- in every column to one before.
--
-- example: the most filled of a date is kept, and all without an id fall into one
--   arrest  person  at                filled
--   1       7       2025-01-01 10:00  20
--   2       7       2025-01-01 15:00  21
--   3       -       2025-01-01 10:00  20
--   4       -       2025-01-01 12:00  20
--
--   arr_kn  record  kept
--           1       0
--           2       1
--           3       1
--           4       0
CREATE VIEW arr_kn AS
WITH days AS (
    SELECT arrest.record, arrest.person, arrest.release, arrest.filled,
        CAST((arrest.at - ((arrest.at % 86400) + 86400) % 86400) / 86400 AS BIGINT) AS day
    FROM in_arrest arrest
),
ranked AS (
    SELECT record, person, release, day,
        ROW_NUMBER() OVER (PARTITION BY release, person, day ORDER BY filled DESC, record) AS place
    FROM days
)
SELECT ranked.record,
    CASE
        WHEN ranked.person IS NULL AND COALESCE(released.has_ids, 1) = 0 THEN 1
        WHEN ranked.day IS NULL THEN alike.kept
        WHEN ranked.place = 1 THEN 1
        ELSE 0
    END AS kept
FROM ranked
JOIN arr_rr alike ON alike.record = ranked.record
LEFT JOIN in_window released ON released.release = ranked.release;
