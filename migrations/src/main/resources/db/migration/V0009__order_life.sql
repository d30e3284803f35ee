-- Why: replaces, busts and corrections, orders that expire at a time or show a part: what the whole life of an order needs.
-- Locks: each table altered is locked while its checks are validated, which reads it once; columns are added without a rewrite.
-- Undone by: undo/U0009__order_life.sql (drops the columns; fails while orders, events or executions of the new kinds exist).

ALTER TABLE orders
    ADD COLUMN expire_time timestamptz,
    ADD COLUMN display_qty positive_amount,
    ADD COLUMN exec_inst text[],
    ADD COLUMN current_cl_ord_id text,
    ADD COLUMN placed_order_qty positive_amount,
    ADD COLUMN placed_px positive_amount,
    ADD COLUMN placed_time_in_force text,
    ADD COLUMN placed_expire_time timestamptz,
    ADD COLUMN placed_display_qty positive_amount,
    DROP CONSTRAINT orders_time_in_force_known,
    DROP CONSTRAINT orders_ord_status_known,
    DROP CONSTRAINT orders_closed_leave_nothing,
    ADD CONSTRAINT orders_time_in_force_known CHECK (time_in_force IN ('DAY', 'GTC', 'GTD', 'IOC', 'FOK', 'OPG', 'CLS')),
    ADD CONSTRAINT orders_gtd_has_expire_time CHECK ((time_in_force = 'GTD') = (expire_time IS NOT NULL)),
    ADD CONSTRAINT orders_exec_inst_known CHECK (exec_inst <@ ARRAY['POST_ONLY', 'REDUCE_ONLY']),
    ADD CONSTRAINT orders_ord_status_known CHECK (ord_status IN ('DENIED', 'PENDING_NEW', 'NEW', 'PARTIALLY_FILLED', 'FILLED',
        'DONE_FOR_DAY', 'PENDING_CANCEL', 'PENDING_REPLACE', 'CANCELED', 'REJECTED', 'EXPIRED', 'STOPPED', 'SUSPENDED',
        'CALCULATED')),
    -- What is done for the day goes on the next day if its time in force outlives the day: reconcile() looks at those.
    ADD CONSTRAINT orders_closed_leave_nothing CHECK (leaves_qty = 0
        OR venue_status NOT IN ('DENIED', 'FILLED', 'CANCELED', 'REJECTED', 'EXPIRED', 'CALCULATED'));
COMMENT ON COLUMN orders.current_cl_ord_id IS 'ClOrdID of the last replace the venue confirmed; null: cl_ord_id';
COMMENT ON COLUMN orders.placed_time_in_force IS 'The placed_ columns are the terms it was placed with, once they are others; null before';
GRANT UPDATE (current_cl_ord_id, order_qty, px, reserve_px, time_in_force, expire_time, display_qty, placed_order_qty, placed_px,
    placed_time_in_force, placed_expire_time, placed_display_qty) ON orders TO oms_writer;

-- Of a replace: which terms were asked for, and all of them as they shall be.
ALTER TABLE order_requests
    ADD COLUMN orig_cl_ord_id text,
    ADD COLUMN asked text,
    ADD COLUMN order_qty positive_amount,
    ADD COLUMN px positive_amount,
    ADD COLUMN time_in_force text,
    ADD COLUMN expire_time timestamptz,
    ADD COLUMN display_qty positive_amount,
    ADD COLUMN reserve_px unsigned_amount,
    DROP CONSTRAINT order_requests_kind_known,
    ADD CONSTRAINT order_requests_kind_known CHECK (kind IN ('CANCEL', 'REPLACE')),
    ADD CONSTRAINT order_requests_replace_has_terms CHECK ((kind = 'REPLACE') = (asked IS NOT NULL AND order_qty IS NOT NULL
        AND time_in_force IS NOT NULL AND reserve_px IS NOT NULL));
COMMENT ON COLUMN order_requests.asked IS 'The columns of the terms that were asked for, joined by commas; the others are as the order had them';
GRANT SELECT ON order_requests TO oms_relay;

ALTER TABLE order_events
    ADD COLUMN exec_ref_id text,
    ADD COLUMN order_qty unsigned_amount,
    ADD COLUMN px positive_amount,
    DROP CONSTRAINT order_events_event_type_known,
    ADD CONSTRAINT order_events_event_type_known CHECK (event_type IN ('ORDER_ACCEPTED', 'ORDER_DENIED', 'CANCEL_REQUESTED',
        'REPLACE_REQUESTED', 'PENDING_NEW', 'NEW', 'TRADE', 'TRADE_CORRECT', 'TRADE_CANCEL', 'DONE_FOR_DAY', 'PENDING_CANCEL',
        'PENDING_REPLACE', 'REPLACED', 'CANCELED', 'REJECTED', 'EXPIRED', 'STOPPED', 'SUSPENDED', 'CALCULATED', 'RESTATED',
        'CANCEL_REJECTED', 'REPLACE_REJECTED'));
