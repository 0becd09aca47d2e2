-- The lines that are about to be added to a document, as they are sent. Business Central keeps no key of ours on a line: one
-- whose answer was lost is known by what it says, also when its source line has changed or gone meanwhile.
CREATE TABLE bridge.line_intents (
  flow    text NOT NULL,
  company text NOT NULL,
  record  text NOT NULL,
  lines   jsonb NOT NULL,
  PRIMARY KEY (flow, company, record)
);
