CREATE OR REPLACE FUNCTION find_balances_of_orders(account_ids uuid[], order_ids uuid[]) RETURNS SETOF ledger_balances
LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        WITH k AS (
            SELECT DISTINCT o.account_id, o.symbol FROM unnest(account_ids, order_ids) AS i (account_id, order_id)
            JOIN orders o ON (o.account_id, o.order_id) = (i.account_id, i.order_id))
        SELECT b.* FROM k
        JOIN instruments i ON i.symbol = k.symbol
        JOIN ledger_balances b ON b.account_id = k.account_id AND b.asset IN (i.symbol, i.currency, i.settl_currency);
END;
$$;

CREATE OR REPLACE FUNCTION find_balances_of_lists(account_ids uuid[], list_ids text[]) RETURNS SETOF ledger_balances
LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        WITH k AS (
            SELECT DISTINCT o.account_id, o.symbol FROM unnest(account_ids, list_ids) AS i (account_id, list_id)
            JOIN order_list_members m ON (m.account_id, m.list_id) = (i.account_id, i.list_id)
            JOIN orders o ON (o.account_id, o.order_id) = (m.account_id, m.order_id))
        SELECT b.* FROM k
        JOIN instruments i ON i.symbol = k.symbol
        JOIN ledger_balances b ON b.account_id = k.account_id AND b.asset IN (i.symbol, i.currency, i.settl_currency);
END;
$$;

CREATE OR REPLACE FUNCTION find_limits(account_ids uuid[]) RETURNS SETOF account_limits LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT l.* FROM unnest(account_ids) AS k (account_id) JOIN account_limits l ON l.account_id = k.account_id
        WHERE l.effective_to IS NULL OR l.effective_to > now();
END;
$$;

CREATE OR REPLACE FUNCTION find_books(account_ids uuid[]) RETURNS SETOF ledger_balances LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT b.* FROM unnest(account_ids) AS k (account_id) JOIN ledger_balances b ON b.account_id = k.account_id;
END;
$$;

CREATE OR REPLACE FUNCTION find_positions(account_ids uuid[]) RETURNS SETOF positions LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT p.* FROM unnest(account_ids) AS k (account_id)
        JOIN positions p ON p.account_id = k.account_id AND p.qty <> 0;
END;
$$;
