ALTER FUNCTION retire_routes(uuid[], uuid[], bigint[]) RESET ALL;
