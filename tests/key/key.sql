-- What linking derived of the synthetic releases, held against their answer keys. The test makes the releases, sets
-- `keys` to where the keys lie and attaches the ledger as `ledger`; then it reads the last views of this file.
--
-- Every record for which linking and truth differ gets the reason why the records cannot show the truth, from the key
-- and from which rows lost their id, never from what linking said of itself. What no reason fits is 'UNEXPLAINED'.

-- -- The key, its rows named as the ledger names them ---------------------------------------------------------------

CREATE TABLE place AS
SELECT s.sheet_id, s.release, f.file, s.name AS sheet
FROM ledger.sheet s
JOIN ledger.source f ON f.source_id = s.source_id;

CREATE TABLE key_detainer AS
SELECT p.release, p.sheet_id, k.row, k.person, k.form, k.prepared, k.true_outcome, k.released, k.id_recorded,
       k.facility_code, k.released_by, COALESCE(k.recorded_lift_reason, '') AS recorded,
       COALESCE(k."return", '') AS come_back, k.days_to_return
FROM read_csv(getvariable('keys') || '/answer-key-detainers.csv', header = true) k
JOIN place p ON p.file = k.file AND p.sheet = k.sheet;

CREATE TABLE key_return AS
SELECT d.release, d.sheet_id, k.detainer_row AS row, a.sheet_id AS arrest_sheet_id, k.arrest_row, k.days,
       k.days_from_prepared, k.method, k.true_outcome, k.ids_recorded
FROM read_csv(getvariable('keys') || '/answer-key-returns.csv', header = true) k
JOIN place d ON d.file = k.detainer_file AND d.sheet = k.detainer_sheet
JOIN place a ON a.file = k.arrest_file AND a.sheet = k.arrest_sheet;

CREATE TABLE key_episode AS
SELECT p.release, p.sheet_id, k.row, k.episode, k.kind, k.true_arrest, k.minutes_after_first AS minutes, k.id_recorded
FROM read_csv(getvariable('keys') || '/answer-key-episodes.csv', header = true) k
JOIN place p ON p.file = k.file AND p.sheet = k.sheet;

CREATE TABLE key_stay AS
SELECT p.release, p.sheet_id, k.row, k.stay, k.stint, k.kind, k.began, k.ended, k.end_reason, k.person, k.id_recorded,
       a.sheet_id AS arrest_sheet_id, k.arrest_row
FROM read_csv(getvariable('keys') || '/answer-key-stays.csv', header = true) k
JOIN place p ON p.file = k.file AND p.sheet = k.sheet
JOIN place a ON a.file = k.arrest_file AND a.sheet = k.arrest_sheet;

-- A person who was sent a detainer for has at most one true arrest after it: taken over from a jail, or come back.
CREATE TABLE key_taken AS
SELECT DISTINCT d.release, d.person, a.sheet_id AS arrest_sheet_id, k.arrest_row
FROM read_csv(getvariable('keys') || '/answer-key-encounters.csv', header = true) k
JOIN place p ON p.file = k.detainer_file AND p.sheet = k.detainer_sheet
JOIN key_detainer d ON d.sheet_id = p.sheet_id AND d.row = k.detainer_row
JOIN place a ON a.file = k.arrest_file AND a.sheet = k.arrest_sheet;

-- -- What linking said ----------------------------------------------------------------------------------------------

CREATE VIEW arrest_said AS
SELECT l.sheet_id, l.row, l.episode_sheet_id, l.episode_row, l.kept_by & 1 AS is_kept, m.label AS method_class,
       a.person IS NOT NULL AS has_id, a.arrest_date AS day, a.arrest_date_second AS second
FROM ledger.arrest_link l
JOIN ledger.arrest a ON a.sheet_id = l.sheet_id AND a.row = l.row
JOIN ledger.term m ON m.code = l.method_ddp;

