-- A deal has one maker, whatever its company: an opportunity or an order that is moved to another company makes no second
-- document there. Where two companies have one each, the one that was linked stays.
DELETE FROM bridge.document_makers AS spare
USING bridge.document_makers AS kept
WHERE spare.deal = kept.deal AND spare.ctid <> kept.ctid
  AND (
    EXISTS (SELECT 1 FROM bridge.written_records w WHERE (w.flow, w.company, w.record) = (kept.flow, kept.company, kept.record)),
    kept.ctid
  ) > (
    EXISTS (SELECT 1 FROM bridge.written_records w WHERE (w.flow, w.company, w.record) = (spare.flow, spare.company, spare.record)),
    spare.ctid
  );
ALTER TABLE bridge.document_makers DROP CONSTRAINT document_makers_pkey;
ALTER TABLE bridge.document_makers ADD PRIMARY KEY (deal);
