DROP FUNCTION find_events(xid8, xid8);
DROP FUNCTION find_unanswered_routes(xid8, xid8);
DROP FUNCTION insert_executions(uuid[], text[], text[], text[], text[], uuid[], text[], text[], numeric[], numeric[], numeric[], numeric[], bigint[], bigint[], text[], timestamptz[]);
DROP FUNCTION insert_order_events(uuid[], bigint[], uuid[], text[], text[], text[], text[], text[], numeric[], numeric[], numeric[], numeric[], numeric[], numeric[], numeric[], text[], text[], text[], timestamptz[]);
DROP FUNCTION insert_order_requests(uuid[], text[], uuid[], text[], text[], text[], numeric[], numeric[], text[], timestamptz[], numeric[], numeric[]);
DROP FUNCTION update_order_terms(uuid[], uuid[], text[], numeric[], numeric[], numeric[], text[], timestamptz[], numeric[], numeric[], numeric[], text[], timestamptz[], numeric[]);
DROP FUNCTION insert_orders(uuid[], uuid[], text[], text[], text[], text[], text[], text[], numeric[], numeric[], timestamptz[], numeric[], text[], numeric[], numeric[], text[], text[], text[], numeric[], numeric[], numeric[], text[], text[]);
DROP FUNCTION find_executions_of_orders(uuid[], uuid[]);
DROP FUNCTION find_order_requests(uuid[], text[]);
DROP FUNCTION find_orders_by_cl_ord_id(uuid[], text[]);
DROP FUNCTION find_orders(uuid[], uuid[]);
DROP VIEW standing_orders;
DROP VIEW live_executions;
DROP VIEW audit_trail;
ALTER TABLE outbox
    DROP CONSTRAINT outbox_kind_known,
    ADD CONSTRAINT outbox_kind_known CHECK (kind IN ('NEW_ORDER', 'CANCEL'));
ALTER TABLE ledger_transfers
    DROP CONSTRAINT ledger_transfers_kind_known,
    ADD CONSTRAINT ledger_transfers_kind_known CHECK (kind IN ('DEPOSIT', 'WITHDRAWAL', 'TRADE'));
COMMENT ON COLUMN executions.transfer_seq IS NULL;
COMMENT ON COLUMN executions.notional IS 'What was posted to cash for it, in the instrument''s currency, always positive for a positive price';
DROP INDEX executions_superseded_once;
ALTER TABLE executions
    DROP CONSTRAINT executions_superseded_fk,
    DROP CONSTRAINT executions_post_a_transfer,
    DROP CONSTRAINT executions_amend_another,
    DROP CONSTRAINT executions_exec_type_known,
    ALTER COLUMN transfer_seq SET NOT NULL,
    DROP COLUMN exec_ref_id,
    DROP COLUMN exec_type;
ALTER TABLE order_events
    DROP CONSTRAINT order_events_event_type_known,
    ADD CONSTRAINT order_events_event_type_known CHECK (event_type IN ('ORDER_ACCEPTED', 'ORDER_DENIED', 'CANCEL_REQUESTED',
        'PENDING_NEW', 'NEW', 'TRADE', 'DONE_FOR_DAY', 'PENDING_CANCEL', 'CANCELED', 'REJECTED', 'EXPIRED', 'STOPPED',
        'SUSPENDED', 'CALCULATED', 'RESTATED', 'CANCEL_REJECTED')),
    DROP COLUMN px,
    DROP COLUMN order_qty,
    DROP COLUMN exec_ref_id;
REVOKE SELECT ON order_requests FROM oms_relay;
ALTER TABLE order_requests
    DROP CONSTRAINT order_requests_replace_has_terms,
    DROP CONSTRAINT order_requests_kind_known,
    ADD CONSTRAINT order_requests_kind_known CHECK (kind IN ('CANCEL')),
    DROP COLUMN reserve_px,
    DROP COLUMN display_qty,
    DROP COLUMN expire_time,
    DROP COLUMN time_in_force,
    DROP COLUMN px,
    DROP COLUMN order_qty,
    DROP COLUMN asked,
    DROP COLUMN orig_cl_ord_id;
