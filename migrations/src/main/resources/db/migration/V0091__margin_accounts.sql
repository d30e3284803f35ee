-- Why: accounts that trade on margin: cash moves by what is realised, shorts are allowed, and orders hold margin.
-- Locks: accounts for a moment. An order of a CASH account has no row of its own in what is new.
-- Undone by: undo/U0091__margin_accounts.sql (fails while there are MARGIN accounts).

ALTER TABLE accounts DROP CONSTRAINT accounts_account_type_known;
ALTER TABLE accounts ADD CONSTRAINT accounts_account_type_known CHECK (account_type IN ('CASH', 'MARGIN')) NOT VALID;
ALTER TABLE accounts VALIDATE CONSTRAINT accounts_account_type_known;

-- Orders of MARGIN accounts that were to close a position, in part or whole, when they were placed: that part holds no margin.
CREATE TABLE closing_orders (
    account_id uuid NOT NULL,
    order_id uuid NOT NULL,
    closes_qty positive_amount NOT NULL,
    CONSTRAINT closing_orders_pk PRIMARY KEY (account_id, order_id),
    CONSTRAINT closing_orders_order_fk FOREIGN KEY (account_id, order_id) REFERENCES orders (account_id, order_id)
);
CALL protect_account_table('closing_orders');
GRANT SELECT ON closing_orders TO oms_reader, oms_admin;
GRANT SELECT, INSERT ON closing_orders TO oms_writer;

CREATE FUNCTION find_closing_orders(account_ids uuid[], order_ids uuid[]) RETURNS SETOF closing_orders LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT c.* FROM unnest(account_ids, order_ids) AS k (account_id, order_id)
        JOIN closing_orders c ON (c.account_id, c.order_id) = (k.account_id, k.order_id);
END;
$$;

CREATE FUNCTION insert_closing_orders(account_ids uuid[], order_ids uuid[], closes_qtys numeric[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO closing_orders (account_id, order_id, closes_qty)
        SELECT * FROM unnest(account_ids, order_ids, closes_qtys);
END;
$$;

REVOKE EXECUTE ON FUNCTION find_closing_orders(uuid[], uuid[]), insert_closing_orders(uuid[], uuid[], numeric[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_closing_orders(uuid[], uuid[]), insert_closing_orders(uuid[], uuid[], numeric[]) TO oms_writer;

-- Only what is new is put into the functions, so that the rest stays as whoever replaced them last wrote it.
DO $do$
DECLARE
    balances text := pg_get_functiondef('find_balances_of_orders(uuid[], uuid[])'::regprocedure);
    report text := pg_get_functiondef('reconcile()'::regprocedure);
    of_currency text := 'b.asset IN (i.symbol, i.currency)';
    unheld text := 'WHERE o.leaves_qty > 0 AND h.hold_id IS NULL AND NOT EXISTS (';
BEGIN
    IF position(of_currency IN balances) = 0 OR position(unheld IN report) = 0 THEN
        RAISE EXCEPTION 'find_balances_of_orders() or reconcile() has no longer the place where this belongs';
    END IF;
    EXECUTE replace(balances, of_currency, 'b.asset IN (i.symbol, i.currency, i.settl_currency)');
    -- What only closes holds nothing.
    EXECUTE replace(report, unheld, 'WHERE o.leaves_qty > 0 AND h.hold_id IS NULL AND NOT EXISTS (
                SELECT FROM closing_orders c WHERE (c.account_id, c.order_id) = (o.account_id, o.order_id)) AND NOT EXISTS (');
END;
$do$;
