-- Why: what an order on margin is to close is told in units of its instrument, and restated with the order for a split.
-- Locks: none. What orders that were restated before are to close stays as it was told.
-- Undone by: undo/U0150__restate_closing_orders.sql (what was restated stays).

CREATE FUNCTION write_closing_orders(account_ids uuid[], order_ids uuid[], closes_qtys numeric[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO closing_orders (account_id, order_id, closes_qty)
        SELECT * FROM unnest(account_ids, order_ids, closes_qtys)
        ON CONFLICT (account_id, order_id) DO UPDATE SET closes_qty = EXCLUDED.closes_qty;
END;
$$;
REVOKE EXECUTE ON FUNCTION write_closing_orders(uuid[], uuid[], numeric[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION write_closing_orders(uuid[], uuid[], numeric[]) TO oms_writer;
GRANT UPDATE (closes_qty) ON closing_orders TO oms_writer;
DROP FUNCTION insert_closing_orders(uuid[], uuid[], numeric[]);