CREATE VIEW outcome_said AS
SELECT l.sheet_id, l.row, s.label AS state, r.label AS reason, l.arrest_sheet_id, l.arrest_row, l.stay_sheet_id, l.stay_row
FROM ledger.detainer_link l
JOIN ledger.term s ON s.code = l.outcome
JOIN ledger.term r ON r.code = l.outcome_reason;

CREATE VIEW spell_said AS
SELECT l.sheet_id, l.row, o.label AS origin, x.label AS exit, l.days, l.from_date, l.arrest_sheet_id, l.arrest_row
FROM ledger.return_link l
JOIN ledger.term o ON o.code = l.origin
JOIN ledger.term x ON x.code = l.exit;

-- -- Episodes -------------------------------------------------------------------------------------------------------

-- Rows of a true arrest that kept their id, in their order, with the hours since the one before.
CREATE VIEW episode_row AS
SELECT k.release, k.episode, k.kind, k.true_arrest, a.episode_sheet_id, a.episode_row, a.is_kept,
       k.minutes - LAG(k.minutes) OVER (PARTITION BY k.release, k.episode, k.true_arrest ORDER BY k.minutes, k.row) AS gap
FROM key_episode k
JOIN arrest_said a ON a.sheet_id = k.sheet_id AND a.row = k.row
WHERE k.id_recorded;

CREATE VIEW episode_found AS
SELECT r.release, r.kind, r.episode, r.true_arrest, COUNT(*) AS rows_with_id,
       COUNT(DISTINCT (r.episode_sheet_id, r.episode_row)) AS episodes, SUM(r.is_kept) AS kept, MAX(r.gap) AS gap
FROM episode_row r
GROUP BY ALL;

-- How many rows of other true arrests stand in an episode.
CREATE VIEW episode_mixed AS
SELECT p.release, a.episode_sheet_id, a.episode_row
FROM arrest_said a
JOIN place p ON p.sheet_id = a.sheet_id
LEFT JOIN key_episode k ON k.sheet_id = a.sheet_id AND k.row = a.row AND k.kind <> 'near_miss'
GROUP BY ALL
HAVING COUNT(DISTINCT CASE WHEN k.row IS NULL THEN a.sheet_id * 1000000 + a.row ELSE -k.episode END) > 1;

CREATE TABLE episodes AS
SELECT release, kind, 'arrest' AS what,
       CASE WHEN rows_with_id = 1 THEN 'one row kept its id'
            WHEN episodes = 1 AND kept = 1 AND gap <= 1440 THEN 'one episode, as it was'
            WHEN episodes = 2 AND kept = 2 AND gap > 1440 THEN 'the row between lost its id'
            ELSE 'UNEXPLAINED' END AS why,
       COUNT(*) AS count
FROM episode_found
WHERE kind <> 'near_miss'
GROUP BY ALL
UNION ALL
SELECT k.release, k.kind, 'pair' AS what,
       CASE WHEN COUNT(*) = 1 THEN 'one row kept its id'
            WHEN COUNT(DISTINCT (a.episode_sheet_id, a.episode_row)) = 2 THEN 'two episodes, as it was'
            ELSE 'UNEXPLAINED' END AS why,
       1 AS count
FROM key_episode k
JOIN arrest_said a ON a.sheet_id = k.sheet_id AND a.row = k.row
WHERE k.kind = 'near_miss' AND k.id_recorded
GROUP BY k.release, k.kind, k.episode
UNION ALL
SELECT release, 'any' AS kind, 'arrests joined that are two' AS what, 'UNEXPLAINED' AS why, COUNT(*) AS count
FROM episode_mixed
GROUP BY release;

-- -- Stays ----------------------------------------------------------------------------------------------------------

CREATE VIEW stint_said AS
SELECT k.release, k.stay, k.stint, k.kind, k.id_recorded, k.began, k.ended, l.lost_at, l.kept_by & 1 AS is_kept,
       l.stay_sheet_id, l.stay_row, k.arrest_sheet_id, k.arrest_row
