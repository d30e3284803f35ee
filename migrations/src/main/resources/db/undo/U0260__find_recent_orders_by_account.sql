CREATE OR REPLACE FUNCTION find_recent(account_ids uuid[]) RETURNS TABLE (account_id uuid, symbol text, side text, ord_type text, qty numeric,
    px numeric, stop_px numeric, at timestamptz) LANGUAGE plpgsql AS $$
DECLARE
    least_id uuid := lpad(to_hex((extract(epoch FROM now() - interval '6 minutes') * 1000)::bigint), 12, '0') || repeat('0', 20);
    since timestamptz := now() - interval '1 minute';
BEGIN
    RETURN QUERY
        SELECT o.account_id, o.symbol, o.side, o.ord_type,
               CASE WHEN o.placed_time_in_force IS NULL THEN o.order_qty ELSE o.placed_order_qty END::numeric,
               CASE WHEN o.placed_time_in_force IS NULL THEN o.px ELSE o.placed_px END::numeric,
               coalesce(t.placed_stop_px, t.stop_px)::numeric, o.created_at
        FROM unnest(account_ids) AS k (account_id)
        JOIN orders o ON o.account_id = k.account_id AND o.order_id >= least_id
            AND o.created_at >= now() - interval '10 seconds' AND o.venue_status <> 'DENIED'
        LEFT JOIN order_triggers t ON t.account_id = o.account_id
            AND t.order_id = CASE WHEN o.ord_type NOT IN ('LIMIT', 'MARKET') THEN o.order_id END
        UNION ALL
        SELECT x.account_id, x.symbol, x.side, NULL, count(*), NULL, NULL, x.recorded_at
        FROM unnest(account_ids) AS k (account_id)
        JOIN accounts a ON a.account_id = k.account_id
        JOIN executions x ON x.account_id = a.account_id AND x.event_seq > a.event_seq - 1000
            AND x.recorded_at >= since AND x.exec_type = 'TRADE'
        GROUP BY 1, 2, 3, 8
        ORDER BY 8;
END;
$$;
