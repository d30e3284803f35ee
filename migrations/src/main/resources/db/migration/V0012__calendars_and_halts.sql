-- Why: when an instrument trades, whether it is halted, and finding the orders whose time is over.
-- Locks: instruments for a moment; orders while the index of GTD orders is built, which reads it once.
-- Undone by: undo/U0012__calendars_and_halts.sql (drops the calendars and halts).

-- Sessions and the dates that differ are text, a line each, as io.tradecore.oms.session.CalendarText reads them.
CREATE TABLE trading_calendars (
    calendar_id text NOT NULL,
    zone text NOT NULL,
    sessions text NOT NULL,
    exceptions text NOT NULL DEFAULT '',
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by text NOT NULL,
    CONSTRAINT trading_calendars_pk PRIMARY KEY (calendar_id),
    CONSTRAINT trading_calendars_calendar_id_format CHECK (calendar_id ~ '^[A-Z0-9_]{1,20}$')
);
GRANT SELECT ON trading_calendars TO oms_writer, oms_reader, oms_relay, oms_metrics;
GRANT SELECT, INSERT, UPDATE ON trading_calendars TO oms_admin;

ALTER TABLE instruments
    ADD COLUMN calendar_id text,
    ADD COLUMN halted_at timestamptz,
    ADD COLUMN halted_by text,
    ADD COLUMN halt_reason text,
    ADD CONSTRAINT instruments_calendar_fk FOREIGN KEY (calendar_id) REFERENCES trading_calendars (calendar_id),
    ADD CONSTRAINT instruments_halted_by_somebody CHECK ((halted_at IS NULL) = (halted_by IS NULL));
COMMENT ON COLUMN instruments.calendar_id IS 'Null: trades without end, its days are those of UTC';
COMMENT ON COLUMN instruments.halted_at IS 'Null: not halted';

-- Only GTD orders are in it: another order costs the check of its condition and nothing more. It has none of the columns that
-- fills change, so that they stay cheap; that an order is open is looked up.
CREATE INDEX orders_gtd ON orders (expire_time) WHERE time_in_force = 'GTD';

-- Open GTD orders whose time is over; those that wait for an answer are looked at again.
CREATE FUNCTION find_orders_past_their_time(now timestamptz, since timestamptz) RETURNS TABLE (account_id uuid, order_id uuid)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        SELECT o.account_id, o.order_id FROM orders o
        WHERE o.time_in_force = 'GTD' AND o.expire_time <= find_orders_past_their_time.now
            AND o.expire_time > find_orders_past_their_time.since
            AND o.leaves_qty > 0 AND o.pending_cl_ord_id IS NULL;
END;
$$;

-- Open orders for the day of these instruments that were placed before the end of the last day. Run once a day and calendar, it
-- reads all orders in the order they lie in: an index for it would cost every order.
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
REVOKE EXECUTE ON FUNCTION find_orders_past_their_time(timestamptz, timestamptz), find_orders_past_their_day(text[], timestamptz)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_orders_past_their_time(timestamptz, timestamptz), find_orders_past_their_day(text[], timestamptz)
    TO oms_relay;
