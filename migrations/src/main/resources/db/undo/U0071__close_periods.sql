DROP TABLE period_reopenings;
DROP TABLE house_period;
ALTER TABLE accounts DROP COLUMN closed_until, DROP COLUMN house_closed_until;
