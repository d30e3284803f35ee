-- Why: futures, CFDs, perpetuals and inverse contracts are kept otherwise than what is delivered for its price.
-- Locks: instruments for a moment; the columns come with a default or null, so that nothing is rewritten.
-- Undone by: undo/U0090__instrument_kinds.sql (drops what was said of kinds and margins).

ALTER TABLE instruments
    ADD COLUMN security_type text NOT NULL DEFAULT 'SPOT',
    ADD COLUMN inverse boolean NOT NULL DEFAULT false,
    ADD COLUMN negative_px boolean NOT NULL DEFAULT false,
    ADD COLUMN settl_currency text,
    ADD COLUMN margin_unit text,
    ADD COLUMN initial_margin positive_amount,
    ADD COLUMN maintenance_margin positive_amount,
    ADD CONSTRAINT instruments_settl_currency_fk FOREIGN KEY (settl_currency) REFERENCES assets (asset),
    ADD CONSTRAINT instruments_security_type_known CHECK (security_type IN ('SPOT', 'CS', 'FXSPOT', 'FUT', 'CFD', 'PERP')),
    ADD CONSTRAINT instruments_delivered_for_its_price CHECK (security_type NOT IN ('SPOT', 'CS', 'FXSPOT')
        OR (NOT inverse AND settl_currency IS NULL)),
    ADD CONSTRAINT instruments_inverse_px_is_positive CHECK (NOT (inverse AND negative_px)),
    ADD CONSTRAINT instruments_margin_unit_known CHECK (margin_unit IN ('RATE', 'PER_CONTRACT')),
    ADD CONSTRAINT instruments_margin_is_whole CHECK (num_nonnulls(margin_unit, initial_margin, maintenance_margin) IN (0, 3)),
    ADD CONSTRAINT instruments_margin_order CHECK (maintenance_margin <= initial_margin);
COMMENT ON COLUMN instruments.security_type IS 'FIX 167; SPOT, CS and FXSPOT are delivered for their price, the others are kept on margin';
COMMENT ON COLUMN instruments.settl_currency IS 'FIX 120, of what is not delivered; null: the currency it is quoted in';
COMMENT ON COLUMN instruments.initial_margin IS 'RATE: a share of the value, 0.05 is 5 %; PER_CONTRACT: an amount of the settlement currency';
