CREATE OR REPLACE FUNCTION find_recorded_reports(account_ids uuid[], order_ids uuid[], venue_ids text[], exec_ids text[])
RETURNS TABLE (account_id uuid, venue_id text, exec_id text) LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT k.account_id, k.venue_id, k.exec_id
        FROM unnest(account_ids, order_ids, venue_ids, exec_ids) AS k (account_id, order_id, venue_id, exec_id)
        JOIN order_events e ON (e.account_id, e.order_id) = (k.account_id, k.order_id) AND e.exec_id = k.exec_id
            AND e.recorded_at <= now();
END;
$$;

CREATE OR REPLACE FUNCTION find_unretired_routes(account_ids uuid[], order_ids uuid[]) RETURNS SETOF outbox LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT r.* FROM unnest(account_ids, order_ids) AS k (account_id, order_id)
        JOIN outbox r ON (r.account_id, r.order_id) = (k.account_id, k.order_id) AND r.retired_at IS NULL
            AND r.created_at <= now();
END;
$$;

DO $do$
DECLARE
    owned text;
BEGIN
    FOR owned IN
        SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
            AND c.reloptions @> ARRAY['autovacuum_analyze_threshold=10000']
    LOOP
        EXECUTE format('ALTER TABLE %I RESET (autovacuum_analyze_threshold, autovacuum_vacuum_threshold,
            autovacuum_vacuum_insert_threshold)', owned);
    END LOOP;
END;
$do$;

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