COMMENT ON COLUMN order_events.order_qty IS 'With px: the terms after an event that may have changed them, else null';

-- Append-only: a bust or a correction is a row of its own that names the one it takes the place of, which is live no more.
ALTER TABLE executions
    ADD COLUMN exec_type text NOT NULL DEFAULT 'TRADE',
    ADD COLUMN exec_ref_id text,
    ALTER COLUMN transfer_seq DROP NOT NULL,
    ADD CONSTRAINT executions_exec_type_known CHECK (exec_type IN ('TRADE', 'TRADE_CANCEL', 'TRADE_CORRECT')),
    ADD CONSTRAINT executions_amend_another CHECK ((exec_type = 'TRADE') = (exec_ref_id IS NULL)),
    ADD CONSTRAINT executions_post_a_transfer CHECK (transfer_seq IS NOT NULL OR exec_type = 'TRADE_CORRECT'),
    ADD CONSTRAINT executions_superseded_fk FOREIGN KEY (account_id, venue_id, exec_ref_id)
        REFERENCES executions (account_id, venue_id, exec_id);
CREATE UNIQUE INDEX executions_superseded_once ON executions (account_id, venue_id, exec_ref_id) WHERE exec_ref_id IS NOT NULL;
COMMENT ON COLUMN executions.notional IS 'What was posted to cash for it, in the instrument''s currency; of a bust or correction the difference';
COMMENT ON COLUMN executions.transfer_seq IS 'Null on a correction too small to move a minor unit';

CREATE VIEW live_executions WITH (security_invoker = true) AS
    SELECT x.* FROM executions x
    WHERE x.exec_type <> 'TRADE_CANCEL' AND NOT EXISTS (
        SELECT FROM executions s
        WHERE (s.account_id, s.venue_id, s.exec_ref_id) = (x.account_id, x.venue_id, x.exec_id));
GRANT SELECT ON live_executions TO oms_reader, oms_admin;

ALTER TABLE ledger_transfers
    DROP CONSTRAINT ledger_transfers_kind_known,
    ADD CONSTRAINT ledger_transfers_kind_known CHECK (kind IN ('DEPOSIT', 'WITHDRAWAL', 'TRADE', 'TRADE_CANCEL',
        'TRADE_CORRECT'));

ALTER TABLE outbox
    DROP CONSTRAINT outbox_kind_known,
    ADD CONSTRAINT outbox_kind_known CHECK (kind IN ('NEW_ORDER', 'CANCEL', 'REPLACE'));

