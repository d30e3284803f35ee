ALTER TABLE accounts DROP COLUMN desk_id;
DROP TABLE desks;
