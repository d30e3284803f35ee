-- Why: a table nobody has analyzed yet looks to the planner as if an account had one row in it, so that any index that
-- begins with account_id seems as good as the one with the whole key. A batch's and the relay's plans are kept: made in the
-- first minute of a table, such a plan read all orders of an account for each one it looked for.
-- Locks: SHARE UPDATE EXCLUSIVE, for a moment.
-- Undone by: undo/U0008__tell_the_planner_of_account_keys.sql (drops the function; the statistics are replaced by ANALYZE).

-- Tells the planner, of every account-owned table and partition nobody has analyzed (reltuples -1), that an account has a
-- hundred rows; run by the Migrator at every start, after the partitions are made. PostgreSQL before 18 cannot be told:
-- there the first ANALYZE, which autovacuum runs within a minute, does it.
CREATE FUNCTION tell_planner_of_account_keys() RETURNS integer LANGUAGE plpgsql AS $$
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
REVOKE EXECUTE ON FUNCTION tell_planner_of_account_keys() FROM PUBLIC;
