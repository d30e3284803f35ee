-- Why: while one account is halted, every open order of every account was asked twice a second whether it is halted: 110 ms of a core
-- each time for 2,000 open orders, in the moment in which others are to notice nothing.
-- Locks: none.
-- Undone by: undo/U0257__look_at_halted_accounts_only.sql

-- Accounts of which something is halted: all of it, by the last of those changes, or it may be some of its orders.
CREATE FUNCTION find_halted_accounts() RETURNS TABLE (account_id uuid, open_from uuid, change_id bigint, in_part boolean)
LANGUAGE sql STABLE AS $$
    SELECT a.account_id, a.open_from, max(s.change_id) FILTER (WHERE s.scope IN ('FIRM', 'DESK', 'ACCOUNT')),
        bool_or(s.scope IN ('USER', 'INSTRUMENT', 'VENUE'))
    FROM accounts a
    JOIN trading_states s ON s.state = 'HALTED' AND CASE s.scope
        WHEN 'FIRM' THEN true
        WHEN 'DESK' THEN s.scope_id = a.desk_id
        WHEN 'ACCOUNT' THEN s.scope_id = a.account_id::text
        WHEN 'USER' THEN true
        WHEN 'INSTRUMENT' THEN true
        WHEN 'VENUE' THEN true
    END
    GROUP BY a.account_id, a.open_from
$$;
REVOKE EXECUTE ON FUNCTION find_halted_accounts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_halted_accounts() TO oms_relay;

CREATE OR REPLACE FUNCTION find_accounts_to_halt(after uuid, most integer) RETURNS TABLE (account_id uuid, change_id bigint)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        SELECT a.account_id, h.change_id
        FROM find_halted_accounts() a
        CROSS JOIN LATERAL (
            SELECT max(CASE WHEN a.in_part THEN halting_change(o.account_id, o.order_id, o.symbol, o.venue_id) ELSE a.change_id END)
                AS change_id
            FROM orders o
            LEFT JOIN order_requests q ON (q.account_id, q.cl_ord_id) = (o.account_id, o.pending_cl_ord_id)
            WHERE o.account_id = a.account_id AND o.order_id >= a.open_from
                AND (o.leaves_qty > 0 OR o.pending_cl_ord_id IS NOT NULL)
                AND (o.pending_cl_ord_id IS NULL OR q.kind = 'REPLACE')) h
        WHERE (after IS NULL OR a.account_id > after) AND h.change_id IS NOT NULL
        ORDER BY a.account_id LIMIT most;
END;
$$;

CREATE OR REPLACE FUNCTION count_halted_orders() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    RETURN (SELECT count(*) FROM find_halted_accounts() a
        JOIN orders o ON o.account_id = a.account_id AND o.order_id >= a.open_from
            AND (o.leaves_qty > 0 OR o.pending_cl_ord_id IS NOT NULL)
        WHERE NOT a.in_part OR halting_change(o.account_id, o.order_id, o.symbol, o.venue_id) IS NOT NULL);
END;
$$;
