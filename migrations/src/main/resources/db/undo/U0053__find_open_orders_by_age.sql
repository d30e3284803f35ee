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
    EXECUTE replace(replace(definition, part, ''), report, '');
END;
$do$;
CREATE OR REPLACE FUNCTION find_open_orders(account_ids uuid[], symbols text[], sides text[])
RETURNS TABLE (standing standing_orders, hold holds) LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT o, h FROM unnest(account_ids, symbols, sides) AS k (account_id, symbol, side)
        JOIN standing_orders o ON o.account_id = k.account_id AND (o.leaves_qty > 0 OR o.pending_cl_ord_id IS NOT NULL)
            AND (k.symbol IS NULL OR o.symbol = k.symbol) AND (k.side IS NULL OR o.side = k.side)
        LEFT JOIN holds h ON (h.account_id, h.hold_id) = (o.account_id, o.order_id);
END;
$$;

DROP FUNCTION reopen_orders(uuid[], uuid[]);
DROP FUNCTION advance_open_from(uuid);
REVOKE UPDATE (open_from) ON accounts FROM oms_writer;
ALTER TABLE accounts DROP COLUMN open_from;
