-- id: ARR-STAY-GREEDY
-- version: 1
-- text: an arrest led to the stay that begins closest to it, from 120 hours before to 240 after; a stay goes to its closest arrest first, and losers get no second try
-- parameters: hours_before_max 120, hours_after_max 240
-- reason: the published rule
-- source: Deportation Data Project, ice, code/joined-arrests-detention-stays.R
-- uses: in_arrest, arr_ep_24, stay
-- gives: arr_stay_pair(person, arrest, arrested, stay, book_in, diff_seconds); arr_stay_greedy(arrest, stay, diff_seconds)
--
-- Arrests: the first of each episode (ARR-EP-24), with an id and a moment. diff = book-in of the stay less the arrest.
-- Possible pairs (`arr_stay_pair`): -120 h <= diff <= 240 h, both ends included.
-- First each stay chooses the possible arrest with the smallest |diff| (then the earlier arrest, then the lower record).
-- Then each arrest chooses so among the stays that chose it (then the earlier stay, then the lower record). A stay that
-- is not chosen is not matched again, though another arrest may be free: see ARR-STAY-BEST.
--
-- An older version stops after the first step, so that an arrest may serve two stays.
--
-- example: both stays are closest to the second arrest; the first arrest is left alone
--   arrest   person  at
--   1        7       2025-03-01 00:00
--   2        7       2025-03-03 00:00
--
--   stint    person  stay_book_in      book_in
--   11       7       2025-03-02 14:00  2025-03-02 14:00
--   12       7       2025-03-03 01:00  2025-03-03 01:00
--
--   arr_stay_greedy  arrest  stay  diff_seconds
--                    2       12    3600
CREATE VIEW arr_stay_pair AS
WITH parameter AS (SELECT -120 * 3600 AS diff_min, 240 * 3600 AS diff_max)
SELECT a.person, a.record AS arrest, a.at AS arrested, y.stay, y.book_in, y.book_in - a.at AS diff_seconds
FROM in_arrest a
JOIN arr_ep_24 e ON e.record = a.record AND e.kept = 1
JOIN stay y ON y.person = a.person
CROSS JOIN parameter
WHERE y.book_in - a.at BETWEEN diff_min AND diff_max;

CREATE VIEW arr_stay_greedy AS
WITH chosen_by_stay AS (
    SELECT arrest, stay, book_in, diff_seconds,
           ROW_NUMBER() OVER (PARTITION BY stay ORDER BY ABS(diff_seconds), arrested, arrest) AS place
    FROM arr_stay_pair
),
chosen_by_arrest AS (
    SELECT arrest, stay, diff_seconds,
           ROW_NUMBER() OVER (PARTITION BY arrest ORDER BY ABS(diff_seconds), book_in, stay) AS place
    FROM chosen_by_stay
    WHERE place = 1
)
SELECT arrest, stay, diff_seconds
FROM chosen_by_arrest
WHERE place = 1;
