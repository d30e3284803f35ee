-- Why: legs of HEDGING accounts are settled daily and split as positions of NETTING accounts are, each by itself.
-- Locks: none.
-- Undone by: undo/U0165__settle_and_split_legs.sql (fails while a leg has a settlement basis or was split).

CREATE FUNCTION write_settlement_bases(account_ids uuid[], symbols text[], legs text[], settlement_pxs numeric[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE positions p SET settlement_px = k.settlement_px
        FROM unnest(account_ids, symbols, legs, settlement_pxs) AS k (account_id, symbol, leg, settlement_px)
        WHERE (p.account_id, p.symbol, p.leg) = (k.account_id, k.symbol, k.leg);
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM refuse_partial_update('positions', cardinality(account_ids), changed);
END;
$$;
REVOKE EXECUTE ON FUNCTION write_settlement_bases(uuid[], text[], text[], numeric[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION write_settlement_bases(uuid[], text[], text[], numeric[]) TO oms_writer;
DROP FUNCTION write_settlement_bases(uuid[], text[], numeric[]);

-- Only what is new is put into the reports, so that the rest stays as whoever replaced it last wrote it.
DO $do$
DECLARE
    report text;
    reports text;
    change record;
BEGIN
    FOREACH report IN ARRAY ARRAY['reconcile_acts()', 'reconcile_settlements()'] LOOP
        reports := pg_get_functiondef(report::regprocedure);
        FOR change IN
            SELECT was, becomes FROM (VALUES
            ('reconcile_acts()', '        SELECT e.account_id, e.symbol, e.venue_id, e.exec_id,
',
             '        SELECT e.account_id, e.symbol, e.venue_id, e.exec_id,
               min(CASE WHEN h.order_id IS NULL THEN ''NET''
                   WHEN (e.side = ''BUY'') = (h.position_effect = ''OPEN'') THEN ''LONG'' ELSE ''SHORT'' END) AS leg,
'),
            ('reconcile_acts()', '            GROUP BY 1, 2, 3, 4),
    -- Each split may',
             '            LEFT JOIN hedging_orders h ON (h.account_id, h.order_id) = (e.account_id, e.order_id)
            GROUP BY 1, 2, 3, 4),
    -- Each split may'),
            -- Each leg by itself.
            ('reconcile_acts()', 'FROM paid_out d
            LEFT JOIN (SELECT account_id, symbol, sum(qty) AS qty FROM executed GROUP BY 1, 2) x
                ON (x.account_id, x.symbol) = (d.account_id, d.symbol)
            LEFT JOIN positions p ON (p.account_id, p.symbol) = (d.account_id, d.symbol)',
             'FROM (SELECT account_id, symbol, leg, sum(qty) AS qty FROM executed GROUP BY 1, 2, 3) x
            FULL JOIN positions p ON (p.account_id, p.symbol, p.leg) = (x.account_id, x.symbol, x.leg)
            JOIN paid_out d
                ON (d.account_id, d.symbol) = (coalesce(p.account_id, x.account_id), coalesce(p.symbol, x.symbol))'),
            -- Both legs may pay out less than a lot.
            ('reconcile_acts()', '
               i.lot_size, p.qty_before',
             '
               i.lot_size, c.position_mode, p.qty_before'),
            ('reconcile_acts()', '
            JOIN instruments i ON i.symbol = a.symbol
            WHERE p.event_seq IS NOT NULL),
    -- What an execution of before counts by now.',
             '
            JOIN instruments i ON i.symbol = a.symbol
            JOIN accounts c ON c.account_id = p.account_id
            WHERE p.event_seq IS NOT NULL),
    -- What an execution of before counts by now.'),
            ('reconcile_acts()', 'CASE WHEN pays_out THEN lot_size ELSE 0.000001 END',
             'CASE WHEN NOT pays_out THEN 0.000001
                WHEN position_mode = ''HEDGING'' THEN 2 * lot_size ELSE lot_size END'),
            -- Legs are rounded each by itself.
            ('reconcile_settlements()', 'WHERE abs(coalesce(b.amount, 0) - p.realised_pnl
                - coalesce(p.qty * i.multiplier * (p.settlement_px - p.avg_px), 0)) > 0.5 * power(10::numeric, -c.scale) + 1e-9)',
             'GROUP BY p.account_id, p.symbol, b.amount, c.scale
            HAVING abs(coalesce(b.amount, 0) - sum(p.realised_pnl::numeric
                + coalesce(p.qty * i.multiplier * (p.settlement_px - p.avg_px), 0)))
                > count(*) * 0.5 * power(10::numeric, -c.scale) + 1e-9)')) AS changes (name, was, becomes) WHERE name = report
        LOOP
            IF position(change.was IN reports) = 0 THEN
                RAISE EXCEPTION '% has no longer the place where this belongs: %', report, change.was;
            END IF;
            reports := replace(reports, change.was, change.becomes);
        END LOOP;
        EXECUTE reports;
    END LOOP;
END;
$do$;
