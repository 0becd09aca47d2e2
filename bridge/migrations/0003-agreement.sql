-- What both sides agreed upon last, field by field, to tell afterwards who has changed what.
ALTER TABLE bridge.written_records
  -- As we wrote them.
  ADD COLUMN fields  jsonb,
  -- Where the target keeps them otherwise: how it keeps them.
  ADD COLUMN held    jsonb,
  -- How often somebody else is known to have changed the target, and how much of that has been looked at.
  ADD COLUMN touches integer NOT NULL DEFAULT 0,
  ADD COLUMN looked  integer NOT NULL DEFAULT 0;
CREATE INDEX written_records_target ON bridge.written_records (target_id);

-- What a person may choose, to mend a parked record: [{"id", "label"}].
ALTER TABLE bridge.issues ADD COLUMN choices jsonb;

-- What a person has chosen; the record's next run obeys.
CREATE TABLE bridge.decisions (
  flow    text NOT NULL,
  company text NOT NULL,
  record  text NOT NULL,
  choice  text NOT NULL,
  at      timestamptz NOT NULL,
  PRIMARY KEY (flow, company, record)
);

-- Records that have reached the later stage of their life: accounts with a document of their own in the books.
CREATE TABLE bridge.reached (
  company text NOT NULL,
  system  text NOT NULL,
  name    text NOT NULL,
  id      text NOT NULL,
  at      timestamptz NOT NULL,
  PRIMARY KEY (company, system, name, id)
);
