-- id: CRIM-CONVICTED
-- version: 1
-- text: Convicted is the first of the agency's three classes of criminality alone
-- parameters: none
-- reason: charges are not convictions
-- source: University of Washington Center for Human Rights, notebooks
--
-- id: CRIM-DHS
-- version: 1
-- text: Criminal is the first or the second class: convicted, or with charges pending
-- parameters: none
-- reason: statements of the Department of Homeland Security count so
-- source: statements of the Department of Homeland Security
-- uses: in_arrest, in_label
-- gives: arrest_crim(record, class, convicted, criminal)
--
-- A class that is not recorded or is withheld is 'unknown', never "none": a published code that reads "no code" as "no
-- conviction" understates convictions. A text that is none of the three classes is unknown too. The class is that at the time of the arrest;
-- the one at removal can differ.
-- The rule of violent convictions by code of offence waits: no relation carries the code.
--
-- example: pending charges are criminal by one rule and no conviction by the other; a blank is neither
--   arrest  criminality
--   1       1 Convicted Criminal
--   2       2 Pending Criminal Charges
--   3       3 Other Immigration Violator
--   4       [blank]
--
--   arrest_crim  record  class  convicted  criminal
--                1       1      yes        yes
--                2       2      no         yes
--                3       3      no         no
--                4       -      unknown    unknown
CREATE VIEW arrest_crim AS
WITH classes AS (
    SELECT arrest.record,
        CASE LOWER(label.text)
            WHEN '1 convicted criminal' THEN 1
            WHEN '2 pending criminal charges' THEN 2
            WHEN '3 other immigration violator' THEN 3
        END AS class
    FROM in_arrest arrest
    LEFT JOIN in_label label ON label.code = arrest.criminality AND label.is_none = 0
)
SELECT record, class,
    CASE WHEN class IS NULL THEN 'unknown' WHEN class = 1 THEN 'yes' ELSE 'no' END AS convicted,
    CASE WHEN class IS NULL THEN 'unknown' WHEN class <= 2 THEN 'yes' ELSE 'no' END AS criminal
FROM classes;
