-- id: DET-REQUEST
-- version: 1
-- text: A form that was superseded is continued by the person's next form to the same facility within 60 days; a request counts once, by its last form
-- parameters: gap_days_max 60
-- reason: when a new form is issued the request goes on under another record and date, and no published rule sees that
-- source: the project's own, not published anywhere; an inference, and its parameter can be argued with
-- uses: in_detainer, in_label, fact_lift
-- gives: det_request(record, request, kept)
--
-- [?] This rule is ours. What it takes for granted: that "Superseding - New Form Issued" on a form means another form of this table; that it goes to the
-- same facility; that 60 days part a new form from a new request.
--
-- 1. The forms of a person to a facility are put in order of day; on one day those that were superseded come first, since what continues them may be
--    dated the same day and their times are rarely recorded; then by time and record. Forms marked as duplicates are left out of this.
-- 2. A superseded form and the next form are one request if at most 60 days part them. So a chain of superseded forms is one request, two of them
--    before one successor both belong to it, and one without a successor is a request of its own.
-- 3. A form marked as a duplicate belongs to the request of the nearest form (in days; the one before, if two are as near) of the person and facility
--    that is not itself marked so, within 60 days; with none it is a request of its own.
-- 4. `request` is the record of the request's first form by time. The last form in the order of 1 is kept and speaks for the request; a duplicate
--    speaks only when it is alone.
-- A form without a date or an id is a request of its own. A facility that is not recorded equals one that is not recorded.
--
-- example: a chain of three is one request, spoken for by the last; another jail is another request
--   detainer  person  at          facility  lift
--   1         7       2025-01-01  JAIL A    Superseding - New Form Issued
--   2         7       2025-02-01  JAIL B    Detainer Declined by LEA
--   3         7       2025-02-15  JAIL A    Superseding - New Form Issued
--   4         7       2025-03-01  JAIL A    Booked into Detention
--   5         7       2025-03-05  JAIL A    Duplicate
--
--   det_request  record  request  kept
--                1       1        0
--                2       2        1
--                3       1        0
--                4       1        1
--                5       1        0
CREATE VIEW det_request AS
WITH parameter AS (SELECT 60 AS gap_days_max),
form AS (
    SELECT detainer.record, detainer.person, detainer.facility, detainer.at AS moment,
        CAST((detainer.at - ((detainer.at % 86400) + 86400) % 86400) / 86400 AS BIGINT) AS day,
        CASE WHEN fact.reason = 'LIFT-SUPERSEDED' THEN 0 ELSE 1 END AS is_end,
        CASE WHEN fact.reason = 'LIFT-DUPLICATE' THEN 1 ELSE 0 END AS is_duplicate
    FROM in_detainer detainer
    LEFT JOIN in_label label ON label.code = detainer.lift AND label.is_none = 0
    LEFT JOIN fact_lift fact ON LOWER(fact.lift_reason) = LOWER(label.text)
    WHERE detainer.person IS NOT NULL AND detainer.at IS NOT NULL
),
-- Steps 1 and 2.
gaps AS (
    SELECT record, person, facility, moment, day, is_end,
        LAG(is_end) OVER (PARTITION BY person, facility ORDER BY day, is_end, moment, record) AS before_is_end,
        day - LAG(day) OVER (PARTITION BY person, facility ORDER BY day, is_end, moment, record) AS gap_days
    FROM form
    WHERE is_duplicate = 0
),
chain AS (
    SELECT record, person, facility, moment, day, is_end,
        SUM(CASE WHEN before_is_end = 0 AND gap_days <= gap_days_max THEN 0 ELSE 1 END)
            OVER (PARTITION BY person, facility ORDER BY day, is_end, moment, record
                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS number
    FROM gaps CROSS JOIN parameter
),
speaker AS (
    SELECT record, person, facility, moment, number,
        CASE
            WHEN ROW_NUMBER() OVER (PARTITION BY person, facility, number
                                    ORDER BY day DESC, is_end DESC, moment DESC, record DESC) = 1 THEN 1
            ELSE 0
        END AS kept
    FROM chain
),
-- Step 3: the place of each form by time, and the places of the nearest forms before and after that are no duplicates.
placed AS (
    SELECT record, person, facility, moment, day, is_duplicate,
        ROW_NUMBER() OVER (PARTITION BY person, facility ORDER BY moment, record) AS place
    FROM form
),
neighbours AS (
    SELECT record, person, facility, moment, day, is_duplicate, place,
        MAX(CASE WHEN is_duplicate = 0 THEN place END)
            OVER (PARTITION BY person, facility ORDER BY place
                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS before_place,
        MIN(CASE WHEN is_duplicate = 0 THEN place END)
            OVER (PARTITION BY person, facility ORDER BY place DESC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS after_place
    FROM placed
),
original AS (
    SELECT duplicate.record, duplicate.person, duplicate.facility, duplicate.moment,
        CASE
            WHEN duplicate.day - before_form.day <= gap_days_max
                AND (after_form.day IS NULL OR duplicate.day - before_form.day <= after_form.day - duplicate.day)
                THEN before_form.record
            WHEN after_form.day - duplicate.day <= gap_days_max THEN after_form.record
        END AS original
    FROM neighbours duplicate
    CROSS JOIN parameter
    LEFT JOIN placed before_form ON before_form.person = duplicate.person
        AND before_form.facility = duplicate.facility AND before_form.place = duplicate.before_place
    LEFT JOIN placed after_form ON after_form.person = duplicate.person
        AND after_form.facility = duplicate.facility AND after_form.place = duplicate.after_place
    WHERE duplicate.is_duplicate = 1
),
-- Step 4.
member AS (
    SELECT record, person, facility, moment, number, kept
    FROM speaker
    UNION ALL
    SELECT original.record, original.person, original.facility, original.moment, speaker.number, 0 AS kept
    FROM original
    JOIN speaker ON speaker.record = original.original
)
SELECT record,
    FIRST_VALUE(record) OVER (PARTITION BY person, facility, number ORDER BY moment, record
                              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS request,
    kept
FROM member
UNION ALL
SELECT detainer.record, detainer.record AS request, 1 AS kept
FROM in_detainer detainer
LEFT JOIN member ON member.record = detainer.record
WHERE member.record IS NULL;
