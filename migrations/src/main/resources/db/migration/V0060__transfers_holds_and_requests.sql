-- Why: transfers of every kind, holds that no order has, withdrawals that need a second pair of eyes, and the requests for all
-- of them, kept with what they were answered.
-- Locks: ledger_transfers, ledger_entries and ledger_balances while their checks are validated, which reads them once; accounts
-- for a moment. Books whose cash is negative already get their break here.
-- Undone by: undo/U0060__transfers_holds_and_requests.sql (drops the tables; fails while transfers of the new kinds exist).

ALTER TABLE ledger_transfers
    DROP CONSTRAINT ledger_transfers_kind_known,
    ADD CONSTRAINT ledger_transfers_kind_known CHECK (kind IN ('DEPOSIT', 'WITHDRAWAL', 'TRADE', 'TRADE_CANCEL',
        'TRADE_CORRECT', 'FEE', 'REBATE', 'INTEREST', 'FINANCING', 'FUNDING', 'DIVIDEND', 'CONVERSION', 'INTERNAL',
        'CORRECTION', 'REVERSAL'));
ALTER TABLE ledger_entries
    DROP CONSTRAINT ledger_entries_code_known,
    ADD CONSTRAINT ledger_entries_code_known CHECK (code IN ('CASH', 'POSITION', 'CLEARING', 'FEES', 'EXTERNAL', 'INTEREST',
        'FINANCING', 'FUNDING', 'DIVIDENDS', 'CORRECTIONS', 'CONVERSION', 'INTERNAL', 'ROUNDING'));
ALTER TABLE ledger_balances
    DROP CONSTRAINT ledger_balances_code_known,
    ADD CONSTRAINT ledger_balances_code_known CHECK (code IN ('CASH', 'POSITION', 'CLEARING', 'FEES', 'EXTERNAL', 'INTEREST',
        'FINANCING', 'FUNDING', 'DIVIDENDS', 'CORRECTIONS', 'CONVERSION', 'INTERNAL', 'ROUNDING'));

-- What most transfers do not have. A trade has none, so that it costs no row.
CREATE TABLE ledger_transfer_details (
    account_id uuid NOT NULL,
    seq bigint NOT NULL,
    other_account_id uuid,
    hold_id uuid,
    rate positive_amount,
    rounding text,
    reversed_seq bigint,
    reversible positive_amount,
    reversed_before unsigned_amount,
    reversed_after positive_amount,
    CONSTRAINT ledger_transfer_details_pk PRIMARY KEY (account_id, seq),
    CONSTRAINT ledger_transfer_details_transfer_fk FOREIGN KEY (account_id, seq) REFERENCES ledger_transfers (account_id, seq),
    CONSTRAINT ledger_transfer_details_reversed_fk FOREIGN KEY (account_id, reversed_seq)
        REFERENCES ledger_transfers (account_id, seq),
    CONSTRAINT ledger_transfer_details_rounding_known CHECK (rounding IN ('HALF_EVEN', 'DOWN')),
    CONSTRAINT ledger_transfer_details_rate_is_rounded CHECK ((rate IS NULL) = (rounding IS NULL)),
    CONSTRAINT ledger_transfer_details_reversal_is_whole CHECK (num_nulls(reversed_seq, reversible, reversed_before,
        reversed_after) IN (0, 4)),
    CONSTRAINT ledger_transfer_details_reverse_at_most_the_whole CHECK (reversed_before < reversed_after
        AND reversed_after <= reversible)
);
-- Each part of a reversal begins where the one before it ended, so no two begin at the same point: nothing is reversed twice.
CREATE UNIQUE INDEX ledger_transfer_details_reversed_once ON ledger_transfer_details (account_id, reversed_seq, reversed_before)
    WHERE reversed_seq IS NOT NULL;
