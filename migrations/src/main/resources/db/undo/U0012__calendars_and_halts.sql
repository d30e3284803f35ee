DROP FUNCTION find_orders_past_their_day(text[], timestamptz);
DROP FUNCTION find_orders_past_their_time(timestamptz, timestamptz);
DROP INDEX orders_gtd;
ALTER TABLE instruments
    DROP CONSTRAINT instruments_halted_by_somebody,
    DROP CONSTRAINT instruments_calendar_fk,
    DROP COLUMN halt_reason,
    DROP COLUMN halted_by,
    DROP COLUMN halted_at,
    DROP COLUMN calendar_id;
DROP TABLE trading_calendars;
