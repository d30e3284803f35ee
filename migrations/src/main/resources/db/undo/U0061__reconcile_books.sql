DO $do$
BEGIN
    EXECUTE replace(pg_get_functiondef('reconcile()'::regprocedure), '    UNION ALL SELECT * FROM reconcile_books()
', '');
END;
$do$;
DROP FUNCTION reconcile_books();
