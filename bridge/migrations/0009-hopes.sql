-- Records that went on without a link which they would use if it were there: they run again when it appears, but they do not
-- wait for it.
ALTER TABLE bridge.waiting ADD COLUMN hopes boolean NOT NULL DEFAULT false;
