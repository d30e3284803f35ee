DO $do$
DECLARE
    report text;
    reports text;
    change record;
BEGIN
    IF EXISTS (SELECT FROM positions WHERE leg <> 'NET' AND settlement_px IS NOT NULL)
        OR EXISTS (SELECT FROM instrument_act_parts p JOIN accounts a ON a.account_id = p.account_id AND a.position_mode = 'HEDGING'
            JOIN instrument_acts i ON i.act_id = p.act_id AND i.kind = 'SPLIT') THEN
        RAISE EXCEPTION 'there are legs with a settlement basis, or that were split';
    END IF;
    FOREACH report IN ARRAY ARRAY['reconcile_acts()', 'reconcile_settlements()'] LOOP
        reports := pg_get_functiondef(report::regprocedure);
        FOR change IN
            SELECT was, becomes FROM (VALUES
            ('reconcile_acts()', '
               min(CASE WHEN h.order_id IS NULL THEN ''NET''
                   WHEN (e.side = ''BUY'') = (h.position_effect = ''OPEN'') THEN ''LONG'' ELSE ''SHORT'' END) AS leg,', ''),
            ('reconcile_acts()', '
            LEFT JOIN hedging_orders h ON (h.account_id, h.order_id) = (e.account_id, e.order_id)
            GROUP BY 1, 2, 3, 4)', '
            GROUP BY 1, 2, 3, 4)'),
            ('reconcile_acts()', 'FROM (SELECT account_id, symbol, leg, sum(qty) AS qty FROM executed GROUP BY 1, 2, 3) x
            FULL JOIN positions p ON (p.account_id, p.symbol, p.leg) = (x.account_id, x.symbol, x.leg)
            JOIN paid_out d
                ON (d.account_id, d.symbol) = (coalesce(p.account_id, x.account_id), coalesce(p.symbol, x.symbol))',
             'FROM paid_out d
            LEFT JOIN (SELECT account_id, symbol, sum(qty) AS qty FROM executed GROUP BY 1, 2) x
                ON (x.account_id, x.symbol) = (d.account_id, d.symbol)
            LEFT JOIN positions p ON (p.account_id, p.symbol) = (d.account_id, d.symbol)'),
            ('reconcile_acts()', ' c.position_mode,', ''),
            ('reconcile_acts()', '
            JOIN accounts c ON c.account_id = p.account_id', ''),
            ('reconcile_acts()', 'CASE WHEN NOT pays_out THEN 0.000001
                WHEN position_mode = ''HEDGING'' THEN 2 * lot_size ELSE lot_size END',
             'CASE WHEN pays_out THEN lot_size ELSE 0.000001 END'),
            ('reconcile_settlements()', 'GROUP BY p.account_id, p.symbol, b.amount, c.scale
            HAVING abs(coalesce(b.amount, 0) - sum(p.realised_pnl::numeric
                + coalesce(p.qty * i.multiplier * (p.settlement_px - p.avg_px), 0)))
                > count(*) * 0.5 * power(10::numeric, -c.scale) + 1e-9)',
             'WHERE abs(coalesce(b.amount, 0) - p.realised_pnl
                - coalesce(p.qty * i.multiplier * (p.settlement_px - p.avg_px), 0)) > 0.5 * power(10::numeric, -c.scale) + 1e-9)')) AS changes (name, was, becomes) WHERE name = report
        LOOP
            reports := replace(reports, change.was, change.becomes);
        END LOOP;
        EXECUTE reports;
    END LOOP;
END;
$do$;
CREATE FUNCTION write_settlement_bases(account_ids uuid[], symbols text[], settlement_pxs numeric[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE positions p SET settlement_px = k.settlement_px
        FROM unnest(account_ids, symbols, settlement_pxs) AS k (account_id, symbol, settlement_px)
        WHERE (p.account_id, p.symbol) = (k.account_id, k.symbol);
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM refuse_partial_update('positions', cardinality(account_ids), changed);
END;
$$;
REVOKE EXECUTE ON FUNCTION write_settlement_bases(uuid[], text[], numeric[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION write_settlement_bases(uuid[], text[], numeric[]) TO oms_writer;
DROP FUNCTION write_settlement_bases(uuid[], text[], text[], numeric[]);
