-- Why: a venue tells that it has halted or resumed an instrument; what it told is kept apart from an operator's halt, and once.
-- Locks: instruments for a moment.
-- Undone by: undo/U0041__venue_halts.sql (drops what the venues told; instruments they have halted trade again).

ALTER TABLE instruments
    ADD COLUMN venue_halted_at timestamptz,
    ADD COLUMN venue_halt_reason text,
    ADD CONSTRAINT instruments_venue_halt_reason CHECK (venue_halt_reason IS NULL OR venue_halted_at IS NOT NULL);
COMMENT ON COLUMN instruments.venue_halted_at IS 'Null: its venue has not halted it. It trades while neither this nor halted_at is set';

-- A venue's SecurityStatus (35=f), unique by (venue, status id) for ever.
CREATE TABLE venue_statuses (
    venue_id text NOT NULL,
    status_id text NOT NULL,
    symbol text NOT NULL,
    trading_status text NOT NULL,
    reason text,
    transact_time timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT venue_statuses_pk PRIMARY KEY (venue_id, status_id),
    CONSTRAINT venue_statuses_symbol_fk FOREIGN KEY (symbol) REFERENCES instruments (symbol),
    CONSTRAINT venue_statuses_trading_status_known CHECK (trading_status IN ('TRADING_HALT', 'RESUME'))
);
CREATE INDEX venue_statuses_of_symbol ON venue_statuses (symbol, transact_time);
GRANT SELECT, INSERT ON venue_statuses TO oms_admin;
