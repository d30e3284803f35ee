-- Why: an operator, or a rule, has to be able to stop trading of the firm, a desk, an account, a user, an instrument or a venue at
-- once: for new orders, and for what waits in the outbox.
-- Locks: none that matter, everything is new.
-- Undone by: undo/U0200__trading_states.sql (drops all of it; nothing is restricted any more).

-- A row where trading is not as usual, and none where it is.
CREATE TABLE trading_states (
    scope text NOT NULL,
    scope_id text NOT NULL,
    state text NOT NULL,
    reason text NOT NULL,
    set_by text NOT NULL,
    set_at timestamptz NOT NULL DEFAULT now(),
    change_id bigint NOT NULL,
    CONSTRAINT trading_states_pk PRIMARY KEY (scope, scope_id),
    CONSTRAINT trading_states_scope_known CHECK (scope IN ('FIRM', 'DESK', 'ACCOUNT', 'USER', 'INSTRUMENT', 'VENUE')),
    CONSTRAINT trading_states_one_firm CHECK (scope <> 'FIRM' OR scope_id = 'ALL'),
    CONSTRAINT trading_states_state_known CHECK (state IN ('REDUCE_ONLY', 'HALTED'))
);
COMMENT ON COLUMN trading_states.change_id IS 'The change that has set it so';
GRANT SELECT ON trading_states TO oms_writer, oms_relay, oms_admin;
GRANT INSERT, UPDATE, DELETE ON trading_states TO oms_admin;

-- Every change there was, numbered without a gap in the order they were committed: the last number is the version of the states.
CREATE TABLE trading_state_changes (
    change_id bigint NOT NULL,
    scope text NOT NULL,
    scope_id text NOT NULL,
    from_state text NOT NULL,
    to_state text NOT NULL,
    reason text NOT NULL,
    changed_by text NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz,
    CONSTRAINT trading_state_changes_pk PRIMARY KEY (change_id),
    CONSTRAINT trading_state_changes_states_known CHECK (from_state IN ('ACTIVE', 'REDUCE_ONLY', 'HALTED')
        AND to_state IN ('ACTIVE', 'REDUCE_ONLY', 'HALTED'))
);
CREATE INDEX trading_state_changes_of_scope ON trading_state_changes (scope, scope_id, change_id);
CREATE INDEX trading_state_changes_to_publish ON trading_state_changes (change_id) WHERE published_at IS NULL;
GRANT SELECT ON trading_state_changes TO oms_writer, oms_relay, oms_admin;
GRANT INSERT ON trading_state_changes TO oms_admin;
GRANT UPDATE (published_at) ON trading_state_changes TO oms_relay;

-- What is below it a relay may have published, what is not none has: a relay says so before it does. It says so for many
-- transactions at once, and takes back what it has not come to when it has no broker to publish to.
CREATE TABLE relay_claims (
    name text NOT NULL,
    epoch bigint NOT NULL,
    below_tx xid8 NOT NULL,
    CONSTRAINT relay_claims_pk PRIMARY KEY (name)
);
GRANT SELECT ON relay_claims TO oms_writer, oms_relay;
GRANT INSERT, UPDATE ON relay_claims TO oms_relay;
-- What is in the outbox by now may have been published.
INSERT INTO relay_claims (name, epoch, below_tx) VALUES ('relay', 0, pg_current_xact_id());

-- One change at a time, and none while orders are ended because of the states as they are.
CREATE FUNCTION lock_trading_states() RETURNS void LANGUAGE sql AS 'SELECT pg_advisory_xact_lock(3522012000)';