COMMENT ON COLUMN ledger_transfer_details.other_account_id IS 'Of INTERNAL, and of its reversal: the account on the other side';
COMMENT ON COLUMN ledger_transfer_details.hold_id IS 'The hold it captured';
COMMENT ON COLUMN ledger_transfer_details.rate IS 'Of CONVERSION: units of the bought asset for one of the sold';
COMMENT ON COLUMN ledger_transfer_details.reversible IS 'How much the reversed transfer moved; reversed_after is how much of it is reversed by now';
CALL protect_account_table('ledger_transfer_details');
GRANT SELECT ON ledger_transfer_details TO oms_reader, oms_admin;
GRANT SELECT, INSERT ON ledger_transfer_details TO oms_writer;

-- The key of a request is claimed in the transaction that does what it asks for, or refuses it: either answer is kept.
-- asked: the canonical body, name=value joined by semicolons. body_hash: its SHA-256.
-- results: what was done, one thing an element, its parts joined by commas; of a refusal what was compared, as asked.
CREATE TABLE ledger_requests (
    account_id uuid NOT NULL,
    request_id client_id NOT NULL,
    kind text NOT NULL,
    body_hash bytea NOT NULL,
    asked text NOT NULL,
    outcome text NOT NULL,
    message text NOT NULL,
    results text[] NOT NULL,
    actor text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ledger_requests_pk PRIMARY KEY (account_id, request_id),
    CONSTRAINT ledger_requests_account_fk FOREIGN KEY (account_id) REFERENCES accounts (account_id),
    CONSTRAINT ledger_requests_kind_known CHECK (kind IN ('POST', 'CONVERT', 'MOVE', 'HOLD', 'CAPTURE', 'RELEASE', 'REVERSE',
        'RESOLVE_WITHDRAWAL', 'GROUP')),
    CONSTRAINT ledger_requests_hash_is_sha256 CHECK (octet_length(body_hash) = 32)
);
COMMENT ON COLUMN ledger_requests.account_id IS 'Of a request about several accounts, the least of their ids';
COMMENT ON COLUMN ledger_requests.outcome IS 'DONE, or the code it was refused with';
CREATE INDEX ledger_requests_by_time ON ledger_requests USING brin (recorded_at);
CALL protect_account_table('ledger_requests');
GRANT SELECT ON ledger_requests TO oms_reader, oms_admin;
GRANT SELECT, INSERT ON ledger_requests TO oms_writer;

-- A hold that no order has. Its amount and what remains of it are in holds, as those of orders.
CREATE TABLE hold_terms (
    account_id uuid NOT NULL,
    hold_id uuid NOT NULL,
    state text NOT NULL,
    captured unsigned_amount NOT NULL,
    expires_at timestamptz,
    actor text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT hold_terms_pk PRIMARY KEY (account_id, hold_id),
    CONSTRAINT hold_terms_hold_fk FOREIGN KEY (account_id, hold_id) REFERENCES holds (account_id, hold_id),
    CONSTRAINT hold_terms_state_known CHECK (state IN ('OPEN', 'CAPTURED', 'RELEASED', 'EXPIRED'))
) WITH (fillfactor = 70);
CREATE INDEX hold_terms_due ON hold_terms (expires_at, account_id) WHERE state = 'OPEN' AND expires_at IS NOT NULL;
CALL protect_account_table('hold_terms');
GRANT SELECT ON hold_terms TO oms_reader, oms_admin, oms_relay;
GRANT SELECT, INSERT, UPDATE (state, captured, updated_at) ON hold_terms TO oms_writer;

-- An account is read with every batch: so the next command on it knows whether a hold has expired, without looking for one.
ALTER TABLE accounts ADD COLUMN next_hold_expiry timestamptz;
COMMENT ON COLUMN accounts.next_hold_expiry IS 'When the first of its open holds expires; null where none does';
GRANT UPDATE (next_hold_expiry) ON accounts TO oms_writer;

