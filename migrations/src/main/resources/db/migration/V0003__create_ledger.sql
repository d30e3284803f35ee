-- Why: the double-entry book of each account: transfers, their entries, balances and holds.
-- Locks: none that matter, everything is new.
-- Undone by: undo/U0003__create_ledger.sql (drops the tables; the facts in them are lost).

-- Not partitioned: the transfer id keeps a deposit from being booked twice across all time.
CREATE TABLE ledger_transfers (
    account_id uuid NOT NULL,
    seq bigint NOT NULL,
    transfer_id text NOT NULL,
    kind text NOT NULL,
    asset text NOT NULL,
    amount signed_amount NOT NULL,
    order_id uuid,
    exec_id text,
    actor text NOT NULL,
    effective_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ledger_transfers_pk PRIMARY KEY (account_id, seq),
    CONSTRAINT ledger_transfers_id_once UNIQUE (account_id, transfer_id),
    CONSTRAINT ledger_transfers_account_fk FOREIGN KEY (account_id) REFERENCES accounts (account_id),
    CONSTRAINT ledger_transfers_kind_known CHECK (kind IN ('DEPOSIT', 'WITHDRAWAL', 'TRADE'))
);
COMMENT ON COLUMN ledger_transfers.amount IS 'What it did to the account''s cash in asset';
CREATE INDEX ledger_transfers_by_time ON ledger_transfers USING brin (recorded_at);
CALL protect_account_table('ledger_transfers');
GRANT SELECT ON ledger_transfers TO oms_reader, oms_admin;
GRANT SELECT, INSERT ON ledger_transfers TO oms_writer;

CREATE TABLE ledger_entries (
    account_id uuid NOT NULL,
    seq bigint NOT NULL,
    leg smallint NOT NULL,
    code text NOT NULL,
    asset text NOT NULL,
    amount signed_amount NOT NULL,
    balance_after signed_amount NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ledger_entries_pk PRIMARY KEY (account_id, seq, leg, recorded_at),
    CONSTRAINT ledger_entries_transfer_fk FOREIGN KEY (account_id, seq) REFERENCES ledger_transfers (account_id, seq),
    CONSTRAINT ledger_entries_amount_moves CHECK (amount <> 0),
    CONSTRAINT ledger_entries_code_known CHECK (code IN ('CASH', 'POSITION', 'CLEARING', 'FEES', 'EXTERNAL'))
) PARTITION BY RANGE (recorded_at);
CREATE TABLE ledger_entries_default PARTITION OF ledger_entries DEFAULT;
CALL protect_account_table('ledger_entries');
GRANT SELECT ON ledger_entries TO oms_reader, oms_admin;
GRANT SELECT, INSERT ON ledger_entries TO oms_writer;

-- Every transfer sums to zero per asset. One check per statement: all legs of a transfer come in the same one.
CREATE FUNCTION refuse_unbalanced_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    unbalanced record;
BEGIN
    SELECT account_id, seq, asset, sum(amount) AS total INTO unbalanced
        FROM new_entries GROUP BY account_id, seq, asset HAVING sum(amount) <> 0 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'transfer % of account % is out of balance by % %',
            unbalanced.seq, unbalanced.account_id, unbalanced.total, unbalanced.asset
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entries_sum_to_zero';
    END IF;
    RETURN NULL;
END;
$$;
CREATE TRIGGER ledger_entries_sum_to_zero AFTER INSERT ON ledger_entries
    REFERENCING NEW TABLE AS new_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_unbalanced_entries();

-- available = posted - pending
CREATE TABLE ledger_balances (
    account_id uuid NOT NULL,
    code text NOT NULL,
    asset text NOT NULL,
    posted signed_amount NOT NULL,
    pending unsigned_amount NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ledger_balances_pk PRIMARY KEY (account_id, code, asset),
    CONSTRAINT ledger_balances_account_fk FOREIGN KEY (account_id) REFERENCES accounts (account_id),
    CONSTRAINT ledger_balances_code_known CHECK (code IN ('CASH', 'POSITION', 'CLEARING', 'FEES', 'EXTERNAL'))
) WITH (fillfactor = 50);
CALL protect_account_table('ledger_balances');
GRANT SELECT ON ledger_balances TO oms_reader, oms_admin;
GRANT SELECT, INSERT, UPDATE (posted, pending, updated_at) ON ledger_balances TO oms_writer;

-- An order's hold has the order's id. remaining is what still counts as pending; a closed hold holds nothing.
CREATE TABLE holds (
    account_id uuid NOT NULL,
    hold_id uuid NOT NULL,
    code text NOT NULL,
    asset text NOT NULL,
    amount positive_amount NOT NULL,
    remaining unsigned_amount NOT NULL,
    status text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT holds_pk PRIMARY KEY (account_id, hold_id),
    CONSTRAINT holds_account_fk FOREIGN KEY (account_id) REFERENCES accounts (account_id),
    CONSTRAINT holds_code_known CHECK (code IN ('CASH', 'POSITION')),
    CONSTRAINT holds_status_known CHECK (status IN ('OPEN', 'CLOSED')),
    CONSTRAINT holds_closed_holds_nothing CHECK (status = 'OPEN' OR remaining = 0)
) WITH (fillfactor = 70);
CALL protect_account_table('holds');
GRANT SELECT ON holds TO oms_reader, oms_admin;
GRANT SELECT, INSERT, UPDATE (remaining, status, updated_at) ON holds TO oms_writer;
