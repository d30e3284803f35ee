-- Why: accounts on margin are watched: a margin call below one level, below another their positions are closed, step by step. What was
-- begun is kept, so that it goes on after a crash and nothing is sent twice; every account may have levels of its own.
-- Locks: none that matter: new tables, and rights to read.
-- Undone by: undo/U0210__margin_watch.sql (drops the settings, the calls and the liquidations; orders that were sent stay).

-- Of an account without a row the defaults count: no bound on leverage, a call below 100 %, a stop-out below 50 %, LEAST_QUANTITY.
CREATE TABLE margin_settings (
    account_id uuid NOT NULL,
    leverage positive_amount,
    call_level positive_amount NOT NULL,
    stop_out_level positive_amount NOT NULL,
    restore_level positive_amount NOT NULL,
    liquidation_mode text NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by text NOT NULL,
    CONSTRAINT margin_settings_pk PRIMARY KEY (account_id),
    CONSTRAINT margin_settings_account_fk FOREIGN KEY (account_id) REFERENCES accounts (account_id),
    CONSTRAINT margin_settings_leverage CHECK (leverage >= 1),
    CONSTRAINT margin_settings_levels CHECK (stop_out_level <= call_level AND stop_out_level <= restore_level),
    CONSTRAINT margin_settings_mode_known CHECK (liquidation_mode IN ('WHOLE_POSITION', 'LEAST_QUANTITY'))
);
COMMENT ON COLUMN margin_settings.leverage IS 'Most value for its margin: an instrument''s initial margin is at least 1 / leverage of it';
COMMENT ON COLUMN margin_settings.restore_level IS 'Up to which a stop-out closes positions';
CALL protect_account_table('margin_settings');
GRANT SELECT ON margin_settings TO oms_reader, oms_writer, oms_relay;
GRANT SELECT, INSERT, UPDATE ON margin_settings TO oms_admin;

-- Who changed them, when, from what, to what, why. from_…: null where the defaults counted.
CREATE TABLE margin_settings_changes (
    account_id uuid NOT NULL,
    change_id uuid NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    changed_by text NOT NULL,
    reason text NOT NULL,
    from_leverage numeric,
    from_call_level numeric,
    from_stop_out_level numeric,
    from_restore_level numeric,
    from_liquidation_mode text,
    leverage numeric,
    call_level numeric NOT NULL,
    stop_out_level numeric NOT NULL,
    restore_level numeric NOT NULL,
    liquidation_mode text NOT NULL,
    CONSTRAINT margin_settings_changes_pk PRIMARY KEY (account_id, change_id),
    CONSTRAINT margin_settings_changes_account_fk FOREIGN KEY (account_id) REFERENCES accounts (account_id)
);
CALL protect_account_table('margin_settings_changes');
GRANT SELECT, INSERT ON margin_settings_changes TO oms_admin;

-- One for each fall below the call's level, until it is restored.
CREATE TABLE margin_calls (
    account_id uuid NOT NULL,
    call_id uuid NOT NULL,
    raised_at timestamptz NOT NULL DEFAULT now(),
    currency text NOT NULL,
    equity signed_amount NOT NULL,
    used unsigned_amount NOT NULL,
    due unsigned_amount NOT NULL,
    call_level positive_amount NOT NULL,
    cleared_at timestamptz,
    cleared_equity signed_amount,
    cleared_used unsigned_amount,
    published text,
    CONSTRAINT margin_calls_pk PRIMARY KEY (account_id, call_id),
    CONSTRAINT margin_calls_account_fk FOREIGN KEY (account_id) REFERENCES accounts (account_id),
    CONSTRAINT margin_calls_cleared_whole CHECK (num_nulls(cleared_at, cleared_equity, cleared_used) IN (0, 3)),
    CONSTRAINT margin_calls_published_known CHECK (published IN ('RAISED', 'CLEARED'))
);
COMMENT ON COLUMN margin_calls.due IS 'What the call was measured by: the initial margin, of what takes an amount per contract the maintenance margin';
COMMENT ON COLUMN margin_calls.published IS 'As what it was published last; null: it was not yet';
CREATE UNIQUE INDEX margin_calls_open ON margin_calls (account_id) WHERE cleared_at IS NULL;
CREATE INDEX margin_calls_to_publish ON margin_calls (raised_at)
    WHERE published IS NULL OR (published = 'RAISED' AND cleared_at IS NOT NULL);