-- A withdrawal above it waits for another operator.
CREATE TABLE withdrawal_limits (
    account_id uuid NOT NULL,
    asset text NOT NULL,
    max_amount unsigned_amount NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by text NOT NULL,
    CONSTRAINT withdrawal_limits_pk PRIMARY KEY (account_id, asset),
    CONSTRAINT withdrawal_limits_account_fk FOREIGN KEY (account_id) REFERENCES accounts (account_id),
    CONSTRAINT withdrawal_limits_asset_fk FOREIGN KEY (asset) REFERENCES assets (asset)
);
CALL protect_account_table('withdrawal_limits');
GRANT SELECT ON withdrawal_limits TO oms_reader, oms_writer;
GRANT SELECT, INSERT, UPDATE ON withdrawal_limits TO oms_admin;

CREATE TABLE withdrawals (
    account_id uuid NOT NULL,
    transfer_id client_id NOT NULL,
    hold_id uuid NOT NULL,
    asset text NOT NULL,
    amount positive_amount NOT NULL,
    effective_at timestamptz,
    status text NOT NULL,
    requested_by text NOT NULL,
    requested_at timestamptz NOT NULL DEFAULT now(),
    resolved_by text,
    resolved_at timestamptz,
    CONSTRAINT withdrawals_pk PRIMARY KEY (account_id, transfer_id),
    CONSTRAINT withdrawals_hold_fk FOREIGN KEY (account_id, hold_id) REFERENCES holds (account_id, hold_id),
    CONSTRAINT withdrawals_status_known CHECK (status IN ('REQUESTED', 'APPROVED', 'REFUSED')),
    CONSTRAINT withdrawals_resolved_by_somebody CHECK ((status = 'REQUESTED') = (resolved_by IS NULL)),
    CONSTRAINT withdrawals_four_eyes CHECK (status <> 'APPROVED' OR resolved_by <> requested_by)
);
CREATE INDEX withdrawals_waiting ON withdrawals (requested_at) WHERE status = 'REQUESTED';
CALL protect_account_table('withdrawals');
GRANT SELECT ON withdrawals TO oms_reader, oms_admin;
GRANT SELECT, INSERT, UPDATE (status, resolved_by, resolved_at) ON withdrawals TO oms_writer;

-- What happened outside is booked, also where the cash does not cover it; somebody has to look at it then.
CREATE TABLE breaks (
    account_id uuid NOT NULL,
    break_id uuid NOT NULL,
    kind text NOT NULL,
    transfer_seq bigint NOT NULL,
    asset text NOT NULL,
    balance_before signed_amount NOT NULL,
    balance_after signed_amount NOT NULL,
    raised_at timestamptz NOT NULL DEFAULT now(),
    resolved_at timestamptz,
    resolved_by text,
    resolution text,
    CONSTRAINT breaks_pk PRIMARY KEY (account_id, break_id),
    CONSTRAINT breaks_once UNIQUE (account_id, transfer_seq, asset),
    CONSTRAINT breaks_transfer_fk FOREIGN KEY (account_id, transfer_seq) REFERENCES ledger_transfers (account_id, seq),
    CONSTRAINT breaks_kind_known CHECK (kind IN ('NEGATIVE_CASH')),
    CONSTRAINT breaks_resolved_by_somebody CHECK ((resolved_at IS NULL) = (resolved_by IS NULL))
);
CREATE INDEX breaks_open ON breaks (raised_at) WHERE resolved_at IS NULL;
CALL protect_account_table('breaks');
GRANT SELECT ON breaks TO oms_admin;
GRANT SELECT, INSERT ON breaks TO oms_writer;
GRANT UPDATE (resolved_at, resolved_by, resolution) ON breaks TO oms_admin;

