CREATE OR REPLACE FUNCTION find_accounts_to_halt(after uuid, most integer) RETURNS TABLE (account_id uuid, change_id bigint) LANGUAGE plpgsql AS $$
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

CREATE OR REPLACE FUNCTION count_halted_orders() RETURNS bigint LANGUAGE plpgsql AS $$
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

DROP FUNCTION find_halted_accounts();
