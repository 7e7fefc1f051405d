-- id: RETURN
-- version: 1
-- text: a spell at liberty runs from a declined or lifted request, or from a release from detention, to the first of an arrest at large, another way into custody, another request, a departure, or the end of what the release shows
-- parameters: competing_days 180
-- reason: "so many were arrested again" means nothing without those who were not, for how long each could have been, and which other jails let the same person go
-- source: own; the kinds of exit are those of a competing-risks life table
-- uses: in_detainer, in_arrest, in_removal, in_window, in_label, fact_lift, det_type, det_request, det_outcome, arrest_class, arr_ep_24, stay, stint_end, arr_stay_best, removal_join
-- gives: return_origin(origin_record, origin, person, release, from_at, from_lift, facility, last_day); return_spell(origin_record, origin, from_at, until_at, exit, days, arrest, facility, competing, from_lift)
--
-- Origins (`return_origin`), each with a spell of its own:
-- * declined: a request, by the form that DET-REQUEST keeps, whose state is declined (DET-OUTCOME), by its lift reason
--   or because the agency does not accept it.
-- * lifted: one whose state is lifted for a reason after which the person is plausibly at liberty
--   (spec/facts/lift_reason.csv, at_risk). A person who was transferred or died is not.
-- * released: a stay whose release reason says released (STAY-END of its last stint), from its book-out;
--   origin_record is that of the last stint, facility the stay's last.
-- A request's spell begins at its lift date (from_lift 1) or, where none is recorded or it lies before the request, at
-- the moment the request was prepared (from_lift 0). The true release is then later, so `days` is at most too long: a
-- share returned within so many days is at most too low. Read the two apart. A row without an id, or without a moment,
-- is no origin.
--
-- Exits, the earliest after the beginning:
-- * at_large: an arrest that counts (ARR-EP-24) and is at large by METHOD-DDP. The return.
-- * custody: any other arrest that counts, or a stay that begins; but not the stay that is paired (ARR-STAY-BEST) with
--   an arrest at large of the spell, which may begin up to five days before it.
-- * removed: a removal, or the departed date that REMOVAL-JOIN finds for a stay. It has no time of day and stands at the
--   last second of its day: who is arrested at large and leaves the country on one day was arrested first.
-- * detainer: another request than the origin's, by its first form; not for notice alone; and of requests made at one
--   moment only one with a higher record. The person was in a jail again, which answers for itself.
-- * window: none of these until the last second of the earliest of the last days (in_window) of the release's tables of
--   arrests, detainers, stints and removals, those that it has. A release without arrests gives no spells.
-- After means later; when the beginning is of a date only, that is, at midnight, everything of that day is later. At one
-- moment the order is that of this list.
-- The stay that an origin is the end of, and the arrest paired with that stay, end nothing.
--
-- Whose return: a later request ends the spell of an earlier one, so an arrest is the exit of the facility that let go
-- last. `facility` is the origin's. `competing` counts the other requests (first forms, not for notice alone) prepared
-- within 180 days before the arrest, from day to day, whether or not they were answered: an arrest with competing
-- requests is not the doing of one facility.
--
-- An origin that begins after the last day has no spell. It is in return_origin, so that it can be counted: origins less
-- spells are those that no record can speak of.
--
-- `days` is counted from day to day, 0 on the same day.
--
-- example: declined and arrested at large; declined by two jails; never seen again
--   window    release  arrest_last  detainer_last  stint_last
--   1         1        2025-12-31   2025-12-31     2025-12-31
--
--   detainer  person  at          lifted_at   facility  type   lift
--   1         7       2025-01-05  2025-01-06  ALPHA     I247A  Detainer Declined by LEA
--   2         8       2025-01-05  -           ALPHA     I247A  Detainer Declined by LEA
--   3         8       2025-02-01  -           BRAVO     I247A  Detainer Declined by LEA
--   4         9       2025-11-01  -           ALPHA     I247A  Detainer Declined by LEA
--
--   arrest    person  at                method
--   11        7       2025-01-26 09:00  Located
--   12        8       2025-03-01 06:30  Located
--
--   return_spell  origin_record  origin    from_at     until_at             exit      days  arrest  facility  competing  from_lift
--                 1              declined  2025-01-06  2025-01-26 09:00     at_large  20    11      ALPHA     0          1
--                 2              declined  2025-01-05  2025-02-01           detainer  27    -       ALPHA     0          0
--                 3              declined  2025-02-01  2025-03-01 06:30     at_large  28    12      BRAVO     1          0
--                 4              declined  2025-11-01  2025-12-31 23:59:59  window    60    -       ALPHA     0          0
CREATE VIEW return_origin AS
WITH last_days AS (
    SELECT release, arrest_last,
           CASE WHEN detainer_last < arrest_last THEN detainer_last ELSE arrest_last END AS by_detainer,
           CASE WHEN stint_last < arrest_last THEN stint_last ELSE arrest_last END AS by_stint,
           CASE WHEN removal_last < arrest_last THEN removal_last ELSE arrest_last END AS by_removal
    FROM in_window
    WHERE arrest_last IS NOT NULL
),
shown AS (
    SELECT release,
           CASE WHEN by_detainer <= by_stint AND by_detainer <= by_removal THEN by_detainer
                WHEN by_stint <= by_removal THEN by_stint
                ELSE by_removal END AS last_day
    FROM last_days
),
origin AS (
    SELECT d.record AS origin_record, o.state AS origin, d.person, d.release, d.facility,
           CASE WHEN d.at IS NULL OR d.lifted_at >= (d.at - ((d.at % 86400) + 86400) % 86400) THEN COALESCE(d.lifted_at, d.at)
                ELSE d.at END AS from_at,
           CASE WHEN d.lifted_at IS NOT NULL AND (d.at IS NULL OR d.lifted_at >= (d.at - ((d.at % 86400) + 86400) % 86400)) THEN 1
                ELSE 0 END AS from_lift
    FROM in_detainer d
    JOIN det_outcome o ON o.record = d.record
    JOIN det_request r ON r.record = d.record AND r.kept = 1
    JOIN in_label l ON l.code = d.lift
    LEFT JOIN fact_lift f ON l.is_none = 0 AND LOWER(f.lift_reason) = LOWER(l.text)
    WHERE o.state = 'declined' OR (o.state = 'lifted' AND f.at_risk = 'yes')
    UNION ALL
    SELECT y.last_stint AS origin_record, 'released' AS origin, y.person, y.release, y.facility_last AS facility, y.book_out AS from_at,
           0 AS from_lift
    FROM stay y
    JOIN stint_end e ON e.record = y.last_stint AND e.end_kind = 'released'
)
SELECT o.origin_record, o.origin, o.person, o.release, o.from_at, o.from_lift, o.facility, s.last_day
FROM origin o
LEFT JOIN shown s ON s.release = o.release
WHERE o.person IS NOT NULL AND o.from_at IS NOT NULL;

