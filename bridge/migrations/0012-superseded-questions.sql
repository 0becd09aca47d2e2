-- Whether something else was asked about before that nobody had decided: an answer of that very moment may have meant the other.
ALTER TABLE bridge.approvals ADD COLUMN supersedes boolean NOT NULL DEFAULT false;