CALL protect_account_table('margin_calls');
GRANT SELECT ON margin_calls TO oms_reader, oms_admin;
GRANT SELECT, INSERT, UPDATE (cleared_at, cleared_equity, cleared_used) ON margin_calls TO oms_writer;
GRANT SELECT, UPDATE (published) ON margin_calls TO oms_relay;
CREATE POLICY relay_publishes ON margin_calls FOR UPDATE TO oms_relay USING (true) WITH CHECK (true);

-- A stop-out, from its begin until the level is restored or nothing is left.
CREATE TABLE liquidations (
    account_id uuid NOT NULL,
    liquidation_id uuid NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    currency text NOT NULL,
    equity signed_amount NOT NULL,
    used unsigned_amount NOT NULL,
    stop_out_level positive_amount NOT NULL,
    restore_level positive_amount NOT NULL,
    liquidation_mode text NOT NULL,
    ended_at timestamptz,
    result text,
    end_equity signed_amount,
    end_used unsigned_amount,
    published text,
    CONSTRAINT liquidations_pk PRIMARY KEY (account_id, liquidation_id),
    CONSTRAINT liquidations_account_fk FOREIGN KEY (account_id) REFERENCES accounts (account_id),
    CONSTRAINT liquidations_mode_known CHECK (liquidation_mode IN ('WHOLE_POSITION', 'LEAST_QUANTITY')),
    CONSTRAINT liquidations_result_known CHECK (result IN ('RESTORED', 'FLAT')),
    CONSTRAINT liquidations_ended_whole CHECK (num_nulls(ended_at, result, end_equity, end_used) IN (0, 4)),
    CONSTRAINT liquidations_published_known CHECK (published IN ('STARTED', 'ENDED'))
);
COMMENT ON COLUMN liquidations.published IS 'As what it was published last; null: it was not yet';
CREATE UNIQUE INDEX liquidations_running ON liquidations (account_id) WHERE ended_at IS NULL;
CREATE INDEX liquidations_to_publish ON liquidations (started_at)
    WHERE published IS NULL OR (published = 'STARTED' AND ended_at IS NOT NULL);
CALL protect_account_table('liquidations');
GRANT SELECT ON liquidations TO oms_reader, oms_admin;
GRANT SELECT, INSERT, UPDATE (ended_at, result, end_equity, end_used) ON liquidations TO oms_writer;
GRANT SELECT, UPDATE (published) ON liquidations TO oms_relay;
CREATE POLICY relay_publishes ON liquidations FOR UPDATE TO oms_relay USING (true) WITH CHECK (true);

-- What it has done, in its order. An order's ClOrdID is made of the liquidation and the step.
CREATE TABLE liquidation_steps (
    account_id uuid NOT NULL,
    liquidation_id uuid NOT NULL,
    step integer NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now(),
    kind text NOT NULL,
    orders integer NOT NULL,
    order_id uuid,
    symbol text,
    leg text,
    qty positive_amount,
    equity signed_amount NOT NULL,
    used unsigned_amount NOT NULL,
    CONSTRAINT liquidation_steps_pk PRIMARY KEY (account_id, liquidation_id, step),
    CONSTRAINT liquidation_steps_liquidation_fk FOREIGN KEY (account_id, liquidation_id)
        REFERENCES liquidations (account_id, liquidation_id),
    CONSTRAINT liquidation_steps_order_fk FOREIGN KEY (account_id, order_id) REFERENCES orders (account_id, order_id),
    CONSTRAINT liquidation_steps_numbered CHECK (step > 0),
    CONSTRAINT liquidation_steps_kind_known CHECK (kind IN ('CANCEL', 'CLOSE')),
    CONSTRAINT liquidation_steps_close_whole CHECK (num_nulls(order_id, symbol, leg, qty) = CASE kind WHEN 'CLOSE' THEN 0 ELSE 4 END)
);
COMMENT ON COLUMN liquidation_steps.orders IS 'How many cancels were asked for, or orders sent';
COMMENT ON COLUMN liquidation_steps.equity IS 'As it was when the step was decided on; used likewise';
CALL protect_account_table('liquidation_steps');
GRANT SELECT ON liquidation_steps TO oms_reader, oms_admin;
GRANT SELECT, INSERT ON liquidation_steps TO oms_writer;