CREATE OR REPLACE VIEW audit_trail WITH (security_invoker = true) AS
    SELECT recorded_at, 'ORDER_EVENT' AS source, account_id::text || ':' || seq AS entry_id, actor, account_id, order_id,
           event_type AS action, ord_status AS outcome, seq,
           jsonb_strip_nulls(jsonb_build_object('clOrdId', cl_ord_id, 'execId', exec_id, 'execRefId', exec_ref_id,
               'lastQty', last_qty::text, 'lastPx', last_px::text, 'orderQty', order_qty::text, 'px', px::text,
               'cumQty', cum_qty::text, 'leavesQty', leaves_qty::text, 'held', held::text,
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

-- An order with the request that waits for its venue's answer. Reading both at once costs an order that has none nothing.
CREATE VIEW standing_orders WITH (security_invoker = true) AS
    SELECT o.*, r.kind AS request_kind, r.orig_cl_ord_id AS request_orig_cl_ord_id, r.asked AS request_asked,
           r.order_qty AS request_order_qty, r.px AS request_px, r.time_in_force AS request_time_in_force,
           r.expire_time AS request_expire_time, r.display_qty AS request_display_qty, r.reserve_px AS request_reserve_px
    FROM orders o
    LEFT JOIN order_requests r ON (r.account_id, r.cl_ord_id) = (o.account_id, o.pending_cl_ord_id);
GRANT SELECT ON standing_orders TO oms_writer, oms_reader;

DROP FUNCTION find_orders(uuid[], uuid[]);
CREATE FUNCTION find_orders(account_ids uuid[], order_ids uuid[]) RETURNS SETOF standing_orders LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT o.* FROM unnest(account_ids, order_ids) AS k (account_id, order_id)
        JOIN standing_orders o ON (o.account_id, o.order_id) = (k.account_id, k.order_id);
END;
$$;

DROP FUNCTION find_orders_by_cl_ord_id(uuid[], text[]);
CREATE FUNCTION find_orders_by_cl_ord_id(account_ids uuid[], cl_ord_ids text[]) RETURNS SETOF standing_orders
LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT o.* FROM unnest(account_ids, cl_ord_ids) AS k (account_id, cl_ord_id)
        JOIN standing_orders o ON (o.account_id, o.cl_ord_id) = (k.account_id, k.cl_ord_id);
END;
$$;

-- Cancels and replaces that used up these ClOrdIDs.
DROP FUNCTION find_cancel_requests(uuid[], text[]);
CREATE FUNCTION find_order_requests(account_ids uuid[], cl_ord_ids text[]) RETURNS SETOF order_requests LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT r.* FROM unnest(account_ids, cl_ord_ids) AS k (account_id, cl_ord_id)
        JOIN order_requests r ON (r.account_id, r.cl_ord_id) = (k.account_id, k.cl_ord_id);
END;
$$;

-- All executions of the accounts in the instruments of these orders: what a bust or a correction replays.
CREATE FUNCTION find_executions_of_orders(account_ids uuid[], order_ids uuid[]) RETURNS SETOF executions
LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        WITH k AS (
            SELECT DISTINCT o.account_id, o.symbol FROM unnest(account_ids, order_ids) AS i (account_id, order_id)
            JOIN orders o ON (o.account_id, o.order_id) = (i.account_id, i.order_id))
        SELECT x.* FROM k JOIN executions x ON x.account_id = k.account_id AND x.symbol = k.symbol;
END;
$$;

-- exec_insts: those of one order, joined by commas.
DROP FUNCTION insert_orders(uuid[], uuid[], text[], text[], text[], text[], text[], text[], numeric[], numeric[], numeric[], numeric[], text[], text[], text[], numeric[], numeric[], numeric[], text[], text[]);
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

CREATE FUNCTION update_order_terms(account_ids uuid[], order_ids uuid[], current_cl_ord_ids text[], order_qtys numeric[],
    pxs numeric[], reserve_pxs numeric[], times_in_force text[], expire_times timestamptz[], display_qtys numeric[],
    placed_order_qtys numeric[], placed_pxs numeric[], placed_times_in_force text[], placed_expire_times timestamptz[],
    placed_display_qtys numeric[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE orders o SET current_cl_ord_id = k.current_cl_ord_id, order_qty = k.order_qty, px = k.px,
            reserve_px = k.reserve_px, time_in_force = k.time_in_force, expire_time = k.expire_time,
            display_qty = k.display_qty, placed_order_qty = k.placed_order_qty, placed_px = k.placed_px,
            placed_time_in_force = k.placed_time_in_force, placed_expire_time = k.placed_expire_time,
            placed_display_qty = k.placed_display_qty, updated_at = now()
        FROM unnest(account_ids, order_ids, current_cl_ord_ids, order_qtys, pxs, reserve_pxs, times_in_force, expire_times,
            display_qtys, placed_order_qtys, placed_pxs, placed_times_in_force, placed_expire_times, placed_display_qtys)
            AS k (account_id, order_id, current_cl_ord_id, order_qty, px, reserve_px, time_in_force, expire_time, display_qty,
            placed_order_qty, placed_px, placed_time_in_force, placed_expire_time, placed_display_qty)
        WHERE (o.account_id, o.order_id) = (k.account_id, k.order_id);
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM refuse_partial_update('orders', cardinality(account_ids), changed);
END;
$$;

DROP FUNCTION insert_cancel_requests(uuid[], text[], uuid[]);
CREATE FUNCTION insert_order_requests(account_ids uuid[], cl_ord_ids text[], order_ids uuid[], kinds text[],
    orig_cl_ord_ids text[], askeds text[], order_qtys numeric[], pxs numeric[], times_in_force text[],
    expire_times timestamptz[], display_qtys numeric[], reserve_pxs numeric[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO order_requests (account_id, cl_ord_id, order_id, kind, orig_cl_ord_id, asked, order_qty, px, time_in_force,
            expire_time, display_qty, reserve_px)
        SELECT * FROM unnest(account_ids, cl_ord_ids, order_ids, kinds, orig_cl_ord_ids, askeds, order_qtys, pxs,
            times_in_force, expire_times, display_qtys, reserve_pxs);
END;
$$;

DROP FUNCTION insert_order_events(uuid[], bigint[], uuid[], text[], text[], text[], text[], numeric[], numeric[], numeric[], numeric[], numeric[], text[], text[], text[], timestamptz[]);
CREATE FUNCTION insert_order_events(account_ids uuid[], seqs bigint[], order_ids uuid[], event_types text[],
    ord_statuses text[], cl_ord_ids text[], exec_ids text[], exec_ref_ids text[], last_qtys numeric[], last_pxs numeric[],
    order_qtys numeric[], pxs numeric[], cum_qtys numeric[], leaves_qtys numeric[], helds numeric[], reason_codes text[],
    reason_texts text[], actors text[], transact_times timestamptz[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO order_events (account_id, seq, order_id, event_type, ord_status, cl_ord_id, exec_id, exec_ref_id, last_qty,
            last_px, order_qty, px, cum_qty, leaves_qty, held, reason_code, reason_text, actor, transact_time)
        SELECT * FROM unnest(account_ids, seqs, order_ids, event_types, ord_statuses, cl_ord_ids, exec_ids, exec_ref_ids,
            last_qtys, last_pxs, order_qtys, pxs, cum_qtys, leaves_qtys, helds, reason_codes, reason_texts, actors,
            transact_times);
END;
$$;

-- flags: those of one execution, joined by commas.
DROP FUNCTION insert_executions(uuid[], text[], text[], uuid[], text[], text[], numeric[], numeric[], numeric[], numeric[], bigint[], bigint[], text[], timestamptz[]);
CREATE FUNCTION insert_executions(account_ids uuid[], venue_ids text[], exec_ids text[], exec_types text[],
    exec_ref_ids text[], order_ids uuid[], symbols text[], sides text[], last_qtys numeric[], last_pxs numeric[],
    notionals numeric[], fees numeric[], event_seqs bigint[], transfer_seqs bigint[], flags text[],
    transact_times timestamptz[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO executions (account_id, venue_id, exec_id, exec_type, exec_ref_id, order_id, symbol, side, last_qty, last_px,
            notional, fee, event_seq, transfer_seq, flags, transact_time)
        SELECT k.account_id, k.venue_id, k.exec_id, k.exec_type, k.exec_ref_id, k.order_id, k.symbol, k.side, k.last_qty,
            k.last_px, k.notional, k.fee, k.event_seq, k.transfer_seq, string_to_array(k.flags, ','), k.transact_time
        FROM unnest(account_ids, venue_ids, exec_ids, exec_types, exec_ref_ids, order_ids, symbols, sides, last_qtys,
            last_pxs, notionals, fees, event_seqs, transfer_seqs, insert_executions.flags, transact_times) AS k (account_id,
            venue_id, exec_id, exec_type, exec_ref_id, order_id, symbol, side, last_qty, last_px, notional, fee, event_seq,
            transfer_seq, flags, transact_time);
END;
$$;

-- They run with the caller's rights; nobody but the pipeline has use for them.
DO $$
DECLARE
    batch_function regprocedure;
BEGIN
    FOR batch_function IN
        SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname = ANY (ARRAY[
            'find_orders', 'find_orders_by_cl_ord_id', 'find_order_requests', 'find_executions_of_orders', 'insert_orders',
            'update_order_terms', 'insert_order_requests', 'insert_order_events', 'insert_executions'])
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', batch_function);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO oms_writer', batch_function);
    END LOOP;
END;
$$;

-- What the relay reads. A replace brings the terms asked for, an order those it was placed with.
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

DROP FUNCTION find_events(xid8, xid8);
CREATE FUNCTION find_events(from_tx xid8, below_tx xid8)
RETURNS TABLE (account_id uuid, seq bigint, order_id uuid, event_type text, ord_status text, cl_ord_id text, exec_id text,
    exec_ref_id text, symbol text, side text, last_qty numeric, last_px numeric, order_qty numeric, px numeric,
    cum_qty numeric, leaves_qty numeric, reason_code text, reason_text text, transact_time timestamptz,
    recorded_at timestamptz)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        WITH e AS MATERIALIZED (SELECT * FROM order_events WHERE tx_id >= from_tx AND tx_id < below_tx)
        SELECT e.account_id, e.seq, e.order_id, e.event_type, e.ord_status, e.cl_ord_id, e.exec_id, e.exec_ref_id, o.symbol,
            o.side, e.last_qty::numeric, e.last_px::numeric, e.order_qty::numeric, e.px::numeric, e.cum_qty::numeric,
            e.leaves_qty::numeric, e.reason_code, e.reason_text, e.transact_time, e.recorded_at
        FROM e JOIN orders o ON (o.account_id, o.order_id) = (e.account_id, e.order_id)
        ORDER BY e.account_id, e.seq;
END;
$$;

-- They run with the caller's rights.
REVOKE EXECUTE ON FUNCTION find_unanswered_routes(xid8, xid8), find_events(xid8, xid8) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_unanswered_routes(xid8, xid8), find_events(xid8, xid8) TO oms_relay;
