-- id: METHOD-DDP
-- version: 1
-- text: Methods of arrest are at large, custodial, 287(g) or other, as the Deportation Data Project classes them; probation and parole counts as at large
-- parameters: none
-- reason: it is the most used table, and the only one that keeps 287(g) apart
-- source: Deportation Data Project, arrests code of August 2026; spec/facts/method.csv
--
-- id: METHOD-UW
-- version: 1
-- text: Methods of arrest are at large, custodial or other, as the University of Washington Center for Human Rights classes them; most methods have no class
-- parameters: none
-- reason: it classes only what its authors are sure of; all else is unknown
-- source: University of Washington Center for Human Rights, detainer and arrest notebooks; spec/facts/method.csv
--
-- id: METHOD-LEA
-- version: 1
-- text: Methods of arrest are in the community (at large), by a law-enforcement agency (custodial) or other; patrols, task forces and reprocessing are the agency's
-- parameters: none
-- reason: it asks who made the arrest, not where
-- source: ecox10 and Morton et al.; spec/facts/method.csv
--
-- id: METHOD-KIT
-- version: 1
-- text: Methods of arrest are custodial, or not (at large); reprocessed arrests, interior patrols and task forces count as at large
-- parameters: none
-- reason: it asks whether the person was in another agency's custody
-- source: a kit for journalists; spec/facts/method.csv
-- uses: in_arrest, in_label, fact_method
-- gives: arrest_class(record, rule, class)
--
-- A method that a table does not list is 'unknown' by it, and so is an arrest whose method is not recorded or withheld: a
-- count of "at large" must name its table. `Custodial Arrest` is what the three CAP incarceration methods became in
-- late July 2025. Texts compare without regard to case.
--
-- example: probation and parole stands elsewhere in every table; a blank is unknown
--   arrest  method
--   1       Probation and Parole
--   2       [blank]
--
--   arrest_class  record  rule        class
--                 1       METHOD-DDP  at_large
--                 1       METHOD-KIT  custodial
--                 1       METHOD-LEA  custodial
--                 1       METHOD-UW   other
--                 2       METHOD-DDP  unknown
--                 2       METHOD-KIT  unknown
--                 2       METHOD-LEA  unknown
--                 2       METHOD-UW   unknown
CREATE VIEW arrest_class AS
WITH published AS (
    SELECT 'METHOD-DDP' AS rule
    UNION ALL SELECT 'METHOD-UW'
    UNION ALL SELECT 'METHOD-LEA'
    UNION ALL SELECT 'METHOD-KIT'
)
SELECT arrest.record, published.rule, COALESCE(fact.class, 'unknown') AS class
FROM in_arrest arrest
CROSS JOIN published
LEFT JOIN in_label label ON label.code = arrest.method AND label.is_none = 0
LEFT JOIN fact_method fact ON fact.rule = published.rule AND LOWER(fact.method) = LOWER(label.text);
