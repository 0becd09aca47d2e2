-- The lines that were written below a document: our key of each line, its id in the target system.
ALTER TABLE bridge.written_records ADD COLUMN lines jsonb;

-- Which record makes the document of a deal: an opportunity and its order never make two.
CREATE TABLE bridge.document_makers (
  company text NOT NULL,
  deal    text NOT NULL,
  flow    text NOT NULL,
  record  text NOT NULL,
  PRIMARY KEY (company, deal)
);
CREATE INDEX document_makers_record ON bridge.document_makers (flow, company, record);
