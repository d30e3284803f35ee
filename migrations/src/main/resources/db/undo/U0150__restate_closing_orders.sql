DROP FUNCTION write_closing_orders(uuid[], uuid[], numeric[]);
REVOKE UPDATE (closes_qty) ON closing_orders FROM oms_writer;
CREATE FUNCTION insert_closing_orders(account_ids uuid[], order_ids uuid[], closes_qtys numeric[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO closing_orders (account_id, order_id, closes_qty)
        SELECT * FROM unnest(account_ids, order_ids, closes_qtys);
END;
$$;
REVOKE EXECUTE ON FUNCTION insert_closing_orders(uuid[], uuid[], numeric[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION insert_closing_orders(uuid[], uuid[], numeric[]) TO oms_writer;
