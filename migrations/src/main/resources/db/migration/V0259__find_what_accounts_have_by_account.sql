-- Why: as in V0256. find_balances_of_orders() was planned as a walk through the balances of all accounts in an order's assets, for each
-- order of a batch: 2.7 ms for 18 orders where there are thirty accounts instead of 0.4, and more with each further account, until
-- autovacuum looks at the balances, when there are 10,000 of them. The others read all accounts' rows once for each batch.
-- Locks: none.
-- Undone by: undo/U0259__find_what_accounts_have_by_account.sql

CREATE OR REPLACE FUNCTION find_balances_of_orders(account_ids uuid[], order_ids uuid[]) RETURNS SETOF ledger_balances
LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        WITH k AS (
            SELECT DISTINCT o.account_id, o.symbol FROM unnest(account_ids, order_ids) AS i (account_id, order_id)
            JOIN orders o ON (o.account_id, o.order_id) = (i.account_id, i.order_id))
        SELECT b.* FROM k
        JOIN instruments i ON i.symbol = k.symbol
        CROSS JOIN LATERAL (SELECT l.* FROM ledger_balances l
            WHERE l.account_id = k.account_id AND l.asset IN (i.symbol, i.currency, i.settl_currency)
            OFFSET 0) b;
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
        CROSS JOIN LATERAL (SELECT l.* FROM ledger_balances l
            WHERE l.account_id = k.account_id AND l.asset IN (i.symbol, i.currency, i.settl_currency)
            OFFSET 0) b;
END;
$$;

CREATE OR REPLACE FUNCTION find_limits(account_ids uuid[]) RETURNS SETOF account_limits LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT l.* FROM unnest(account_ids) AS k (account_id)
        CROSS JOIN LATERAL (SELECT a.* FROM account_limits a
            WHERE a.account_id = k.account_id AND (a.effective_to IS NULL OR a.effective_to > now())
            OFFSET 0) l;
END;
$$;

CREATE OR REPLACE FUNCTION find_books(account_ids uuid[]) RETURNS SETOF ledger_balances LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT b.* FROM unnest(account_ids) AS k (account_id)
        CROSS JOIN LATERAL (SELECT l.* FROM ledger_balances l WHERE l.account_id = k.account_id OFFSET 0) b;
END;
$$;

CREATE OR REPLACE FUNCTION find_positions(account_ids uuid[]) RETURNS SETOF positions LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT p.* FROM unnest(account_ids) AS k (account_id)
        CROSS JOIN LATERAL (SELECT h.* FROM positions h WHERE h.account_id = k.account_id AND h.qty <> 0 OFFSET 0) p;
END;
$$;
