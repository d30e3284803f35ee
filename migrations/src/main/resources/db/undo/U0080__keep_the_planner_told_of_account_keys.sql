-- What an ANALYZE sees counts again, from the next one on.
DO $do$
DECLARE
    told text;
BEGIN
    FOR told IN
        SELECT c.relname FROM pg_class c
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'account_id' AND a.attstattarget = 0
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
    LOOP
        EXECUTE format('ALTER TABLE %I ALTER COLUMN account_id SET STATISTICS -1', told);
    END LOOP;
END;
$do$;

CREATE OR REPLACE FUNCTION tell_planner_of_account_keys() RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    untold regclass;
    told integer := 0;
BEGIN
    IF current_setting('server_version_num')::integer < 180000 THEN
        RETURN 0;
    END IF;
    FOR untold IN
        SELECT c.oid FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'account_id' AND NOT a.attisdropped
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'accounts'
            AND c.reltuples < 0
        ORDER BY c.relname
    LOOP
        PERFORM pg_restore_attribute_stats('schemaname', 'public', 'relname', untold::text, 'attname', 'account_id',
            'inherited', false, 'null_frac', 0::real, 'avg_width', 16, 'n_distinct', (-0.01)::real);
        told := told + 1;
    END LOOP;
    RETURN told;
END;
$$;
