DROP FUNCTION find_recent(uuid[]);
DROP FUNCTION advance_accounts(uuid[], bigint[], bigint[], bytea[], bigint[], bigint[]);
CREATE FUNCTION advance_accounts(account_ids uuid[], event_seqs bigint[], transfer_seqs bigint[], chain_hashes bytea[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE accounts a SET event_seq = k.event_seq, transfer_seq = k.transfer_seq, chain_hash = k.chain_hash
        FROM unnest(account_ids, event_seqs, transfer_seqs, chain_hashes)
            AS k (account_id, event_seq, transfer_seq, chain_hash)
        WHERE a.account_id = k.account_id;
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM refuse_partial_update('accounts', cardinality(account_ids), changed);
END;
$$;
REVOKE EXECUTE ON FUNCTION advance_accounts(uuid[], bigint[], bigint[], bytea[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION advance_accounts(uuid[], bigint[], bigint[], bytea[]) TO oms_writer;
ALTER TABLE accounts DROP COLUMN self_trade_prevention, DROP COLUMN active_day, DROP COLUMN day_messages, DROP COLUMN day_trades;
