-- Why: whoever has to look at a break learns of it by a message; what of it is published is kept with it, so that no crash
-- between the books and NATS loses one.
-- Locks: breaks for a moment. Those that are there are published once more or for the first time, each as it stands.
-- Undone by: undo/U0130__publish_breaks.sql (drops the column).

ALTER TABLE breaks
    ADD COLUMN published text,
    ADD CONSTRAINT breaks_published_known CHECK (published IN ('OPEN', 'RESOLVED'));
COMMENT ON COLUMN breaks.published IS 'As what it was published last; null: it was not yet';
CREATE INDEX breaks_to_publish ON breaks (raised_at, break_id)
    WHERE published IS NULL OR (published = 'OPEN' AND resolved_at IS NOT NULL);
GRANT SELECT, UPDATE (published) ON breaks TO oms_relay;
CREATE POLICY relay_publishes ON breaks FOR UPDATE TO oms_relay USING (true) WITH CHECK (true);
