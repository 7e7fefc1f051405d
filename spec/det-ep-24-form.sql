-- id: DET-EP-24-FORM
-- version: 1
-- text: Within an episode of DET-EP-24 the first detainer of each form and facility counts
-- parameters: gap_days_max 1
-- reason: two jails, or a request to hold beside one for notice, are two requests even on one day
-- source: Deportation Data Project, detainers code of August 2026
-- uses: in_detainer, det_ep_24
-- gives: det_ep_24_form(record, kept)
--
-- A form or facility that is not recorded equals one that is not recorded. A detainer without a date or an id is an episode of its own and is kept.
--
-- example: the same form to another jail counts, a second to the same does not
--   detainer  person  at          facility  type
--   1         7       2025-01-01  JAIL A    I247A
--   2         7       2025-01-02  JAIL A    I247A
--   3         7       2025-01-02  JAIL B    I247A
--   4         7       2025-01-02  JAIL A    I247G
--
--   det_ep_24_form  record  kept
--                   1       1
--                   2       0
--                   3       1
--                   4       1
CREATE VIEW det_ep_24_form AS
SELECT detainer.record,
    CASE
        WHEN ROW_NUMBER() OVER (PARTITION BY episode.episode, detainer.type, detainer.facility
                                ORDER BY detainer.at NULLS LAST, detainer.record) = 1 THEN 1
        ELSE 0
    END AS kept
FROM in_detainer detainer
JOIN det_ep_24 episode ON episode.record = detainer.record;
