DROP FUNCTION find_orders_past_their_day(text[], timestamptz, timestamptz);
CREATE FUNCTION find_orders_past_their_day(symbols text[], placed_before timestamptz) RETURNS TABLE (account_id uuid, order_id uuid)
LANGUAGE plpgsql SET enable_seqscan = on AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        SELECT o.account_id, o.order_id FROM orders o
        WHERE o.time_in_force IN ('DAY', 'OPG', 'CLS') AND o.created_at < placed_before AND o.symbol = ANY (symbols)
            AND o.leaves_qty > 0 AND o.pending_cl_ord_id IS NULL;
END;
$$;
REVOKE EXECUTE ON FUNCTION find_orders_past_their_day(text[], timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_orders_past_their_day(text[], timestamptz) TO oms_relay;
DROP INDEX orders_day_by_replace;
DROP INDEX orders_by_time;
