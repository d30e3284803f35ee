-- The trail as it was before calls and liquidations came behind it.
DO $do$
DECLARE
    trail text := pg_get_viewdef('audit_trail'::regclass);
BEGIN
    trail := left(trail, strpos(trail, 'MARGIN_CALL'));
    EXECUTE 'CREATE OR REPLACE VIEW audit_trail WITH (security_invoker = true) AS '
        || left(trail, length(trail) - strpos(reverse(trail), reverse('UNION ALL')) - 8);
END;
$do$;
REVOKE SELECT ON ledger_balances FROM oms_relay;
REVOKE SELECT ON rate_pairs FROM oms_writer;
DROP FUNCTION find_margin_standings(uuid[]);
DROP FUNCTION raise_margin_calls(uuid[], uuid[], text[], numeric[], numeric[], numeric[], numeric[]);
DROP FUNCTION clear_margin_calls(uuid[], uuid[], numeric[], numeric[]);
DROP FUNCTION start_liquidations(uuid[], uuid[], text[], numeric[], numeric[], numeric[], numeric[], text[]);
DROP FUNCTION insert_liquidation_steps(uuid[], uuid[], bigint[], text[], bigint[], uuid[], text[], text[], numeric[], numeric[], numeric[]);
DROP FUNCTION end_liquidations(uuid[], uuid[], text[], numeric[], numeric[]);
DROP TABLE liquidation_steps;
DROP TABLE liquidations;
DROP TABLE margin_calls;
DROP TABLE margin_settings;
DROP TABLE margin_settings_changes;