FROM key_stay k
JOIN ledger.stint_link l ON l.sheet_id = k.sheet_id AND l.row = k.row;

-- A true stint: of its rows with an id one counts, unless another of the day speaks for it.
CREATE TABLE stints AS
SELECT release, 'stint' AS kind,
       CASE WHEN SUM(id_recorded::INTEGER) = 0 THEN 'no row kept its id'
            WHEN rows_all = 1 AND kept = 1 AND NOT is_back THEN 'one row, counts'
            WHEN rows_all > 1 AND kept = 1 AND lost_bond = rows_with_id - 1 AND NOT is_back THEN 'rows that differ in bonds, one counts'
            WHEN is_back AND kept = 0 AND lost_day >= 1 AND last_has_id THEN 'true, dropped: back on the same day (the published rule)'
            WHEN is_back AND kept = 1 AND NOT last_has_id THEN 'back on the same day, that row lost its id'
            ELSE 'UNEXPLAINED' END AS why,
       COUNT(*) AS count
FROM (
    SELECT s.release, s.stay, s.stint, COUNT(*) AS rows_all, SUM(s.id_recorded::INTEGER) AS rows_with_id,
           BOOL_OR(s.id_recorded) AS id_recorded,
           SUM(CASE WHEN s.id_recorded THEN s.is_kept ELSE 0 END) AS kept,
           SUM(CASE WHEN s.lost_at = 1 THEN 1 ELSE 0 END) AS lost_bond,
           SUM(CASE WHEN s.lost_at = 2 THEN 1 ELSE 0 END) AS lost_day, BOOL_OR(s.kind = 'back_same_day') AS is_back,
           -- The stint after the one elsewhere: there and back are three in a row.
           COALESCE(BOOL_OR(n.id_recorded), false) AS last_has_id
    FROM stint_said s
    LEFT JOIN key_stay n ON s.kind = 'back_same_day' AND n.release = s.release AND n.stay = s.stay AND n.stint = s.stint + 2
    GROUP BY s.release, s.stay, s.stint
)
GROUP BY release, rows_all, rows_with_id, kept, lost_bond, lost_day, is_back, last_has_id;

-- A true stay: the rows that kept their id are one stay, and nobody else's row is in it.
CREATE TABLE stays AS
SELECT t.release,
       CASE WHEN t.rows_with_id = 0 THEN 'no row kept its id'
            WHEN t.stays <> 1 OR m.stays > 1 OR y.row IS NULL THEN 'UNEXPLAINED'
            WHEN y.book_in IS DISTINCT FROM t.began OR y.book_out IS DISTINCT FROM t.ended THEN 'UNEXPLAINED'
            WHEN y.stint_count = t.stints THEN 'as it was'
            WHEN y.stint_count = t.stints - t.lost_ids - t.backs THEN
                CASE WHEN t.backs > 0 THEN 'as it was, one true stint less (back on the same day)' ELSE 'as it was, less stints that lost their id' END
            ELSE 'UNEXPLAINED' END AS why,
       COUNT(*) AS count
FROM (
    SELECT release, stay, SUM(id_recorded::INTEGER) AS rows_with_id, MIN(began) AS began, MIN(ended) AS ended,
           COUNT(DISTINCT stint) AS stints,
           COUNT(DISTINCT stint) - COUNT(DISTINCT CASE WHEN id_recorded THEN stint END) AS lost_ids,
           COUNT(DISTINCT CASE WHEN lost_at = 2 THEN stint END) AS backs,
           COUNT(DISTINCT CASE WHEN id_recorded THEN (stay_sheet_id, stay_row) END) AS stays,
           MIN(CASE WHEN id_recorded THEN stay_sheet_id END) AS stay_sheet_id, MIN(CASE WHEN id_recorded THEN stay_row END) AS stay_row
    FROM stint_said
    GROUP BY release, stay
) t
LEFT JOIN ledger.stay_link y ON y.sheet_id = t.stay_sheet_id AND y.row = t.stay_row
LEFT JOIN (
    SELECT stay_sheet_id, stay_row, COUNT(DISTINCT stay) AS stays
    FROM stint_said WHERE id_recorded GROUP BY ALL
) m ON m.stay_sheet_id = t.stay_sheet_id AND m.stay_row = t.stay_row
GROUP BY ALL;

