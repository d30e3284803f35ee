DROP FUNCTION find_open_orders(uuid[], text[], text[]);
DROP FUNCTION find_orders_of_lists(uuid[], text[]);
DROP FUNCTION find_orders_by_cl_ord_id(uuid[], text[]);
DROP FUNCTION find_orders(uuid[], uuid[]);
DROP VIEW standing_orders;
DROP FUNCTION update_order_triggers(uuid[], uuid[], numeric[], text[], numeric[], numeric[], numeric[], text[], numeric[], text[]);
DROP FUNCTION insert_order_requests(uuid[], text[], uuid[], text[], text[], text[], numeric[], numeric[], text[], timestamptz[], numeric[], numeric[], numeric[], text[], numeric[]);
ALTER TABLE order_requests
    DROP CONSTRAINT order_requests_trail_unit_known,
    DROP CONSTRAINT order_requests_trail_is_whole,
    DROP COLUMN trail_by,
    DROP COLUMN trail_unit,
    DROP COLUMN stop_px;
REVOKE UPDATE (stop_px, trail_unit, trail_by) ON order_triggers FROM oms_writer;
ALTER TABLE order_triggers
    DROP CONSTRAINT order_triggers_placed_trail_is_whole,
    DROP COLUMN placed_trail_by,
    DROP COLUMN placed_trail_unit,
    DROP COLUMN placed_stop_px;
CREATE VIEW standing_orders WITH (security_invoker = true) AS
    SELECT o.*, r.kind AS request_kind, r.orig_cl_ord_id AS request_orig_cl_ord_id, r.asked AS request_asked,
           r.order_qty AS request_order_qty, r.px AS request_px, r.time_in_force AS request_time_in_force,
           r.expire_time AS request_expire_time, r.display_qty AS request_display_qty, r.reserve_px AS request_reserve_px,
           t.kind AS trigger_kind, t.price_type AS trigger_price_type, t.stop_px, t.trail_unit, t.trail_by, t.reference_px
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

CREATE FUNCTION update_order_triggers(account_ids uuid[], order_ids uuid[], reference_pxs numeric[], states text[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE order_triggers t SET reference_px = k.reference_px, state = k.state, tx_id = pg_current_xact_id(),
            updated_at = now()
        FROM unnest(account_ids, order_ids, reference_pxs, states) AS k (account_id, order_id, reference_px, state)
        WHERE (t.account_id, t.order_id) = (k.account_id, k.order_id);
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM refuse_partial_update('order_triggers', cardinality(account_ids), changed);
END;
$$;

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
