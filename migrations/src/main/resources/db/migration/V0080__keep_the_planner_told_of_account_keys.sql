-- Why: the first ANALYZE of a table, which autovacuum runs within a minute, replaced what V0008 had told: it noted how often
-- the most frequent accounts came, and a table that is small then, or was emptied since, has by that one row of an account
-- again. The plans made from it, and kept, read all orders of an account for each one they looked for.
-- Locks: SHARE UPDATE EXCLUSIVE, for a moment; a running autovacuum of the table gives way.
-- Undone by: undo/U0080__keep_the_planner_told_of_account_keys.sql

-- Tells the planner, of every account-owned table and partition, that an account has a hundred rows in it, and lets no ANALYZE
-- say otherwise; run by the Migrator at every start, after the partitions are made. PostgreSQL before 18 cannot be told: there
-- it takes every table to have 200 accounts.
CREATE OR REPLACE FUNCTION tell_planner_of_account_keys() RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    untold text;
    told integer := 0;
BEGIN
    FOR untold IN
        SELECT c.relname FROM pg_class c
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'account_id' AND NOT a.attisdropped
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'accounts'
                AND a.attstattarget IS DISTINCT FROM 0
            ORDER BY c.relname
    LOOP
        EXECUTE format('ALTER TABLE %I ALTER COLUMN account_id SET STATISTICS 0', untold);
        IF current_setting('server_version_num')::integer >= 180000 THEN
            PERFORM pg_clear_attribute_stats('public', untold, 'account_id', false);
            PERFORM pg_restore_attribute_stats('schemaname', 'public', 'relname', untold, 'attname', 'account_id',
                'inherited', false, 'null_frac', 0::real, 'avg_width', 16, 'n_distinct', (-0.01)::real);
        END IF;
        told := told + 1;
    END LOOP;
    RETURN told;
END;
$$;