CREATE VIEW return_spell AS
WITH parameter AS (SELECT 180 AS competing_days),
-- What an origin's own records are, and from when on something is after it.
origin AS (
    SELECT o.origin_record, o.origin, o.person, o.from_at, o.from_lift, o.facility, o.last_day,
           CAST((o.from_at - ((o.from_at % 86400) + 86400) % 86400) / 86400 AS BIGINT) AS from_day,
           CASE WHEN o.from_at % 86400 = 0 THEN o.from_at ELSE o.from_at + 1 END AS after_at,
           d.at AS own_at,
           CASE WHEN o.origin = 'released' THEN -1 ELSE r.request END AS own_request,
           COALESCE(y.stay, -1) AS own_stay,
           COALESCE(p.arrest, -1) AS own_arrest
    FROM return_origin o
    LEFT JOIN in_detainer d ON o.origin <> 'released' AND d.record = o.origin_record
    LEFT JOIN det_request r ON o.origin <> 'released' AND r.record = o.origin_record
    LEFT JOIN stay y ON o.origin = 'released' AND y.last_stint = o.origin_record
    LEFT JOIN arr_stay_best p ON p.stay = y.stay
),
arrest AS (
    SELECT a.person, a.record, a.at,
           CASE WHEN m.class = 'at_large' THEN 1 ELSE 0 END AS is_at_large
    FROM in_arrest a
    JOIN arr_ep_24 e ON e.record = a.record AND e.kept = 1
    JOIN arrest_class m ON m.record = a.record AND m.rule = 'METHOD-DDP'
    WHERE a.person IS NOT NULL AND a.at IS NOT NULL
),
begun AS (
    SELECT y.person, y.stay, y.book_in, a.at AS at_large_at
    FROM stay y
    LEFT JOIN arr_stay_best p ON p.stay = y.stay
    LEFT JOIN arrest a ON a.record = p.arrest AND a.is_at_large = 1
),
departure AS (
    SELECT r.person, CAST((r.at - ((r.at % 86400) + 86400) % 86400) / 86400 AS BIGINT) AS day
    FROM in_removal r
    WHERE r.person IS NOT NULL AND r.at IS NOT NULL
    UNION
    SELECT y.person, CAST(j.departed / 86400 AS BIGINT) AS day
    FROM removal_join j
    JOIN stay y ON y.stay = j.stay
),
request AS (
    SELECT d.person, d.record, d.at, CAST((d.at - ((d.at % 86400) + 86400) % 86400) / 86400 AS BIGINT) AS day
    FROM in_detainer d
    JOIN det_request r ON r.record = d.record AND r.request = d.record
    JOIN det_type t ON t.record = d.record AND t.form <> 'notice'
    WHERE d.person IS NOT NULL AND d.at IS NOT NULL
),
ending AS (
    SELECT o.origin, o.origin_record, a.at AS until_at, CASE WHEN a.is_at_large = 1 THEN 1 ELSE 2 END AS exit_order, a.record AS arrest
    FROM origin o
    JOIN arrest a ON a.person = o.person AND a.at >= o.after_at AND a.record <> o.own_arrest
    UNION ALL
    SELECT o.origin, o.origin_record, b.book_in AS until_at, 2 AS exit_order, NULL AS arrest
    FROM origin o
    JOIN begun b ON b.person = o.person AND b.book_in >= o.after_at AND b.stay <> o.own_stay
                AND (b.at_large_at IS NULL OR b.at_large_at < o.after_at)
    UNION ALL
    SELECT o.origin, o.origin_record, x.day * 86400 + 86399 AS until_at, 3 AS exit_order, NULL AS arrest
    FROM origin o
    JOIN departure x ON x.person = o.person AND x.day >= o.from_day
    UNION ALL
    SELECT o.origin, o.origin_record, q.at AS until_at, 4 AS exit_order, NULL AS arrest
    FROM origin o
    JOIN request q ON q.person = o.person AND q.at >= o.after_at AND q.record <> o.own_request
                  AND (o.own_at IS NULL OR q.at > o.own_at OR (q.at = o.own_at AND q.record > o.origin_record))
    UNION ALL
    SELECT o.origin, o.origin_record, CAST(o.last_day AS BIGINT) * 86400 + 86399 AS until_at, 5 AS exit_order, NULL AS arrest
    FROM origin o
),
placed AS (
    SELECT origin, origin_record, until_at, exit_order, arrest,
           ROW_NUMBER() OVER (PARTITION BY origin, origin_record ORDER BY until_at NULLS LAST, exit_order, arrest NULLS LAST) AS place
    FROM ending
),
spell AS (
    SELECT o.origin, o.origin_record, o.person, o.from_at, o.from_day, o.from_lift, o.facility, o.own_request, p.until_at, p.exit_order,
           CAST((p.until_at - ((p.until_at % 86400) + 86400) % 86400) / 86400 AS BIGINT) AS until_day,
           CASE WHEN p.exit_order = 1 THEN p.arrest END AS arrest
    FROM origin o
    JOIN placed p ON p.origin = o.origin AND p.origin_record = o.origin_record AND p.place = 1
    WHERE o.last_day >= o.from_day
),
competing AS (
    SELECT s.origin, s.origin_record, COUNT(*) AS requests
    FROM spell s
    CROSS JOIN parameter
    JOIN request q ON q.person = s.person AND q.record <> s.own_request AND s.until_day - q.day BETWEEN 0 AND competing_days
    WHERE s.exit_order = 1
    GROUP BY s.origin, s.origin_record
)
SELECT s.origin_record,
       s.origin,
       s.from_at,
       s.until_at,
       CASE s.exit_order WHEN 1 THEN 'at_large' WHEN 2 THEN 'custody' WHEN 3 THEN 'removed' WHEN 4 THEN 'detainer' ELSE 'window' END AS exit,
       s.until_day - s.from_day AS days,
       s.arrest,
       s.facility,
       COALESCE(c.requests, 0) AS competing,
       s.from_lift
FROM spell s
LEFT JOIN competing c ON c.origin = s.origin AND c.origin_record = s.origin_record;
