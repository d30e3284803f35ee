DO $do$
DECLARE
    list_holds text := 'CASE WHEN max(h.code) = ''CASH'' THEN 0';
    list_over text := 'OR (bool_or(h.status = ''OPEN'') AND bool_and(s.leaves_qty = 0';
BEGIN
    EXECUTE replace(pg_get_functiondef('find_balances_of_lists(uuid[], text[])'::regprocedure),
        'b.asset IN (i.symbol, i.currency, i.settl_currency)', 'b.asset IN (i.symbol, i.currency)');
    EXECUTE replace(pg_get_functiondef('find_exposures(uuid[])'::regprocedure),
        'SELECT CASE WHEN o.held_by = ''LIST'' AND o.leaves_qty > 0 THEN CASE a.account_type
                    WHEN ''CASH'' THEN o.side = ''SELL''
                    ELSE (SELECT p.side <> o.side FROM order_list_members m
                        JOIN orders p ON (p.account_id, p.order_id) = (m.account_id, m.order_id)
                        WHERE (m.account_id, m.list_id) = (o.account_id, o.list_id) AND m.parent) END END AS back',
        'SELECT o.held_by = ''LIST'' AND o.side = ''SELL'' AND o.leaves_qty > 0 AS back');
    EXECUTE replace(replace(pg_get_functiondef('reconcile()'::regprocedure),
        'CASE WHEN max(h.code) = ''CASH''
                    OR (SELECT a.account_type FROM accounts a WHERE a.account_id = s.account_id) = ''MARGIN'' THEN 0', list_holds),
        'OR (NOT coalesce(bool_or(h.status = ''OPEN''), false)
                    AND (SELECT a.account_type FROM accounts a WHERE a.account_id = s.account_id) = ''MARGIN''
                    AND bool_or(s.list_active AND s.due > 0 AND NOT EXISTS (SELECT FROM closing_orders c
                        WHERE (c.account_id, c.order_id) = (s.account_id, s.order_id))))
                ' || list_over, list_over);
END;
$do$;
