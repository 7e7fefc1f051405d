-- id: STAY-END
-- version: 1
-- text: What a stay's release reason says of where the person went: released, removed, transferred or other
-- parameters: none
-- reason: only a person who was released is at liberty; one who was handed to another agency is not
-- source: the project's own reading of release reasons; spec/facts/stay_end.csv
-- uses: in_stint, in_label, fact_stay_end
-- gives: stint_end(record, end_kind)
--
-- A reason that is not recorded, or not in the list, is 'unknown'. Texts compare without regard to case.
--
-- example: marshals are a transfer, a bond is a release, a death is neither
--   stint  stay_release_reason
--   1      U.S. Marshals or other agency (explain in Detention Comments)
--   2      Bonded Out - IJ
--   3      Died
--   4      [blank]
--
--   stint_end  record  end_kind
--              1       transferred
--              2       released
--              3       other
--              4       unknown
CREATE VIEW stint_end AS
SELECT stint.record, COALESCE(fact.end_kind, 'unknown') AS end_kind
FROM in_stint stint
LEFT JOIN in_label label ON label.code = stint.stay_release_reason AND label.is_none = 0
LEFT JOIN fact_stay_end fact ON LOWER(fact.release_reason) = LOWER(label.text);
