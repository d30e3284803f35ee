-- Why: what happens to positions without a trade - funding, dividends, splits - is announced once and reaches every account that
-- held the instrument, each in a transaction of its own. What is still to be done is a list that lasts.
-- Locks: ledger_transfers while its check is validated, which reads it once. The splits announced so far become acts; they were
-- of orders alone, and no position is split for them now.
-- Undone by: undo/U0100__acts_on_instruments.sql (drops the acts; fails while transfers of kind SPLIT exist).

-- px: of FUNDING the mark, of SPLIT what a unit of after it is paid out at.
CREATE TABLE instrument_acts (
    act_id client_id NOT NULL,
    kind text NOT NULL,
    symbol text NOT NULL,
    px signed_amount,
    rate signed_amount,
    amount positive_amount,
    numerator integer,
    denominator integer,
    reason text NOT NULL,
    effective_at timestamptz NOT NULL DEFAULT now(),
    announced_at timestamptz NOT NULL DEFAULT now(),
    announced_by text NOT NULL,
    CONSTRAINT instrument_acts_pk PRIMARY KEY (act_id),
    CONSTRAINT instrument_acts_symbol_fk FOREIGN KEY (symbol) REFERENCES instruments (symbol),
    CONSTRAINT instrument_acts_kind_known CHECK (kind IN ('FUNDING', 'DIVIDEND', 'SPLIT')),
    CONSTRAINT instrument_acts_funding CHECK (kind <> 'FUNDING' OR num_nulls(px, rate) = 0),
    CONSTRAINT instrument_acts_rate CHECK ((rate IS NULL) = (kind <> 'FUNDING')),
    CONSTRAINT instrument_acts_dividend CHECK ((amount IS NULL) = (kind <> 'DIVIDEND')),
    CONSTRAINT instrument_acts_split CHECK (num_nulls(numerator, denominator) = CASE WHEN kind = 'SPLIT' THEN 0 ELSE 2 END),
    CONSTRAINT instrument_acts_ratio CHECK (numerator > 0 AND denominator > 0 AND numerator <> denominator)
);
COMMENT ON COLUMN instrument_acts.announced_at IS 'Orders placed from then on are of after it; positions count as they were then';
GRANT SELECT, INSERT ON instrument_acts TO oms_admin;
GRANT SELECT ON instrument_acts TO oms_writer, oms_reader, oms_relay;

INSERT INTO instrument_acts (act_id, kind, symbol, numerator, denominator, reason, effective_at, announced_at, announced_by)
    SELECT split_id, 'SPLIT', symbol, numerator, denominator, reason, announced_at, announced_at, announced_by FROM splits;
DROP TABLE splits;

-- One for each account an act was announced to, made with it. DUE until nothing of it is left to be done; event_seq is null until
-- the position and the cash are.
CREATE TABLE instrument_act_parts (
    account_id uuid NOT NULL,
    act_id text NOT NULL,
    announced_qty signed_amount NOT NULL,
    state text NOT NULL DEFAULT 'DUE',
    event_seq bigint,
    qty_before signed_amount,
    qty_after signed_amount,
    asset text,
    posted signed_amount,
    transfer_seq bigint,
    booked_at timestamptz,
    CONSTRAINT instrument_act_parts_pk PRIMARY KEY (account_id, act_id),
    CONSTRAINT instrument_act_parts_account_fk FOREIGN KEY (account_id) REFERENCES accounts (account_id),
    CONSTRAINT instrument_act_parts_act_fk FOREIGN KEY (act_id) REFERENCES instrument_acts (act_id),
    CONSTRAINT instrument_act_parts_transfer_fk FOREIGN KEY (account_id, transfer_seq)
        REFERENCES ledger_transfers (account_id, seq),
    CONSTRAINT instrument_act_parts_state_known CHECK (state IN ('DUE', 'DONE')),
    CONSTRAINT instrument_act_parts_booked_whole CHECK (num_nulls(event_seq, qty_before, qty_after, asset, posted, booked_at)
        IN (0, 6)),
    CONSTRAINT instrument_act_parts_done_is_booked CHECK (state = 'DUE' OR event_seq IS NOT NULL)
) WITH (fillfactor = 70);
COMMENT ON COLUMN instrument_act_parts.announced_qty IS 'The position when it was announced; funding and dividends count it';
COMMENT ON COLUMN instrument_act_parts.event_seq IS 'The account''s last order event by then: its executions up to there are of before the act';
COMMENT ON COLUMN instrument_act_parts.posted IS 'What it did to cash';
CREATE INDEX instrument_act_parts_due ON instrument_act_parts (account_id, act_id) WHERE state = 'DUE';
CREATE INDEX instrument_act_parts_of_act ON instrument_act_parts (act_id, account_id);
CALL protect_account_table('instrument_act_parts');
GRANT SELECT ON instrument_act_parts TO oms_reader, oms_relay, oms_admin;
GRANT INSERT (account_id, act_id, announced_qty) ON instrument_act_parts TO oms_admin;
GRANT SELECT, UPDATE (state, event_seq, qty_before, qty_after, asset, posted, transfer_seq, booked_at)
    ON instrument_act_parts TO oms_writer;

-- A kind more, whatever kinds there are by now.
DO $kinds$
DECLARE
    known text := pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ledger_transfers_kind_known';
