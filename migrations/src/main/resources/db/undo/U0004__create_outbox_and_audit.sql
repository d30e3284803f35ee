DROP FUNCTION ensure_event_partitions(integer);
DROP VIEW audit_trail;
DROP TABLE audit;
DROP TABLE quarantine;
DROP TABLE relay_leases;
DROP TABLE relay_cursors;
DROP TABLE outbox;
