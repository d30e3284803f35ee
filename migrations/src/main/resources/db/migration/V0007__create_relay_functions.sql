-- Why: what the relay reads after every commit, as functions whose plans the server keeps, as those of a batch (V0006).
-- Locks: none that matter, everything is new.
-- Undone by: undo/U0007__create_relay_functions.sql (drops the functions).

-- One plan whatever the window, and the same on a table that was empty when it was made.
ALTER ROLE oms_relay SET plan_cache_mode = 'force_generic_plan';
ALTER ROLE oms_relay SET enable_seqscan = off;
ALTER ROLE oms_relay SET enable_hashjoin = off;
ALTER ROLE oms_relay SET enable_mergejoin = off;

-- In both the window is read first and sorted afterwards (MATERIALIZED): an index that has the order already would be
-- walked from end to end for a handful of rows.

-- The messages to venues that transactions from (inclusive) to below (exclusive) wrote and no venue has answered, each
-- account's in the order of seq.
CREATE FUNCTION find_unanswered_routes(from_tx xid8, below_tx xid8)
RETURNS TABLE (account_id uuid, order_id uuid, seq bigint, kind text, venue_id text, cl_ord_id text, created_at timestamptz,
    order_cl_ord_id text, symbol text, side text, ord_type text, time_in_force text, order_qty numeric, px numeric)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        WITH r AS MATERIALIZED (
            SELECT * FROM outbox WHERE retired_at IS NULL AND tx_id >= from_tx AND tx_id < below_tx)
        SELECT r.account_id, r.order_id, r.seq, r.kind, r.venue_id, r.cl_ord_id, r.created_at, o.cl_ord_id::text, o.symbol,
            o.side, o.ord_type, o.time_in_force, o.order_qty::numeric, o.px::numeric
        FROM r JOIN orders o ON (o.account_id, o.order_id) = (r.account_id, r.order_id)
        ORDER BY r.account_id, r.seq;
END;
$$;

-- The order events that transactions from (inclusive) to below (exclusive) wrote, each account's in the order of seq.
CREATE FUNCTION find_events(from_tx xid8, below_tx xid8)
RETURNS TABLE (account_id uuid, seq bigint, order_id uuid, event_type text, ord_status text, cl_ord_id text, exec_id text,
    symbol text, side text, last_qty numeric, last_px numeric, cum_qty numeric, leaves_qty numeric, reason_code text,
    reason_text text, transact_time timestamptz, recorded_at timestamptz)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        WITH e AS MATERIALIZED (SELECT * FROM order_events WHERE tx_id >= from_tx AND tx_id < below_tx)
        SELECT e.account_id, e.seq, e.order_id, e.event_type, e.ord_status, e.cl_ord_id, e.exec_id, o.symbol, o.side,
            e.last_qty::numeric, e.last_px::numeric, e.cum_qty::numeric, e.leaves_qty::numeric, e.reason_code, e.reason_text,
            e.transact_time, e.recorded_at
        FROM e JOIN orders o ON (o.account_id, o.order_id) = (e.account_id, e.order_id)
        ORDER BY e.account_id, e.seq;
END;
$$;

-- They run with the caller's rights.
REVOKE EXECUTE ON FUNCTION find_unanswered_routes(xid8, xid8), find_events(xid8, xid8) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_unanswered_routes(xid8, xid8), find_events(xid8, xid8) TO oms_relay;
