DROP POLICY relay_publishes ON breaks;
REVOKE SELECT, UPDATE (published) ON breaks FROM oms_relay;
DROP INDEX breaks_to_publish;
ALTER TABLE breaks DROP COLUMN published;
