DROP FUNCTION find_triggers_since(xid8);
DROP FUNCTION find_waiting_triggers();
DROP FUNCTION update_order_triggers(uuid[], uuid[], numeric[], text[]);
DROP FUNCTION insert_order_triggers(uuid[], uuid[], text[], text[], numeric[], text[], numeric[], numeric[], text[]);
DROP FUNCTION update_orders(uuid[], uuid[], text[], text[], text[], text[], numeric[], numeric[], numeric[], text[], text[]);
DROP FUNCTION insert_orders(uuid[], uuid[], text[], text[], text[], text[], text[], text[], numeric[], numeric[], timestamptz[], numeric[], text[], text[], numeric[], numeric[], text[], text[], text[], numeric[], numeric[], numeric[], text[], text[]);
DROP FUNCTION find_orders_by_cl_ord_id(uuid[], text[]);
DROP FUNCTION find_orders(uuid[], uuid[]);
DROP VIEW standing_orders;
ALTER TABLE order_events
    DROP CONSTRAINT order_events_event_type_known,
    ADD CONSTRAINT order_events_event_type_known CHECK (event_type IN ('ORDER_ACCEPTED', 'ORDER_DENIED', 'CANCEL_REQUESTED',
        'REPLACE_REQUESTED', 'PENDING_NEW', 'NEW', 'TRADE', 'TRADE_CORRECT', 'TRADE_CANCEL', 'DONE_FOR_DAY', 'PENDING_CANCEL',
        'PENDING_REPLACE', 'REPLACED', 'CANCELED', 'REJECTED', 'EXPIRED', 'STOPPED', 'SUSPENDED', 'CALCULATED', 'RESTATED',
        'CANCEL_REJECTED', 'REPLACE_REJECTED'));
DROP TABLE order_triggers;
ALTER TABLE orders
    DROP CONSTRAINT orders_held_by_known,
    DROP CONSTRAINT orders_limit_has_px,
    DROP CONSTRAINT orders_ord_type_known,
    ADD CONSTRAINT orders_ord_type_known CHECK (ord_type IN ('LIMIT', 'MARKET')),
    ADD CONSTRAINT orders_limit_has_px CHECK ((ord_type = 'LIMIT') = (px IS NOT NULL)),
    DROP COLUMN held_by;
CREATE VIEW standing_orders WITH (security_invoker = true) AS
    SELECT o.*, r.kind AS request_kind, r.orig_cl_ord_id AS request_orig_cl_ord_id, r.asked AS request_asked,
           r.order_qty AS request_order_qty, r.px AS request_px, r.time_in_force AS request_time_in_force,
           r.expire_time AS request_expire_time, r.display_qty AS request_display_qty, r.reserve_px AS request_reserve_px
    FROM orders o
    LEFT JOIN order_requests r ON (r.account_id, r.cl_ord_id) = (o.account_id, o.pending_cl_ord_id);
GRANT SELECT ON standing_orders TO oms_writer, oms_reader;

CREATE FUNCTION find_orders(account_ids uuid[], order_ids uuid[]) RETURNS SETOF standing_orders LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT o.* FROM unnest(account_ids, order_ids) AS k (account_id, order_id)
        JOIN standing_orders o ON (o.account_id, o.order_id) = (k.account_id, k.order_id);
END;
$$;

CREATE FUNCTION find_orders_by_cl_ord_id(account_ids uuid[], cl_ord_ids text[]) RETURNS SETOF standing_orders
LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT o.* FROM unnest(account_ids, cl_ord_ids) AS k (account_id, cl_ord_id)
        JOIN standing_orders o ON (o.account_id, o.cl_ord_id) = (k.account_id, k.cl_ord_id);
END;
$$;

