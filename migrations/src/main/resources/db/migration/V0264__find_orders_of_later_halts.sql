-- Why: a halt looked five times through what every halted account had sent within the last hour or two, 20 ms of a core each with fifty of
-- them, in the moment in which others are to notice nothing. What is halted by later changes than one can be asked for now, and an account is
-- found by its id.
-- Locks: none.
-- Undone by: undo/U0264__find_orders_of_later_halts.sql

DROP FUNCTION find_orders_to_halt(uuid, uuid, integer);
DROP FUNCTION count_halted_orders();
DROP FUNCTION find_halted_accounts();

-- Accounts of which something is halted by a later change than that: all of it, by the last of those changes, or it may be some of its orders.
CREATE FUNCTION find_halted_accounts(later_than bigint) RETURNS TABLE (account_id uuid, open_from uuid, change_id bigint, in_part boolean)
LANGUAGE sql STABLE AS $$
    SELECT a.account_id, a.open_from, max(s.change_id) FILTER (WHERE s.scope IN ('FIRM', 'DESK', 'ACCOUNT')),
        bool_or(s.scope IN ('USER', 'INSTRUMENT', 'VENUE'))
    FROM trading_states s
    CROSS JOIN LATERAL (
        SELECT b.account_id, b.open_from FROM accounts b
            WHERE b.account_id = CASE WHEN s.scope = 'ACCOUNT' AND pg_input_is_valid(s.scope_id, 'uuid') THEN s.scope_id::uuid END
                AND b.account_id::text = s.scope_id
        UNION ALL SELECT b.account_id, b.open_from FROM accounts b WHERE s.scope = 'DESK' AND b.desk_id = s.scope_id
        UNION ALL SELECT b.account_id, b.open_from FROM accounts b WHERE s.scope IN ('FIRM', 'USER', 'INSTRUMENT', 'VENUE')) a
    WHERE s.state = 'HALTED' AND s.change_id > later_than
    GROUP BY a.account_id, a.open_from
$$;

-- Open orders nobody has asked to be cancelled in a scope that is halted by a later change than that, with the last change that halted each,
-- by account and id; those after one of them.
CREATE FUNCTION find_orders_to_halt(later_than bigint, after_account uuid, after_order uuid, most integer)
RETURNS TABLE (account_id uuid, order_id uuid, change_id bigint) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        SELECT o.account_id, o.order_id, h.change_id
        FROM find_halted_accounts(later_than) a
        JOIN orders o ON o.account_id = a.account_id AND o.order_id >= a.open_from
            AND (a.account_id IS DISTINCT FROM after_account OR o.order_id > after_order)
            AND (o.leaves_qty > 0 OR o.pending_cl_ord_id IS NOT NULL)
        LEFT JOIN order_requests q ON (q.account_id, q.cl_ord_id) = (o.account_id, o.pending_cl_ord_id)
        CROSS JOIN LATERAL (SELECT CASE WHEN a.in_part
            THEN halting_change(o.account_id, o.order_id, o.symbol, o.venue_id) ELSE a.change_id END AS change_id) h
        WHERE (after_account IS NULL OR a.account_id >= after_account)
            AND (o.pending_cl_ord_id IS NULL OR q.kind = 'REPLACE') AND h.change_id > later_than
        ORDER BY o.account_id, o.order_id LIMIT most;
END;
$$;

-- Orders that are open, or wait for an answer, in a scope that is halted by a later change than that.
CREATE FUNCTION count_halted_orders(later_than bigint) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    RETURN (SELECT count(*) FROM find_halted_accounts(later_than) a
        JOIN orders o ON o.account_id = a.account_id AND o.order_id >= a.open_from
            AND (o.leaves_qty > 0 OR o.pending_cl_ord_id IS NOT NULL)
        WHERE NOT a.in_part OR halting_change(o.account_id, o.order_id, o.symbol, o.venue_id) > later_than);
END;
$$;

REVOKE EXECUTE ON FUNCTION find_halted_accounts(bigint), find_orders_to_halt(bigint, uuid, uuid, integer), count_halted_orders(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_halted_accounts(bigint), find_orders_to_halt(bigint, uuid, uuid, integer), count_halted_orders(bigint) TO oms_relay;
