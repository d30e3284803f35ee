-- Why: ending the orders of a day read every order there ever was, forgot those with a request that waits, and took an order
-- that was made one for the day by a replace for one of the day it was placed on.
-- Locks: orders while the indexes are built, which reads it twice.
-- Undone by: undo/U0040__orders_past_their_day.sql (restores the function of V0012).

-- An order costs it nothing until its block range is full, and no order anything that is only updated: created_at never changes.
CREATE INDEX orders_by_time ON orders USING brin (created_at) WITH (pages_per_range = 32, autosummarize = on);
-- Hardly any order is in it. A fill changes none of its columns, so that it stays cheap.
CREATE INDEX orders_day_by_replace ON orders (account_id, order_id)
    WHERE time_in_force IN ('DAY', 'OPG', 'CLS') AND placed_time_in_force NOT IN ('DAY', 'OPG', 'CLS');

DROP FUNCTION find_orders_past_their_day(text[], timestamptz);
-- Open orders for the day of these instruments, placed from since on and before the day ended; of one made so by a replace its day
-- is that of the replace, whenever it was placed. waits: it has a request that its venue has not answered.
CREATE FUNCTION find_orders_past_their_day(symbols text[], since timestamptz, day_ended timestamptz)
RETURNS TABLE (account_id uuid, order_id uuid, placed_at timestamptz, waits boolean)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        SELECT o.account_id, o.order_id, o.created_at, o.pending_cl_ord_id IS NOT NULL FROM orders o
        WHERE o.created_at >= find_orders_past_their_day.since AND o.created_at < find_orders_past_their_day.day_ended
            AND o.time_in_force IN ('DAY', 'OPG', 'CLS') AND o.symbol = ANY (symbols) AND o.leaves_qty > 0
            AND coalesce(o.placed_time_in_force, o.time_in_force) IN ('DAY', 'OPG', 'CLS')
        UNION ALL
        SELECT o.account_id, o.order_id, find_orders_past_their_day.day_ended, o.pending_cl_ord_id IS NOT NULL FROM orders o
        WHERE o.time_in_force IN ('DAY', 'OPG', 'CLS') AND o.placed_time_in_force NOT IN ('DAY', 'OPG', 'CLS')
            AND o.symbol = ANY (symbols) AND o.leaves_qty > 0
            AND find_orders_past_their_day.day_ended > coalesce(
                (SELECT max(e.recorded_at) FROM order_events e
                    JOIN order_requests q ON (q.account_id, q.cl_ord_id) = (e.account_id, e.cl_ord_id)
                    WHERE (e.account_id, e.order_id) = (o.account_id, o.order_id) AND e.event_type = 'REPLACED'
                        AND 'time_in_force' = ANY (string_to_array(q.asked, ','))),
                o.created_at);
END;
$$;
REVOKE EXECUTE ON FUNCTION find_orders_past_their_day(text[], timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_orders_past_their_day(text[], timestamptz, timestamptz) TO oms_relay;
