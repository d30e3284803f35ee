DO $do$
BEGIN
    IF EXISTS (SELECT FROM instruments WHERE base_asset IS NOT NULL) THEN
        RAISE EXCEPTION 'there are instruments with a base asset';
    END IF;
END;
$do$;
ALTER TABLE breaks NO FORCE ROW LEVEL SECURITY;
DELETE FROM breaks WHERE kind = 'NEGATIVE_POSITION';
ALTER TABLE breaks FORCE ROW LEVEL SECURITY;
DROP FUNCTION insert_breaks(uuid[], uuid[], text[], bigint[], text[], numeric[], numeric[]);
CREATE FUNCTION insert_breaks(account_ids uuid[], break_ids uuid[], transfer_seqs bigint[], assets text[],
    balances_before numeric[], balances_after numeric[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO breaks (account_id, break_id, kind, transfer_seq, asset, balance_before, balance_after)
        SELECT k.account_id, k.break_id, 'NEGATIVE_CASH', k.transfer_seq, k.asset, k.balance_before, k.balance_after
        FROM unnest(account_ids, break_ids, transfer_seqs, assets, balances_before, balances_after)
            AS k (account_id, break_id, transfer_seq, asset, balance_before, balance_after);
END;
$$;
REVOKE EXECUTE ON FUNCTION insert_breaks(uuid[], uuid[], bigint[], text[], numeric[], numeric[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION insert_breaks(uuid[], uuid[], bigint[], text[], numeric[], numeric[]) TO oms_writer;
ALTER TABLE breaks
    DROP CONSTRAINT breaks_kind_known,
    ADD CONSTRAINT breaks_kind_known CHECK (kind IN ('NEGATIVE_CASH'));
DROP VIEW fees_in_kind;
DROP TRIGGER instruments_base_asset_stays ON instruments;
DROP FUNCTION refuse_other_base_asset();
ALTER TABLE instruments DROP COLUMN base_asset;
