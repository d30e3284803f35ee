ALTER TABLE instruments
    DROP COLUMN security_type,
    DROP COLUMN inverse,
    DROP COLUMN negative_px,
    DROP COLUMN settl_currency,
    DROP COLUMN margin_unit,
    DROP COLUMN initial_margin,
    DROP COLUMN maintenance_margin;
