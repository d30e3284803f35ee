-- Why: a request about several orders of an account at once (mass cancel, close position), kept with what it was answered, so
-- that the same request again is answered and not done.
-- Locks: none that matter, everything is new.
-- Undone by: undo/U0030__bulk_requests.sql (drops the table; what the requests were answered is lost).

-- asked: what was named, as name=value joined by semicolons. results: one an order or instrument, its parts joined by commas.
CREATE TABLE bulk_requests (
    account_id uuid NOT NULL,
    cl_ord_id client_id NOT NULL,
    kind text NOT NULL,
    asked text NOT NULL,
    results text[] NOT NULL,
    actor text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT bulk_requests_pk PRIMARY KEY (account_id, cl_ord_id),
    CONSTRAINT bulk_requests_account_fk FOREIGN KEY (account_id) REFERENCES accounts (account_id),
    CONSTRAINT bulk_requests_kind_known CHECK (kind IN ('MASS_CANCEL', 'CLOSE_POSITION'))
);
CALL protect_account_table('bulk_requests');
GRANT SELECT ON bulk_requests TO oms_reader, oms_admin;
GRANT SELECT, INSERT ON bulk_requests TO oms_writer;

CREATE FUNCTION find_bulk_requests(account_ids uuid[], cl_ord_ids text[]) RETURNS SETOF bulk_requests LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT b.* FROM unnest(account_ids, cl_ord_ids) AS k (account_id, cl_ord_id)
        JOIN bulk_requests b ON (b.account_id, b.cl_ord_id) = (k.account_id, k.cl_ord_id);
END;
$$;

-- What can still be executed or waits for an answer, with its hold; a null symbol or side stands for all.
CREATE FUNCTION find_open_orders(account_ids uuid[], symbols text[], sides text[])
RETURNS TABLE (standing standing_orders, hold holds) LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT o, h FROM unnest(account_ids, symbols, sides) AS k (account_id, symbol, side)
        JOIN standing_orders o ON o.account_id = k.account_id AND (o.leaves_qty > 0 OR o.pending_cl_ord_id IS NOT NULL)
            AND (k.symbol IS NULL OR o.symbol = k.symbol) AND (k.side IS NULL OR o.side = k.side)
        LEFT JOIN holds h ON (h.account_id, h.hold_id) = (o.account_id, o.order_id);
END;
$$;

-- What the accounts have open.
CREATE FUNCTION find_positions(account_ids uuid[]) RETURNS SETOF positions LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT p.* FROM unnest(account_ids) AS k (account_id)
        JOIN positions p ON p.account_id = k.account_id AND p.qty <> 0;
END;
$$;

-- Every line of the accounts' books.
CREATE FUNCTION find_books(account_ids uuid[]) RETURNS SETOF ledger_balances LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT b.* FROM unnest(account_ids) AS k (account_id) JOIN ledger_balances b ON b.account_id = k.account_id;
END;
$$;

-- results: those of one request, joined by line feeds.
CREATE FUNCTION insert_bulk_requests(account_ids uuid[], cl_ord_ids text[], kinds text[], askeds text[], results text[],
    actors text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO bulk_requests (account_id, cl_ord_id, kind, asked, results, actor)
        SELECT k.account_id, k.cl_ord_id, k.kind, k.asked, string_to_array(k.result, chr(10)), k.actor
        FROM unnest(account_ids, cl_ord_ids, kinds, askeds, insert_bulk_requests.results, actors)
            AS k (account_id, cl_ord_id, kind, asked, result, actor);
END;
$$;

-- They run with the caller's rights; nobody but the pipeline has use for them.
DO $$
DECLARE
    batch_function regprocedure;
BEGIN
    FOR batch_function IN
        SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname = ANY (ARRAY[
            'find_bulk_requests', 'find_open_orders', 'find_positions', 'find_books', 'insert_bulk_requests'])
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', batch_function);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO oms_writer', batch_function);
    END LOOP;
END;
$$;
