-- Why: open orders that outlive the day are restated for a split of their instrument, each once.
-- Locks: none that matter: new tables, and rights.
-- Undone by: undo/U0042__splits.sql (drops what was announced and which orders were restated for it; the orders stay as they are,
-- and those that had executions no longer reconcile).

CREATE TABLE splits (
    split_id client_id NOT NULL,
    symbol text NOT NULL,
    numerator integer NOT NULL,
    denominator integer NOT NULL,
    reason text NOT NULL,
    announced_at timestamptz NOT NULL DEFAULT now(),
    announced_by text NOT NULL,
    CONSTRAINT splits_pk PRIMARY KEY (split_id),
    CONSTRAINT splits_symbol_fk FOREIGN KEY (symbol) REFERENCES instruments (symbol),
    CONSTRAINT splits_ratio CHECK (numerator > 0 AND denominator > 0 AND numerator <> denominator)
);
COMMENT ON COLUMN splits.announced_at IS 'Orders placed from then on are of the new units';
GRANT SELECT, INSERT ON splits TO oms_admin;

CREATE TABLE order_splits (
    account_id uuid NOT NULL,
    order_id uuid NOT NULL,
    split_id text NOT NULL,
    numerator integer NOT NULL,
    denominator integer NOT NULL,
    event_seq bigint NOT NULL,
    CONSTRAINT order_splits_pk PRIMARY KEY (account_id, split_id, order_id),
    CONSTRAINT order_splits_order_fk FOREIGN KEY (account_id, order_id) REFERENCES orders (account_id, order_id),
    CONSTRAINT order_splits_ratio CHECK (numerator > 0 AND denominator > 0 AND numerator <> denominator)
);
COMMENT ON COLUMN order_splits.event_seq IS 'The order''s executions before it are of units there were before';
CREATE INDEX order_splits_of_order ON order_splits (account_id, order_id);
CALL protect_account_table('order_splits');
GRANT SELECT ON order_splits TO oms_reader, oms_admin;
GRANT SELECT, INSERT ON order_splits TO oms_writer;
GRANT UPDATE (planned_qty) ON order_list_members TO oms_writer;

CREATE FUNCTION find_order_splits(account_ids uuid[], split_ids text[]) RETURNS SETOF order_splits LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT s.* FROM unnest(account_ids, split_ids) AS k (account_id, split_id)
        JOIN order_splits s ON (s.account_id, s.split_id) = (k.account_id, k.split_id);
END;
$$;

CREATE FUNCTION find_splits_of_orders(account_ids uuid[], order_ids uuid[]) RETURNS SETOF order_splits LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT s.* FROM unnest(account_ids, order_ids) AS k (account_id, order_id)
        JOIN order_splits s ON (s.account_id, s.order_id) = (k.account_id, k.order_id);
END;
$$;

CREATE FUNCTION insert_order_splits(account_ids uuid[], order_ids uuid[], split_ids text[], numerators bigint[],
    denominators bigint[], event_seqs bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO order_splits (account_id, order_id, split_id, numerator, denominator, event_seq)
        SELECT * FROM unnest(account_ids, order_ids, split_ids, numerators, denominators, event_seqs);
END;
$$;

CREATE FUNCTION restate_order_list_members(account_ids uuid[], order_ids uuid[], planned_qtys numeric[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE order_list_members m SET planned_qty = k.planned_qty
        FROM unnest(account_ids, order_ids, planned_qtys) AS k (account_id, order_id, planned_qty)
        WHERE (m.account_id, m.order_id) = (k.account_id, k.order_id);
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM refuse_partial_update('order_list_members', cardinality(account_ids), changed);
END;
$$;

-- They run with the caller's rights; nobody but the pipeline has use for them.
DO $$
DECLARE
    batch_function regprocedure;
BEGIN
    FOR batch_function IN
        SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname = ANY (ARRAY[
            'find_order_splits', 'find_splits_of_orders', 'insert_order_splits',
            'restate_order_list_members'])
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', batch_function);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO oms_writer', batch_function);
    END LOOP;
END;
$$;
