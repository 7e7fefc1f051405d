-- id: DET-ARR-180
-- version: 1
-- text: A detainer is paired with each arrest of the same person on its day or in the 180 days after
-- parameters: days_max 180
-- reason: an arrest may follow the detainer of one jail out of several; none is chosen here
-- source: a methodology note on joining detainers to arrests
--
-- id: DET-ARR-KWW-2
-- version: 1
-- text: Of the pairs of DET-ARR-180, those at most 2 days apart
-- parameters: days_max 2
-- reason: an arrest so soon after a detainer is read as a transfer from the jail
-- source: University of Washington Center for Human Rights, detainer-arrest-analysis.Rmd
-- uses: in_detainer, in_arrest, arr_ep_24
-- gives: det_arr_180(detainer, arrest, days, within_2)
--
-- Of arrests only the first of each episode of ARR-EP-24 pairs, as published; of detainers every form does. An arrest on a day before the detainer's pairs with
-- nothing, though a detainer can follow the encounter that led to it. Days are whole days between dates. Rows without an id or a date never pair.
-- The published rule of 2 days leaves out federal and state prisons by their names; this one leaves none out.
--
-- example: day 180 pairs, day 181 does not; the second row of an episode does not
--   detainer  person  at
--   1         7       2025-01-01 15:00
--
--   arrest  person  at
--   11      7       2025-01-01 10:00
--   12      7       2025-01-01 12:00
--   13      7       2025-01-03 23:00
--   14      7       2025-06-30 23:00
--   15      7       2025-07-01 23:30
--
--   det_arr_180  detainer  arrest  days  within_2
--                1         11      0     1
--                1         13      2     1
--                1         14      180   0
CREATE VIEW det_arr_180 AS
WITH parameter AS (SELECT 180 AS days_max, 2 AS days_max_kww),
detainer_day AS (
    SELECT detainer.record, detainer.person,
        CAST((detainer.at - ((detainer.at % 86400) + 86400) % 86400) / 86400 AS BIGINT) AS day
    FROM in_detainer detainer
    WHERE detainer.person IS NOT NULL AND detainer.at IS NOT NULL
),
arrest_day AS (
    SELECT arrest.record, arrest.person,
        CAST((arrest.at - ((arrest.at % 86400) + 86400) % 86400) / 86400 AS BIGINT) AS day
    FROM in_arrest arrest
    JOIN arr_ep_24 episode ON episode.record = arrest.record
    WHERE arrest.person IS NOT NULL AND arrest.at IS NOT NULL AND episode.kept = 1
)
SELECT detainer.record AS detainer, arrest.record AS arrest, arrest.day - detainer.day AS days,
    CASE WHEN arrest.day - detainer.day <= days_max_kww THEN 1 ELSE 0 END AS within_2
FROM detainer_day detainer
CROSS JOIN parameter
JOIN arrest_day arrest ON arrest.person = detainer.person
    AND arrest.day >= detainer.day AND arrest.day <= detainer.day + days_max;
