ALTER TABLE assets DROP COLUMN haircut;
ALTER TABLE instruments DROP COLUMN netting_offset, DROP COLUMN underlying, DROP COLUMN margin_tiers;
