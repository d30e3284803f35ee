DO $do$
BEGIN
    EXECUTE replace(pg_get_functiondef('reconcile()'::regprocedure), '    UNION ALL SELECT * FROM reconcile_foreign_fees()
', '');
END;
$do$;
DROP FUNCTION reconcile_foreign_fees();
DROP FUNCTION add_foreign_fees(uuid[], text[], text[], text[], numeric[]);
DROP VIEW live_foreign_fees;
DROP TABLE fee_conversions;
DROP TABLE foreign_fees;