-- -- Outcomes -------------------------------------------------------------------------------------------------------

CREATE TABLE truth AS
SELECT release, person, 'taken' AS what, arrest_sheet_id, arrest_row FROM key_taken
UNION ALL
SELECT DISTINCT d.release, d.person, 'back' AS what, r.arrest_sheet_id, r.arrest_row
FROM key_return r
JOIN key_detainer d ON d.sheet_id = r.sheet_id AND d.row = r.row;

-- A detainer, what linking said, and the one true arrest of the person: 'truth_said' when linking rests on its episode.
CREATE TABLE outcome_row AS
SELECT d.release, d.sheet_id, d.row, d.form, d.true_outcome, d.recorded, d.id_recorded, d.prepared, s.state, s.reason,
       t.what AS truth, a.has_id AS truth_has_id, b.day - d.prepared AS truth_days,
       a.has_id AND s.arrest_sheet_id = a.episode_sheet_id AND s.arrest_row = a.episode_row AS truth_said,
       r.row IS NOT NULL AS is_return,
       (SELECT MIN((z.stay_book_in - a.day) * 86400 + z.stay_book_in_second)
        FROM key_stay y
        JOIN ledger.stint z ON z.sheet_id = y.sheet_id AND z.row = y.row
        WHERE y.arrest_sheet_id = t.arrest_sheet_id AND y.arrest_row = t.arrest_row) - a.second AS stay_seconds,
       EXISTS (SELECT 1 FROM key_detainer o
               WHERE o.release = d.release AND o.person = d.person AND o.prepared >= d.prepared AND o.row <> d.row
                 AND NOT o.id_recorded) AS later_lost_id,
       EXISTS (SELECT 1 FROM key_detainer o
               WHERE o.release = d.release AND o.person = d.person AND o.prepared > d.prepared
                 AND o.id_recorded AND o.facility_code <> d.facility_code AND o.form = 'I247A') AS later_other_jail
FROM key_detainer d
JOIN outcome_said s ON s.sheet_id = d.sheet_id AND s.row = d.row
LEFT JOIN truth t ON t.release = d.release AND t.person = d.person
LEFT JOIN arrest_said a ON a.sheet_id = t.arrest_sheet_id AND a.row = t.arrest_row
LEFT JOIN arrest_said b ON b.sheet_id = t.arrest_sheet_id AND b.row = t.arrest_row
LEFT JOIN key_return r ON r.sheet_id = d.sheet_id AND r.row = d.row;

CREATE VIEW recorded_state AS
SELECT r.*,
       CASE recorded WHEN 'Booked into Detention' THEN 'honoured'
                     WHEN 'Detainer Declined by LEA' THEN 'declined'
                     WHEN 'Superseding - New Form Issued' THEN 'superseded'
                     ELSE 'lifted' END AS says
FROM outcome_row r;

