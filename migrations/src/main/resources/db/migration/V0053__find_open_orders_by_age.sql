-- Why: a mass cancel, a dead man's switch or a close read every order an account ever had. An index on what is open would make
-- every fill a change of an indexed column, which is no HOT update any more; so an account says from which order on there may
-- be open ones, order ids rising with time. Only who looks for open orders moves it, and who brings a closed order back to life.
-- Locks: accounts for a moment, the column is added without a rewrite.
-- Undone by: undo/U0053__find_open_orders_by_age.sql

ALTER TABLE accounts ADD COLUMN open_from uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';
COMMENT ON COLUMN accounts.open_from IS 'No order of a lower id is open or waits for an answer';
GRANT UPDATE (open_from) ON accounts TO oms_writer;

CREATE FUNCTION advance_open_from(of_account uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    an_hour_ago uuid := lpad(to_hex((extract(epoch FROM now() - interval '1 hour') * 1000)::bigint), 12, '0') || repeat('0', 20);
BEGIN
    UPDATE accounts a SET open_from = least(an_hour_ago, (
            SELECT o.order_id FROM orders o WHERE o.account_id = of_account AND o.order_id >= a.open_from
                AND (o.leaves_qty > 0 OR o.pending_cl_ord_id IS NOT NULL)
                ORDER BY o.order_id LIMIT 1))
        WHERE a.account_id = of_account AND a.open_from < an_hour_ago;
END;
$$;

-- What can still be executed or waits for an answer, with its hold; a null symbol or side stands for all. Whoever looks at all
-- of an account moves what it need not look at next time: order ids rise with time, by the clocks of all processes, which an
-- hour allows for.
CREATE OR REPLACE FUNCTION find_open_orders(account_ids uuid[], symbols text[], sides text[])
RETURNS TABLE (standing standing_orders, hold holds) LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT o, h FROM unnest(account_ids, symbols, sides) AS k (account_id, symbol, side)
        JOIN accounts a ON a.account_id = k.account_id
        JOIN standing_orders o ON o.account_id = a.account_id AND o.order_id >= a.open_from
            AND (o.leaves_qty > 0 OR o.pending_cl_ord_id IS NOT NULL)
            AND (k.symbol IS NULL OR o.symbol = k.symbol) AND (k.side IS NULL OR o.side = k.side)
        LEFT JOIN holds h ON (h.account_id, h.hold_id) = (o.account_id, o.order_id);
    PERFORM advance_open_from(k.account_id) FROM unnest(account_ids, symbols, sides) AS k (account_id, symbol, side)
        WHERE k.symbol IS NULL AND k.side IS NULL;
END;
$$;

-- Closed orders that are open again: a bust, or a replace of a filled one by more.
CREATE FUNCTION reopen_orders(account_ids uuid[], order_ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE accounts a SET open_from = least(a.open_from, k.order_id)
        FROM (SELECT u.account_id, (array_agg(u.order_id ORDER BY u.order_id))[1] AS order_id
            FROM unnest(account_ids, order_ids) AS u (account_id, order_id) GROUP BY u.account_id) k
        WHERE a.account_id = k.account_id;
END;
$$;

-- They run with the caller's rights; nobody but the pipeline has use for them.
REVOKE EXECUTE ON FUNCTION advance_open_from(uuid), reopen_orders(uuid[], uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION advance_open_from(uuid), reopen_orders(uuid[], uuid[]) TO oms_writer;

-- Only what is new is put into the function, so that the rest stays as whoever replaced it last wrote it.
DO $do$
DECLARE
    definition text := pg_get_functiondef('reconcile()'::regprocedure);
    parts text := '    event_gaps AS (';
    part text := '    forgotten_open AS (
        SELECT o.account_id || '' order '' || o.order_id AS example
            FROM orders o JOIN accounts a ON a.account_id = o.account_id
            WHERE (o.leaves_qty > 0 OR o.pending_cl_ord_id IS NOT NULL) AND o.order_id < a.open_from),
';
    reports text := '    UNION ALL SELECT ''8 event sequence has no gap''';
    report text := '    UNION ALL SELECT ''4 every open order is found by who looks for open ones'', count(*), min(example) FROM forgotten_open
';
BEGIN
    IF position(parts IN definition) = 0 OR position(reports IN definition) = 0 THEN
        RAISE EXCEPTION 'reconcile() has no longer the places where this belongs';
    END IF;
    EXECUTE replace(replace(definition, parts, part || parts), reports, report || reports);
END;
$do$;