-- Cash that became negative before there were breaks. The owner sees no account's row, so for once it has to.
ALTER TABLE ledger_entries NO FORCE ROW LEVEL SECURITY;
ALTER TABLE breaks NO FORCE ROW LEVEL SECURITY;
INSERT INTO breaks (account_id, break_id, kind, transfer_seq, asset, balance_before, balance_after, raised_at)
    SELECT account_id, gen_random_uuid(), 'NEGATIVE_CASH', seq, asset, balance_after - amount, balance_after, recorded_at
    FROM ledger_entries WHERE code = 'CASH' AND balance_after < 0 AND balance_after - amount >= 0;
ALTER TABLE ledger_entries FORCE ROW LEVEL SECURITY;
ALTER TABLE breaks FORCE ROW LEVEL SECURITY;

-- A transfer tells of itself; a request is a line of its own where no transfer does.
CREATE OR REPLACE VIEW audit_trail WITH (security_invoker = true) AS
    SELECT recorded_at, 'ORDER_EVENT' AS source, account_id::text || ':' || seq AS entry_id, actor, account_id, order_id,
           event_type AS action, ord_status AS outcome, seq,
           jsonb_strip_nulls(jsonb_build_object('clOrdId', cl_ord_id, 'execId', exec_id, 'execRefId', exec_ref_id,
               'lastQty', last_qty::text, 'lastPx', last_px::text, 'orderQty', order_qty::text, 'px', px::text,
               'cumQty', cum_qty::text, 'leavesQty', leaves_qty::text, 'held', held::text,
               'reasonCode', reason_code, 'reasonText', reason_text)) AS detail
        FROM order_events
    UNION ALL
    SELECT recorded_at, 'TRANSFER', account_id::text || ':' || seq, actor, account_id, order_id,
           kind, 'POSTED', seq,
           jsonb_strip_nulls(jsonb_build_object('transferId', transfer_id, 'asset', asset, 'amount', amount::text,
               'execId', exec_id))
        FROM ledger_transfers
    UNION ALL
    SELECT recorded_at, 'LEDGER', account_id::text || ':' || request_id, actor, account_id, NULL,
           kind, outcome, NULL,
           jsonb_build_object('requestId', request_id, 'asked', asked, 'results', to_jsonb(results))
        FROM ledger_requests WHERE kind NOT IN ('POST', 'CONVERT', 'MOVE') OR outcome <> 'DONE' OR results[1] LIKE 'REQUESTED,%'
    UNION ALL
    SELECT recorded_at, 'ADMIN', audit_id::text, actor, account_id, order_id, action, outcome, NULL, detail
        FROM audit;

-- What a batch reads.

CREATE FUNCTION find_ledger_requests(account_ids uuid[], request_ids text[]) RETURNS SETOF ledger_requests LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT r.* FROM unnest(account_ids, request_ids) AS k (account_id, request_id)
        JOIN ledger_requests r ON (r.account_id, r.request_id) = (k.account_id, k.request_id);
END;
$$;

CREATE FUNCTION find_entries_of_transfers(account_ids uuid[], transfer_ids text[])
RETURNS TABLE (account_id uuid, transfer_id text, code text, asset text, amount numeric, balance_after numeric)
LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT t.account_id, t.transfer_id, e.code, e.asset, e.amount::numeric, e.balance_after::numeric
        FROM unnest(account_ids, transfer_ids) AS k (account_id, transfer_id)
        JOIN ledger_transfers t ON (t.account_id, t.transfer_id) = (k.account_id, k.transfer_id)
        JOIN ledger_entries e ON (e.account_id, e.seq) = (t.account_id, t.seq) AND e.recorded_at <= now()
        ORDER BY e.account_id, e.seq, e.leg;
END;
$$;

-- Who is on the other side of these transfers, and how much of each is reversed.
CREATE FUNCTION find_reversed(account_ids uuid[], transfer_ids text[])
RETURNS TABLE (account_id uuid, transfer_id text, other_account_id uuid, reversed numeric) LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT t.account_id, t.transfer_id, d.other_account_id,
            (SELECT coalesce(max(r.reversed_after), 0)::numeric FROM ledger_transfer_details r
                WHERE (r.account_id, r.reversed_seq) = (t.account_id, t.seq))
        FROM unnest(account_ids, transfer_ids) AS k (account_id, transfer_id)
        JOIN ledger_transfers t ON (t.account_id, t.transfer_id) = (k.account_id, k.transfer_id)
        LEFT JOIN ledger_transfer_details d ON (d.account_id, d.seq) = (t.account_id, t.seq);
