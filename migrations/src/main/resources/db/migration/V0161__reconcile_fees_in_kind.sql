-- Why: what was taken in kind is a part of what positions are made of.
-- Locks: none. Run as oms_admin, in one REPEATABLE READ transaction where the book is live.
-- Undone by: undo/U0161__reconcile_fees_in_kind.sql (restores the reports as they were before).

CREATE FUNCTION reconcile_fees_in_kind() RETURNS TABLE (invariant text, violations bigint, example text) LANGUAGE sql STABLE
SET enable_nestloop = off AS $$
    WITH
    based AS (SELECT symbol FROM instruments WHERE base_asset IS NOT NULL),
    taken AS (
        SELECT account_id, symbol, sum(qty) AS qty, sum(qty * last_px::numeric) AS fees FROM fees_in_kind GROUP BY 1, 2),
    -- What is posted before a split is in the units of before.
    wrong_entries AS (
        SELECT coalesce(t.account_id, b.account_id) || ' ' || coalesce(t.symbol, b.asset) AS example
            FROM taken t
            FULL JOIN (SELECT account_id, asset, posted FROM ledger_balances
                       WHERE code = 'FEES' AND asset IN (SELECT symbol FROM based)) b
                ON (b.account_id, b.asset) = (t.account_id, t.symbol)
            WHERE coalesce(b.posted, 0) <> coalesce(t.qty, 0)
                AND (coalesce(t.account_id, b.account_id), coalesce(t.symbol, b.asset)) NOT IN (
                    SELECT s.account_id, a.symbol FROM instrument_act_parts s
                    JOIN instrument_acts a ON a.act_id = s.act_id AND a.kind = 'SPLIT' WHERE s.event_seq IS NOT NULL)),
    charged AS (
        SELECT account_id, symbol, sum(fee) AS fees FROM executions WHERE symbol IN (SELECT symbol FROM based) GROUP BY 1, 2),
    -- A fee of before a split is told again in other units and prices by a correction after it.
    wrong_fees AS (
        SELECT p.account_id || ' ' || p.symbol AS example
            FROM (SELECT account_id, symbol, sum(fees) AS fees FROM positions
                  WHERE symbol IN (SELECT symbol FROM based) GROUP BY 1, 2) p
            LEFT JOIN charged c ON (c.account_id, c.symbol) = (p.account_id, p.symbol)
            LEFT JOIN taken t ON (t.account_id, t.symbol) = (p.account_id, p.symbol)
            WHERE abs(p.fees - coalesce(c.fees, 0) - coalesce(t.fees, 0)) > 0.000001)
    SELECT '3 fees in kind are their ledger balance', count(*), min(example) FROM wrong_entries
    UNION ALL SELECT '3 fees of a position are those of its executions, those in kind at the prices of their fills', count(*),
        min(example) FROM wrong_fees
$$;
REVOKE EXECUTE ON FUNCTION reconcile_fees_in_kind() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reconcile_fees_in_kind() TO oms_admin;

-- Only what is new is put into the reports, so that the rest stays as whoever replaced it last wrote it.
DO $do$
DECLARE
    report text;
    definition text;
    change record;
BEGIN
    FOREACH report IN ARRAY ARRAY['reconcile()', 'reconcile_acts()', 'reconcile_books()'] LOOP
        definition := pg_get_functiondef(report::regprocedure);
        FOR change IN
            SELECT * FROM (VALUES
                ('reconcile()', '                sum(CASE e.side WHEN ''BUY'' THEN e.last_qty ELSE -e.last_qty END) AS qty
            FROM live_executions e
            LEFT JOIN hedging_orders h ON (h.account_id, h.order_id) = (e.account_id, e.order_id) GROUP BY 1, 2, 3)',
                 '                sum(CASE e.side WHEN ''BUY'' THEN e.last_qty ELSE -e.last_qty END - coalesce(k.qty, 0)) AS qty
            FROM live_executions e
            LEFT JOIN hedging_orders h ON (h.account_id, h.order_id) = (e.account_id, e.order_id)
            LEFT JOIN fees_in_kind k ON (k.account_id, k.venue_id, k.exec_id) = (e.account_id, e.venue_id, e.exec_id) GROUP BY 1, 2, 3)'),
                ('reconcile()', 'SELECT ''3 position is the sum of its live executions''',
                 'SELECT ''3 position is the sum of its live executions, less fees in kind'''),
                ('reconcile()', '    UNION ALL SELECT ''8 event sequence has no gap''',
                 '    UNION ALL SELECT * FROM reconcile_fees_in_kind()
    UNION ALL SELECT ''8 event sequence has no gap'''),
                ('reconcile_acts()', '               min(CASE e.side WHEN ''BUY'' THEN e.last_qty::numeric ELSE -e.last_qty::numeric END)
',
                 '               min(CASE e.side WHEN ''BUY'' THEN e.last_qty::numeric ELSE -e.last_qty::numeric END - coalesce(k.qty, 0))
'),
                ('reconcile_acts()', '            FROM live_executions e JOIN split_parts s ON (s.account_id, s.symbol) = (e.account_id, e.symbol)
',
                 '            FROM live_executions e JOIN split_parts s ON (s.account_id, s.symbol) = (e.account_id, e.symbol)
            LEFT JOIN fees_in_kind k ON (k.account_id, k.venue_id, k.exec_id) = (e.account_id, e.venue_id, e.exec_id)
'),
                ('reconcile_books()', 'FROM (SELECT account_id, seq, asset FROM ledger_entries
                  WHERE code = ''CASH'' AND balance_after < 0 AND balance_after - amount >= 0) e
            FULL JOIN breaks b ON (b.account_id, b.transfer_seq, b.asset) = (e.account_id, e.seq, e.asset)',
                 'FROM (SELECT n.account_id, n.seq, n.asset, ''NEGATIVE_'' || n.code AS kind
                  FROM ledger_entries n JOIN accounts a ON a.account_id = n.account_id
                  WHERE (n.code = ''CASH'' OR (n.code = ''POSITION'' AND a.account_type = ''CASH''))
                      AND n.balance_after < 0 AND n.balance_after - n.amount >= 0) e
            FULL JOIN breaks b ON (b.account_id, b.transfer_seq, b.asset, b.kind) = (e.account_id, e.seq, e.asset, e.kind)'),
                ('reconcile_books()', '''2 cash that became negative was raised''',
                 '''2 cash, and what a CASH account holds, that became negative was raised''')) AS changes (of, was, becomes)
            WHERE of = report
        LOOP
            IF position(change.was IN definition) = 0 THEN
                RAISE EXCEPTION '% has no longer the place where this belongs: %', report, change.was;
            END IF;
            definition := replace(definition, change.was, change.becomes);
        END LOOP;
        EXECUTE definition;
    END LOOP;
END;
$do$;
