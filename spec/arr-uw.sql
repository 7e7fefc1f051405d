-- id: ARR-UW
-- version: 1
-- text: One arrest counts for each person, date, method and criminality, the first in the files; all without an id count
-- parameters: none
-- reason: two methods on one day are taken for two arrests
-- source: University of Washington Center for Human Rights, detainer-arrest-analysis.Rmd; Deportation Data Project, news of 2025-03-21
-- uses: in_arrest
-- gives: arr_uw(record, kept)
--
-- A blank method equals a blank, a redacted one a redacted one. An arrest without a date equals no other and is kept.
--
-- example: another method on the same day is another arrest
--   arrest  person  at                method
--   1       7       2025-01-01 12:00  Located
--   2       7       2025-01-01 10:00  Located
--   3       7       2025-01-01 11:00  Custodial Arrest
--
--   arr_uw  record  kept
--           1       1
--           2       0
--           3       1
CREATE VIEW arr_uw AS
WITH days AS (
    SELECT arrest.record, arrest.person, arrest.method, arrest.criminality,
        CAST((arrest.at - ((arrest.at % 86400) + 86400) % 86400) / 86400 AS BIGINT) AS day
    FROM in_arrest arrest
)
SELECT record,
    CASE
        WHEN person IS NULL OR day IS NULL THEN 1
        WHEN record = MIN(record) OVER (PARTITION BY person, day, method, criminality) THEN 1
        ELSE 0
    END AS kept
FROM days;
