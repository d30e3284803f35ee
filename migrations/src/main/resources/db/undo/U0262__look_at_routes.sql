DROP FUNCTION look_at_routes();
