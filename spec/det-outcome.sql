-- id: DET-OUTCOME
-- version: 1
-- text: what became of a detainer: what its form and lift reason say; where they are silent, the first arrest, stay or other request within 180 days after it; then the record's other fields; else whether the release is too short to tell, or why it is not known
-- parameters: followed_days 180, contradiction_days 7, at_large_days 30, stay_after_days 10, stay_before_days 5
-- reason: an empty lift reason is neither a hold nor a refusal; what is known some other way is said with its reason, and what is not known stays unknown
-- source: own; the order of steps follows the published ones of 287(g) Watch, NPR and TRAC where they agree
-- uses: in_detainer, in_arrest, in_window, in_label, fact_lift, det_type, det_request, arrest_class, arr_ep_24, arr_stay_best, stay
-- gives: det_outcome(record, state, reason, arrest, stay, days, declined_yet_booked, honoured_yet_at_large, notice_yet_declined, honoured_without_stay)
--
-- One row a detainer record. The first step that decides gives `reason`, and the reason gives `state`:
--
--   1  the form asks for notice alone                             not_a_hold  NOTICE-ONLY
--   2  a lift reason is recorded: spec/facts/lift_reason.csv      honoured, declined, lifted, superseded
--        it says superseded, and DET-REQUEST finds no later form  superseded  SUPERSEDED-NO-SUCCESSOR
--        it is not in that list                                   lifted      LIFT-NOT-IN-LIST
--   3  first to follow: an arrest in custody with a stay          booked      BOOKED-CUSTODIAL-ARREST
--   4  first to follow: an arrest at large                        at_large    LATER-AT-LARGE
--   5  the record says that the agency does not accept            declined    FIELD-NOT-ACCEPTED
--        a later form to the same facility cancels it             lifted      LIFT-CANCELLED-BY-LATER
--   -  no id: nothing can be linked                               unknown     NO-ID, NO-ID-IN-RELEASE
--   6  the release ends before it could tell                      censored    WINDOW-ENDS
--   7  why it is not known, the first of                          unknown
--        LIFT-WITHHELD           a lift reason stands there, redacted or unreadable
--        LATER-DETAINER          first to follow: a request to another facility, which answers for itself
--        CUSTODIAL-NO-STAY       first to follow: an arrest in custody, no stay with it
--        STAY-NO-ARREST          first to follow: a stay, no arrest with it
--        BOOKED-METHOD-UNKNOWN   first to follow: an arrest with a stay, by a method that does not tell
--        CUSTODY-BEGAN-BEFORE    first to follow: one half of an arrest and stay whose other half was before
--        FIELD-ACCEPTED          the agency accepts; that is no booking
--        NO-DATE, DATED-AFTER-RELEASE, ARRESTS-NOT-IN-LEDGER, STINTS-NOT-IN-LEDGER
--        NOTHING-FOLLOWED
--
-- Steps 3 and 4 ask one question together, unlike the published order, which asks for a booking first: of what follows
-- the request, the first in time decides. Otherwise a booking months after an arrest at large would make a jail that
-- let a person go one that held them; and a booking from another jail, that was asked later, would be the first jail's.
--
-- What follows:
-- * Arrests are those that count (ARR-EP-24), their class is METHOD-DDP's: custodial or 287g, at_large, or neither.
-- * An arrest and the stay it is paired with (ARR-STAY-BEST, which lets the stay begin up to 5 days before and 10 days
--   after) are one happening at the earlier of their two moments. An arrest that is neither custodial nor at large and
--   has no stay says nothing and is passed over.
-- * A happening follows a request when its later moment is not before the request's. A request of a date only is at
--   midnight, so an arrest on the same day follows it.
-- * Where the earlier moment is on a day before the request, the person was in the agency's hands already: such a
--   happening is placed at its later moment and decides nothing (CUSTODY-BEGAN-BEFORE).
-- * Another request is a form other than for notice alone, the first of its request, at a later moment and to another
--   facility. A facility that is not recorded is another one than any that is.
-- * At one moment an arrest comes before a stay, a stay before a request; then the lower record.
-- * It is placed within 180 days of the request, counted from day to day.
-- A person may be asked for twice at one jail; a booking then speaks for both requests unless one supersedes the other.
--
-- The release is too short (6) when its arrests or its stints end (in_window) before 180 days after the request and
-- nothing was found; when an arrest in custody has no stay and the stints end within the next 10 days; when a stay has
-- no arrest and the arrests end within the next 5. What was found and decides, stands, however short the release.
--
-- `arrest`, `stay`, `days`: the happening that follows first, and days to it, whatever the state: what booked, at_large
-- and the unknown states rest on, and for the others evidence to weigh: a request recorded as declined with an arrest
-- at large in `arrest` is one thing, with a stay two days later another. Where only `days` is given, another facility was
-- asked. Not given for a form that asks for notice alone, nor for a superseded one: its successor answers. A reader who
-- counts requests takes the records that DET-REQUEST keeps.
--
-- Contradictions are told, not resolved; they do not depend on the state:
-- * declined_yet_booked: declined by its lift reason or not accepted, yet a stay begins within 7 days of the lift date
--   (or, where none is recorded, of the request), and not before the request's day.
-- * honoured_yet_at_large: booked by its lift reason, yet within 30 days arrested at large, and no stay begins between.
-- * notice_yet_declined: a form that asks for notice alone, yet recorded as declined.
-- * honoured_without_stay: booked by its lift reason, yet no stay begins within 180 days, which the release covers.
--
-- Not in it: whether a jail held a person for up to 48 hours; no release says so.
--
-- example: three requests without a lift reason, and what is known of them
--   window    release  arrest_last  detainer_last  stint_last
--   1         1        2025-12-31   2025-12-31     2025-12-31
--
--   detainer  person  at          facility  type
--   1         7       2025-01-05  ALPHA     I247A
--   2         8       2025-01-05  ALPHA     I247A
--   3         9       2025-11-01  ALPHA     I247A
--
--   arrest    person  at                method
--   11        7       2025-01-07 09:00  Custodial Arrest
--   12        8       2025-03-01 06:30  Located
--
--   stint     person  stay_book_in      book_in           facility
--   21        7       2025-01-07 14:00  2025-01-07 14:00  BRAVO
--
--   det_outcome  record  state     reason                   arrest  stay  days
--                1       booked    BOOKED-CUSTODIAL-ARREST  11      21    2
--                2       at_large  LATER-AT-LARGE           12      -     55
--                3       censored  WINDOW-ENDS              -       -     -
CREATE VIEW det_outcome AS
WITH parameter AS (
    SELECT 180 AS followed_days, 7 AS contradiction_days, 30 AS at_large_days, 10 AS stay_after_days, 5 AS stay_before_days
),
detainer AS (
    SELECT d.record, d.person, d.at, d.facility, d.accepted, d.cancels_previous, r.request, r.kept, w.arrest_last, w.stint_last,
           w.detainer_last, w.has_ids,
           CAST((d.at - ((d.at % 86400) + 86400) % 86400) / 86400 AS BIGINT) AS day,
           CAST((d.lifted_at - ((d.lifted_at % 86400) + 86400) % 86400) / 86400 AS BIGINT) AS lifted_day,
           CASE WHEN t.form = 'notice' THEN 1 ELSE 0 END AS is_notice,
           f.state AS lift_state,
           f.reason AS lift_reason,
           CASE WHEN l.is_none = 0 AND f.state IS NULL THEN 1 ELSE 0 END AS is_unlisted,
           CASE WHEN l.is_none = 1 AND (l.text LIKE '[redacted%' OR l.text = '[unreadable]') THEN 1 ELSE 0 END AS is_withheld
    FROM in_detainer d
    JOIN in_label l ON l.code = d.lift
    JOIN det_type t ON t.record = d.record
    JOIN det_request r ON r.record = d.record
    LEFT JOIN fact_lift f ON l.is_none = 0 AND LOWER(f.lift_reason) = LOWER(l.text)
    LEFT JOIN in_window w ON w.release = d.release
),
arrest AS (
    SELECT a.person, a.record, a.at, m.class,
           CAST((a.at - ((a.at % 86400) + 86400) % 86400) / 86400 AS BIGINT) AS day
    FROM in_arrest a
    JOIN arr_ep_24 e ON e.record = a.record AND e.kept = 1
    JOIN arrest_class m ON m.record = a.record AND m.rule = 'METHOD-DDP'
    WHERE a.person IS NOT NULL AND a.at IS NOT NULL
),
stays AS (
    SELECT y.person, y.stay, y.book_in,
           CAST((y.book_in - ((y.book_in % 86400) + 86400) % 86400) / 86400 AS BIGINT) AS day
    FROM stay y
),
-- Arrests with their stays, and what is left of either.
paired AS (
    SELECT a.person, a.record AS arrest, y.stay, a.class, a.record AS tie, 0 AS kind_order,
           CASE WHEN y.book_in < a.at THEN y.book_in ELSE a.at END AS first_at,
           CASE WHEN y.book_in > a.at THEN y.book_in ELSE a.at END AS last_at
    FROM arrest a
    LEFT JOIN arr_stay_best p ON p.arrest = a.record
    LEFT JOIN stays y ON y.stay = p.stay
    UNION ALL
    SELECT y.person, NULL AS arrest, y.stay, NULL AS class, y.stay AS tie, 1 AS kind_order, y.book_in AS first_at, y.book_in AS last_at
    FROM stays y
    LEFT JOIN arr_stay_best p ON p.stay = y.stay
    WHERE p.stay IS NULL
),
happening AS (
    SELECT person, arrest, stay, tie, kind_order, first_at, last_at,
           CAST((first_at - ((first_at % 86400) + 86400) % 86400) / 86400 AS BIGINT) AS first_day,
           CASE WHEN arrest IS NULL THEN 'stay'
                WHEN class = 'at_large' THEN 'at large'
                WHEN class IN ('custodial', '287g') AND stay IS NOT NULL THEN 'booked'
                WHEN class IN ('custodial', '287g') THEN 'custodial'
                ELSE 'method unknown' END AS what
    FROM paired
    WHERE arrest IS NULL OR stay IS NOT NULL OR class IN ('at_large', 'custodial', '287g')
),
following AS (
    SELECT d.record, d.day, h.arrest, h.stay, h.tie, h.kind_order,
           CASE WHEN h.first_day >= d.day THEN h.first_at ELSE h.last_at END AS moment,
           CASE WHEN h.first_day >= d.day THEN h.what ELSE 'astride' END AS what
    FROM detainer d
    JOIN happening h ON h.person = d.person AND h.last_at >= d.at
    UNION ALL
    SELECT d.record, d.day, NULL AS arrest, NULL AS stay, o.record AS tie, 2 AS kind_order, o.at AS moment, 'later' AS what
    FROM detainer d
    JOIN detainer o ON o.person = d.person AND o.at > d.at AND o.facility <> d.facility AND o.request = o.record AND o.is_notice = 0
),
placed AS (
    SELECT record, arrest, stay, what,
           CAST((moment - ((moment % 86400) + 86400) % 86400) / 86400 AS BIGINT) AS happened_day,
           CAST((moment - ((moment % 86400) + 86400) % 86400) / 86400 AS BIGINT) - day AS days,
           ROW_NUMBER() OVER (PARTITION BY record ORDER BY moment, kind_order, tie) AS place
    FROM following
),
followed AS (
    SELECT p.record, p.arrest, p.stay, p.what, p.happened_day, p.days
    FROM placed p
    CROSS JOIN parameter
    WHERE p.place = 1 AND p.days <= followed_days
),
cancelled AS (
    SELECT DISTINCT d.record
    FROM detainer d
    JOIN detainer o ON o.person = d.person AND o.facility = d.facility AND o.cancels_previous = 1
                   AND (o.at > d.at OR (o.at = d.at AND o.record > d.record))
),
reasoned AS (
    SELECT d.record, d.is_notice, d.lift_state, d.lift_reason,
           f.arrest, f.stay, f.days,
           CASE -- 1: the form
                WHEN d.is_notice = 1 THEN 'NOTICE-ONLY'
                -- 2: the lift reason
                WHEN d.lift_state = 'superseded' AND d.kept = 1 THEN 'SUPERSEDED-NO-SUCCESSOR'
                WHEN d.lift_state IS NOT NULL THEN d.lift_reason
                WHEN d.is_unlisted = 1 THEN 'LIFT-NOT-IN-LIST'
                -- 3, 4: what follows first, where it decides
                WHEN f.what = 'booked' THEN 'BOOKED-CUSTODIAL-ARREST'
                WHEN f.what = 'at large' THEN 'LATER-AT-LARGE'
                -- 5: other fields
                WHEN d.accepted = 0 THEN 'FIELD-NOT-ACCEPTED'
                WHEN c.record IS NOT NULL THEN 'LIFT-CANCELLED-BY-LATER'
                WHEN d.person IS NULL AND d.has_ids = 0 THEN 'NO-ID-IN-RELEASE'
                WHEN d.person IS NULL THEN 'NO-ID'
                -- 6: what would decide may lie beyond the release's end
                WHEN f.what = 'custodial' AND d.stint_last < f.happened_day + stay_after_days THEN 'WINDOW-ENDS'
                WHEN f.what = 'stay' AND d.arrest_last < f.happened_day + stay_before_days THEN 'WINDOW-ENDS'
                WHEN f.what IS NULL AND d.arrest_last IS NOT NULL AND d.stint_last IS NOT NULL
                     AND (d.arrest_last < d.day + followed_days OR d.stint_last < d.day + followed_days)
                     AND (d.detainer_last IS NULL OR d.day <= d.detainer_last) THEN 'WINDOW-ENDS'
                -- 7: why it is not known
                WHEN d.is_withheld = 1 THEN 'LIFT-WITHHELD'
                WHEN f.what = 'later' THEN 'LATER-DETAINER'
                WHEN f.what = 'custodial' AND d.stint_last IS NULL THEN 'STINTS-NOT-IN-LEDGER'
                WHEN f.what = 'custodial' THEN 'CUSTODIAL-NO-STAY'
                WHEN f.what = 'stay' AND d.arrest_last IS NULL THEN 'ARRESTS-NOT-IN-LEDGER'
                WHEN f.what = 'stay' THEN 'STAY-NO-ARREST'
                WHEN f.what = 'method unknown' THEN 'BOOKED-METHOD-UNKNOWN'
                WHEN f.what = 'astride' THEN 'CUSTODY-BEGAN-BEFORE'
                WHEN d.accepted = 1 THEN 'FIELD-ACCEPTED'
                WHEN d.at IS NULL THEN 'NO-DATE'
                WHEN d.day > d.detainer_last THEN 'DATED-AFTER-RELEASE'
                WHEN d.arrest_last IS NULL THEN 'ARRESTS-NOT-IN-LEDGER'
                WHEN d.stint_last IS NULL THEN 'STINTS-NOT-IN-LEDGER'
                ELSE 'NOTHING-FOLLOWED' END AS reason
    FROM detainer d
    CROSS JOIN parameter
    LEFT JOIN followed f ON f.record = d.record
    LEFT JOIN cancelled c ON c.record = d.record
),
stated AS (
    SELECT record, reason, arrest, stay, days,
           CASE WHEN is_notice = 1 THEN 'not_a_hold'
                WHEN lift_state IS NOT NULL THEN lift_state
                WHEN reason IN ('LIFT-NOT-IN-LIST', 'LIFT-CANCELLED-BY-LATER') THEN 'lifted'
                WHEN reason = 'BOOKED-CUSTODIAL-ARREST' THEN 'booked'
                WHEN reason = 'LATER-AT-LARGE' THEN 'at_large'
                WHEN reason = 'FIELD-NOT-ACCEPTED' THEN 'declined'
                WHEN reason = 'WINDOW-ENDS' THEN 'censored'
                ELSE 'unknown' END AS state
    FROM reasoned
),
-- Contradictions.
declined_yet_booked AS (
    SELECT DISTINCT d.record
    FROM detainer d
    CROSS JOIN parameter
    JOIN stays y ON y.person = d.person
                AND y.day BETWEEN COALESCE(d.lifted_day, d.day) - contradiction_days AND COALESCE(d.lifted_day, d.day) + contradiction_days
                AND (d.day IS NULL OR y.day >= d.day)
    WHERE d.lift_state = 'declined' OR d.accepted = 0
),
honoured_yet_at_large AS (
    SELECT DISTINCT d.record
    FROM detainer d
    CROSS JOIN parameter
    JOIN arrest a ON a.person = d.person AND a.class = 'at_large' AND a.at >= d.at AND a.day - d.day <= at_large_days
    LEFT JOIN stays y ON y.person = d.person AND y.day >= d.day AND y.book_in < a.at
    WHERE d.lift_state = 'honoured' AND y.stay IS NULL
),
honoured_with_stay AS (
    SELECT DISTINCT d.record
    FROM detainer d
    CROSS JOIN parameter
    JOIN stays y ON y.person = d.person AND y.day BETWEEN d.day AND d.day + followed_days
    WHERE d.lift_state = 'honoured'
)
SELECT d.record,
       s.state,
       s.reason,
       CASE WHEN s.state IN ('not_a_hold', 'superseded') THEN NULL ELSE s.arrest END AS arrest,
       CASE WHEN s.state IN ('not_a_hold', 'superseded') THEN NULL ELSE s.stay END AS stay,
       CASE WHEN s.state IN ('not_a_hold', 'superseded') THEN NULL ELSE s.days END AS days,
       CASE WHEN b.record IS NULL THEN 0 ELSE 1 END AS declined_yet_booked,
       CASE WHEN l.record IS NULL THEN 0 ELSE 1 END AS honoured_yet_at_large,
       CASE WHEN d.is_notice = 1 AND d.lift_state = 'declined' THEN 1 ELSE 0 END AS notice_yet_declined,
       CASE WHEN d.lift_state = 'honoured' AND d.person IS NOT NULL AND d.stint_last >= d.day + followed_days AND h.record IS NULL THEN 1
            ELSE 0 END AS honoured_without_stay
FROM detainer d
CROSS JOIN parameter
JOIN stated s ON s.record = d.record
LEFT JOIN declined_yet_booked b ON b.record = d.record
LEFT JOIN honoured_yet_at_large l ON l.record = d.record
LEFT JOIN honoured_with_stay h ON h.record = d.record;
