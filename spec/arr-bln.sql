-- id: ARR-BLN
-- version: 1
-- text: One arrest counts for each person and moment, the last in the files; without an id, date, area, state and birth year stand for the person
-- parameters: none
-- reason: rows of one moment are one arrest entered twice, of which the later entry is taken to be corrected
-- source: Big Local News, arrests kit
-- uses: in_arrest, in_window
-- gives: arr_bln(record, kept)
--
-- Without an id the stand-in is the area of responsibility, the state and the birth year; what is not recorded in one equals what is not
-- recorded in another, as published, within one release. Two people can share a stand-in: the rule merges rows that may be of two.
-- An arrest without a time is kept. A release without any ids is left as it is.
--
-- example: the last of one moment is kept, also without an id
--   arrest  person  at                state  birth_year
--   1       7       2025-01-01 10:00  TEXAS  1990
--   2       7       2025-01-01 10:00  TEXAS  1990
--   3       -       2025-01-01 10:00  TEXAS  1990
--   4       -       2025-01-01 10:00  TEXAS  1990
--   5       -       2025-01-01 10:00  TEXAS  1991
--
--   arr_bln  record  kept
--            1       0
--            2       1
--            3       0
--            4       1
--            5       1
CREATE VIEW arr_bln AS
SELECT arrest.record,
    CASE
        WHEN arrest.at IS NULL THEN 1
        WHEN arrest.record = MAX(arrest.record) OVER (PARTITION BY arrest.person, arrest.at) THEN 1
        ELSE 0
    END AS kept
FROM in_arrest arrest
WHERE arrest.person IS NOT NULL
UNION ALL
SELECT arrest.record,
    CASE
        WHEN arrest.at IS NULL OR COALESCE(released.has_ids, 1) = 0 THEN 1
        WHEN arrest.record = MAX(arrest.record)
            OVER (PARTITION BY arrest.release, arrest.at, arrest.aor, arrest.state, arrest.birth_year) THEN 1
        ELSE 0
    END AS kept
FROM in_arrest arrest
LEFT JOIN in_window released ON released.release = arrest.release
WHERE arrest.person IS NULL;
