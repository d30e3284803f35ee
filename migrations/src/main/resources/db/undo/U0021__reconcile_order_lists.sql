CREATE OR REPLACE FUNCTION reconcile() RETURNS TABLE (invariant text, violations bigint, example text) LANGUAGE sql STABLE
SET enable_nestloop = off AS $$
    WITH
    unbalanced_transfers AS (
        SELECT account_id || ' transfer ' || seq AS example
            FROM ledger_entries GROUP BY account_id, seq, asset HAVING sum(amount) <> 0),
    unbalanced_books AS (
        SELECT account_id || ' ' || asset AS example
            FROM ledger_balances GROUP BY account_id, asset HAVING sum(posted) <> 0),
    wrong_posted AS (
        SELECT coalesce(b.account_id, e.account_id) || ' ' || coalesce(b.code, e.code) || ' ' || coalesce(b.asset, e.asset) AS example
            FROM ledger_balances b
            FULL JOIN (SELECT account_id, code, asset, sum(amount) AS total FROM ledger_entries GROUP BY 1, 2, 3) e
                ON (e.account_id, e.code, e.asset) = (b.account_id, b.code, b.asset)
            WHERE coalesce(b.posted, 0) <> coalesce(e.total, 0)),
    wrong_pending AS (
        SELECT coalesce(b.account_id, h.account_id) || ' ' || coalesce(b.code, h.code) || ' ' || coalesce(b.asset, h.asset) AS example
            FROM ledger_balances b
            FULL JOIN (SELECT account_id, code, asset, sum(remaining) AS total FROM holds WHERE status = 'OPEN' GROUP BY 1, 2, 3) h
                ON (h.account_id, h.code, h.asset) = (b.account_id, b.code, b.asset)
            WHERE coalesce(b.pending, 0) <> coalesce(h.total, 0)),
    wrong_running_balance AS (
        SELECT account_id || ' transfer ' || seq || ' leg ' || leg AS example
            FROM (SELECT account_id, seq, leg, balance_after,
                         sum(amount) OVER (PARTITION BY account_id, code, asset ORDER BY seq, leg) AS running
                  FROM ledger_entries) r
            WHERE balance_after <> running),
    executed AS (
        SELECT account_id, symbol, sum(CASE side WHEN 'BUY' THEN last_qty ELSE -last_qty END) AS qty
            FROM live_executions GROUP BY 1, 2),
    wrong_positions AS (
        SELECT coalesce(p.account_id, x.account_id) || ' ' || coalesce(p.symbol, x.symbol) AS example
            FROM positions p FULL JOIN executed x ON (x.account_id, x.symbol) = (p.account_id, p.symbol)
            WHERE coalesce(p.qty, 0) <> coalesce(x.qty, 0)),
    wrong_position_entries AS (
        SELECT coalesce(p.account_id, b.account_id) || ' ' || coalesce(p.symbol, b.asset) AS example
            FROM positions p
            FULL JOIN (SELECT * FROM ledger_balances WHERE code = 'POSITION') b ON (b.account_id, b.asset) = (p.account_id, p.symbol)
            WHERE coalesce(p.qty, 0) <> coalesce(b.posted, 0)),
    wrong_cum AS (
        SELECT o.account_id || ' order ' || o.order_id AS example
            FROM orders o
            LEFT JOIN (SELECT account_id, order_id, sum(last_qty) AS qty, sum(last_qty * last_px) AS notional
                       FROM live_executions GROUP BY 1, 2) x ON (x.account_id, x.order_id) = (o.account_id, o.order_id)
            WHERE o.cum_qty <> coalesce(x.qty, 0) OR o.cum_notional <> coalesce(x.notional, 0)
                OR CASE WHEN o.venue_status IN ('DENIED', 'FILLED', 'CANCELED', 'REJECTED', 'EXPIRED', 'CALCULATED')
                        OR (o.venue_status = 'DONE_FOR_DAY' AND o.time_in_force NOT IN ('GTC', 'GTD'))
                    THEN o.leaves_qty <> 0 ELSE o.cum_qty + o.leaves_qty <> o.order_qty END),
    held_closed AS (
        SELECT h.account_id || ' order ' || h.hold_id AS example
            FROM holds h JOIN orders o ON (o.account_id, o.order_id) = (h.account_id, h.hold_id)
            WHERE h.status = 'OPEN' AND o.leaves_qty = 0 AND o.pending_cl_ord_id IS NULL),
    unheld_open AS (
        SELECT o.account_id || ' order ' || o.order_id AS example
            FROM orders o LEFT JOIN holds h ON (h.account_id, h.hold_id) = (o.account_id, o.order_id) AND h.status = 'OPEN'
            WHERE o.leaves_qty > 0 AND h.hold_id IS NULL),
    wrong_routes AS (
        SELECT o.account_id || ' order ' || o.order_id AS example
            FROM orders o
            LEFT JOIN (SELECT account_id, order_id, count(*) AS routes FROM outbox WHERE kind = 'NEW_ORDER' GROUP BY 1, 2) r
                ON (r.account_id, r.order_id) = (o.account_id, o.order_id)
            WHERE coalesce(r.routes, 0) <> CASE WHEN o.ord_status = 'DENIED' OR o.held_by IS NOT NULL THEN 0 ELSE 1 END),
    wrong_request_routes AS (
        SELECT q.account_id || ' request ' || q.cl_ord_id AS example
            FROM order_requests q JOIN orders o ON (o.account_id, o.order_id) = (q.account_id, q.order_id) AND o.held_by IS NULL
            LEFT JOIN (SELECT account_id, order_id, kind, cl_ord_id, count(*) AS routes FROM outbox GROUP BY 1, 2, 3, 4) r
                ON (r.account_id, r.order_id, r.kind, r.cl_ord_id) = (q.account_id, q.order_id, q.kind, q.cl_ord_id)
            -- What was asked of a held order no venue was asked.
            WHERE coalesce(r.routes, 0) <> 1 AND NOT EXISTS (
                SELECT FROM order_events e WHERE (e.account_id, e.order_id) = (q.account_id, q.order_id)
                    AND e.cl_ord_id = q.cl_ord_id AND e.event_type = 'REPLACED' AND e.exec_id IS NULL)),
    unanswered_answers AS (
        SELECT r.account_id || ' request ' || r.cl_ord_id AS example
            FROM outbox r JOIN orders o ON (o.account_id, o.order_id) = (r.account_id, r.order_id)
            WHERE r.retired_at IS NULL AND r.kind <> 'NEW_ORDER' AND o.pending_cl_ord_id IS DISTINCT FROM r.cl_ord_id),
    unexplained_routes AS (
        SELECT account_id || ' order ' || order_id AS example FROM outbox r
            WHERE retired_at IS NULL AND kind = 'NEW_ORDER' AND EXISTS (
                SELECT FROM orders o WHERE (o.account_id, o.order_id) = (r.account_id, r.order_id) AND o.cum_qty > 0)),
    unpaired_executions AS (
        SELECT account_id || ' execution ' || exec_id AS example
            FROM executions x
            WHERE NOT EXISTS (SELECT FROM order_events e WHERE (e.account_id, e.seq) = (x.account_id, x.event_seq)
                    AND e.event_type = x.exec_type AND e.exec_id = x.exec_id)
                OR (x.transfer_seq IS NULL AND (x.notional <> 0 OR x.fee <> 0))
                OR (x.transfer_seq IS NOT NULL AND NOT EXISTS (
                    SELECT FROM ledger_transfers t WHERE (t.account_id, t.seq) = (x.account_id, x.transfer_seq)
                        AND t.kind = x.exec_type AND t.exec_id = x.exec_id))),
    unpaired_trades AS (
        SELECT account_id || ' event ' || seq AS example
            FROM order_events e
            WHERE event_type IN ('TRADE', 'TRADE_CANCEL', 'TRADE_CORRECT') AND NOT EXISTS (
                SELECT FROM executions x WHERE (x.account_id, x.event_seq) = (e.account_id, e.seq))),
    last_events AS (
        SELECT DISTINCT ON (account_id, order_id) account_id, order_id, ord_status, cum_qty, leaves_qty, held
            FROM order_events ORDER BY account_id, order_id, seq DESC),
    wrong_last_event AS (
        SELECT o.account_id || ' order ' || o.order_id AS example
            FROM orders o
            LEFT JOIN last_events e ON (e.account_id, e.order_id) = (o.account_id, o.order_id)
            LEFT JOIN holds h ON (h.account_id, h.hold_id) = (o.account_id, o.order_id)
            WHERE (e.ord_status, e.cum_qty, e.leaves_qty, e.held)
                IS DISTINCT FROM (o.ord_status, o.cum_qty::numeric, o.leaves_qty::numeric, coalesce(h.remaining, 0)::numeric)),
    last_terms AS (
        SELECT DISTINCT ON (account_id, order_id) account_id, order_id, order_qty, px
            FROM order_events WHERE order_qty IS NOT NULL ORDER BY account_id, order_id, seq DESC),
    wrong_last_terms AS (
        SELECT o.account_id || ' order ' || o.order_id AS example
            FROM orders o
            LEFT JOIN last_terms e ON (e.account_id, e.order_id) = (o.account_id, o.order_id)
            WHERE (o.placed_time_in_force IS NOT NULL OR e.order_qty IS NOT NULL)
                AND (e.order_qty, e.px) IS DISTINCT FROM (o.order_qty::numeric, o.px::numeric)),
    wrong_triggers AS (
        SELECT o.account_id || ' order ' || o.order_id AS example
            FROM orders o LEFT JOIN order_triggers t ON (t.account_id, t.order_id) = (o.account_id, o.order_id)
            WHERE (t.order_id IS NULL AND o.ord_status <> 'DENIED'
                    AND o.ord_type IN ('STOP', 'STOP_LIMIT', 'TRAILING_STOP', 'MARKET_IF_TOUCHED', 'LIMIT_IF_TOUCHED'))
                OR (t.state IS NOT NULL) <> (coalesce(o.held_by = 'TRIGGER', false) AND o.leaves_qty > 0)
                OR (o.held_by IS NULL AND o.ord_status <> 'DENIED' AND t.order_id IS NOT NULL) IS DISTINCT FROM EXISTS (
                    SELECT FROM order_events e WHERE (e.account_id, e.order_id) = (o.account_id, o.order_id)
                        AND e.event_type = 'TRIGGERED')),
    event_gaps AS (
        SELECT a.account_id || ' at event ' || a.event_seq AS example
            FROM accounts a
            LEFT JOIN (SELECT account_id, count(DISTINCT seq) AS events, min(seq) AS first, max(seq) AS last, count(*) AS rows
                       FROM order_events GROUP BY 1) e ON e.account_id = a.account_id
            WHERE a.event_seq <> coalesce(e.last, 0) OR coalesce(e.events, 0) <> a.event_seq OR coalesce(e.rows, 0) <> a.event_seq),
    transfer_gaps AS (
        SELECT a.account_id || ' at transfer ' || a.transfer_seq AS example
            FROM accounts a
            LEFT JOIN (SELECT account_id, count(*) AS transfers, max(seq) AS last FROM ledger_transfers GROUP BY 1) t
                ON t.account_id = a.account_id
            WHERE a.transfer_seq <> coalesce(t.last, 0) OR coalesce(t.transfers, 0) <> a.transfer_seq),
    unprotected AS (
        SELECT c.relname AS example
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
            JOIN pg_attribute t ON t.attrelid = c.oid AND t.attname = 'account_id' AND NOT t.attisdropped
            WHERE c.relkind IN ('r', 'p') AND NOT (c.relrowsecurity AND c.relforcerowsecurity))
    SELECT '1 every transfer sums to zero per asset', count(*), min(example) FROM unbalanced_transfers
    UNION ALL SELECT '1 every book sums to zero per asset', count(*), min(example) FROM unbalanced_books
    UNION ALL SELECT '2 posted balance is the sum of its entries', count(*), min(example) FROM wrong_posted
    UNION ALL SELECT '2 pending balance is the sum of its open holds', count(*), min(example) FROM wrong_pending
    UNION ALL SELECT '2 every entry carries the running balance', count(*), min(example) FROM wrong_running_balance
    UNION ALL SELECT '3 position is the sum of its live executions', count(*), min(example) FROM wrong_positions
    UNION ALL SELECT '3 position is its ledger balance', count(*), min(example) FROM wrong_position_entries
    UNION ALL SELECT '4 CumQty is the sum of live executions, CumQty + LeavesQty = OrderQty while open', count(*), min(example) FROM wrong_cum
    UNION ALL SELECT '5 no open hold on a closed order', count(*), min(example) FROM held_closed
    UNION ALL SELECT '5 every open order has its hold', count(*), min(example) FROM unheld_open
    UNION ALL SELECT '6 every accepted order has exactly one route message', count(*), min(example) FROM wrong_routes
    UNION ALL SELECT '6 every cancel and replace has exactly one route message', count(*), min(example) FROM wrong_request_routes
    UNION ALL SELECT '6 no request that is answered is still sent', count(*), min(example) FROM unanswered_answers
    UNION ALL SELECT '6 no executed order waits for the venue''s acknowledgement', count(*), min(example) FROM unexplained_routes
    UNION ALL SELECT '6 every execution has its event and its transfer', count(*), min(example) FROM unpaired_executions
    UNION ALL SELECT '6 every trade event has its execution', count(*), min(example) FROM unpaired_trades
    UNION ALL SELECT '6 a held order is not sent, a triggered one is and says so', count(*), min(example) FROM wrong_triggers
    UNION ALL SELECT '7 every order stands where its last event left it', count(*), min(example) FROM wrong_last_event
    UNION ALL SELECT '7 every order has the terms its last replace or restatement gave it', count(*), min(example) FROM wrong_last_terms
    UNION ALL SELECT '8 event sequence has no gap', count(*), min(example) FROM event_gaps
    UNION ALL SELECT '8 transfer sequence has no gap', count(*), min(example) FROM transfer_gaps
    UNION ALL SELECT '9 every account-owned table forces row-level security', count(*), min(example) FROM unprotected
$$;
