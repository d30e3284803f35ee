DROP FUNCTION find_events(xid8, xid8);
DROP FUNCTION find_unanswered_routes(xid8, xid8);
ALTER ROLE oms_relay RESET plan_cache_mode;
ALTER ROLE oms_relay RESET enable_seqscan;
ALTER ROLE oms_relay RESET enable_hashjoin;
ALTER ROLE oms_relay RESET enable_mergejoin;
