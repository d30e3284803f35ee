DROP FUNCTION find_exposures(uuid[]);
DROP TRIGGER positions_begin_day ON positions;
DROP FUNCTION begin_position_day();
ALTER TABLE positions DROP CONSTRAINT positions_day_is_whole, DROP COLUMN pnl_day, DROP COLUMN day_realised_pnl, DROP COLUMN day_fees;
