-- Why: the statements of a batch, as functions. A pooler in transaction mode keeps no prepared statements, so a statement
-- sent as text is parsed, rewritten for row-level security and planned every time; a function's plan is kept by the server
-- (docs/adr/0005-batch-statements-are-functions.md). Each takes columns: the first elements of all arrays are the first row.
-- Locks: none that matter; the policies are replaced under a short exclusive lock of each table.
-- Undone by: undo/U0006__create_batch_functions.sql (drops the functions, restores the policies).

-- One plan for a batch of any size, and the same on a table that was empty when it was made: every row is found by index.
ALTER ROLE oms_writer SET plan_cache_mode = 'force_generic_plan';
ALTER ROLE oms_writer SET enable_seqscan = off;
ALTER ROLE oms_writer SET enable_hashjoin = off;
ALTER ROLE oms_writer SET enable_mergejoin = off;

-- The list is read as an array at once, which costs half of splitting it first.
CREATE OR REPLACE PROCEDURE protect_account_table(protected_table regclass) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', protected_table);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', protected_table);
    EXECUTE format($policy$
        CREATE POLICY writer_batch_accounts ON %s TO oms_writer
            USING (account_id IN (SELECT unnest(
                ('{' || nullif(current_setting('app.account_ids', true), '') || '}')::uuid[])))
            WITH CHECK (account_id IN (SELECT unnest(
                ('{' || nullif(current_setting('app.account_ids', true), '') || '}')::uuid[])))
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

-- What a batch reads. "<= now()" keeps a search out of the partitions of months to come.

-- The transaction sees these accounts and no others from here on, and holds their locks, taken in id order.
-- NO KEY: rows of other tables may point at an account that is locked.
CREATE FUNCTION lock_accounts(account_ids uuid[]) RETURNS SETOF accounts LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('SET LOCAL app.account_ids = %L', array_to_string(account_ids, ','));
    RETURN QUERY
        SELECT a.* FROM accounts a WHERE a.account_id = ANY (account_ids) ORDER BY a.account_id FOR NO KEY UPDATE;
END;
$$;

CREATE FUNCTION find_limits(account_ids uuid[]) RETURNS SETOF limits LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT l.* FROM unnest(account_ids) AS k (account_id) JOIN limits l ON l.account_id = k.account_id;
END;
$$;

CREATE FUNCTION find_orders(account_ids uuid[], order_ids uuid[]) RETURNS SETOF orders LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT o.* FROM unnest(account_ids, order_ids) AS k (account_id, order_id)
        JOIN orders o ON (o.account_id, o.order_id) = (k.account_id, k.order_id);
END;
$$;

CREATE FUNCTION find_orders_by_cl_ord_id(account_ids uuid[], cl_ord_ids text[]) RETURNS SETOF orders LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT o.* FROM unnest(account_ids, cl_ord_ids) AS k (account_id, cl_ord_id)
        JOIN orders o ON (o.account_id, o.cl_ord_id) = (k.account_id, k.cl_ord_id);
END;
$$;

CREATE FUNCTION find_cancel_requests(account_ids uuid[], cl_ord_ids text[]) RETURNS SETOF order_requests LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT r.* FROM unnest(account_ids, cl_ord_ids) AS k (account_id, cl_ord_id)
        JOIN order_requests r ON (r.account_id, r.cl_ord_id) = (k.account_id, k.cl_ord_id);
END;
$$;

CREATE FUNCTION find_executions(account_ids uuid[], venue_ids text[], exec_ids text[]) RETURNS SETOF executions
LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT x.* FROM unnest(account_ids, venue_ids, exec_ids) AS k (account_id, venue_id, exec_id)
        JOIN executions x ON (x.account_id, x.venue_id, x.exec_id) = (k.account_id, k.venue_id, k.exec_id);
END;
$$;

-- Which of these reports have left an event.
CREATE FUNCTION find_recorded_reports(account_ids uuid[], order_ids uuid[], venue_ids text[], exec_ids text[])
RETURNS TABLE (account_id uuid, venue_id text, exec_id text) LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT k.account_id, k.venue_id, k.exec_id
        FROM unnest(account_ids, order_ids, venue_ids, exec_ids) AS k (account_id, order_id, venue_id, exec_id)
        JOIN order_events e ON (e.account_id, e.order_id) = (k.account_id, k.order_id) AND e.exec_id = k.exec_id
            AND e.recorded_at <= now();
END;
$$;

CREATE FUNCTION find_unretired_routes(account_ids uuid[], order_ids uuid[]) RETURNS SETOF outbox LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT r.* FROM unnest(account_ids, order_ids) AS k (account_id, order_id)
        JOIN outbox r ON (r.account_id, r.order_id) = (k.account_id, k.order_id) AND r.retired_at IS NULL
            AND r.created_at <= now();
END;
$$;

-- The positions that fills of these orders change.
CREATE FUNCTION find_positions_of_orders(account_ids uuid[], order_ids uuid[]) RETURNS SETOF positions LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        WITH k AS (
            SELECT DISTINCT o.account_id, o.symbol FROM unnest(account_ids, order_ids) AS i (account_id, order_id)
            JOIN orders o ON (o.account_id, o.order_id) = (i.account_id, i.order_id))
        SELECT p.* FROM k JOIN positions p ON (p.account_id, p.symbol) = (k.account_id, k.symbol);
END;
$$;

CREATE FUNCTION find_holds(account_ids uuid[], hold_ids uuid[]) RETURNS SETOF holds LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT h.* FROM unnest(account_ids, hold_ids) AS k (account_id, hold_id)
        JOIN holds h ON (h.account_id, h.hold_id) = (k.account_id, k.hold_id);
END;
$$;

CREATE FUNCTION find_balances(account_ids uuid[], codes text[], assets text[]) RETURNS SETOF ledger_balances
LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT b.* FROM unnest(account_ids, codes, assets) AS k (account_id, code, asset)
        JOIN ledger_balances b ON (b.account_id, b.code, b.asset) = (k.account_id, k.code, k.asset);
END;
$$;

-- The balances that reports about these orders may change: every line in the instrument or its currency.
CREATE FUNCTION find_balances_of_orders(account_ids uuid[], order_ids uuid[]) RETURNS SETOF ledger_balances
LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        WITH k AS (
            SELECT DISTINCT o.account_id, o.symbol FROM unnest(account_ids, order_ids) AS i (account_id, order_id)
            JOIN orders o ON (o.account_id, o.order_id) = (i.account_id, i.order_id))
        SELECT b.* FROM k
        JOIN instruments i ON i.symbol = k.symbol
        JOIN ledger_balances b ON b.account_id = k.account_id AND b.asset IN (i.symbol, i.currency);
END;
$$;

CREATE FUNCTION find_transfers(account_ids uuid[], transfer_ids text[]) RETURNS SETOF ledger_transfers LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT t.* FROM unnest(account_ids, transfer_ids) AS k (account_id, transfer_id)
        JOIN ledger_transfers t ON (t.account_id, t.transfer_id) = (k.account_id, k.transfer_id);
END;
$$;

-- What a batch writes. Under row-level security an update passes over a row out of sight without a word, so an update
-- that did not change what it had to is made an error here; an insert out of sight is one by itself.

CREATE FUNCTION refuse_partial_update(updated_table text, expected integer, changed bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF changed <> expected THEN
        RAISE EXCEPTION 'expected to update % rows of %, updated %', expected, updated_table, changed;
    END IF;
END;
$$;

CREATE FUNCTION advance_accounts(account_ids uuid[], event_seqs bigint[], transfer_seqs bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE accounts a SET event_seq = k.event_seq, transfer_seq = k.transfer_seq
        FROM unnest(account_ids, event_seqs, transfer_seqs) AS k (account_id, event_seq, transfer_seq)
        WHERE a.account_id = k.account_id;
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM refuse_partial_update('accounts', cardinality(account_ids), changed);
END;
$$;

CREATE FUNCTION insert_orders(account_ids uuid[], order_ids uuid[], cl_ord_ids text[], symbols text[], venue_ids text[],
    sides text[], ord_types text[], times_in_force text[], order_qtys numeric[], pxs numeric[], reserve_pxs numeric[],
    fee_rates numeric[], ord_statuses text[], venue_statuses text[], pending_cl_ord_ids text[], cum_qtys numeric[],
    leaves_qtys numeric[], cum_notionals numeric[], reason_codes text[], reason_texts text[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO orders (account_id, order_id, cl_ord_id, symbol, venue_id, side, ord_type, time_in_force, order_qty, px,
            reserve_px, fee_rate, ord_status, venue_status, pending_cl_ord_id, cum_qty, leaves_qty, cum_notional,
            reason_code, reason_text)
        SELECT * FROM unnest(account_ids, order_ids, cl_ord_ids, symbols, venue_ids, sides, ord_types, times_in_force,
            order_qtys, pxs, reserve_pxs, fee_rates, ord_statuses, venue_statuses, pending_cl_ord_ids, cum_qtys,
            leaves_qtys, cum_notionals, reason_codes, reason_texts);
END;
$$;

CREATE FUNCTION update_orders(account_ids uuid[], order_ids uuid[], ord_statuses text[], venue_statuses text[],
    pending_cl_ord_ids text[], cum_qtys numeric[], leaves_qtys numeric[], cum_notionals numeric[], reason_codes text[],
    reason_texts text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE orders o SET ord_status = k.ord_status, venue_status = k.venue_status,
            pending_cl_ord_id = k.pending_cl_ord_id, cum_qty = k.cum_qty, leaves_qty = k.leaves_qty,
            cum_notional = k.cum_notional, reason_code = k.reason_code, reason_text = k.reason_text, updated_at = now()
        FROM unnest(account_ids, order_ids, ord_statuses, venue_statuses, pending_cl_ord_ids, cum_qtys, leaves_qtys,
            cum_notionals, reason_codes, reason_texts) AS k (account_id, order_id, ord_status, venue_status,
            pending_cl_ord_id, cum_qty, leaves_qty, cum_notional, reason_code, reason_text)
        WHERE (o.account_id, o.order_id) = (k.account_id, k.order_id);
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM refuse_partial_update('orders', cardinality(account_ids), changed);
END;
$$;

CREATE FUNCTION insert_cancel_requests(account_ids uuid[], cl_ord_ids text[], order_ids uuid[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO order_requests (account_id, cl_ord_id, order_id, kind)
        SELECT k.account_id, k.cl_ord_id, k.order_id, 'CANCEL'
        FROM unnest(account_ids, cl_ord_ids, order_ids) AS k (account_id, cl_ord_id, order_id);
END;
$$;

CREATE FUNCTION insert_order_events(account_ids uuid[], seqs bigint[], order_ids uuid[], event_types text[],
    ord_statuses text[], cl_ord_ids text[], exec_ids text[], last_qtys numeric[], last_pxs numeric[], cum_qtys numeric[],
    leaves_qtys numeric[], helds numeric[], reason_codes text[], reason_texts text[], actors text[],
    transact_times timestamptz[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO order_events (account_id, seq, order_id, event_type, ord_status, cl_ord_id, exec_id, last_qty, last_px,
            cum_qty, leaves_qty, held, reason_code, reason_text, actor, transact_time)
        SELECT * FROM unnest(account_ids, seqs, order_ids, event_types, ord_statuses, cl_ord_ids, exec_ids, last_qtys,
            last_pxs, cum_qtys, leaves_qtys, helds, reason_codes, reason_texts, actors, transact_times);
END;
$$;

-- flags: those of one execution, joined by commas.
CREATE FUNCTION insert_executions(account_ids uuid[], venue_ids text[], exec_ids text[], order_ids uuid[], symbols text[],
    sides text[], last_qtys numeric[], last_pxs numeric[], notionals numeric[], fees numeric[], event_seqs bigint[],
    transfer_seqs bigint[], flags text[], transact_times timestamptz[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO executions (account_id, venue_id, exec_id, order_id, symbol, side, last_qty, last_px, notional, fee,
            event_seq, transfer_seq, flags, transact_time)
        SELECT k.account_id, k.venue_id, k.exec_id, k.order_id, k.symbol, k.side, k.last_qty, k.last_px, k.notional, k.fee,
            k.event_seq, k.transfer_seq, string_to_array(k.flags, ','), k.transact_time
        FROM unnest(account_ids, venue_ids, exec_ids, order_ids, symbols, sides, last_qtys, last_pxs, notionals, fees,
            event_seqs, transfer_seqs, insert_executions.flags, transact_times) AS k (account_id, venue_id, exec_id,
            order_id, symbol, side, last_qty, last_px, notional, fee, event_seq, transfer_seq, flags, transact_time);
END;
$$;

CREATE FUNCTION write_positions(account_ids uuid[], symbols text[], qtys numeric[], avg_pxs numeric[],
    realised_pnls numeric[], fees numeric[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO positions (account_id, symbol, qty, avg_px, realised_pnl, fees)
        SELECT * FROM unnest(account_ids, symbols, qtys, avg_pxs, realised_pnls, write_positions.fees)
        ON CONFLICT ON CONSTRAINT positions_pk DO UPDATE SET qty = excluded.qty, avg_px = excluded.avg_px,
            realised_pnl = excluded.realised_pnl, fees = excluded.fees, updated_at = now();
END;
$$;

CREATE FUNCTION insert_routes(account_ids uuid[], order_ids uuid[], seqs bigint[], kinds text[], venue_ids text[],
    cl_ord_ids text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO outbox (account_id, order_id, seq, kind, venue_id, cl_ord_id)
        SELECT * FROM unnest(account_ids, order_ids, seqs, kinds, venue_ids, cl_ord_ids);
END;
$$;

CREATE FUNCTION retire_routes(account_ids uuid[], order_ids uuid[], seqs bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE outbox r SET retired_at = now()
        FROM unnest(account_ids, order_ids, seqs) AS k (account_id, order_id, seq)
        WHERE (r.account_id, r.order_id, r.seq) = (k.account_id, k.order_id, k.seq) AND r.created_at <= now();
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM refuse_partial_update('outbox', cardinality(account_ids), changed);
END;
$$;

CREATE FUNCTION insert_quarantine(quarantine_ids uuid[], account_ids uuid[], venue_ids text[], exec_ids text[],
    reason_codes text[], reason_texts text[], payloads text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO quarantine (quarantine_id, account_id, venue_id, exec_id, reason_code, reason_text, payload)
        SELECT * FROM unnest(quarantine_ids, account_ids, venue_ids, exec_ids, reason_codes, reason_texts, payloads);
END;
$$;

CREATE FUNCTION insert_transfers(account_ids uuid[], seqs bigint[], transfer_ids text[], kinds text[], assets text[],
    amounts numeric[], order_ids uuid[], exec_ids text[], actors text[], effective_ats timestamptz[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_transfers (account_id, seq, transfer_id, kind, asset, amount, order_id, exec_id, actor, effective_at)
        SELECT * FROM unnest(account_ids, seqs, transfer_ids, kinds, assets, amounts, order_ids, exec_ids, actors,
            effective_ats);
END;
$$;

CREATE FUNCTION insert_entries(account_ids uuid[], seqs bigint[], legs bigint[], codes text[], assets text[],
    amounts numeric[], balances_after numeric[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_entries (account_id, seq, leg, code, asset, amount, balance_after)
        SELECT * FROM unnest(account_ids, seqs, legs, codes, assets, amounts, balances_after);
END;
$$;

CREATE FUNCTION insert_balances(account_ids uuid[], codes text[], assets text[], posteds numeric[], pendings numeric[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_balances (account_id, code, asset, posted, pending)
        SELECT * FROM unnest(account_ids, codes, assets, posteds, pendings);
END;
$$;

CREATE FUNCTION update_balances(account_ids uuid[], codes text[], assets text[], posteds numeric[], pendings numeric[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE ledger_balances b SET posted = k.posted, pending = k.pending, updated_at = now()
        FROM unnest(account_ids, codes, assets, posteds, pendings) AS k (account_id, code, asset, posted, pending)
        WHERE (b.account_id, b.code, b.asset) = (k.account_id, k.code, k.asset);
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM refuse_partial_update('ledger_balances', cardinality(account_ids), changed);
END;
$$;

CREATE FUNCTION insert_holds(account_ids uuid[], hold_ids uuid[], codes text[], assets text[], amounts numeric[],
    remainings numeric[], statuses text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO holds (account_id, hold_id, code, asset, amount, remaining, status)
        SELECT * FROM unnest(account_ids, hold_ids, codes, assets, amounts, remainings, statuses);
END;
$$;

CREATE FUNCTION update_holds(account_ids uuid[], hold_ids uuid[], remainings numeric[], statuses text[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE holds h SET remaining = k.remaining, status = k.status, updated_at = now()
        FROM unnest(account_ids, hold_ids, remainings, statuses) AS k (account_id, hold_id, remaining, status)
        WHERE (h.account_id, h.hold_id) = (k.account_id, k.hold_id);
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM refuse_partial_update('holds', cardinality(account_ids), changed);
END;
$$;

-- They run with the caller's rights; nobody but the pipeline has use for them.
DO $$
DECLARE
    batch_function regprocedure;
BEGIN
    FOR batch_function IN
        SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname = ANY (ARRAY[
            'lock_accounts', 'find_limits', 'find_orders', 'find_orders_by_cl_ord_id', 'find_cancel_requests',
            'find_executions', 'find_recorded_reports', 'find_unretired_routes', 'find_positions_of_orders', 'find_holds',
            'find_balances', 'find_balances_of_orders', 'find_transfers', 'refuse_partial_update', 'advance_accounts',
            'insert_orders', 'update_orders', 'insert_cancel_requests', 'insert_order_events', 'insert_executions',
            'write_positions', 'insert_routes', 'retire_routes', 'insert_quarantine', 'insert_transfers', 'insert_entries',
            'insert_balances', 'update_balances', 'insert_holds', 'update_holds'])
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', batch_function);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO oms_writer', batch_function);
    END LOOP;
END;
$$;
