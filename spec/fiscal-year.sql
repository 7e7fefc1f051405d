-- id: FY
-- version: 1
-- text: The US federal fiscal year of a record: 1 October to 30 September, named by the year in which it ends
-- parameters: first_month 10
-- reason: the agency plans and reports by it
-- source: 31 U.S.C. 1102
-- uses: in_arrest, in_detainer
-- gives: fiscal_year(event, record, fiscal_year)
--
-- A record without a date has no fiscal year. The year is found from the day's number by whole-number arithmetic: years begin in March, so that
-- the leap day is the last of its year, and 400 years are 146,097 days. 719,468 days lie between 0000-03-01 and 1970-01-01.
--
-- example: the last day of one year and the first of the next; no date, no year
--   arrest  at
--   1       2024-09-30 23:59:59
--   2       2024-10-01 00:00:00
--   3       -
--
--   fiscal_year  event   record  fiscal_year
--                arrest  1       2024
--                arrest  2       2025
--                arrest  3       -
CREATE VIEW fiscal_year AS
WITH event_day AS (
    SELECT CAST('arrest' AS VARCHAR) AS event, arrest.record,
        CAST((arrest.at - ((arrest.at % 86400) + 86400) % 86400) / 86400 AS BIGINT) + 719468 AS day
    FROM in_arrest arrest
    UNION ALL
    SELECT CAST('detainer' AS VARCHAR) AS event, detainer.record,
        CAST((detainer.at - ((detainer.at % 86400) + 86400) % 86400) / 86400 AS BIGINT) + 719468 AS day
    FROM in_detainer detainer
),
-- 400 years are an era; rounded down also before the year 0.
era AS (
    SELECT event, record, day, (CASE WHEN day >= 0 THEN day ELSE day - 146096 END) / 146097 AS era
    FROM event_day
),
day_of_era AS (
    SELECT event, record, era, day - era * 146097 AS day_of_era
    FROM era
),
year_of_era AS (
    SELECT event, record, era, day_of_era,
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365 AS year_of_era
    FROM day_of_era
),
day_of_year AS (
    SELECT event, record, era * 400 + year_of_era AS year,
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100) AS day_of_year
    FROM year_of_era
)
-- From 1 March: 1 October is day 214. January and February of the next year are in the same fiscal year as October.
SELECT event, record, CAST(year + CASE WHEN day_of_year >= 214 THEN 1 ELSE 0 END AS BIGINT) AS fiscal_year
FROM day_of_year;
