-- id: ARR-STAY-BEST
-- version: 1
-- text: arrests and stays of a person are paired one to one so that most are paired, at the smallest sum of differences in time
-- parameters: hours_before_max 120, hours_after_max 240
-- reason: the published rule leaves an arrest alone whose stay had a closer one, though another stay is free
-- source: own
-- uses: in_arrest, in_stint, arr_ep_24, stay, arr_stay_pair
-- gives: arr_stay_best(arrest, stay, diff_seconds)
--
-- Possible pairs are those of ARR-STAY-GREEDY. Of all pairings one to one: most pairs; then the smallest sum of |diff|
-- in seconds; then, read arrest by arrest in order of time (and record), the one that gives the first arrest the
-- earliest stay, and so on, no stay being the last choice.
--
-- Only pairings that do not cross are looked at: where an arrest is before another, so is its stay. Nothing is lost.
-- Let a1 <= a2 be arrests, s1 <= s2 stays, and (a1, s2), (a2, s1) possible. All of s1 - a1 and s2 - a2 lie between
-- s1 - a2 and s2 - a1, so (a1, s1), (a2, s2) are possible too; and as their sum is the same and |x| is convex, they
-- are not further apart in sum. So any pairing can be uncrossed without losing a pair or a second.
--
-- A pair spans at most 240 hours, so a person's arrests and stays fall into clusters between which more than 240 hours
-- lie, each of which is paired by itself. A cluster is walked arrest by arrest. Of the beginnings that have used the
-- stays up to the same one, the best alone is carried on, as what may follow is the same for all. `path` holds seven
-- digits an arrest, 1000000 + the stay's place in the cluster or 9999999 for none, so that texts compare as choices do.
--
-- The program pairs a cluster by ARR-STAY-GREEDY, and counts it, when it has more than 1,048,576 possible pairs and
-- ends: tens of thousands of stays of one person without a pause of ten days. No record of a person is like that.
--
-- example: as in ARR-STAY-GREEDY, where the first arrest is left alone
--   arrest   person  at
--   1        7       2025-03-01 00:00
--   2        7       2025-03-03 00:00
--
--   stint    person  stay_book_in      book_in
--   11       7       2025-03-02 14:00  2025-03-02 14:00
--   12       7       2025-03-03 01:00  2025-03-03 01:00
--
--   arr_stay_best  arrest  stay  diff_seconds
--                  1       11    136800
--                  2       12    3600
CREATE VIEW arr_stay_best AS
WITH RECURSIVE parameter AS (SELECT 240 * 3600 AS gap_max),
event AS (
    SELECT a.person, a.record, 0 AS is_stay, a.at AS moment
    FROM in_arrest a
    JOIN arr_ep_24 e ON e.record = a.record AND e.kept = 1
    WHERE a.person IS NOT NULL AND a.at IS NOT NULL
    UNION ALL
    SELECT person, stay AS record, 1 AS is_stay, book_in AS moment FROM stay
),
gap AS (
    SELECT person, record, is_stay, moment,
           moment - LAG(moment) OVER (PARTITION BY person ORDER BY moment, is_stay, record) AS seconds
    FROM event
),
clustered AS (
    SELECT person, record, is_stay, moment,
           SUM(CASE WHEN seconds > gap_max THEN 1 ELSE 0 END)
               OVER (PARTITION BY person ORDER BY moment, is_stay, record
                     ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS cluster
    FROM gap
    CROSS JOIN parameter
),
numbered AS (
    SELECT person, cluster, record, is_stay,
           ROW_NUMBER() OVER (PARTITION BY person, cluster, is_stay ORDER BY moment, record) AS place
    FROM clustered
),
choice AS (
    SELECT a.person, a.cluster, a.place AS arrest_place, y.place AS stay_place, p.arrest, p.stay, p.diff_seconds
    FROM numbered a
    JOIN arr_stay_pair p ON p.arrest = a.record
    JOIN numbered y ON y.record = p.stay AND y.is_stay = 1
    WHERE a.is_stay = 0
    UNION ALL
    SELECT person, cluster, place AS arrest_place, NULL AS stay_place, record AS arrest, NULL AS stay, 0 AS diff_seconds
    FROM numbered
    WHERE is_stay = 0
),
walk AS (
    SELECT person, cluster, CAST(0 AS BIGINT) AS arrest_place, CAST(0 AS BIGINT) AS stay_place,
           CAST(0 AS BIGINT) AS pair_count, CAST(0 AS BIGINT) AS seconds, CAST('' AS VARCHAR) AS path
    FROM numbered
    WHERE is_stay = 0 AND place = 1
    UNION ALL
    SELECT person, cluster, arrest_place, stay_place, pair_count, seconds, path
    FROM (
        SELECT person, cluster, arrest_place, stay_place, pair_count, seconds, path,
               ROW_NUMBER() OVER (PARTITION BY person, cluster, stay_place
                                  ORDER BY pair_count DESC, seconds, path) AS preference
        FROM (
            SELECT w.person, w.cluster, c.arrest_place,
                   CAST(COALESCE(c.stay_place, w.stay_place) AS BIGINT) AS stay_place,
                   CAST(w.pair_count + CASE WHEN c.stay_place IS NULL THEN 0 ELSE 1 END AS BIGINT) AS pair_count,
                   CAST(w.seconds + ABS(c.diff_seconds) AS BIGINT) AS seconds,
                   CAST(w.path || CAST(COALESCE(1000000 + c.stay_place, 9999999) AS VARCHAR) AS VARCHAR) AS path
            FROM walk w
            JOIN choice c ON c.person = w.person AND c.cluster = w.cluster AND c.arrest_place = w.arrest_place + 1
                         AND (c.stay_place IS NULL OR c.stay_place > w.stay_place)
        ) step
    ) preferred
    WHERE preference = 1
),
walked AS (
    SELECT person, cluster, path,
           ROW_NUMBER() OVER (PARTITION BY person, cluster
                              ORDER BY arrest_place DESC, pair_count DESC, seconds, path) AS preference
    FROM walk
),
-- The best path of a cluster, set beside each choice of it. (A join would do, but nobody can foretell its size.)
answered AS (
    SELECT arrest, stay, diff_seconds, arrest_place, stay_place,
           MAX(path) OVER (PARTITION BY person, cluster ORDER BY arrest
                           ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS path
    FROM (
        SELECT person, cluster, arrest, stay, diff_seconds, arrest_place, stay_place, CAST(NULL AS VARCHAR) AS path
        FROM choice
        UNION ALL
        SELECT person, cluster, NULL AS arrest, NULL AS stay, NULL AS diff_seconds, NULL AS arrest_place,
               NULL AS stay_place, path
        FROM walked
        WHERE preference = 1
    ) together
)
SELECT arrest, stay, diff_seconds
FROM answered
WHERE stay IS NOT NULL
  AND CAST(1000000 + stay_place AS VARCHAR) = SUBSTRING(path FROM CAST(7 * arrest_place - 6 AS INTEGER) FOR 7);