CREATE TABLE outcomes AS
SELECT release, true_outcome, state,
       CASE
           -- The form or the lift reason says it.
           WHEN form = 'I247G' AND state = 'not_a_hold' THEN
               CASE WHEN true_outcome = 'notification' THEN 'as it was' ELSE 'as it was: asked for notice alone' END
           WHEN form = 'I247G' THEN 'UNEXPLAINED'
           WHEN recorded <> '' AND state <> says THEN 'UNEXPLAINED'
           WHEN recorded <> '' AND says = true_outcome THEN 'as it was'
           WHEN recorded = 'Transferred' AND true_outcome = 'transferred' THEN 'as it was'
           WHEN recorded <> '' THEN 'the lift reason says otherwise'
           -- Nothing is recorded.
           WHEN NOT id_recorded THEN CASE WHEN reason = 'NO-ID' THEN 'the detainer lost its id' ELSE 'UNEXPLAINED' END
           -- What followed was found.
           WHEN state = 'booked' AND truth = 'taken' AND truth_said THEN
               CASE true_outcome WHEN 'honoured' THEN 'as it was, by linking'
                                 WHEN 'superseded' THEN 'the new form was honoured, nothing says it is a new form'
                                 WHEN 'transferred' THEN CASE WHEN later_lost_id THEN 'another jail handed over, its form lost its id' ELSE 'UNEXPLAINED' END
                                 ELSE 'UNEXPLAINED' END
           WHEN state = 'at_large' AND truth = 'back' AND truth_said AND truth_days <= 180 THEN
               CASE WHEN is_return AND true_outcome IN ('declined', 'lifted') THEN 'let go and arrested at large, as it was'
                    WHEN is_return AND true_outcome = 'transferred' THEN 'another jail let go, unasked; arrested at large, as it was'
                    WHEN true_outcome = 'superseded' THEN 'the new form was not honoured, nothing says it is a new form'
                    WHEN true_outcome = 'transferred' AND later_lost_id THEN 'another jail let go, its form lost its id'
                    ELSE 'UNEXPLAINED' END
           WHEN state IN ('booked', 'at_large') THEN 'UNEXPLAINED'
           WHEN reason = 'LATER-DETAINER' AND later_other_jail THEN
               CASE true_outcome WHEN 'transferred' THEN 'as it was: another jail was asked' ELSE 'another jail was asked first, later' END
           WHEN reason = 'CUSTODIAL-NO-STAY' AND truth = 'taken' AND truth_said AND stay_seconds > 240 * 3600 THEN
               'arrested on paper at once, detained more than 10 days later'
           WHEN reason = 'STAY-NO-ARREST' AND NOT truth_has_id THEN 'the arrest lost its id'
           -- Nothing was found, and there was nothing to find.
           WHEN state = 'censored' AND prepared + 180 <= DATE '2026-03-10' THEN 'UNEXPLAINED'
           WHEN reason = 'NOTHING-FOLLOWED' AND prepared + 180 > DATE '2026-03-10' THEN 'UNEXPLAINED'
           WHEN reason NOT IN ('WINDOW-ENDS', 'NOTHING-FOLLOWED') THEN 'UNEXPLAINED'
           WHEN true_outcome = 'censored' THEN 'as it was: still in the jail'
           WHEN truth IS NULL AND true_outcome <> 'honoured' THEN 'nothing was recorded and nobody came back in the release'
           WHEN truth_days > 180 THEN 'the arrest came after more than 180 days'
           WHEN NOT truth_has_id THEN 'the arrest lost its id'
           ELSE 'UNEXPLAINED' END AS why,
       COUNT(*) AS count
FROM recorded_state
GROUP BY ALL;

-- -- Returns --------------------------------------------------------------------------------------------------------

-- Each true return, and the spell of its detainer.
CREATE TABLE return_row AS
SELECT k.release, k.true_outcome, k.days, k.days_from_prepared, d.form, d.recorded, d.id_recorded, a.has_id, o.state, o.reason,
       s.exit, s.days AS days_said, a.method_class, a.day,
       s.arrest_sheet_id = a.episode_sheet_id AND s.arrest_row = a.episode_row AS is_found,
       EXISTS (SELECT 1 FROM key_stay y
               WHERE y.arrest_sheet_id = k.arrest_sheet_id AND y.arrest_row = k.arrest_row) AS has_stay
