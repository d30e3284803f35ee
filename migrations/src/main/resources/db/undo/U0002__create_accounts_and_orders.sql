DROP TABLE positions;
DROP TABLE executions;
DROP TABLE order_events;
DROP TABLE order_requests;
DROP TABLE orders;
DROP TABLE limits;
DROP TABLE accounts;
