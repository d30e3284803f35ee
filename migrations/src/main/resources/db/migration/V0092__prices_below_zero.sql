-- Why: what an order has executed, and the worst price it reserves with, may be below zero where its instrument's prices may.
-- Locks: orders and order_requests are rewritten: migrate while nobody trades where they are large.
-- Undone by: undo/U0092__prices_below_zero.sql (fails while an order has executed below zero).

ALTER TABLE instruments ADD CONSTRAINT instruments_delivered_px_is_positive
    CHECK (security_type NOT IN ('SPOT', 'CS', 'FXSPOT') OR NOT negative_px);

-- The view is in the way, and the functions that return its rows: they are made anew as whoever replaced them last wrote them.
DO $do$
DECLARE
    view_text text := pg_get_viewdef('standing_orders'::regclass);
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
    DROP VIEW standing_orders;
    ALTER TABLE orders ALTER COLUMN reserve_px TYPE signed_amount, ALTER COLUMN cum_notional TYPE signed_amount;
    ALTER TABLE order_requests ALTER COLUMN reserve_px TYPE signed_amount;
    EXECUTE 'CREATE VIEW standing_orders WITH (security_invoker = true) AS ' || view_text;
    GRANT SELECT ON standing_orders TO oms_writer, oms_reader;
    FOR nth IN 1 .. cardinality(names) LOOP
        EXECUTE texts[nth];
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', names[nth]);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO oms_writer', names[nth]);
    END LOOP;
END;
$do$;
