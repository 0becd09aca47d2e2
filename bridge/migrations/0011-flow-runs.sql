-- Flows that have been switched on in this database: while one of them is off its changes are kept. With the filter that its
-- records were last looked at with: another one looks at those again that it left out.
CREATE TABLE bridge.flow_runs (
  flow   text PRIMARY KEY,
  filter text NOT NULL
);
INSERT INTO bridge.flow_runs (flow, filter) SELECT DISTINCT flow, '' FROM bridge.audit_counts;
