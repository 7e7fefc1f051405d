-- id: WINDOW
-- version: 1
-- text: a table of a release covers everything up to the latest day that has a record and closes seven days of which at least four have one; where no day does, up to its latest day with a record
-- parameters: week_days 7, days_with_record_min 4
-- reason: a spell is cut off, and an outcome is censored, where the records end; a few rows dated years ahead would move that end to where nothing was recorded
-- source: own; rows dated after the release was made stand in most releases
-- uses: in_arrest, in_detainer, in_stint, in_removal
-- gives: release_window(release, arrest_last, detainer_last, stint_last, removal_last)
--
-- example: a row two years ahead does not stretch the window
--   arrest  person  at
--   1       7       2025-01-01
--   2       8       2025-01-02
--   3       9       2025-01-05
--   4       9       2025-01-07
--   5       7       2027-01-01
--
--   release_window  release  arrest_last  detainer_last
--                   1        2025-01-07   -
CREATE VIEW release_window AS
WITH parameter AS (SELECT 7 AS week_days, 4 AS days_with_record_min),
moment AS (
  SELECT a.release, 1 AS kind, a."at" AS moment FROM in_arrest a
  UNION ALL
  SELECT d.release, 2, d."at" FROM in_detainer d
  UNION ALL
  SELECT s.release, 3, s.book_in FROM in_stint s
  UNION ALL
  SELECT r.release, 4, r."at" FROM in_removal r
),
release_known AS (SELECT DISTINCT release FROM moment),
day_held AS (
  SELECT DISTINCT release, kind, CAST((moment - ((moment % 86400) + 86400) % 86400) / 86400 AS BIGINT) AS day_number
  FROM moment
  WHERE moment IS NOT NULL
),
closing AS (
  SELECT d.release, d.kind, d.day_number
  FROM day_held d
  CROSS JOIN parameter p
  JOIN day_held w ON w.release = d.release AND w.kind = d.kind
    AND w.day_number <= d.day_number AND w.day_number > d.day_number - p.week_days
  GROUP BY d.release, d.kind, d.day_number, p.days_with_record_min
  HAVING COUNT(*) >= p.days_with_record_min
),
last_closing AS (SELECT release, kind, MAX(day_number) AS day_number FROM closing GROUP BY release, kind),
last_held AS (SELECT release, kind, MAX(day_number) AS day_number FROM day_held GROUP BY release, kind),
last_day AS (
  SELECT h.release, h.kind, COALESCE(c.day_number, h.day_number) AS day_number
  FROM last_held h
  LEFT JOIN last_closing c ON c.release = h.release AND c.kind = h.kind
)
SELECT k.release,
  MAX(CASE WHEN l.kind = 1 THEN l.day_number END) AS arrest_last,
  MAX(CASE WHEN l.kind = 2 THEN l.day_number END) AS detainer_last,
  MAX(CASE WHEN l.kind = 3 THEN l.day_number END) AS stint_last,
  MAX(CASE WHEN l.kind = 4 THEN l.day_number END) AS removal_last
FROM release_known k
LEFT JOIN last_day l ON l.release = k.release
GROUP BY k.release;
