-- What the bridge remembers. Everything is keyed by (flow, company, record): one record on its way through one flow.

-- Every running bridge takes a number and holds the session advisory lock of that number while it lives.
CREATE SEQUENCE bridge.instances;

-- One row per (flow, company, record): asking again for a job that waits is the same row.
CREATE SEQUENCE bridge.claims;
CREATE TABLE bridge.jobs (
  flow       text NOT NULL,
  company    text NOT NULL,
  record     text NOT NULL,
  -- Arrival, for the order among jobs that became ready at the same instant.
  position   bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  ready_at   timestamptz NOT NULL,
  attempts   integer NOT NULL DEFAULT 0,
  -- The bridge that runs it, and the number of this very claim: who lost the claim can no longer finish the job.
  claimed_by bigint,
  claim      bigint,
  -- It was asked for while it ran: once more afterwards, not before ready_at.
  again      boolean NOT NULL DEFAULT false,
  PRIMARY KEY (flow, company, record)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
CREATE INDEX jobs_ready ON bridge.jobs (flow, ready_at, position) WHERE claimed_by IS NULL;
CREATE INDEX jobs_running ON bridge.jobs (claimed_by) WHERE claimed_by IS NOT NULL;
CREATE INDEX jobs_claim ON bridge.jobs (claim) WHERE claim IS NOT NULL;

-- Stored with the alphabetically first system on the left, so that both directions find one row.
CREATE TABLE bridge.links (
  company      text NOT NULL,
  left_system  text NOT NULL,
  left_name    text NOT NULL,
  left_id      text NOT NULL,
  right_system text NOT NULL,
  right_name   text NOT NULL,
  right_id     text NOT NULL,
  PRIMARY KEY (company, left_system, left_name, left_id, right_system, right_name),
  UNIQUE (company, right_system, right_name, right_id, left_system, left_name)
);

CREATE TABLE bridge.intents (
  flow      text NOT NULL,
  company   text NOT NULL,
  record    text NOT NULL,
  reference text,
  known     text[] NOT NULL,
  at        timestamptz NOT NULL,
  PRIMARY KEY (flow, company, record)
);

CREATE TABLE bridge.waiting (
  flow           text NOT NULL,
  company        text NOT NULL,
  record         text NOT NULL,
  system         text NOT NULL,
  name           text NOT NULL,
  id             text NOT NULL,
  partner_system text NOT NULL,
  partner_name   text NOT NULL,
  since          timestamptz NOT NULL,
  PRIMARY KEY (flow, company, record, system, name, id, partner_system, partner_name)
);
CREATE INDEX waiting_for ON bridge.waiting (company, system, name, id, partner_system, partner_name);

CREATE TABLE bridge.written_records (
  flow      text NOT NULL,
  company   text NOT NULL,
  record    text NOT NULL,
  hash      text NOT NULL,
  target_id text NOT NULL,
  at        timestamptz NOT NULL,
  PRIMARY KEY (flow, company, record)
);

CREATE TABLE bridge.cursors (
  name  text PRIMARY KEY,
  value text NOT NULL
);

CREATE TABLE bridge.audit_log (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at            timestamptz NOT NULL,
  flow          text NOT NULL,
  company       text NOT NULL,
  record        text NOT NULL,
  source_system text NOT NULL,
  source_name   text NOT NULL,
  target_system text NOT NULL,
  target_name   text NOT NULL,
  target_id     text,
  outcome       text NOT NULL,
  fields        jsonb,
  message       text
);
CREATE INDEX audit_log_source ON bridge.audit_log (source_system, record, id DESC);
CREATE INDEX audit_log_target ON bridge.audit_log (target_system, target_id, id DESC) WHERE target_id IS NOT NULL;

-- Counted as they are written: counting the log itself would read all of it at every scrape of the metrics.
CREATE TABLE bridge.audit_counts (
  flow    text NOT NULL,
  outcome text NOT NULL,
  count   bigint NOT NULL,
  PRIMARY KEY (flow, outcome)
);

CREATE TABLE bridge.issues (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  flow    text NOT NULL,
  company text NOT NULL,
  record  text NOT NULL,
  at      timestamptz NOT NULL,
  message text NOT NULL,
  advice  text NOT NULL,
  vendor  text,
  UNIQUE (flow, company, record)
);
-- Records whose change may mend the issue, besides the source record itself.
CREATE TABLE bridge.issue_records (
  issue  bigint NOT NULL REFERENCES bridge.issues ON DELETE CASCADE,
  system text NOT NULL,
  name   text NOT NULL,
  id     text NOT NULL,
  PRIMARY KEY (issue, system, name, id)
);
CREATE INDEX issue_records_record ON bridge.issue_records (system, name, id);

-- How each record stands in each flow, in a sentence, and what its source record was told of it.
CREATE TABLE bridge.standings (
  flow    text NOT NULL,
  company text NOT NULL,
  record  text NOT NULL,
  title   text,
  status  text NOT NULL,
  message text NOT NULL,
  at      timestamptz NOT NULL,
  told    text,
  PRIMARY KEY (flow, company, record)
);
