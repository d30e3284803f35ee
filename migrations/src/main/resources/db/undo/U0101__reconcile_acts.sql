DO $do$
BEGIN
    EXECUTE replace(replace(pg_get_functiondef('reconcile()'::regprocedure), '    UNION ALL SELECT * FROM reconcile_acts()
', ''), '
                AND (coalesce(p.account_id, x.account_id), coalesce(p.symbol, x.symbol)) NOT IN (
                    SELECT s.account_id, a.symbol FROM instrument_act_parts s
                    JOIN instrument_acts a ON a.act_id = s.act_id AND a.kind = ''SPLIT'' WHERE s.event_seq IS NOT NULL)', '');
END;
$do$;
DROP FUNCTION reconcile_acts();
