DROP FUNCTION update_order_memberships(uuid[], uuid[], text[], text[]);
DROP FUNCTION update_order_list_members(uuid[], uuid[], text[]);
DROP FUNCTION update_order_lists(uuid[], text[], text[]);
DROP FUNCTION insert_order_list_members(uuid[], text[], bigint[], uuid[], text[], numeric[]);
DROP FUNCTION insert_order_lists(uuid[], text[], uuid[], text[]);
DROP FUNCTION find_holds_of_lists(uuid[], text[]);
DROP FUNCTION find_balances_of_lists(uuid[], text[]);
DROP FUNCTION find_orders_of_lists(uuid[], text[]);
DROP FUNCTION find_order_lists(uuid[], text[]);
DROP FUNCTION find_orders_by_cl_ord_id(uuid[], text[]);
DROP FUNCTION find_orders(uuid[], uuid[]);
DROP VIEW standing_orders;
ALTER TABLE order_events
    DROP CONSTRAINT order_events_event_type_known,
    ADD CONSTRAINT order_events_event_type_known CHECK (event_type IN ('ORDER_ACCEPTED', 'ORDER_DENIED', 'CANCEL_REQUESTED',
        'REPLACE_REQUESTED', 'TRIGGERED', 'PENDING_NEW', 'NEW', 'TRADE', 'TRADE_CORRECT', 'TRADE_CANCEL', 'DONE_FOR_DAY', 'PENDING_CANCEL',
        'PENDING_REPLACE', 'REPLACED', 'CANCELED', 'REJECTED', 'EXPIRED', 'STOPPED', 'SUSPENDED', 'CALCULATED', 'RESTATED',
        'CANCEL_REJECTED', 'REPLACE_REJECTED'));
ALTER TABLE orders
    DROP CONSTRAINT orders_list_is_whole,
    DROP CONSTRAINT orders_list_contingency_type_known,
    DROP CONSTRAINT orders_held_by_known,
    ADD CONSTRAINT orders_held_by_known CHECK (held_by IN ('TRIGGER')),
    DROP COLUMN list_contingency_type,
    DROP COLUMN list_id;
DROP TABLE order_list_members;
DROP TABLE order_lists;
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
