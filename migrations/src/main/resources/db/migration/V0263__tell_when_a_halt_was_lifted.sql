-- Why: whenever the trading states changed while something was halted, the relay published everything unanswered again, since what it had left where it
-- was might go out now. It may only where a halt was lifted: the relay is told the last time one was.
-- Locks: trading_state_changes, while it is looked through for halts that were lifted.
-- Undone by: undo/U0263__tell_when_a_halt_was_lifted.sql

CREATE INDEX trading_state_changes_lifting ON trading_state_changes (change_id) WHERE from_state = 'HALTED';

DROP FUNCTION look_at_routes();

-- One statement, and so one instant: what is below the horizon was judged by these states or by earlier ones.
CREATE FUNCTION look_at_routes() RETURNS TABLE (horizon bigint, version bigint, lifted bigint, halted boolean) LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY
        SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
            coalesce((SELECT c.change_id FROM trading_state_changes c ORDER BY c.change_id DESC LIMIT 1), 0),
            coalesce((SELECT c.change_id FROM trading_state_changes c WHERE c.from_state = 'HALTED' ORDER BY c.change_id DESC LIMIT 1), 0),
            EXISTS (SELECT FROM trading_states s WHERE s.state = 'HALTED');
END;
$$;
REVOKE EXECUTE ON FUNCTION look_at_routes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION look_at_routes() TO oms_relay;