-- The version, with each state that may concern these accounts; always one row, with nulls where there is no state. Read by a
-- statement of its own behind the one that locks the accounts: whoever does not see a change has a lower transaction id than
-- anyone who begins when it is committed, so that once those have finished it is in force everywhere.
CREATE FUNCTION find_trading_states(account_ids uuid[])
RETURNS TABLE (version bigint, scope text, scope_id text, state text, set_by text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        SELECT v.version, s.scope, s.scope_id, s.state, s.set_by
        FROM (SELECT coalesce(max(c.change_id), 0) AS version FROM trading_state_changes c) v
        LEFT JOIN trading_states s ON s.scope <> 'ACCOUNT' OR s.scope_id = ANY (account_ids::text[]);
END;
$$;

-- The same for whoever ends orders because of them: they stay as they are until it has committed.
CREATE FUNCTION hold_trading_states(account_ids uuid[])
RETURNS TABLE (version bigint, scope text, scope_id text, state text, set_by text) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(3522012000);
    RETURN QUERY SELECT * FROM find_trading_states(account_ids);
END;
$$;

-- Who placed the orders.
CREATE FUNCTION find_order_users(account_ids uuid[], order_ids uuid[])
RETURNS TABLE (account_id uuid, order_id uuid, actor text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        SELECT e.account_id, e.order_id, e.actor FROM unnest(account_ids, order_ids) AS k (account_id, order_id)
        JOIN order_events e ON (e.account_id, e.order_id) = (k.account_id, k.order_id) AND e.event_type = 'ORDER_ACCEPTED';
END;
$$;

-- Messages of these accounts that no relay has published, and none will that has not claimed them.
CREATE FUNCTION find_unpublished_routes(account_ids uuid[])
RETURNS TABLE (account_id uuid, order_id uuid, seq bigint, kind text, venue_id text, cl_ord_id text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        SELECT r.account_id, r.order_id, r.seq, r.kind, r.venue_id, r.cl_ord_id FROM outbox r
        WHERE r.retired_at IS NULL AND r.account_id = ANY (account_ids)
            AND r.tx_id >= (SELECT coalesce(max(c.below_tx), '0') FROM relay_claims c);
END;
$$;

-- The last change by which an order is in a halted scope, null where it is in none. A user's are those he placed.
CREATE FUNCTION halting_change(of_account uuid, of_order uuid, of_symbol text, of_venue text) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT max(s.change_id) FROM trading_states s WHERE s.state = 'HALTED' AND CASE s.scope
        WHEN 'FIRM' THEN true
        WHEN 'DESK' THEN s.scope_id = (SELECT a.desk_id FROM accounts a WHERE a.account_id = of_account)
        WHEN 'ACCOUNT' THEN s.scope_id = of_account::text
        WHEN 'USER' THEN EXISTS (SELECT FROM order_events e WHERE e.account_id = of_account AND e.order_id = of_order
            AND e.event_type = 'ORDER_ACCEPTED' AND e.actor = s.scope_id)
        WHEN 'INSTRUMENT' THEN s.scope_id = of_symbol
        WHEN 'VENUE' THEN s.scope_id = of_venue
    END
$$;

-- As find_unanswered_routes, without what may not go out now: a new order of a halted scope, and a replace of one that is more than
-- a smaller quantity. Cancels always may.
CREATE FUNCTION find_unanswered_routes_to_send(from_tx xid8, below_tx xid8)
RETURNS TABLE (account_id uuid, order_id uuid, seq bigint, kind text, venue_id text, cl_ord_id text, created_at timestamptz,
    orig_cl_ord_id text, symbol text, side text, ord_type text, exec_inst text[], time_in_force text, order_qty numeric,
    px numeric, expire_time timestamptz, display_qty numeric)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        SELECT u.* FROM find_unanswered_routes(from_tx, below_tx) u
        JOIN orders o ON (o.account_id, o.order_id) = (u.account_id, u.order_id)
        WHERE u.kind = 'CANCEL'
            OR u.kind = 'REPLACE' AND u.order_qty <= o.order_qty AND (u.px, u.time_in_force, u.expire_time)
                IS NOT DISTINCT FROM (o.px::numeric, o.time_in_force, o.expire_time)
            OR halting_change(u.account_id, u.order_id, u.symbol, u.venue_id) IS NULL
        ORDER BY u.account_id, u.seq;
END;
$$;

-- Accounts that have open orders in a halted scope nobody has asked to be cancelled, with the last change that halted one.
CREATE FUNCTION find_accounts_to_halt(after uuid, most integer) RETURNS TABLE (account_id uuid, change_id bigint) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    IF NOT EXISTS (SELECT FROM trading_states s WHERE s.state = 'HALTED') THEN
        RETURN;
    END IF;
    RETURN QUERY
        SELECT a.account_id, h.change_id
        FROM accounts a
        CROSS JOIN LATERAL (
            SELECT max(halting_change(o.account_id, o.order_id, o.symbol, o.venue_id)) AS change_id
            FROM orders o
            LEFT JOIN order_requests q ON (q.account_id, q.cl_ord_id) = (o.account_id, o.pending_cl_ord_id)
            WHERE o.account_id = a.account_id AND o.order_id >= a.open_from
                AND (o.leaves_qty > 0 OR o.pending_cl_ord_id IS NOT NULL)
                AND (o.pending_cl_ord_id IS NULL OR q.kind = 'REPLACE')) h
        WHERE (after IS NULL OR a.account_id > after) AND h.change_id IS NOT NULL
        ORDER BY a.account_id LIMIT most;
END;
$$;

-- How many orders of halted scopes are open, or wait for an answer of their venue.
CREATE FUNCTION count_halted_orders() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM trading_states s WHERE s.state = 'HALTED') THEN
        RETURN 0;
    END IF;
    RETURN (SELECT count(*) FROM accounts a
        JOIN orders o ON o.account_id = a.account_id AND o.order_id >= a.open_from
            AND (o.leaves_qty > 0 OR o.pending_cl_ord_id IS NOT NULL)
        WHERE halting_change(o.account_id, o.order_id, o.symbol, o.venue_id) IS NOT NULL);
END;
$$;

-- What a halt did in each account is found by its change.
CREATE INDEX bulk_requests_of_halts ON bulk_requests (cl_ord_id, account_id) WHERE cl_ord_id LIKE 'halt:%';

-- They run with the caller's rights.
REVOKE EXECUTE ON FUNCTION lock_trading_states(), find_trading_states(uuid[]), hold_trading_states(uuid[]),
    find_order_users(uuid[], uuid[]), find_unpublished_routes(uuid[]), halting_change(uuid, uuid, text, text),
    find_unanswered_routes_to_send(xid8, xid8), find_accounts_to_halt(uuid, integer), count_halted_orders() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lock_trading_states() TO oms_admin;
GRANT EXECUTE ON FUNCTION find_trading_states(uuid[]), hold_trading_states(uuid[]), find_order_users(uuid[], uuid[]),
    find_unpublished_routes(uuid[]) TO oms_writer;
GRANT EXECUTE ON FUNCTION halting_change(uuid, uuid, text, text), find_unanswered_routes_to_send(xid8, xid8),
    find_accounts_to_halt(uuid, integer), count_halted_orders() TO oms_relay;
