-- Why: who halted what, and when, is evidence: the history has to be whole, and the states what it says they are.
-- Locks: none. Run as oms_admin, in one REPEATABLE READ transaction where the book is live.
-- Undone by: undo/U0201__reconcile_trading_states.sql (restores the report as it was before).

CREATE FUNCTION reconcile_trading_states() RETURNS TABLE (invariant text, violations bigint, example text) LANGUAGE sql STABLE AS $$
    WITH
    run AS (
        SELECT c.scope || ' ' || c.scope_id || ' change ' || c.change_id AS example, c.scope, c.scope_id, c.change_id, c.from_state,
               c.to_state, row_number() OVER (ORDER BY c.change_id) AS nth,
               coalesce(lag(c.to_state) OVER of_scope, 'ACTIVE') AS state_before,
               lead(c.change_id) OVER of_scope IS NULL AS is_last
            FROM trading_state_changes c
            WINDOW of_scope AS (PARTITION BY c.scope, c.scope_id ORDER BY c.change_id)),
    other_states AS (
        SELECT coalesce(s.scope, r.scope) || ' ' || coalesce(s.scope_id, r.scope_id) AS example
            FROM trading_states s
            FULL JOIN (SELECT * FROM run WHERE is_last AND to_state <> 'ACTIVE') r
                ON (r.scope, r.scope_id) = (s.scope, s.scope_id)
            WHERE (s.state, s.change_id) IS DISTINCT FROM (r.to_state, r.change_id))
    SELECT '8 changes of trading states have no gap', count(*) FILTER (WHERE change_id <> nth),
        min(example) FILTER (WHERE change_id <> nth) FROM run
    UNION ALL SELECT '8 a trading state is changed from what it was', count(*) FILTER (WHERE from_state <> state_before),
        min(example) FILTER (WHERE from_state <> state_before) FROM run
    UNION ALL SELECT '8 a trading state is what its last change has made it', count(*), min(example) FROM other_states
$$;
REVOKE EXECUTE ON FUNCTION reconcile_trading_states() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reconcile_trading_states() TO oms_admin;

-- Only what is new is put into the report, so that the rest stays as whoever replaced it last wrote it.
DO $do$
DECLARE
    definition text := pg_get_functiondef('reconcile()'::regprocedure);
    reports text := '    UNION ALL SELECT ''8 event sequence has no gap''';
    report text := '    UNION ALL SELECT * FROM reconcile_trading_states()
';
BEGIN
    IF position(reports IN definition) = 0 THEN
        RAISE EXCEPTION 'reconcile() has no longer the place where this belongs';
    END IF;
    EXECUTE replace(definition, reports, report || reports);
END;
$do$;
