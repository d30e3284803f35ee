DROP FUNCTION update_holds(uuid[], uuid[], numeric[], text[]);
DROP FUNCTION insert_holds(uuid[], uuid[], text[], text[], numeric[], numeric[], text[]);
DROP FUNCTION update_balances(uuid[], text[], text[], numeric[], numeric[]);
DROP FUNCTION insert_balances(uuid[], text[], text[], numeric[], numeric[]);
DROP FUNCTION insert_entries(uuid[], bigint[], bigint[], text[], text[], numeric[], numeric[]);
DROP FUNCTION insert_transfers(uuid[], bigint[], text[], text[], text[], numeric[], uuid[], text[], text[], timestamptz[]);
DROP FUNCTION insert_quarantine(uuid[], uuid[], text[], text[], text[], text[], text[]);
DROP FUNCTION retire_routes(uuid[], uuid[], bigint[]);
DROP FUNCTION insert_routes(uuid[], uuid[], bigint[], text[], text[], text[]);
DROP FUNCTION write_positions(uuid[], text[], numeric[], numeric[], numeric[], numeric[]);
DROP FUNCTION insert_executions(uuid[], text[], text[], uuid[], text[], text[], numeric[], numeric[], numeric[], numeric[], bigint[], bigint[], text[], timestamptz[]);
DROP FUNCTION insert_order_events(uuid[], bigint[], uuid[], text[], text[], text[], text[], numeric[], numeric[], numeric[], numeric[], numeric[], text[], text[], text[], timestamptz[]);
DROP FUNCTION insert_cancel_requests(uuid[], text[], uuid[]);
DROP FUNCTION update_orders(uuid[], uuid[], text[], text[], text[], numeric[], numeric[], numeric[], text[], text[]);
DROP FUNCTION insert_orders(uuid[], uuid[], text[], text[], text[], text[], text[], text[], numeric[], numeric[], numeric[], numeric[], text[], text[], text[], numeric[], numeric[], numeric[], text[], text[]);
DROP FUNCTION advance_accounts(uuid[], bigint[], bigint[]);
DROP FUNCTION refuse_partial_update(text, integer, bigint);
DROP FUNCTION find_transfers(uuid[], text[]);
DROP FUNCTION find_balances_of_orders(uuid[], uuid[]);
DROP FUNCTION find_balances(uuid[], text[], text[]);
DROP FUNCTION find_holds(uuid[], uuid[]);
DROP FUNCTION find_positions_of_orders(uuid[], uuid[]);
DROP FUNCTION find_unretired_routes(uuid[], uuid[]);
DROP FUNCTION find_recorded_reports(uuid[], uuid[], text[], text[]);
DROP FUNCTION find_executions(uuid[], text[], text[]);
DROP FUNCTION find_cancel_requests(uuid[], text[]);
DROP FUNCTION find_orders_by_cl_ord_id(uuid[], text[]);
DROP FUNCTION find_orders(uuid[], uuid[]);
DROP FUNCTION find_limits(uuid[]);
DROP FUNCTION lock_accounts(uuid[]);
CREATE OR REPLACE PROCEDURE protect_account_table(protected_table regclass) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', protected_table);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', protected_table);
    EXECUTE format($policy$
        CREATE POLICY writer_batch_accounts ON %s TO oms_writer
            USING (account_id IN (SELECT unnest(string_to_array(
                nullif(current_setting('app.account_ids', true), ''), ',')::uuid[])))
            WITH CHECK (account_id IN (SELECT unnest(string_to_array(
                nullif(current_setting('app.account_ids', true), ''), ',')::uuid[])))
        $policy$, protected_table);
    EXECUTE format($policy$
        CREATE POLICY reader_own_account ON %s FOR SELECT TO oms_reader
            USING (account_id = nullif(current_setting('app.account_id', true), '')::uuid)
        $policy$, protected_table);
    EXECUTE format($policy$
        CREATE POLICY admin_all_accounts ON %s TO oms_admin USING (true) WITH CHECK (true)
        $policy$, protected_table);
    EXECUTE format($policy$
        CREATE POLICY relay_all_accounts ON %s FOR SELECT TO oms_relay, oms_metrics USING (true)
        $policy$, protected_table);
END;
$$;
DO $$
DECLARE
    protected_table regclass;
BEGIN
    FOR protected_table IN SELECT polrelid FROM pg_policy WHERE polname = 'writer_batch_accounts' LOOP
        EXECUTE format('DROP POLICY writer_batch_accounts ON %s', protected_table);
        EXECUTE format('DROP POLICY reader_own_account ON %s', protected_table);
        EXECUTE format('DROP POLICY admin_all_accounts ON %s', protected_table);
        EXECUTE format('DROP POLICY relay_all_accounts ON %s', protected_table);
        CALL protect_account_table(protected_table);
    END LOOP;
END;
$$;
ALTER ROLE oms_writer RESET plan_cache_mode;
ALTER ROLE oms_writer RESET enable_seqscan;
ALTER ROLE oms_writer RESET enable_hashjoin;
ALTER ROLE oms_writer RESET enable_mergejoin;
