-- Why: limits on positions, open orders, credit and the loss of a day are checked against what an account has open and holds. A
-- process keeps that in memory, by the numbers in the account's row, and loads it with find_exposures() where it does not have it.
-- Locks: positions for a moment, the columns are added without a rewrite.
-- Undone by: undo/U0190__find_exposures.sql (what positions had realised when their last day began is lost).

-- What was realised today is what is realised less this: no row more, and no column that a fill has to bring.
ALTER TABLE positions
    ADD COLUMN pnl_day date,
    ADD COLUMN day_realised_pnl signed_amount,
    ADD COLUMN day_fees signed_amount,
    ADD CONSTRAINT positions_day_is_whole CHECK ((pnl_day IS NULL) = (day_realised_pnl IS NULL)
        AND (pnl_day IS NULL) = (day_fees IS NULL)) NOT VALID;
ALTER TABLE positions VALIDATE CONSTRAINT positions_day_is_whole;
ALTER TABLE positions
    ALTER COLUMN pnl_day SET DEFAULT (now() AT TIME ZONE 'UTC')::date,
    ALTER COLUMN day_realised_pnl SET DEFAULT 0,
    ALTER COLUMN day_fees SET DEFAULT 0;
COMMENT ON COLUMN positions.pnl_day IS 'The day, in UTC, of the last change; null: before these columns were kept';
COMMENT ON COLUMN positions.day_realised_pnl IS 'realised_pnl when that day began; day_fees likewise';

-- It runs once a day and position, however many fills there are.
CREATE FUNCTION begin_position_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.pnl_day := (now() AT TIME ZONE 'UTC')::date;
    NEW.day_realised_pnl := OLD.realised_pnl;
    NEW.day_fees := OLD.fees;
    RETURN NEW;
END;
$$;
CREATE TRIGGER positions_begin_day BEFORE UPDATE ON positions FOR EACH ROW
    WHEN (OLD.pnl_day IS DISTINCT FROM (now() AT TIME ZONE 'UTC')::date) EXECUTE FUNCTION begin_position_day();

-- Two kinds of rows: with a side what open orders of it may still execute, each with the larger of what it leaves and what it
-- would leave once the replace that waits is confirmed; with a leg what is held, or was today. A sale that its list holds back
-- is counted with nothing; orders of a list of which one takes what the others no longer do have a row each. Quotients are cut to 18 decimals, as OpenOrders does. Moves open_from, as find_open_orders() does,
-- but no more than once an hour, since it may be called with every batch where processes take turns on an account.
CREATE FUNCTION find_exposures(account_ids uuid[]) RETURNS TABLE (account_id uuid, symbol text, side text, list_id text, order_id uuid, orders bigint, qty numeric,
    turnover numeric, inverse_turnover numeric, leg text, avg_px numeric, realised_pnl numeric, fees numeric,
    settlement_px numeric, pnl_day date, day_realised_pnl numeric, day_fees numeric) LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT s.account_id, s.symbol, s.side, s.list_id, s.order_id, count(*), sum(greatest(s.leaves, s.replaced)),
               sum(greatest(s.leaves * abs(s.reserve_px), s.replaced * abs(s.request_reserve_px))),
               sum(greatest(div(s.leaves * 1e18, nullif(abs(s.reserve_px), 0)),
                   div(s.replaced * 1e18, nullif(abs(s.request_reserve_px), 0)), 0)) * 1e-18,
               NULL::text, NULL::numeric, NULL::numeric, NULL::numeric, NULL::numeric, NULL::date, NULL::numeric, NULL::numeric
        FROM (
            SELECT o.account_id, o.symbol, o.side, CASE WHEN o.list_contingency_type <> 'OTO' THEN o.list_id END AS list_id,
                   CASE WHEN o.list_contingency_type <> 'OTO' THEN o.order_id END AS order_id, o.reserve_px::numeric, r.reserve_px::numeric AS request_reserve_px,
                   CASE WHEN h.back THEN 0 ELSE o.leaves_qty::numeric END AS leaves,
                   CASE WHEN h.back OR r.kind IS DISTINCT FROM 'REPLACE' THEN 0 ELSE greatest(r.order_qty - o.cum_qty, 0) END
                       AS replaced,
                   o.leaves_qty > 0 OR r.kind = 'REPLACE' AND r.order_qty > o.cum_qty AS open
            FROM unnest(account_ids) AS k (account_id)
            JOIN accounts a ON a.account_id = k.account_id
            JOIN orders o ON o.account_id = a.account_id AND o.order_id >= a.open_from
                AND (o.leaves_qty > 0 OR o.pending_cl_ord_id IS NOT NULL)
            -- What has ended for good takes no replace any more.
            LEFT JOIN order_requests r ON (r.account_id, r.cl_ord_id) = (o.account_id, o.pending_cl_ord_id)
                AND o.venue_status NOT IN ('DENIED', 'REJECTED', 'CANCELED', 'EXPIRED', 'CALCULATED')
                AND (o.venue_status <> 'DONE_FOR_DAY' OR o.time_in_force IN ('GTC', 'GTD'))
            CROSS JOIN LATERAL (SELECT o.held_by = 'LIST' AND o.side = 'SELL' AND o.leaves_qty > 0 AS back) h) s
        WHERE s.open GROUP BY 1, 2, 3, 4, 5
        UNION ALL
        SELECT p.account_id, p.symbol, NULL, NULL, NULL, NULL, p.qty, NULL, NULL, p.leg, p.avg_px, p.realised_pnl, p.fees, p.settlement_px,
               p.pnl_day, p.day_realised_pnl, p.day_fees
        FROM unnest(account_ids) AS k (account_id)
        JOIN positions p ON p.account_id = k.account_id
            AND (p.qty <> 0 OR p.pnl_day = (now() AT TIME ZONE 'UTC')::date);
    PERFORM advance_open_from(a.account_id) FROM accounts a
        WHERE a.account_id = ANY (account_ids)
            AND a.open_from < (lpad(to_hex((extract(epoch FROM now() - interval '2 hours') * 1000)::bigint), 12, '0')
                || repeat('0', 20))::uuid
            AND NOT EXISTS (SELECT FROM orders o WHERE (o.account_id, o.order_id) = (a.account_id, a.open_from)
                AND (o.leaves_qty > 0 OR o.pending_cl_ord_id IS NOT NULL));
END;
$$;
REVOKE EXECUTE ON FUNCTION find_exposures(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_exposures(uuid[]) TO oms_writer;
