-- Issues are numbered anew in a new database, while those of the old one are still to be seen in Salesforce: the number of
-- this database stands before the number of the issue.
CREATE TABLE bridge.installation (
  id     uuid NOT NULL DEFAULT gen_random_uuid(),
  single boolean PRIMARY KEY DEFAULT true CHECK (single)
);
INSERT INTO bridge.installation DEFAULT VALUES;

-- `at` is the last try.
ALTER TABLE bridge.issues
  ADD COLUMN opened   timestamptz,
  ADD COLUMN attempts integer NOT NULL DEFAULT 1,
  -- A person has asked for the next try, and which one was the last that somebody asked for: only of such a try that ends as
  -- the one before is there anything to say.
  ADD COLUMN asked    boolean NOT NULL DEFAULT false,
  ADD COLUMN answered integer NOT NULL DEFAULT 1;
UPDATE bridge.issues SET opened = at;
ALTER TABLE bridge.issues ALTER COLUMN opened SET NOT NULL;

-- What a record carries for certain that we are about to create: target fields and their values. Those who look for it need
-- not know by which of them the flow matches today. An intent without them is looked up by what the record says now.
ALTER TABLE bridge.intents ADD COLUMN marks jsonb;
UPDATE bridge.intents SET marks = reference::jsonb WHERE reference LIKE '{%';
ALTER TABLE bridge.intents DROP COLUMN reference;
