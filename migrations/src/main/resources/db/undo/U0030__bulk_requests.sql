DROP FUNCTION insert_bulk_requests(uuid[], text[], text[], text[], text[], text[]);
DROP FUNCTION find_books(uuid[]);
DROP FUNCTION find_positions(uuid[]);
DROP FUNCTION find_open_orders(uuid[], text[], text[]);
DROP FUNCTION find_bulk_requests(uuid[], text[]);
DROP TABLE bulk_requests;