BEGIN
    ALTER TABLE ledger_transfers DROP CONSTRAINT ledger_transfers_kind_known;
    EXECUTE 'ALTER TABLE ledger_transfers ADD CONSTRAINT ledger_transfers_kind_known '
        || replace(known, '''REVERSAL''::text', '''REVERSAL''::text, ''SPLIT''::text');
END;
$kinds$;

-- What a batch reads.

CREATE TYPE act_part AS (
    account_id uuid, act_id text, kind text, symbol text, px numeric, rate numeric, amount numeric, numerator integer,
    denominator integer, effective_at timestamptz, announced_at timestamptz, announced_qty numeric, state text,
    event_seq bigint, qty_before numeric, qty_after numeric, asset text, posted numeric, transfer_seq bigint);

CREATE FUNCTION find_act_parts(account_ids uuid[], act_ids text[]) RETURNS SETOF act_part LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT p.account_id, p.act_id, a.kind, a.symbol, a.px::numeric, a.rate::numeric, a.amount::numeric, a.numerator,
            a.denominator, a.effective_at, a.announced_at, p.announced_qty::numeric, p.state, p.event_seq,
            p.qty_before::numeric, p.qty_after::numeric, p.asset, p.posted::numeric, p.transfer_seq
        FROM unnest(account_ids, act_ids) AS k (account_id, act_id)
        JOIN instrument_act_parts p ON (p.account_id, p.act_id) = (k.account_id, k.act_id)
        JOIN instrument_acts a ON a.act_id = p.act_id;
END;
$$;

-- What the positions have passed through that busts and corrections of these orders reckon anew.
CREATE FUNCTION find_act_parts_of_orders(account_ids uuid[], order_ids uuid[]) RETURNS SETOF act_part LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        WITH k AS (
            SELECT DISTINCT o.account_id, o.symbol FROM unnest(account_ids, order_ids) AS i (account_id, order_id)
            JOIN orders o ON (o.account_id, o.order_id) = (i.account_id, i.order_id))
        SELECT p.account_id, p.act_id, a.kind, a.symbol, a.px::numeric, a.rate::numeric, a.amount::numeric, a.numerator,
            a.denominator, a.effective_at, a.announced_at, p.announced_qty::numeric, p.state, p.event_seq,
            p.qty_before::numeric, p.qty_after::numeric, p.asset, p.posted::numeric, p.transfer_seq
        FROM k
        JOIN instrument_act_parts p ON p.account_id = k.account_id AND p.event_seq IS NOT NULL
        JOIN instrument_acts a ON a.act_id = p.act_id AND a.symbol = k.symbol AND a.kind NOT IN ('FUNDING', 'DIVIDEND');
END;
$$;

-- What a batch writes.

CREATE FUNCTION update_act_parts(account_ids uuid[], act_ids text[], states text[], event_seqs bigint[], qtys_before numeric[],
    qtys_after numeric[], assets text[], posteds numeric[], transfer_seqs bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE instrument_act_parts p SET state = k.state, event_seq = k.event_seq, qty_before = k.qty_before,
            qty_after = k.qty_after, asset = k.asset, posted = k.posted, transfer_seq = k.transfer_seq,
            booked_at = coalesce(p.booked_at, now())
        FROM unnest(account_ids, act_ids, states, event_seqs, qtys_before, qtys_after, assets, posteds, transfer_seqs)
            AS k (account_id, act_id, state, event_seq, qty_before, qty_after, asset, posted, transfer_seq)
        WHERE (p.account_id, p.act_id) = (k.account_id, k.act_id) AND p.state = 'DUE';
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM refuse_partial_update('instrument_act_parts', cardinality(account_ids), changed);
END;
$$;

-- What the watch reads. Without an act, what was announced a while ago: who announces an act carries it out himself, for a while.
CREATE FUNCTION find_due_acts(of_act text, after_account uuid, most integer)
RETURNS TABLE (account_id uuid, act_id text, kind text, symbol text, px numeric, rate numeric, amount numeric, numerator integer,
    denominator integer, effective_at timestamptz, announced_at timestamptz, announced_by text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        SELECT p.account_id, a.act_id::text, a.kind, a.symbol, a.px::numeric, a.rate::numeric, a.amount::numeric, a.numerator,
            a.denominator, a.effective_at, a.announced_at, a.announced_by
        FROM instrument_act_parts p JOIN instrument_acts a ON a.act_id = p.act_id
        WHERE p.state = 'DUE' AND (after_account IS NULL OR p.account_id > after_account)
            AND (of_act IS NULL AND a.announced_at < now() - interval '3 seconds' OR p.act_id = of_act)
        ORDER BY p.account_id, a.announced_at, a.act_id
        LIMIT most;
END;
$$;

-- They run with the caller's rights; nobody but the pipeline and the watch has use for them.
DO $$
DECLARE
    batch_function regprocedure;
BEGIN
    FOR batch_function IN
        SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname = ANY (ARRAY[
            'find_act_parts', 'find_act_parts_of_orders', 'update_act_parts'])
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', batch_function);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO oms_writer', batch_function);
    END LOOP;
END;
$$;
REVOKE EXECUTE ON FUNCTION find_due_acts(text, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_due_acts(text, uuid, integer) TO oms_relay;
