DROP FUNCTION find_orders_to_halt(bigint, uuid, uuid, integer);
DROP FUNCTION count_halted_orders(bigint);
DROP FUNCTION find_halted_accounts(bigint);

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

-- Open orders in a halted scope nobody has asked to be cancelled, with the last change that halted each, by account and id; those
-- after one of them.
CREATE FUNCTION find_orders_to_halt(after_account uuid, after_order uuid, most integer)
RETURNS TABLE (account_id uuid, order_id uuid, change_id bigint) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        SELECT o.account_id, o.order_id, h.change_id
        FROM find_halted_accounts() a
        JOIN orders o ON o.account_id = a.account_id AND o.order_id >= a.open_from
            AND (a.account_id IS DISTINCT FROM after_account OR o.order_id > after_order)
            AND (o.leaves_qty > 0 OR o.pending_cl_ord_id IS NOT NULL)
        LEFT JOIN order_requests q ON (q.account_id, q.cl_ord_id) = (o.account_id, o.pending_cl_ord_id)
        CROSS JOIN LATERAL (SELECT CASE WHEN a.in_part
            THEN halting_change(o.account_id, o.order_id, o.symbol, o.venue_id) ELSE a.change_id END AS change_id) h
        WHERE (after_account IS NULL OR a.account_id >= after_account)
            AND (o.pending_cl_ord_id IS NULL OR q.kind = 'REPLACE') AND h.change_id IS NOT NULL
        ORDER BY o.account_id, o.order_id LIMIT most;
END;
$$;
REVOKE EXECUTE ON FUNCTION find_orders_to_halt(uuid, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_orders_to_halt(uuid, uuid, integer) TO oms_relay;

CREATE FUNCTION count_halted_orders() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    RETURN (SELECT count(*) FROM find_halted_accounts() a
        JOIN orders o ON o.account_id = a.account_id AND o.order_id >= a.open_from
            AND (o.leaves_qty > 0 OR o.pending_cl_ord_id IS NOT NULL)
        WHERE NOT a.in_part OR halting_change(o.account_id, o.order_id, o.symbol, o.venue_id) IS NOT NULL);
END;
$$;
REVOKE EXECUTE ON FUNCTION count_halted_orders() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION count_halted_orders() TO oms_relay;
