-- The views are in the way, and the functions that return their rows: they are made anew as whoever replaced them last wrote them.
DO $do$
DECLARE
    standing_text text := pg_get_viewdef('standing_orders'::regclass);
    audit_text text := pg_get_viewdef('audit_trail'::regclass);
    names text[];
    texts text[];
    nth integer;
BEGIN
    SELECT array_agg(p.oid::regprocedure::text), array_agg(pg_get_functiondef(p.oid)) INTO names, texts
        FROM pg_proc p
        WHERE p.oid IN (SELECT d.objid FROM pg_depend d
            WHERE d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_type'::regclass
                AND d.refobjid = (SELECT c.reltype FROM pg_class c WHERE c.oid = 'standing_orders'::regclass));
    FOR nth IN 1 .. cardinality(names) LOOP
        EXECUTE 'DROP FUNCTION ' || names[nth];
    END LOOP;
    DROP VIEW standing_orders, audit_trail;
    ALTER TABLE orders ALTER COLUMN px TYPE positive_amount, ALTER COLUMN placed_px TYPE positive_amount;
    ALTER TABLE order_requests ALTER COLUMN px TYPE positive_amount, ALTER COLUMN stop_px TYPE positive_amount;
    ALTER TABLE order_events ALTER COLUMN px TYPE positive_amount;
    ALTER TABLE order_triggers ALTER COLUMN stop_px TYPE positive_amount, ALTER COLUMN reference_px TYPE positive_amount,
        ALTER COLUMN placed_stop_px TYPE positive_amount;
    ALTER TABLE trail_moves ALTER COLUMN px TYPE positive_amount;
    EXECUTE 'CREATE VIEW standing_orders WITH (security_invoker = true) AS ' || standing_text;
    GRANT SELECT ON standing_orders TO oms_writer, oms_reader;
    EXECUTE 'CREATE VIEW audit_trail WITH (security_invoker = true) AS ' || audit_text;
    GRANT SELECT ON audit_trail TO oms_admin;
    FOR nth IN 1 .. cardinality(names) LOOP
        EXECUTE texts[nth];
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', names[nth]);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO oms_writer', names[nth]);
    END LOOP;
END;
$do$;
