DROP FUNCTION write_dead_mans_switches(uuid[], bigint[], timestamptz[], timestamptz[], text[]);
DROP FUNCTION find_dead_mans_switches(uuid[]);
DROP TABLE dead_mans_switches;
