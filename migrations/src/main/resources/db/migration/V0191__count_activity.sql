-- Why: a ratio of orders to trades, repeated executions and orders sent twice are judged by what an account has done lately; an
-- account says what becomes of an order that would trade with another of its own.
-- Locks: accounts for a moment, the columns are added without a rewrite.
-- Undone by: undo/U0191__count_activity.sql

-- The row is written with every batch anyway: what is counted in it costs no row and no look-up.
ALTER TABLE accounts
    ADD COLUMN active_day date,
    ADD COLUMN day_messages bigint NOT NULL DEFAULT 0,
    ADD COLUMN day_trades bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN accounts.active_day IS 'The day, in UTC, that day_messages and day_trades are of';
COMMENT ON COLUMN accounts.day_messages IS 'Orders accepted, and requests to cancel or replace one';

-- What becomes of an order that would trade with another of its own account: read with the row's lock.
ALTER TABLE accounts
    ADD COLUMN self_trade_prevention text NOT NULL DEFAULT 'NONE',
    ADD CONSTRAINT accounts_self_trade_prevention_known
        CHECK (self_trade_prevention IN ('NONE', 'CANCEL_NEWEST', 'CANCEL_OLDEST', 'CANCEL_BOTH')) NOT VALID;
ALTER TABLE accounts VALIDATE CONSTRAINT accounts_self_trade_prevention_known;
GRANT UPDATE (self_trade_prevention) ON accounts TO oms_admin;

GRANT UPDATE (active_day, day_messages, day_trades) ON accounts TO oms_writer;

DROP FUNCTION advance_accounts(uuid[], bigint[], bigint[], bytea[]);
CREATE FUNCTION advance_accounts(account_ids uuid[], event_seqs bigint[], transfer_seqs bigint[], chain_hashes bytea[],
    messages bigint[], trades bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    today date := (now() AT TIME ZONE 'UTC')::date;
    changed bigint;
BEGIN
    UPDATE accounts a SET event_seq = k.event_seq, transfer_seq = k.transfer_seq, chain_hash = k.chain_hash,
            day_messages = k.messages + CASE WHEN a.active_day = today THEN a.day_messages ELSE 0 END,
            day_trades = k.trades + CASE WHEN a.active_day = today THEN a.day_trades ELSE 0 END,
            active_day = today
        FROM unnest(account_ids, event_seqs, transfer_seqs, chain_hashes, messages, trades)
            AS k (account_id, event_seq, transfer_seq, chain_hash, messages, trades)
        WHERE a.account_id = k.account_id;
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM refuse_partial_update('accounts', cardinality(account_ids), changed);
END;
$$;

-- Two kinds of rows: what was accepted within the last ten seconds, as it was placed, and how much was executed at a time within
-- the last minute, which has no ord_type. Order ids rise with time, by the clocks of all processes, which five minutes allow for; of executions the last
-- thousand events are looked at.
CREATE FUNCTION find_recent(account_ids uuid[]) RETURNS TABLE (account_id uuid, symbol text, side text, ord_type text, qty numeric,
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

REVOKE EXECUTE ON FUNCTION find_recent(uuid[]), advance_accounts(uuid[], bigint[], bigint[], bytea[], bigint[], bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_recent(uuid[]), advance_accounts(uuid[], bigint[], bigint[], bytea[], bigint[], bigint[])
    TO oms_writer;
