-- Why: accounts on margin take lists of orders. What a list holds back counts with nothing there where it is of the other side than its
-- parent: it closes what that has yet to open. A list holds cash of the currency its instrument settles in, and nothing for what only closes.
-- Locks: none.
-- Undone by: undo/U0240__lists_on_margin.sql (the functions are as they were; cancel lists of MARGIN accounts first).

-- Only what is new is put into the functions, so that the rest stays as whoever replaced them last wrote it.
DO $do$
DECLARE
    balances text := pg_get_functiondef('find_balances_of_lists(uuid[], text[])'::regprocedure);
    exposures text := pg_get_functiondef('find_exposures(uuid[])'::regprocedure);
    report text := pg_get_functiondef('reconcile()'::regprocedure);
    of_currency text := 'b.asset IN (i.symbol, i.currency)';
    held_back text := 'SELECT o.held_by = ''LIST'' AND o.side = ''SELL'' AND o.leaves_qty > 0 AS back';
    list_holds text := 'CASE WHEN max(h.code) = ''CASH'' THEN 0';
    list_over text := 'OR (bool_or(h.status = ''OPEN'') AND bool_and(s.leaves_qty = 0';
BEGIN
    IF position(of_currency IN balances) = 0 OR position(held_back IN exposures) = 0 OR position(list_holds IN report) = 0
        OR position(list_over IN report) = 0 THEN
        RAISE EXCEPTION 'a function has no longer the place where this belongs';
    END IF;
    EXECUTE replace(balances, of_currency, 'b.asset IN (i.symbol, i.currency, i.settl_currency)');
    -- Of an order that no list holds back nothing is looked up.
    EXECUTE replace(exposures, held_back, 'SELECT CASE WHEN o.held_by = ''LIST'' AND o.leaves_qty > 0 THEN CASE a.account_type
                    WHEN ''CASH'' THEN o.side = ''SELL''
                    ELSE (SELECT p.side <> o.side FROM order_list_members m
                        JOIN orders p ON (p.account_id, p.order_id) = (m.account_id, m.order_id)
                        WHERE (m.account_id, m.list_id) = (o.account_id, o.list_id) AND m.parent) END END AS back');
    EXECUTE replace(replace(report, list_holds, 'CASE WHEN max(h.code) = ''CASH''
                    OR (SELECT a.account_type FROM accounts a WHERE a.account_id = s.account_id) = ''MARGIN'' THEN 0'),
        list_over, 'OR (NOT coalesce(bool_or(h.status = ''OPEN''), false)
                    AND (SELECT a.account_type FROM accounts a WHERE a.account_id = s.account_id) = ''MARGIN''
                    AND bool_or(s.list_active AND s.due > 0 AND NOT EXISTS (SELECT FROM closing_orders c
                        WHERE (c.account_id, c.order_id) = (s.account_id, s.order_id))))
                ' || list_over);
END;
$do$;
