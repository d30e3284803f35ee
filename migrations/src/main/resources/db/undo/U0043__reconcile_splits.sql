DO $patch$
DECLARE
    is_now text := pg_get_functiondef('reconcile()'::regprocedure);
    becomes text := replace(is_now, $was$    -- What an execution counts in its order once that has been restated for splits since.
    restated AS (
        SELECT x.account_id, x.venue_id, x.exec_id, exp(sum(ln(s.numerator::numeric / s.denominator))) AS factor
            FROM order_splits s
            JOIN live_executions x ON (x.account_id, x.order_id) = (s.account_id, s.order_id) AND x.event_seq < s.event_seq
            GROUP BY 1, 2, 3),
    wrong_cum AS (
        SELECT o.account_id || ' order ' || o.order_id AS example
            FROM orders o
            LEFT JOIN (SELECT e.account_id, e.order_id, sum(e.last_qty * coalesce(r.factor, 1)) AS qty,
                              sum(e.last_qty * e.last_px) AS notional
                       FROM live_executions e
                       LEFT JOIN restated r ON (r.account_id, r.venue_id, r.exec_id) = (e.account_id, e.venue_id, e.exec_id)
                       GROUP BY 1, 2) x ON (x.account_id, x.order_id) = (o.account_id, o.order_id)
            LEFT JOIN (SELECT DISTINCT account_id, order_id FROM order_splits) s
                ON (s.account_id, s.order_id) = (o.account_id, o.order_id)
            -- A ratio need not come out even.
            WHERE abs(o.cum_qty - coalesce(x.qty, 0)) > CASE WHEN s.order_id IS NULL THEN 0 ELSE 0.000001 END
                OR o.cum_notional$was$, $is$    wrong_cum AS (
        SELECT o.account_id || ' order ' || o.order_id AS example
            FROM orders o
            LEFT JOIN (SELECT account_id, order_id, sum(last_qty) AS qty, sum(last_qty * last_px) AS notional
                       FROM live_executions GROUP BY 1, 2) x ON (x.account_id, x.order_id) = (o.account_id, o.order_id)
            WHERE o.cum_qty <> coalesce(x.qty, 0) OR o.cum_notional$is$);
BEGIN
    IF becomes = is_now THEN
        RAISE EXCEPTION 'reconcile() is not the one this is about';
    END IF;
    EXECUTE becomes;
END;
$patch$;
