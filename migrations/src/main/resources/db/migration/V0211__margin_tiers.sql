-- Why: large positions take a larger share as margin, instruments of one underlying make up for each other, and cash of another currency
-- counts less than it is worth.
-- Locks: instruments and assets for a moment.
-- Undone by: undo/U0211__margin_tiers.sql (drops what was said of them).

ALTER TABLE instruments
    ADD COLUMN margin_tiers text,
    ADD COLUMN underlying text,
    ADD COLUMN netting_offset unsigned_amount,
    ADD CONSTRAINT instruments_margin_tiers_form CHECK (margin_tiers ~ '^[0-9.]+:[0-9.]+:[0-9.]+( [0-9.]+:[0-9.]+:[0-9.]+)*$'),
    ADD CONSTRAINT instruments_margin_tiers_of_rates CHECK (margin_tiers IS NULL OR margin_unit = 'RATE'),
    ADD CONSTRAINT instruments_netting_whole CHECK (num_nulls(underlying, netting_offset) IN (0, 2)),
    ADD CONSTRAINT instruments_netting_of_margin CHECK (underlying IS NULL OR margin_unit IS NOT NULL),
    ADD CONSTRAINT instruments_netting_offset_share CHECK (netting_offset <= 1);
COMMENT ON COLUMN instruments.margin_tiers IS 'above:initial:maintenance of what goes beyond a value, by value, with a space between';
COMMENT ON COLUMN instruments.netting_offset IS 'Share of the smaller side''s margin that is not asked for again; of several in one underlying the least counts';

ALTER TABLE assets ADD COLUMN haircut unsigned_amount NOT NULL DEFAULT 0,
    ADD CONSTRAINT assets_haircut_share CHECK (haircut < 1);
COMMENT ON COLUMN assets.haircut IS 'The share of its value that does not count where it stands as margin in another currency';