-- What a batch reads: of each account on margin what it is judged by, and what is open of it. last_order_left: what the last order of the
-- liquidation still may execute; idle_closes: how many of its last orders executed nothing.
CREATE FUNCTION find_margin_standings(account_ids uuid[]) RETURNS TABLE (account_id uuid, base_currency text, base_scale integer,
    leverage numeric, call_level numeric, stop_out_level numeric, restore_level numeric, liquidation_mode text, call_id uuid,
    liquidation_id uuid, started_at timestamptz, last_step integer, last_cancel_at timestamptz, last_close_at timestamptz,
    last_order_left boolean, idle_closes integer) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        SELECT a.account_id, a.base_currency, s.scale::integer, m.leverage::numeric, m.call_level::numeric, m.stop_out_level::numeric,
            m.restore_level::numeric, m.liquidation_mode, c.call_id, l.liquidation_id, l.started_at, coalesce(t.last_step, 0),
            t.last_cancel_at, t.last_close_at, coalesce(t.last_order_left, false), coalesce(t.idle_closes, 0)::integer
        FROM unnest(account_ids) AS k (account_id)
        JOIN accounts a ON a.account_id = k.account_id AND a.account_type = 'MARGIN'
        JOIN assets s ON s.asset = a.base_currency
        LEFT JOIN margin_settings m ON m.account_id = a.account_id
        LEFT JOIN margin_calls c ON c.account_id = a.account_id AND c.cleared_at IS NULL
        LEFT JOIN liquidations l ON l.account_id = a.account_id AND l.ended_at IS NULL
        LEFT JOIN LATERAL (
            SELECT max(p.step) AS last_step, max(p.made_at) FILTER (WHERE p.kind = 'CANCEL') AS last_cancel_at,
                max(p.made_at) FILTER (WHERE p.kind = 'CLOSE') AS last_close_at,
                bool_or(o.leaves_qty > 0 OR o.pending_cl_ord_id IS NOT NULL) AS last_order_left,
                count(*) FILTER (WHERE p.kind = 'CLOSE' AND p.step > coalesce((
                    SELECT max(f.step) FROM liquidation_steps f
                    JOIN orders e ON (e.account_id, e.order_id) = (f.account_id, f.order_id) AND e.cum_qty > 0
                    WHERE (f.account_id, f.liquidation_id) = (l.account_id, l.liquidation_id)), 0)) AS idle_closes
            FROM liquidation_steps p LEFT JOIN orders o ON (o.account_id, o.order_id) = (p.account_id, p.order_id)
            WHERE (p.account_id, p.liquidation_id) = (l.account_id, l.liquidation_id)) t ON l.liquidation_id IS NOT NULL;
END;
$$;

-- What a batch writes.

