ALTER FUNCTION retire_routes(uuid[], uuid[], bigint[]) RESET enable_material RESET enable_bitmapscan;