REVOKE UPDATE (order_qty, px, reserve_px, time_in_force) ON orders FROM oms_writer;
ALTER TABLE orders
    DROP CONSTRAINT orders_closed_leave_nothing,
    DROP CONSTRAINT orders_ord_status_known,
    DROP CONSTRAINT orders_exec_inst_known,
    DROP CONSTRAINT orders_gtd_has_expire_time,
    DROP CONSTRAINT orders_time_in_force_known,
    ADD CONSTRAINT orders_time_in_force_known CHECK (time_in_force IN ('DAY', 'GTC', 'IOC', 'FOK')),
    ADD CONSTRAINT orders_ord_status_known CHECK (ord_status IN ('DENIED', 'PENDING_NEW', 'NEW', 'PARTIALLY_FILLED', 'FILLED',
        'DONE_FOR_DAY', 'PENDING_CANCEL', 'CANCELED', 'REJECTED', 'EXPIRED', 'STOPPED', 'SUSPENDED', 'CALCULATED')),
    ADD CONSTRAINT orders_closed_leave_nothing CHECK (leaves_qty = 0
        OR venue_status NOT IN ('DENIED', 'FILLED', 'CANCELED', 'REJECTED', 'EXPIRED', 'DONE_FOR_DAY', 'CALCULATED')),
    DROP COLUMN placed_display_qty,
    DROP COLUMN placed_expire_time,
    DROP COLUMN placed_time_in_force,
    DROP COLUMN placed_px,
    DROP COLUMN placed_order_qty,
    DROP COLUMN current_cl_ord_id,
    DROP COLUMN exec_inst,
    DROP COLUMN display_qty,
    DROP COLUMN expire_time;
CREATE VIEW audit_trail WITH (security_invoker = true) AS
    SELECT recorded_at, 'ORDER_EVENT' AS source, account_id::text || ':' || seq AS entry_id, actor, account_id, order_id,
           event_type AS action, ord_status AS outcome, seq,
           jsonb_strip_nulls(jsonb_build_object('clOrdId', cl_ord_id, 'execId', exec_id, 'lastQty', last_qty::text,
               'lastPx', last_px::text, 'cumQty', cum_qty::text, 'leavesQty', leaves_qty::text, 'held', held::text,
               'reasonCode', reason_code, 'reasonText', reason_text)) AS detail
        FROM order_events
    UNION ALL
    SELECT recorded_at, 'TRANSFER', account_id::text || ':' || seq, actor, account_id, order_id,
           kind, 'POSTED', seq,
           jsonb_strip_nulls(jsonb_build_object('transferId', transfer_id, 'asset', asset, 'amount', amount::text,
               'execId', exec_id))
        FROM ledger_transfers
    UNION ALL
    SELECT recorded_at, 'ADMIN', audit_id::text, actor, account_id, order_id, action, outcome, NULL, detail
        FROM audit;
GRANT SELECT ON audit_trail TO oms_admin;
CREATE FUNCTION find_orders(account_ids uuid[], order_ids uuid[]) RETURNS SETOF orders LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT o.* FROM unnest(account_ids, order_ids) AS k (account_id, order_id)
        JOIN orders o ON (o.account_id, o.order_id) = (k.account_id, k.order_id);
END;
$$;
CREATE FUNCTION find_orders_by_cl_ord_id(account_ids uuid[], cl_ord_ids text[]) RETURNS SETOF orders LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT o.* FROM unnest(account_ids, cl_ord_ids) AS k (account_id, cl_ord_id)
        JOIN orders o ON (o.account_id, o.cl_ord_id) = (k.account_id, k.cl_ord_id);
END;
$$;
CREATE FUNCTION find_cancel_requests(account_ids uuid[], cl_ord_ids text[]) RETURNS SETOF order_requests LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT r.* FROM unnest(account_ids, cl_ord_ids) AS k (account_id, cl_ord_id)
        JOIN order_requests r ON (r.account_id, r.cl_ord_id) = (k.account_id, k.cl_ord_id);
