-- Issues as they are shown to people: what was shown of each, to write only what is news.
CREATE TABLE bridge.shown_issues (
  issue bigint PRIMARY KEY,
  said  text NOT NULL
);

-- Documents that a person has to approve, with the fingerprint of what was asked about.
CREATE TABLE bridge.approvals (
  flow    text NOT NULL,
  company text NOT NULL,
  record  text NOT NULL,
  hash    text NOT NULL,
  state   text NOT NULL CHECK (state IN ('asked', 'approved', 'rejected')),
  by      text,
  reason  text,
  at      timestamptz NOT NULL,
  PRIMARY KEY (flow, company, record)
);
CREATE INDEX approvals_record ON bridge.approvals (record);

-- Replay of what happened to a flow's records in a time.
CREATE INDEX audit_log_flow ON bridge.audit_log (flow, at);
