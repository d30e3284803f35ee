DROP INDEX executions_by_time;
DROP TABLE statement_items;
DROP TABLE venue_statements;