END;
$$;

CREATE FUNCTION find_hold_terms(account_ids uuid[], hold_ids uuid[]) RETURNS SETOF hold_terms LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT h.* FROM unnest(account_ids, hold_ids) AS k (account_id, hold_id)
        JOIN hold_terms h ON (h.account_id, h.hold_id) = (k.account_id, k.hold_id);
END;
$$;

-- The open holds of these accounts whose time is over.
CREATE FUNCTION find_expired_holds(account_ids uuid[]) RETURNS SETOF hold_terms LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT h.* FROM unnest(account_ids) AS k (account_id)
        JOIN hold_terms h ON h.account_id = k.account_id AND h.state = 'OPEN' AND h.expires_at <= now();
END;
$$;

CREATE FUNCTION find_withdrawals(account_ids uuid[], transfer_ids text[]) RETURNS SETOF withdrawals LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT w.* FROM unnest(account_ids, transfer_ids) AS k (account_id, transfer_id)
        JOIN withdrawals w ON (w.account_id, w.transfer_id) = (k.account_id, k.transfer_id);
END;
$$;

CREATE FUNCTION find_holds_of_withdrawals(account_ids uuid[], transfer_ids text[]) RETURNS SETOF holds LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT h.* FROM unnest(account_ids, transfer_ids) AS k (account_id, transfer_id)
        JOIN withdrawals w ON (w.account_id, w.transfer_id) = (k.account_id, k.transfer_id)
        JOIN holds h ON (h.account_id, h.hold_id) = (w.account_id, w.hold_id);
END;
$$;

CREATE FUNCTION find_withdrawal_limits(account_ids uuid[]) RETURNS SETOF withdrawal_limits LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT l.* FROM unnest(account_ids) AS k (account_id) JOIN withdrawal_limits l ON l.account_id = k.account_id;
END;
$$;

-- What a batch writes.

