DROP TABLE venue_statuses;
ALTER TABLE instruments
    DROP CONSTRAINT instruments_venue_halt_reason,
    DROP COLUMN venue_halt_reason,
    DROP COLUMN venue_halted_at;
