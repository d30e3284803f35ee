-- Why: a halt cancelled all open orders of an account in one transaction, for which everybody else in its lane waited. The orders
-- themselves are told now, to be cancelled a few at a time; so an account keeps several requests of one halt.
-- Locks: bulk_requests, while it is looked through for what halts did.
-- Undone by: undo/U0261__find_orders_to_halt.sql

DROP FUNCTION find_accounts_to_halt(uuid, integer);

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

-- What a halt did in each account is found by its change: halt:{change}, or halt:{change}:{first order}.
DROP INDEX bulk_requests_of_halts;
CREATE INDEX bulk_requests_of_halts ON bulk_requests (split_part(cl_ord_id, ':', 2), account_id) WHERE cl_ord_id LIKE 'halt:%';
