-- Why: a replace of a held order may change its stop price or its trail.
-- Locks: order_triggers and order_requests for a moment, columns are added without a rewrite.
-- Undone by: undo/U0051__replace_what_held_orders_wait_for.sql (drops what such replaces asked for; the triggers stay as they are).

ALTER TABLE order_triggers
    ADD COLUMN placed_stop_px positive_amount,
    ADD COLUMN placed_trail_unit text,
    ADD COLUMN placed_trail_by positive_amount,
    ADD CONSTRAINT order_triggers_placed_trail_is_whole CHECK ((placed_trail_unit IS NULL) = (placed_trail_by IS NULL));
COMMENT ON COLUMN order_triggers.placed_stop_px IS 'The placed_ columns are what it was placed with, once something has changed; null before';
GRANT UPDATE (stop_px, trail_unit, trail_by, placed_stop_px, placed_trail_unit, placed_trail_by) ON order_triggers TO oms_writer;

-- Of a replace that asked for it; what it left is null.
ALTER TABLE order_requests
    ADD COLUMN stop_px positive_amount,
    ADD COLUMN trail_unit text,
    ADD COLUMN trail_by positive_amount,
    ADD CONSTRAINT order_requests_trail_is_whole CHECK ((trail_unit IS NULL) = (trail_by IS NULL)),
    ADD CONSTRAINT order_requests_trail_unit_known CHECK (trail_unit IN ('AMOUNT', 'PERCENT'));

-- Functions return what the view had when they were made: they are made anew with it, as they were.
DROP FUNCTION find_open_orders(uuid[], text[], text[]);
DROP FUNCTION find_orders_of_lists(uuid[], text[]);
DROP FUNCTION find_orders_by_cl_ord_id(uuid[], text[]);
DROP FUNCTION find_orders(uuid[], uuid[]);
DROP VIEW standing_orders;
CREATE VIEW standing_orders WITH (security_invoker = true) AS
    SELECT o.*, r.kind AS request_kind, r.orig_cl_ord_id AS request_orig_cl_ord_id, r.asked AS request_asked,
           r.order_qty AS request_order_qty, r.px AS request_px, r.time_in_force AS request_time_in_force,
           r.expire_time AS request_expire_time, r.display_qty AS request_display_qty, r.reserve_px AS request_reserve_px,
           t.kind AS trigger_kind, t.price_type AS trigger_price_type, t.stop_px, t.trail_unit, t.trail_by, t.reference_px,
           t.placed_stop_px, t.placed_trail_unit, t.placed_trail_by
    FROM orders o
    LEFT JOIN order_requests r ON (r.account_id, r.cl_ord_id) = (o.account_id, o.pending_cl_ord_id)
    -- Nothing is looked up for an order that waits for no price.
    LEFT JOIN order_triggers t ON t.account_id = o.account_id
        AND t.order_id = CASE WHEN o.ord_type NOT IN ('LIMIT', 'MARKET') THEN o.order_id END;
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

CREATE FUNCTION find_orders_of_lists(account_ids uuid[], list_ids text[]) RETURNS SETOF standing_orders
LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT o.* FROM unnest(account_ids, list_ids) AS k (account_id, list_id)
        JOIN order_list_members m ON (m.account_id, m.list_id) = (k.account_id, k.list_id)
        JOIN standing_orders o ON (o.account_id, o.order_id) = (m.account_id, m.order_id);
END;
$$;

-- What can still be executed or waits for an answer, with its hold; a null symbol or side stands for all.
CREATE FUNCTION find_open_orders(account_ids uuid[], symbols text[], sides text[])
RETURNS TABLE (standing standing_orders, hold holds) LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT o, h FROM unnest(account_ids, symbols, sides) AS k (account_id, symbol, side)
        JOIN standing_orders o ON o.account_id = k.account_id AND (o.leaves_qty > 0 OR o.pending_cl_ord_id IS NOT NULL)
            AND (k.symbol IS NULL OR o.symbol = k.symbol) AND (k.side IS NULL OR o.side = k.side)
        LEFT JOIN holds h ON (h.account_id, h.hold_id) = (o.account_id, o.order_id);
END;
$$;

DROP FUNCTION insert_order_requests(uuid[], text[], uuid[], text[], text[], text[], numeric[], numeric[], text[], timestamptz[], numeric[], numeric[]);
CREATE FUNCTION insert_order_requests(account_ids uuid[], cl_ord_ids text[], order_ids uuid[], kinds text[],
    orig_cl_ord_ids text[], askeds text[], order_qtys numeric[], pxs numeric[], times_in_force text[],
    expire_times timestamptz[], display_qtys numeric[], reserve_pxs numeric[], stop_pxs numeric[], trail_units text[],
    trail_bys numeric[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO order_requests (account_id, cl_ord_id, order_id, kind, orig_cl_ord_id, asked, order_qty, px, time_in_force,
            expire_time, display_qty, reserve_px, stop_px, trail_unit, trail_by)
        SELECT * FROM unnest(account_ids, cl_ord_ids, order_ids, kinds, orig_cl_ord_ids, askeds, order_qtys, pxs,
            times_in_force, expire_times, display_qtys, reserve_pxs, stop_pxs, trail_units, trail_bys);
END;
$$;

DROP FUNCTION update_order_triggers(uuid[], uuid[], numeric[], text[]);
CREATE FUNCTION update_order_triggers(account_ids uuid[], order_ids uuid[], stop_pxs numeric[], trail_units text[],
    trail_bys numeric[], reference_pxs numeric[], placed_stop_pxs numeric[], placed_trail_units text[],
    placed_trail_bys numeric[], states text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE order_triggers t SET stop_px = k.stop_px, trail_unit = k.trail_unit, trail_by = k.trail_by,
            reference_px = k.reference_px, placed_stop_px = k.placed_stop_px, placed_trail_unit = k.placed_trail_unit,
            placed_trail_by = k.placed_trail_by, state = k.state, tx_id = pg_current_xact_id(), updated_at = now()
        FROM unnest(account_ids, order_ids, stop_pxs, trail_units, trail_bys, reference_pxs, placed_stop_pxs,
            placed_trail_units, placed_trail_bys, states) AS k (account_id, order_id, stop_px, trail_unit, trail_by,
            reference_px, placed_stop_px, placed_trail_unit, placed_trail_by, state)
        WHERE (t.account_id, t.order_id) = (k.account_id, k.order_id);
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM refuse_partial_update('order_triggers', cardinality(account_ids), changed);
END;
$$;

-- They run with the caller's rights; nobody but the pipeline has use for them.
DO $$
DECLARE
    batch_function regprocedure;
BEGIN
    FOR batch_function IN
        SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname = ANY (ARRAY[
            'find_orders', 'find_orders_by_cl_ord_id', 'find_orders_of_lists', 'find_open_orders', 'insert_order_requests',
            'update_order_triggers'])
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', batch_function);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO oms_writer', batch_function);
    END LOOP;
END;
$$;