CREATE FUNCTION raise_margin_calls(account_ids uuid[], call_ids uuid[], currencies text[], equities numeric[], useds numeric[],
    dues numeric[], call_levels numeric[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO margin_calls (account_id, call_id, currency, equity, used, due, call_level)
        SELECT * FROM unnest(account_ids, call_ids, currencies, equities, useds, dues, call_levels);
END;
$$;

CREATE FUNCTION clear_margin_calls(account_ids uuid[], call_ids uuid[], equities numeric[], useds numeric[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE margin_calls c SET cleared_at = now(), cleared_equity = k.equity, cleared_used = k.used
        FROM unnest(account_ids, call_ids, equities, useds) AS k (account_id, call_id, equity, used)
        WHERE (c.account_id, c.call_id) = (k.account_id, k.call_id) AND c.cleared_at IS NULL;
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM refuse_partial_update('margin_calls', cardinality(account_ids), changed);
END;
$$;

CREATE FUNCTION start_liquidations(account_ids uuid[], liquidation_ids uuid[], currencies text[], equities numeric[],
    useds numeric[], stop_out_levels numeric[], restore_levels numeric[], modes text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO liquidations (account_id, liquidation_id, currency, equity, used, stop_out_level, restore_level, liquidation_mode)
        SELECT * FROM unnest(account_ids, liquidation_ids, currencies, equities, useds, stop_out_levels, restore_levels, modes);
END;
$$;

CREATE FUNCTION insert_liquidation_steps(account_ids uuid[], liquidation_ids uuid[], steps bigint[], kinds text[], orders bigint[],
    order_ids uuid[], symbols text[], legs text[], qtys numeric[], equities numeric[], useds numeric[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO liquidation_steps (account_id, liquidation_id, step, kind, orders, order_id, symbol, leg, qty, equity, used)
        SELECT * FROM unnest(account_ids, liquidation_ids, steps, kinds, orders, order_ids, symbols, legs, qtys, equities, useds);
END;
$$;

CREATE FUNCTION end_liquidations(account_ids uuid[], liquidation_ids uuid[], results text[], equities numeric[], useds numeric[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE liquidations l SET ended_at = now(), result = k.result, end_equity = k.equity, end_used = k.used
        FROM unnest(account_ids, liquidation_ids, results, equities, useds) AS k (account_id, liquidation_id, result, equity, used)
        WHERE (l.account_id, l.liquidation_id) = (k.account_id, k.liquidation_id) AND l.ended_at IS NULL;
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM refuse_partial_update('liquidations', cardinality(account_ids), changed);
END;
$$;

-- They run with the caller's rights; nobody but the pipeline has use for them.
DO $$
DECLARE
    batch_function regprocedure;
BEGIN
    FOR batch_function IN
        SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname = ANY (ARRAY['find_margin_standings',
            'raise_margin_calls', 'clear_margin_calls', 'start_liquidations', 'insert_liquidation_steps', 'end_liquidations'])
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', batch_function);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO oms_writer', batch_function);
    END LOOP;
END;
$$;

-- Rates are asked for where accounts are judged; the sweep reads cash.
GRANT SELECT ON rate_pairs TO oms_writer;
GRANT SELECT ON ledger_balances TO oms_relay;

-- Calls and what stop-outs do are facts of the trail like any other.
DO $do$
DECLARE
    trail text := rtrim(pg_get_viewdef('audit_trail'::regclass), E'; \n');
BEGIN
    EXECUTE 'CREATE OR REPLACE VIEW audit_trail WITH (security_invoker = true) AS ' || trail || $trail$
        UNION ALL
        SELECT c.raised_at, 'MARGIN_CALL', c.call_id::text || ':1', 'margin-watch', c.account_id, NULL::uuid, 'MARGIN_CALL_RAISED',
            'DONE', NULL::bigint, jsonb_build_object('callId', c.call_id, 'currency', c.currency, 'equity', c.equity::text,
                'used', c.used::text, 'due', c.due::text, 'callLevel', c.call_level::text)
            FROM margin_calls c
        UNION ALL
        SELECT d.cleared_at, 'MARGIN_CALL', d.call_id::text || ':2', 'margin-watch', d.account_id, NULL::uuid,
            'MARGIN_CALL_CLEARED', 'DONE', NULL::bigint, jsonb_build_object('callId', d.call_id, 'currency', d.currency,
                'equity', d.cleared_equity::text, 'used', d.cleared_used::text)
            FROM margin_calls d WHERE d.cleared_at IS NOT NULL
        UNION ALL
        SELECT l.started_at, 'LIQUIDATION', l.liquidation_id::text || ':0', 'stop-out', l.account_id, NULL::uuid,
            'LIQUIDATION_STARTED', 'DONE', NULL::bigint, jsonb_build_object('liquidationId', l.liquidation_id, 'currency', l.currency,
                'equity', l.equity::text, 'used', l.used::text, 'stopOutLevel', l.stop_out_level::text,
                'restoreLevel', l.restore_level::text, 'mode', l.liquidation_mode)
            FROM liquidations l
        UNION ALL
        SELECT p.made_at, 'LIQUIDATION', p.liquidation_id::text || ':' || p.step, 'stop-out', p.account_id, p.order_id,
            'LIQUIDATION_' || p.kind, 'DONE', NULL::bigint, jsonb_strip_nulls(jsonb_build_object('liquidationId', p.liquidation_id,
                'step', p.step, 'orders', p.orders, 'symbol', p.symbol, 'leg', p.leg, 'qty', p.qty::text, 'equity', p.equity::text,
                'used', p.used::text))
            FROM liquidation_steps p
        UNION ALL
        SELECT e.ended_at, 'LIQUIDATION', e.liquidation_id::text || ':end', 'stop-out', e.account_id, NULL::uuid,
            'LIQUIDATION_ENDED', e.result, NULL::bigint, jsonb_build_object('liquidationId', e.liquidation_id, 'currency', e.currency,
                'equity', e.end_equity::text, 'used', e.end_used::text)
            FROM liquidations e WHERE e.ended_at IS NOT NULL$trail$;
END;
$do$;