END;
$$;
CREATE FUNCTION insert_orders(account_ids uuid[], order_ids uuid[], cl_ord_ids text[], symbols text[], venue_ids text[],
    sides text[], ord_types text[], times_in_force text[], order_qtys numeric[], pxs numeric[], reserve_pxs numeric[],
    fee_rates numeric[], ord_statuses text[], venue_statuses text[], pending_cl_ord_ids text[], cum_qtys numeric[],
    leaves_qtys numeric[], cum_notionals numeric[], reason_codes text[], reason_texts text[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO orders (account_id, order_id, cl_ord_id, symbol, venue_id, side, ord_type, time_in_force, order_qty, px,
            reserve_px, fee_rate, ord_status, venue_status, pending_cl_ord_id, cum_qty, leaves_qty, cum_notional,
            reason_code, reason_text)
        SELECT * FROM unnest(account_ids, order_ids, cl_ord_ids, symbols, venue_ids, sides, ord_types, times_in_force,
            order_qtys, pxs, reserve_pxs, fee_rates, ord_statuses, venue_statuses, pending_cl_ord_ids, cum_qtys,
            leaves_qtys, cum_notionals, reason_codes, reason_texts);
END;
$$;
CREATE FUNCTION insert_cancel_requests(account_ids uuid[], cl_ord_ids text[], order_ids uuid[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO order_requests (account_id, cl_ord_id, order_id, kind)
        SELECT k.account_id, k.cl_ord_id, k.order_id, 'CANCEL'
        FROM unnest(account_ids, cl_ord_ids, order_ids) AS k (account_id, cl_ord_id, order_id);
END;
$$;
CREATE FUNCTION insert_order_events(account_ids uuid[], seqs bigint[], order_ids uuid[], event_types text[],
    ord_statuses text[], cl_ord_ids text[], exec_ids text[], last_qtys numeric[], last_pxs numeric[], cum_qtys numeric[],
    leaves_qtys numeric[], helds numeric[], reason_codes text[], reason_texts text[], actors text[],
    transact_times timestamptz[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO order_events (account_id, seq, order_id, event_type, ord_status, cl_ord_id, exec_id, last_qty, last_px,
            cum_qty, leaves_qty, held, reason_code, reason_text, actor, transact_time)
        SELECT * FROM unnest(account_ids, seqs, order_ids, event_types, ord_statuses, cl_ord_ids, exec_ids, last_qtys,
            last_pxs, cum_qtys, leaves_qtys, helds, reason_codes, reason_texts, actors, transact_times);
END;
$$;
CREATE FUNCTION insert_executions(account_ids uuid[], venue_ids text[], exec_ids text[], order_ids uuid[], symbols text[],
    sides text[], last_qtys numeric[], last_pxs numeric[], notionals numeric[], fees numeric[], event_seqs bigint[],
    transfer_seqs bigint[], flags text[], transact_times timestamptz[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO executions (account_id, venue_id, exec_id, order_id, symbol, side, last_qty, last_px, notional, fee,
            event_seq, transfer_seq, flags, transact_time)
        SELECT k.account_id, k.venue_id, k.exec_id, k.order_id, k.symbol, k.side, k.last_qty, k.last_px, k.notional, k.fee,
            k.event_seq, k.transfer_seq, string_to_array(k.flags, ','), k.transact_time
        FROM unnest(account_ids, venue_ids, exec_ids, order_ids, symbols, sides, last_qtys, last_pxs, notionals, fees,
            event_seqs, transfer_seqs, insert_executions.flags, transact_times) AS k (account_id, venue_id, exec_id,
            order_id, symbol, side, last_qty, last_px, notional, fee, event_seq, transfer_seq, flags, transact_time);
END;
$$;
DO $$
DECLARE
    batch_function regprocedure;
BEGIN
    FOR batch_function IN
        SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname = ANY (ARRAY[
            'find_orders', 'find_orders_by_cl_ord_id', 'find_cancel_requests', 'insert_orders', 'insert_cancel_requests',
            'insert_order_events', 'insert_executions'])
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', batch_function);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO oms_writer', batch_function);
    END LOOP;
END;
$$;
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
REVOKE EXECUTE ON FUNCTION find_unanswered_routes(xid8, xid8), find_events(xid8, xid8) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_unanswered_routes(xid8, xid8), find_events(xid8, xid8) TO oms_relay;
