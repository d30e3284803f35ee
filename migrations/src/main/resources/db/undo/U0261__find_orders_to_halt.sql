DROP INDEX bulk_requests_of_halts;
CREATE INDEX bulk_requests_of_halts ON bulk_requests (cl_ord_id, account_id) WHERE cl_ord_id LIKE 'halt:%';

DROP FUNCTION find_orders_to_halt(uuid, uuid, integer);

CREATE FUNCTION find_accounts_to_halt(after uuid, most integer) RETURNS TABLE (account_id uuid, change_id bigint)
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
REVOKE EXECUTE ON FUNCTION find_accounts_to_halt(uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_accounts_to_halt(uuid, integer) TO oms_relay;