CREATE FUNCTION insert_orders(account_ids uuid[], order_ids uuid[], cl_ord_ids text[], symbols text[], venue_ids text[],
    sides text[], ord_types text[], times_in_force text[], order_qtys numeric[], pxs numeric[], expire_times timestamptz[],
    display_qtys numeric[], exec_insts text[], reserve_pxs numeric[], fee_rates numeric[], ord_statuses text[],
    venue_statuses text[], pending_cl_ord_ids text[], cum_qtys numeric[], leaves_qtys numeric[], cum_notionals numeric[],
    reason_codes text[], reason_texts text[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO orders (account_id, order_id, cl_ord_id, symbol, venue_id, side, ord_type, time_in_force, order_qty, px,
            expire_time, display_qty, exec_inst, reserve_px, fee_rate, ord_status, venue_status, pending_cl_ord_id, cum_qty,
            leaves_qty, cum_notional, reason_code, reason_text)
        SELECT k.account_id, k.order_id, k.cl_ord_id, k.symbol, k.venue_id, k.side, k.ord_type, k.time_in_force, k.order_qty,
            k.px, k.expire_time, k.display_qty, string_to_array(k.exec_inst, ','), k.reserve_px, k.fee_rate, k.ord_status,
            k.venue_status, k.pending_cl_ord_id, k.cum_qty, k.leaves_qty, k.cum_notional, k.reason_code, k.reason_text
        FROM unnest(account_ids, order_ids, cl_ord_ids, symbols, venue_ids, sides, ord_types, times_in_force, order_qtys, pxs,
            expire_times, display_qtys, exec_insts, reserve_pxs, fee_rates, ord_statuses, venue_statuses, pending_cl_ord_ids,
            cum_qtys, leaves_qtys, cum_notionals, reason_codes, reason_texts) AS k (account_id, order_id, cl_ord_id, symbol,
            venue_id, side, ord_type, time_in_force, order_qty, px, expire_time, display_qty, exec_inst, reserve_px, fee_rate,
            ord_status, venue_status, pending_cl_ord_id, cum_qty, leaves_qty, cum_notional, reason_code, reason_text);
END;
$$;

CREATE FUNCTION update_orders(account_ids uuid[], order_ids uuid[], ord_statuses text[], venue_statuses text[],
    pending_cl_ord_ids text[], cum_qtys numeric[], leaves_qtys numeric[], cum_notionals numeric[], reason_codes text[],
    reason_texts text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE orders o SET ord_status = k.ord_status, venue_status = k.venue_status,
            pending_cl_ord_id = k.pending_cl_ord_id, cum_qty = k.cum_qty, leaves_qty = k.leaves_qty,
            cum_notional = k.cum_notional, reason_code = k.reason_code, reason_text = k.reason_text, updated_at = now()
        FROM unnest(account_ids, order_ids, ord_statuses, venue_statuses, pending_cl_ord_ids, cum_qtys, leaves_qtys,
            cum_notionals, reason_codes, reason_texts) AS k (account_id, order_id, ord_status, venue_status,
            pending_cl_ord_id, cum_qty, leaves_qty, cum_notional, reason_code, reason_text)
        WHERE (o.account_id, o.order_id) = (k.account_id, k.order_id);
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM refuse_partial_update('orders', cardinality(account_ids), changed);
END;
$$;
-- They run with the caller's rights; nobody but the pipeline has use for them.
DO $$
DECLARE
    batch_function regprocedure;
BEGIN
    FOR batch_function IN
        SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname = ANY (ARRAY[
            'find_orders', 'find_orders_by_cl_ord_id', 'insert_orders', 'update_orders'])
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', batch_function);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO oms_writer', batch_function);
    END LOOP;
END;
$$;
DROP FUNCTION find_unanswered_routes(xid8, xid8);
CREATE FUNCTION find_unanswered_routes(from_tx xid8, below_tx xid8)
RETURNS TABLE (account_id uuid, order_id uuid, seq bigint, kind text, venue_id text, cl_ord_id text, created_at timestamptz,
    orig_cl_ord_id text, symbol text, side text, ord_type text, exec_inst text[], time_in_force text, order_qty numeric,
    px numeric, expire_time timestamptz, display_qty numeric)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        WITH r AS MATERIALIZED (
            SELECT * FROM outbox WHERE retired_at IS NULL AND tx_id >= from_tx AND tx_id < below_tx)
        SELECT r.account_id, r.order_id, r.seq, r.kind, r.venue_id, r.cl_ord_id, r.created_at,
            CASE WHEN r.kind <> 'NEW_ORDER' THEN coalesce(q.orig_cl_ord_id, o.cl_ord_id) END, o.symbol, o.side, o.ord_type,
            o.exec_inst,
            CASE t.terms WHEN 'ASKED' THEN q.time_in_force WHEN 'PLACED' THEN o.placed_time_in_force ELSE o.time_in_force END,
            CASE t.terms WHEN 'ASKED' THEN q.order_qty WHEN 'PLACED' THEN o.placed_order_qty ELSE o.order_qty END::numeric,
            CASE t.terms WHEN 'ASKED' THEN q.px WHEN 'PLACED' THEN o.placed_px ELSE o.px END::numeric,
            CASE t.terms WHEN 'ASKED' THEN q.expire_time WHEN 'PLACED' THEN o.placed_expire_time ELSE o.expire_time END,
            CASE t.terms WHEN 'ASKED' THEN q.display_qty WHEN 'PLACED' THEN o.placed_display_qty ELSE o.display_qty END::numeric
        FROM r JOIN orders o ON (o.account_id, o.order_id) = (r.account_id, r.order_id)
        -- Nothing is looked up for a new order: it has no request.
        LEFT JOIN order_requests q ON q.account_id = r.account_id
            AND q.cl_ord_id = CASE WHEN r.kind <> 'NEW_ORDER' THEN r.cl_ord_id END
        CROSS JOIN LATERAL (SELECT CASE WHEN r.kind = 'REPLACE' THEN 'ASKED'
            WHEN r.kind = 'NEW_ORDER' AND o.placed_time_in_force IS NOT NULL THEN 'PLACED' ELSE 'AS_IT_STANDS' END) t (terms)
        ORDER BY r.account_id, r.seq;
END;
$$;
REVOKE EXECUTE ON FUNCTION find_unanswered_routes(xid8, xid8) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_unanswered_routes(xid8, xid8) TO oms_relay;

CREATE OR REPLACE FUNCTION reconcile() RETURNS TABLE (invariant text, violations bigint, example text) LANGUAGE sql STABLE AS $$
    WITH
    unbalanced_transfers AS (
        SELECT account_id || ' transfer ' || seq AS example
            FROM ledger_entries GROUP BY account_id, seq, asset HAVING sum(amount) <> 0),
    unbalanced_books AS (
        SELECT account_id || ' ' || asset AS example
            FROM ledger_balances GROUP BY account_id, asset HAVING sum(posted) <> 0),
    wrong_posted AS (
        SELECT coalesce(b.account_id, e.account_id) || ' ' || coalesce(b.code, e.code) || ' ' || coalesce(b.asset, e.asset) AS example
            FROM ledger_balances b
            FULL JOIN (SELECT account_id, code, asset, sum(amount) AS total FROM ledger_entries GROUP BY 1, 2, 3) e
                ON (e.account_id, e.code, e.asset) = (b.account_id, b.code, b.asset)
            WHERE coalesce(b.posted, 0) <> coalesce(e.total, 0)),
    wrong_pending AS (
        SELECT coalesce(b.account_id, h.account_id) || ' ' || coalesce(b.code, h.code) || ' ' || coalesce(b.asset, h.asset) AS example
            FROM ledger_balances b
            FULL JOIN (SELECT account_id, code, asset, sum(remaining) AS total FROM holds WHERE status = 'OPEN' GROUP BY 1, 2, 3) h
                ON (h.account_id, h.code, h.asset) = (b.account_id, b.code, b.asset)
            WHERE coalesce(b.pending, 0) <> coalesce(h.total, 0)),
    wrong_running_balance AS (
        SELECT account_id || ' transfer ' || seq || ' leg ' || leg AS example
            FROM (SELECT account_id, seq, leg, balance_after,
                         sum(amount) OVER (PARTITION BY account_id, code, asset ORDER BY seq, leg) AS running
                  FROM ledger_entries) r
            WHERE balance_after <> running),
    executed AS (
        SELECT account_id, symbol, sum(CASE side WHEN 'BUY' THEN last_qty ELSE -last_qty END) AS qty
            FROM live_executions GROUP BY 1, 2),
    wrong_positions AS (
        SELECT coalesce(p.account_id, x.account_id) || ' ' || coalesce(p.symbol, x.symbol) AS example
            FROM positions p FULL JOIN executed x ON (x.account_id, x.symbol) = (p.account_id, p.symbol)
            WHERE coalesce(p.qty, 0) <> coalesce(x.qty, 0)),
    wrong_position_entries AS (
        SELECT coalesce(p.account_id, b.account_id) || ' ' || coalesce(p.symbol, b.asset) AS example
            FROM positions p
            FULL JOIN (SELECT * FROM ledger_balances WHERE code = 'POSITION') b ON (b.account_id, b.asset) = (p.account_id, p.symbol)
            WHERE coalesce(p.qty, 0) <> coalesce(b.posted, 0)),
    wrong_cum AS (
        SELECT o.account_id || ' order ' || o.order_id AS example
            FROM orders o
            LEFT JOIN (SELECT account_id, order_id, sum(last_qty) AS qty, sum(last_qty * last_px) AS notional
                       FROM live_executions GROUP BY 1, 2) x ON (x.account_id, x.order_id) = (o.account_id, o.order_id)
            WHERE o.cum_qty <> coalesce(x.qty, 0) OR o.cum_notional <> coalesce(x.notional, 0)
                OR CASE WHEN o.venue_status IN ('DENIED', 'FILLED', 'CANCELED', 'REJECTED', 'EXPIRED', 'CALCULATED')
                        OR (o.venue_status = 'DONE_FOR_DAY' AND o.time_in_force NOT IN ('GTC', 'GTD'))
                    THEN o.leaves_qty <> 0 ELSE o.cum_qty + o.leaves_qty <> o.order_qty END),
    held_closed AS (
        SELECT h.account_id || ' order ' || h.hold_id AS example
            FROM holds h JOIN orders o ON (o.account_id, o.order_id) = (h.account_id, h.hold_id)
            WHERE h.status = 'OPEN' AND o.leaves_qty = 0 AND o.pending_cl_ord_id IS NULL),
    unheld_open AS (
        SELECT o.account_id || ' order ' || o.order_id AS example
            FROM orders o LEFT JOIN holds h ON (h.account_id, h.hold_id) = (o.account_id, o.order_id) AND h.status = 'OPEN'
            WHERE o.leaves_qty > 0 AND h.hold_id IS NULL),
    wrong_routes AS (
        SELECT o.account_id || ' order ' || o.order_id AS example
            FROM orders o
            LEFT JOIN (SELECT account_id, order_id, count(*) AS routes FROM outbox WHERE kind = 'NEW_ORDER' GROUP BY 1, 2) r
                ON (r.account_id, r.order_id) = (o.account_id, o.order_id)
            WHERE coalesce(r.routes, 0) <> CASE o.ord_status WHEN 'DENIED' THEN 0 ELSE 1 END),
    wrong_request_routes AS (
        SELECT q.account_id || ' request ' || q.cl_ord_id AS example
            FROM order_requests q
            LEFT JOIN (SELECT account_id, order_id, kind, cl_ord_id, count(*) AS routes FROM outbox GROUP BY 1, 2, 3, 4) r
                ON (r.account_id, r.order_id, r.kind, r.cl_ord_id) = (q.account_id, q.order_id, q.kind, q.cl_ord_id)
            WHERE coalesce(r.routes, 0) <> 1),
    unanswered_answers AS (
        SELECT r.account_id || ' request ' || r.cl_ord_id AS example
            FROM outbox r JOIN orders o ON (o.account_id, o.order_id) = (r.account_id, r.order_id)
            WHERE r.retired_at IS NULL AND r.kind <> 'NEW_ORDER' AND o.pending_cl_ord_id IS DISTINCT FROM r.cl_ord_id),
    unexplained_routes AS (
        SELECT account_id || ' order ' || order_id AS example FROM outbox r
            WHERE retired_at IS NULL AND kind = 'NEW_ORDER' AND EXISTS (
                SELECT FROM orders o WHERE (o.account_id, o.order_id) = (r.account_id, r.order_id) AND o.cum_qty > 0)),
    unpaired_executions AS (
        SELECT account_id || ' execution ' || exec_id AS example
            FROM executions x
            WHERE NOT EXISTS (SELECT FROM order_events e WHERE (e.account_id, e.seq) = (x.account_id, x.event_seq)
                    AND e.event_type = x.exec_type AND e.exec_id = x.exec_id)
                OR (x.transfer_seq IS NULL AND (x.notional <> 0 OR x.fee <> 0))
                OR (x.transfer_seq IS NOT NULL AND NOT EXISTS (
                    SELECT FROM ledger_transfers t WHERE (t.account_id, t.seq) = (x.account_id, x.transfer_seq)
                        AND t.kind = x.exec_type AND t.exec_id = x.exec_id))),
    unpaired_trades AS (
        SELECT account_id || ' event ' || seq AS example
            FROM order_events e
            WHERE event_type IN ('TRADE', 'TRADE_CANCEL', 'TRADE_CORRECT') AND NOT EXISTS (
                SELECT FROM executions x WHERE (x.account_id, x.event_seq) = (e.account_id, e.seq))),
    last_events AS (
        SELECT DISTINCT ON (account_id, order_id) account_id, order_id, ord_status, cum_qty, leaves_qty, held
            FROM order_events ORDER BY account_id, order_id, seq DESC),
    wrong_last_event AS (
        SELECT o.account_id || ' order ' || o.order_id AS example
            FROM orders o
            LEFT JOIN last_events e ON (e.account_id, e.order_id) = (o.account_id, o.order_id)
            LEFT JOIN holds h ON (h.account_id, h.hold_id) = (o.account_id, o.order_id)
            WHERE (e.ord_status, e.cum_qty, e.leaves_qty, e.held)
                IS DISTINCT FROM (o.ord_status, o.cum_qty::numeric, o.leaves_qty::numeric, coalesce(h.remaining, 0)::numeric)),
    last_terms AS (
        SELECT DISTINCT ON (account_id, order_id) account_id, order_id, order_qty, px
            FROM order_events WHERE order_qty IS NOT NULL ORDER BY account_id, order_id, seq DESC),
    wrong_last_terms AS (
        SELECT o.account_id || ' order ' || o.order_id AS example
            FROM orders o
            LEFT JOIN last_terms e ON (e.account_id, e.order_id) = (o.account_id, o.order_id)
            WHERE (o.placed_time_in_force IS NOT NULL OR e.order_qty IS NOT NULL)
                AND (e.order_qty, e.px) IS DISTINCT FROM (o.order_qty::numeric, o.px::numeric)),
    event_gaps AS (
        SELECT a.account_id || ' at event ' || a.event_seq AS example
            FROM accounts a
            LEFT JOIN (SELECT account_id, count(DISTINCT seq) AS events, min(seq) AS first, max(seq) AS last, count(*) AS rows
                       FROM order_events GROUP BY 1) e ON e.account_id = a.account_id
            WHERE a.event_seq <> coalesce(e.last, 0) OR coalesce(e.events, 0) <> a.event_seq OR coalesce(e.rows, 0) <> a.event_seq),
    transfer_gaps AS (
        SELECT a.account_id || ' at transfer ' || a.transfer_seq AS example
            FROM accounts a
            LEFT JOIN (SELECT account_id, count(*) AS transfers, max(seq) AS last FROM ledger_transfers GROUP BY 1) t
                ON t.account_id = a.account_id
            WHERE a.transfer_seq <> coalesce(t.last, 0) OR coalesce(t.transfers, 0) <> a.transfer_seq),
    unprotected AS (
        SELECT c.relname AS example
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
            JOIN pg_attribute t ON t.attrelid = c.oid AND t.attname = 'account_id' AND NOT t.attisdropped
            WHERE c.relkind IN ('r', 'p') AND NOT (c.relrowsecurity AND c.relforcerowsecurity))
    SELECT '1 every transfer sums to zero per asset', count(*), min(example) FROM unbalanced_transfers
    UNION ALL SELECT '1 every book sums to zero per asset', count(*), min(example) FROM unbalanced_books
    UNION ALL SELECT '2 posted balance is the sum of its entries', count(*), min(example) FROM wrong_posted
    UNION ALL SELECT '2 pending balance is the sum of its open holds', count(*), min(example) FROM wrong_pending
    UNION ALL SELECT '2 every entry carries the running balance', count(*), min(example) FROM wrong_running_balance
    UNION ALL SELECT '3 position is the sum of its live executions', count(*), min(example) FROM wrong_positions
    UNION ALL SELECT '3 position is its ledger balance', count(*), min(example) FROM wrong_position_entries
    UNION ALL SELECT '4 CumQty is the sum of live executions, CumQty + LeavesQty = OrderQty while open', count(*), min(example) FROM wrong_cum
    UNION ALL SELECT '5 no open hold on a closed order', count(*), min(example) FROM held_closed
    UNION ALL SELECT '5 every open order has its hold', count(*), min(example) FROM unheld_open
    UNION ALL SELECT '6 every accepted order has exactly one route message', count(*), min(example) FROM wrong_routes
    UNION ALL SELECT '6 every cancel and replace has exactly one route message', count(*), min(example) FROM wrong_request_routes
    UNION ALL SELECT '6 no request that is answered is still sent', count(*), min(example) FROM unanswered_answers
    UNION ALL SELECT '6 no executed order waits for the venue''s acknowledgement', count(*), min(example) FROM unexplained_routes
    UNION ALL SELECT '6 every execution has its event and its transfer', count(*), min(example) FROM unpaired_executions
    UNION ALL SELECT '6 every trade event has its execution', count(*), min(example) FROM unpaired_trades
    UNION ALL SELECT '7 every order stands where its last event left it', count(*), min(example) FROM wrong_last_event
    UNION ALL SELECT '7 every order has the terms its last replace or restatement gave it', count(*), min(example) FROM wrong_last_terms
    UNION ALL SELECT '8 event sequence has no gap', count(*), min(example) FROM event_gaps
    UNION ALL SELECT '8 transfer sequence has no gap', count(*), min(example) FROM transfer_gaps
    UNION ALL SELECT '9 every account-owned table forces row-level security', count(*), min(example) FROM unprotected
$$;
