-- Why: a plan that is made while a table is young may read all of it for each batch, and is kept while the table grows, until the next
-- ANALYZE: in the first minutes of an installation, and of every new partition. After 30 s at 200 fills a second find_recorded_reports()
-- took 4.2 ms of a batch instead of 0.1, and retire_routes() 1.3.
-- A table that was never looked at is taken for ten pages, which is enough; one that autovacuum looked at while it had a page or none
-- is not. One of 10,000 rows is large enough to be known as it is.
-- Locks: SHARE UPDATE EXCLUSIVE, for a moment, on tables that are not set yet, here and at each start.
-- Undone by: undo/U0256__keep_young_tables_from_being_read_whole.sql

-- Each key is looked up by itself: what is asked beside it, that is not retired or not in the future, has indexes of its own,
-- which a plan for all keys at once would rather read from end to end.
CREATE OR REPLACE FUNCTION find_recorded_reports(account_ids uuid[], order_ids uuid[], venue_ids text[], exec_ids text[])
RETURNS TABLE (account_id uuid, venue_id text, exec_id text) LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT k.account_id, k.venue_id, k.exec_id
        FROM unnest(account_ids, order_ids, venue_ids, exec_ids) AS k (account_id, order_id, venue_id, exec_id)
        CROSS JOIN LATERAL (SELECT FROM order_events e
            WHERE (e.account_id, e.order_id, e.exec_id) = (k.account_id, k.order_id, k.exec_id) AND e.recorded_at <= now()
            OFFSET 0) recorded;
END;
$$;

CREATE OR REPLACE FUNCTION find_unretired_routes(account_ids uuid[], order_ids uuid[]) RETURNS SETOF outbox LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT r.* FROM unnest(account_ids, order_ids) AS k (account_id, order_id)
        CROSS JOIN LATERAL (SELECT o.* FROM outbox o
            WHERE (o.account_id, o.order_id) = (k.account_id, k.order_id) AND o.retired_at IS NULL AND o.created_at <= now()
            OFFSET 0) r;
END;
$$;

-- Tells the planner, of every account-owned table and partition, that an account has a hundred rows in it, and lets no ANALYZE
-- say otherwise; keeps autovacuum from it while it is young; and forgets that it was looked at while it was empty. Run by the Migrator at
-- every start, after the partitions are made. PostgreSQL before 18 cannot be told: there it takes every table to have 200 accounts.
CREATE OR REPLACE FUNCTION tell_planner_of_account_keys() RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    owned record;
    tellable boolean := current_setting('server_version_num')::integer >= 180000;
    told integer := 0;
BEGIN
    FOR owned IN
        SELECT c.relname::text, a.attstattarget IS DISTINCT FROM 0 AS untold,
            NOT coalesce(c.reloptions, '{}') @> ARRAY['autovacuum_analyze_threshold=10000'] AS unset,
            c.reltuples >= 0 AND pg_relation_size(c.oid) = 0 AS seen_empty
        FROM pg_class c
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'account_id' AND NOT a.attisdropped
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'accounts'
        ORDER BY c.relname
    LOOP
        IF owned.unset THEN
            EXECUTE format('ALTER TABLE %I SET (autovacuum_analyze_threshold = 10000, autovacuum_vacuum_threshold = 10000,
                autovacuum_vacuum_insert_threshold = 10000)', owned.relname);
        END IF;
        IF owned.seen_empty AND tellable THEN
            PERFORM pg_restore_relation_stats('schemaname', 'public', 'relname', owned.relname, 'relpages', 0, 'reltuples', (-1)::real);
        END IF;
        IF owned.untold THEN
            EXECUTE format('ALTER TABLE %I ALTER COLUMN account_id SET STATISTICS 0', owned.relname);
            IF tellable THEN
                PERFORM pg_clear_attribute_stats('public', owned.relname, 'account_id', false);
                PERFORM pg_restore_attribute_stats('schemaname', 'public', 'relname', owned.relname, 'attname', 'account_id',
                    'inherited', false, 'null_frac', 0::real, 'avg_width', 16, 'n_distinct', (-0.01)::real);
            END IF;
            told := told + 1;
        END IF;
    END LOOP;
    RETURN told;
END;
$$;

SELECT tell_planner_of_account_keys();
