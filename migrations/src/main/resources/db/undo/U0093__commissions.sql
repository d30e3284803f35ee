DROP FUNCTION insert_execution_commissions(uuid[], text[], text[], numeric[], text[]);
DROP FUNCTION find_commissions_of_orders(uuid[], uuid[]);
DROP TABLE execution_commissions;
