DROP FUNCTION find_orders_by_cl_ord_id(uuid[], text[]);
DROP FUNCTION find_orders(uuid[], uuid[]);
DROP VIEW standing_orders;
DROP FUNCTION insert_orders(uuid[], uuid[], text[], text[], text[], text[], text[], text[], numeric[], numeric[], timestamptz[], numeric[], text[], text[], numeric[], numeric[], numeric[], text[], text[], text[], numeric[], numeric[], numeric[], text[], text[]);
ALTER TABLE orders DROP COLUMN cash_order_qty;
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
REVOKE EXECUTE ON FUNCTION find_orders(uuid[], uuid[]), find_orders_by_cl_ord_id(uuid[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_orders(uuid[], uuid[]), find_orders_by_cl_ord_id(uuid[], text[]) TO oms_writer;

CREATE FUNCTION insert_orders(account_ids uuid[], order_ids uuid[], cl_ord_ids text[], symbols text[], venue_ids text[],
    sides text[], ord_types text[], times_in_force text[], order_qtys numeric[], pxs numeric[], expire_times timestamptz[],
    display_qtys numeric[], exec_insts text[], held_bys text[], reserve_pxs numeric[], fee_rates numeric[], ord_statuses text[],
    venue_statuses text[], pending_cl_ord_ids text[], cum_qtys numeric[], leaves_qtys numeric[], cum_notionals numeric[],
    reason_codes text[], reason_texts text[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO orders (account_id, order_id, cl_ord_id, symbol, venue_id, side, ord_type, time_in_force, order_qty, px,
            expire_time, display_qty, exec_inst, held_by, reserve_px, fee_rate, ord_status, venue_status, pending_cl_ord_id,
            cum_qty, leaves_qty, cum_notional, reason_code, reason_text)
        SELECT k.account_id, k.order_id, k.cl_ord_id, k.symbol, k.venue_id, k.side, k.ord_type, k.time_in_force, k.order_qty,
            k.px, k.expire_time, k.display_qty, string_to_array(k.exec_inst, ','), k.held_by, k.reserve_px, k.fee_rate, k.ord_status,
            k.venue_status, k.pending_cl_ord_id, k.cum_qty, k.leaves_qty, k.cum_notional, k.reason_code, k.reason_text
        FROM unnest(account_ids, order_ids, cl_ord_ids, symbols, venue_ids, sides, ord_types, times_in_force, order_qtys, pxs,
            expire_times, display_qtys, exec_insts, held_bys, reserve_pxs, fee_rates, ord_statuses, venue_statuses, pending_cl_ord_ids,
            cum_qtys, leaves_qtys, cum_notionals, reason_codes, reason_texts) AS k (account_id, order_id, cl_ord_id, symbol,
            venue_id, side, ord_type, time_in_force, order_qty, px, expire_time, display_qty, exec_inst, held_by, reserve_px, fee_rate,
            ord_status, venue_status, pending_cl_ord_id, cum_qty, leaves_qty, cum_notional, reason_code, reason_text);
END;
$$;
REVOKE EXECUTE ON FUNCTION insert_orders(uuid[], uuid[], text[], text[], text[], text[], text[], text[], numeric[], numeric[], timestamptz[], numeric[], text[], text[], numeric[], numeric[], text[], text[], text[], numeric[], numeric[], numeric[], text[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION insert_orders(uuid[], uuid[], text[], text[], text[], text[], text[], text[], numeric[], numeric[], timestamptz[], numeric[], text[], text[], numeric[], numeric[], text[], text[], text[], numeric[], numeric[], numeric[], text[], text[]) TO oms_writer;