-- results: those of one request, joined by line feeds.
CREATE FUNCTION insert_ledger_requests(account_ids uuid[], request_ids text[], kinds text[], body_hashes text[], askeds text[],
    outcomes text[], messages text[], results text[], actors text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_requests (account_id, request_id, kind, body_hash, asked, outcome, message, results, actor)
        SELECT k.account_id, k.request_id, k.kind, decode(k.body_hash, 'hex'), k.asked, k.outcome, k.message,
            string_to_array(k.result, chr(10)), k.actor
        FROM unnest(account_ids, request_ids, kinds, body_hashes, askeds, outcomes, messages, insert_ledger_requests.results,
            actors) AS k (account_id, request_id, kind, body_hash, asked, outcome, message, result, actor);
END;
$$;

CREATE FUNCTION insert_transfer_details(account_ids uuid[], seqs bigint[], other_account_ids uuid[], hold_ids uuid[],
    rates numeric[], roundings text[], reversed_seqs bigint[], reversibles numeric[], reversed_befores numeric[],
    reversed_afters numeric[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_transfer_details (account_id, seq, other_account_id, hold_id, rate, rounding, reversed_seq, reversible,
            reversed_before, reversed_after)
        SELECT * FROM unnest(account_ids, seqs, other_account_ids, hold_ids, rates, roundings, reversed_seqs, reversibles,
            reversed_befores, reversed_afters);
END;
$$;

CREATE FUNCTION insert_hold_terms(account_ids uuid[], hold_ids uuid[], states text[], captureds numeric[],
    expiries timestamptz[], actors text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO hold_terms (account_id, hold_id, state, captured, expires_at, actor)
        SELECT * FROM unnest(account_ids, hold_ids, states, captureds, expiries, actors);
END;
$$;

CREATE FUNCTION update_hold_terms(account_ids uuid[], hold_ids uuid[], states text[], captureds numeric[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE hold_terms h SET state = k.state, captured = k.captured, updated_at = now()
        FROM unnest(account_ids, hold_ids, states, captureds) AS k (account_id, hold_id, state, captured)
        WHERE (h.account_id, h.hold_id) = (k.account_id, k.hold_id);
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM refuse_partial_update('hold_terms', cardinality(account_ids), changed);
END;
$$;

-- When the first open hold of each of these accounts expires, after the holds are written.
CREATE FUNCTION set_next_hold_expiry(account_ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE accounts a SET next_hold_expiry = (
            SELECT min(h.expires_at) FROM hold_terms h WHERE h.account_id = a.account_id AND h.state = 'OPEN')
        FROM unnest(account_ids) AS k (account_id) WHERE a.account_id = k.account_id;
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM refuse_partial_update('accounts', cardinality(account_ids), changed);
END;
$$;

CREATE FUNCTION insert_withdrawals(account_ids uuid[], transfer_ids text[], hold_ids uuid[], assets text[], amounts numeric[],
    effective_ats timestamptz[], statuses text[], requesters text[], resolvers text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO withdrawals (account_id, transfer_id, hold_id, asset, amount, effective_at, status, requested_by, resolved_by,
            resolved_at)
        SELECT k.account_id, k.transfer_id, k.hold_id, k.asset, k.amount, k.effective_at, k.status, k.requested_by, k.resolved_by,
            CASE WHEN k.resolved_by IS NOT NULL THEN now() END
        FROM unnest(account_ids, transfer_ids, hold_ids, assets, amounts, effective_ats, statuses, requesters, resolvers)
            AS k (account_id, transfer_id, hold_id, asset, amount, effective_at, status, requested_by, resolved_by);
END;
$$;

CREATE FUNCTION resolve_withdrawals(account_ids uuid[], transfer_ids text[], statuses text[], resolvers text[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE withdrawals w SET status = k.status, resolved_by = k.resolved_by, resolved_at = now()
        FROM unnest(account_ids, transfer_ids, statuses, resolvers) AS k (account_id, transfer_id, status, resolved_by)
        WHERE (w.account_id, w.transfer_id) = (k.account_id, k.transfer_id) AND w.status = 'REQUESTED';
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM refuse_partial_update('withdrawals', cardinality(account_ids), changed);
END;
$$;

CREATE FUNCTION insert_breaks(account_ids uuid[], break_ids uuid[], transfer_seqs bigint[], assets text[],
    balances_before numeric[], balances_after numeric[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO breaks (account_id, break_id, kind, transfer_seq, asset, balance_before, balance_after)
        SELECT k.account_id, k.break_id, 'NEGATIVE_CASH', k.transfer_seq, k.asset, k.balance_before, k.balance_after
        FROM unnest(account_ids, break_ids, transfer_seqs, assets, balances_before, balances_after)
            AS k (account_id, break_id, transfer_seq, asset, balance_before, balance_after);
END;
$$;

-- They run with the caller's rights; nobody but the pipeline has use for them.
DO $$
DECLARE
    batch_function regprocedure;
BEGIN
    FOR batch_function IN
        SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname = ANY (ARRAY[
            'find_ledger_requests', 'find_entries_of_transfers', 'find_reversed', 'find_hold_terms', 'find_expired_holds',
            'find_withdrawals', 'find_holds_of_withdrawals', 'find_withdrawal_limits', 'insert_ledger_requests', 'insert_transfer_details',
            'insert_hold_terms', 'update_hold_terms', 'set_next_hold_expiry', 'insert_withdrawals', 'resolve_withdrawals',
            'insert_breaks'])
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', batch_function);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO oms_writer', batch_function);
    END LOOP;
END;
$$;
