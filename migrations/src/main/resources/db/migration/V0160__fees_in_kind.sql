-- Why: venues take fees in the asset that is traded, out of the position and not out of cash.
-- Locks: instruments and breaks for a moment. Positions of CASH accounts that became negative before are raised now, for which
-- ledger_entries is read once.
-- Undone by: undo/U0160__fees_in_kind.sql (fails while there are instruments with a base asset).

-- Set with the instrument and never after: what is booked of it follows from it.
ALTER TABLE instruments
    ADD COLUMN base_asset text,
    ADD CONSTRAINT instruments_base_asset_fk FOREIGN KEY (base_asset) REFERENCES assets (asset),
    ADD CONSTRAINT instruments_base_asset_is_delivered CHECK (base_asset IS NULL
        OR (security_type IN ('SPOT', 'CS', 'FXSPOT') AND multiplier = 1 AND base_asset NOT IN (symbol, currency)));
COMMENT ON COLUMN instruments.base_asset IS 'The asset that is traded: commissions in it are taken from the position; null: none is';

CREATE FUNCTION refuse_other_base_asset() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the base asset of % is what its fees were booked by', old.symbol
        USING ERRCODE = 'check_violation', CONSTRAINT = 'instruments_base_asset_stays';
END;
$$;
CREATE TRIGGER instruments_base_asset_stays BEFORE UPDATE OF base_asset ON instruments FOR EACH ROW
    WHEN (old.base_asset IS DISTINCT FROM new.base_asset) EXECUTE FUNCTION refuse_other_base_asset();

-- What executions that count have taken of positions.
CREATE VIEW fees_in_kind WITH (security_invoker = true) AS
    SELECT x.account_id, x.venue_id, x.exec_id, x.order_id, x.symbol, x.last_px, x.event_seq, c.commission::numeric AS qty
        FROM execution_commissions c
        JOIN live_executions x ON (x.account_id, x.venue_id, x.exec_id) = (c.account_id, c.venue_id, c.exec_id)
        JOIN instruments i ON i.symbol = x.symbol AND i.base_asset = c.comm_currency;
GRANT SELECT ON fees_in_kind TO oms_admin;

ALTER TABLE breaks
    DROP CONSTRAINT breaks_kind_known,
    ADD CONSTRAINT breaks_kind_known CHECK (kind IN ('NEGATIVE_CASH', 'NEGATIVE_POSITION'));
DROP FUNCTION insert_breaks(uuid[], uuid[], bigint[], text[], numeric[], numeric[]);
CREATE FUNCTION insert_breaks(account_ids uuid[], break_ids uuid[], kinds text[], transfer_seqs bigint[], assets text[],
    balances_before numeric[], balances_after numeric[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO breaks (account_id, break_id, kind, transfer_seq, asset, balance_before, balance_after)
        SELECT * FROM unnest(account_ids, break_ids, kinds, transfer_seqs, assets, balances_before, balances_after);
END;
$$;
REVOKE EXECUTE ON FUNCTION insert_breaks(uuid[], uuid[], text[], bigint[], text[], numeric[], numeric[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION insert_breaks(uuid[], uuid[], text[], bigint[], text[], numeric[], numeric[]) TO oms_writer;

-- The owner sees no account's row, so for once it has to.
ALTER TABLE accounts NO FORCE ROW LEVEL SECURITY;
ALTER TABLE ledger_entries NO FORCE ROW LEVEL SECURITY;
ALTER TABLE breaks NO FORCE ROW LEVEL SECURITY;
INSERT INTO breaks (account_id, break_id, kind, transfer_seq, asset, balance_before, balance_after, raised_at)
    SELECT e.account_id, gen_random_uuid(), 'NEGATIVE_POSITION', e.seq, e.asset, e.balance_after - e.amount, e.balance_after,
           e.recorded_at
    FROM ledger_entries e JOIN accounts a ON a.account_id = e.account_id AND a.account_type = 'CASH'
    WHERE e.code = 'POSITION' AND e.balance_after < 0 AND e.balance_after - e.amount >= 0;
ALTER TABLE accounts FORCE ROW LEVEL SECURITY;
ALTER TABLE ledger_entries FORCE ROW LEVEL SECURITY;
ALTER TABLE breaks FORCE ROW LEVEL SECURITY;
