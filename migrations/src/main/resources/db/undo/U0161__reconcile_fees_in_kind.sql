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
                ('reconcile()', '                sum(CASE e.side WHEN ''BUY'' THEN e.last_qty ELSE -e.last_qty END - coalesce(k.qty, 0)) AS qty
            FROM live_executions e
            LEFT JOIN hedging_orders h ON (h.account_id, h.order_id) = (e.account_id, e.order_id)
            LEFT JOIN fees_in_kind k ON (k.account_id, k.venue_id, k.exec_id) = (e.account_id, e.venue_id, e.exec_id) GROUP BY 1, 2, 3)',
                 '                sum(CASE e.side WHEN ''BUY'' THEN e.last_qty ELSE -e.last_qty END) AS qty
            FROM live_executions e
            LEFT JOIN hedging_orders h ON (h.account_id, h.order_id) = (e.account_id, e.order_id) GROUP BY 1, 2, 3)'),
                ('reconcile()', 'SELECT ''3 position is the sum of its live executions, less fees in kind''',
                 'SELECT ''3 position is the sum of its live executions'''),
                ('reconcile()', '    UNION ALL SELECT * FROM reconcile_fees_in_kind()
    UNION ALL SELECT ''8 event sequence has no gap''',
                 '    UNION ALL SELECT ''8 event sequence has no gap'''),
                ('reconcile_acts()', '               min(CASE e.side WHEN ''BUY'' THEN e.last_qty::numeric ELSE -e.last_qty::numeric END - coalesce(k.qty, 0))
',
                 '               min(CASE e.side WHEN ''BUY'' THEN e.last_qty::numeric ELSE -e.last_qty::numeric END)
'),
                ('reconcile_acts()', '            FROM live_executions e JOIN split_parts s ON (s.account_id, s.symbol) = (e.account_id, e.symbol)
            LEFT JOIN fees_in_kind k ON (k.account_id, k.venue_id, k.exec_id) = (e.account_id, e.venue_id, e.exec_id)
',
                 '            FROM live_executions e JOIN split_parts s ON (s.account_id, s.symbol) = (e.account_id, e.symbol)
'),
                ('reconcile_books()', 'FROM (SELECT n.account_id, n.seq, n.asset, ''NEGATIVE_'' || n.code AS kind
                  FROM ledger_entries n JOIN accounts a ON a.account_id = n.account_id
                  WHERE (n.code = ''CASH'' OR (n.code = ''POSITION'' AND a.account_type = ''CASH''))
                      AND n.balance_after < 0 AND n.balance_after - n.amount >= 0) e
            FULL JOIN breaks b ON (b.account_id, b.transfer_seq, b.asset, b.kind) = (e.account_id, e.seq, e.asset, e.kind)',
                 'FROM (SELECT account_id, seq, asset FROM ledger_entries
                  WHERE code = ''CASH'' AND balance_after < 0 AND balance_after - amount >= 0) e
            FULL JOIN breaks b ON (b.account_id, b.transfer_seq, b.asset) = (e.account_id, e.seq, e.asset)'),
                ('reconcile_books()', '''2 cash, and what a CASH account holds, that became negative was raised''',
                 '''2 cash that became negative was raised''')) AS changes (of, was, becomes)
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
DROP FUNCTION reconcile_fees_in_kind();
