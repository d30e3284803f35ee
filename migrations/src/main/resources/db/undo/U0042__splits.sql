DROP FUNCTION restate_order_list_members(uuid[], uuid[], numeric[]);
DROP FUNCTION insert_order_splits(uuid[], uuid[], text[], bigint[], bigint[], bigint[]);
DROP FUNCTION find_splits_of_orders(uuid[], uuid[]);
DROP FUNCTION find_order_splits(uuid[], text[]);
REVOKE UPDATE (planned_qty) ON order_list_members FROM oms_writer;
DROP TABLE order_splits;
DROP TABLE splits;
