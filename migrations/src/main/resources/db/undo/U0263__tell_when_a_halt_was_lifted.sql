DROP FUNCTION look_at_routes();

-- One statement, and so one instant: what is below the horizon was judged by these states or by earlier ones.
CREATE FUNCTION look_at_routes() RETURNS TABLE (horizon bigint, version bigint, halted boolean) LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY
        SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
            coalesce((SELECT c.change_id FROM trading_state_changes c ORDER BY c.change_id DESC LIMIT 1), 0),
            EXISTS (SELECT FROM trading_states s WHERE s.state = 'HALTED');
END;
$$;
REVOKE EXECUTE ON FUNCTION look_at_routes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION look_at_routes() TO oms_relay;

DROP INDEX trading_state_changes_lifting;
