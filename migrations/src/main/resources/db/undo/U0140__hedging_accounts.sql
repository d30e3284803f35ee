DO $do$
DECLARE
    report text := pg_get_functiondef('reconcile()'::regprocedure);
BEGIN
    IF EXISTS (SELECT FROM accounts WHERE position_mode = 'HEDGING') THEN
        RAISE EXCEPTION 'there are HEDGING accounts';
    END IF;
    report := replace(report, 'SELECT e.account_id, e.symbol, CASE WHEN h.order_id IS NULL THEN ''NET''
                WHEN (e.side = ''BUY'') = (h.position_effect = ''OPEN'') THEN ''LONG'' ELSE ''SHORT'' END AS leg,
                sum(CASE e.side WHEN ''BUY'' THEN e.last_qty ELSE -e.last_qty END) AS qty
            FROM live_executions e
            LEFT JOIN hedging_orders h ON (h.account_id, h.order_id) = (e.account_id, e.order_id) GROUP BY 1, 2, 3)',
        'SELECT account_id, symbol, sum(CASE side WHEN ''BUY'' THEN last_qty ELSE -last_qty END) AS qty
            FROM live_executions GROUP BY 1, 2)');
    report := replace(report, 'executed x ON (x.account_id, x.symbol, x.leg) = (p.account_id, p.symbol, p.leg)',
        'executed x ON (x.account_id, x.symbol) = (p.account_id, p.symbol)');
    report := replace(report, 'FROM (SELECT account_id, symbol, sum(qty) AS qty FROM positions GROUP BY 1, 2) p
            FULL JOIN', 'FROM positions p
            FULL JOIN');
    report := regexp_replace(report, '    wrong_effects AS \(.*?    event_gaps AS \(', '    event_gaps AS (');
    report := regexp_replace(report, '    UNION ALL SELECT ''3 HEDGING accounts hold legs.*?FROM wrong_effects\n', '');
    EXECUTE report;
END;
$do$;
DROP FUNCTION write_legs(uuid[], text[], text[], numeric[], numeric[], numeric[], numeric[]);
DROP FUNCTION insert_hedging_orders(uuid[], uuid[], text[]);
DROP FUNCTION find_hedging_orders(uuid[], uuid[]);
ALTER TABLE executions
    DROP CONSTRAINT executions_flags_known,
    ADD CONSTRAINT executions_flags_known CHECK (flags <@ ARRAY['LATE', 'OVERFILL']);
ALTER TABLE positions
    DROP CONSTRAINT positions_pk,
    DROP COLUMN leg,
    ADD CONSTRAINT positions_pk PRIMARY KEY (account_id, symbol);
DROP TABLE hedging_orders;
ALTER TABLE accounts DROP COLUMN position_mode;
