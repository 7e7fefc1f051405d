-- id: DET-TYPE
-- version: 1
-- text: A detainer form asks to hold (I-247A, I-247D, I-247), for notice of release alone (I-247G, I-247N), or for something else (I-247X)
-- parameters: none
-- reason: a form that asks for notice alone cannot be declined as a hold
-- source: Deportation Data Project, detainers code of August 2026; spec/facts/form.csv
-- uses: in_detainer, in_label, fact_form
-- gives: det_type(record, form)
--
-- The texts of form.csv are looked for in their order, anywhere in the type, without regard to case; the first that is
-- found decides. A type that is not recorded (most forms before March 2013), or that holds none of them, is 'unknown'.
--
-- example: the number decides, and without one the form is unknown
--   detainer  type
--   1         I247A - Immigration Detainer - Notice of Action (as of May 2025)
--   2         I247N - Immigration Advisal - Request for Notification
--   3         I247 - Immigration Detainer - Notice of Action (prior to March 2013)
--   4         [blank]
--
--   det_type  record  form
--             1       hold
--             2       notice
--             3       hold
--             4       unknown
CREATE VIEW det_type AS
WITH first_found AS (
    SELECT detainer.record, MIN(fact.tested) AS tested
    FROM in_detainer detainer
    JOIN in_label label ON label.code = detainer.type AND label.is_none = 0
    JOIN fact_form fact ON POSITION(LOWER(fact.contains) IN LOWER(label.text)) > 0
    GROUP BY detainer.record
)
SELECT detainer.record, COALESCE(fact.form, 'unknown') AS form
FROM in_detainer detainer
LEFT JOIN first_found ON first_found.record = detainer.record
LEFT JOIN fact_form fact ON fact.tested = first_found.tested;
