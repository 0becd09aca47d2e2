-- Who has asked for what a person has to approve, when it was asked for by name: nobody approves what they ask for themselves.
ALTER TABLE bridge.approvals ADD COLUMN requested_by text;
