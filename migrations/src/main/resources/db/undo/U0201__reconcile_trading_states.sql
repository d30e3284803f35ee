DO $do$
BEGIN
    EXECUTE replace(pg_get_functiondef('reconcile()'::regprocedure), '    UNION ALL SELECT * FROM reconcile_trading_states()
', '');
END;
$do$;
DROP FUNCTION reconcile_trading_states();