FROM key_return k
JOIN key_detainer d ON d.sheet_id = k.sheet_id AND d.row = k.row
JOIN outcome_said o ON o.sheet_id = k.sheet_id AND o.row = k.row
JOIN arrest_said a ON a.sheet_id = k.arrest_sheet_id AND a.row = k.arrest_row
LEFT JOIN spell_said s ON s.sheet_id = k.sheet_id AND s.row = k.row AND s.origin IN ('declined', 'lifted');

CREATE TABLE returns AS
SELECT release, true_outcome, state, COALESCE(exit, 'no spell') AS exit,
       CASE WHEN exit = 'at_large' AND is_found AND days_said = days_from_prepared THEN
                'found, days counted from the request'
            WHEN exit = 'at_large' THEN 'UNEXPLAINED'
            -- No spell: nothing says that this jail let go.
            WHEN exit IS NULL AND NOT id_recorded THEN 'the detainer lost its id'
            WHEN exit IS NULL AND form = 'I247G' THEN 'asked for notice alone'
            WHEN exit IS NULL AND recorded = '' THEN 'no lift reason'
            WHEN exit IS NULL AND recorded IN ('Booked into Detention', 'Transferred') THEN 'the lift reason says otherwise'
            WHEN exit IS NULL THEN 'UNEXPLAINED'
            -- A spell that ended otherwise.
            WHEN NOT has_id AND exit = 'custody' AND has_stay THEN 'the arrest lost its id, its stay ended the spell'
            WHEN NOT has_id AND exit = 'window' AND NOT has_stay THEN 'the arrest lost its id'
            ELSE 'UNEXPLAINED' END AS why,
       COUNT(*) AS count
FROM return_row
GROUP BY ALL;

-- Each spell that ends in an arrest at large, and whose return that truly was.
CREATE VIEW return_said AS
SELECT d.release, d.person, d.sheet_id, d.row, d.form, d.id_recorded, a.episode_sheet_id, a.episode_row
FROM key_return k
JOIN key_detainer d ON d.sheet_id = k.sheet_id AND d.row = k.row
JOIN arrest_said a ON a.sheet_id = k.arrest_sheet_id AND a.row = k.arrest_row;

-- A later arrest after a stay from which the person was let go.
CREATE VIEW arrest_again AS
SELECT DISTINCT y.sheet_id, y.row, a.episode_sheet_id, a.episode_row
FROM key_stay y
JOIN key_stay z ON z.release = y.release AND z.person = y.person AND z.stay <> y.stay AND z.began >= y.ended
JOIN arrest_said a ON a.sheet_id = z.arrest_sheet_id AND a.row = z.arrest_row AND a.day >= y.ended
WHERE y.end_reason IN ('Bonded Out - IJ', 'Order of recognizance', 'Paroled');

CREATE TABLE spells AS
SELECT p.release, s.origin,
       CASE WHEN s.origin = 'released' THEN
                CASE WHEN g.row IS NOT NULL THEN 'arrested again after detention' ELSE 'UNEXPLAINED' END
            WHEN r.sheet_id = s.sheet_id AND r.row = s.row THEN 'the return of this request'
            WHEN NOT r.id_recorded THEN 'the return of another request, which lost its id'
            WHEN r.form = 'I247G' THEN 'the return after another form, for notice alone'
            ELSE 'UNEXPLAINED' END AS why,
       COUNT(*) AS count
FROM spell_said s
JOIN place p ON p.sheet_id = s.sheet_id
LEFT JOIN key_detainer d ON d.sheet_id = s.sheet_id AND d.row = s.row
LEFT JOIN return_said r ON r.release = d.release AND r.person = d.person AND s.origin <> 'released'
                       AND r.episode_sheet_id = s.arrest_sheet_id AND r.episode_row = s.arrest_row
LEFT JOIN arrest_again g ON g.sheet_id = s.sheet_id AND g.row = s.row AND s.origin = 'released'
                        AND g.episode_sheet_id = s.arrest_sheet_id AND g.episode_row = s.arrest_row
WHERE s.exit = 'at_large'
GROUP BY ALL;
