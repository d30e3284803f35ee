DROP FUNCTION insert_transfers(uuid[], bigint[], text[], text[], text[], numeric[], uuid[], text[], text[], timestamptz[], bigint[],
    bytea[]);
CREATE FUNCTION insert_transfers(account_ids uuid[], seqs bigint[], transfer_ids text[], kinds text[], assets text[],
    amounts numeric[], order_ids uuid[], exec_ids text[], actors text[], effective_ats timestamptz[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_transfers (account_id, seq, transfer_id, kind, asset, amount, order_id, exec_id, actor, effective_at)
        SELECT * FROM unnest(account_ids, seqs, transfer_ids, kinds, assets, amounts, order_ids, exec_ids, actors,
            effective_ats);
END;
$$;
DROP FUNCTION advance_accounts(uuid[], bigint[], bigint[], bytea[]);
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
REVOKE EXECUTE ON FUNCTION
    insert_transfers(uuid[], bigint[], text[], text[], text[], numeric[], uuid[], text[], text[], timestamptz[]),
    advance_accounts(uuid[], bigint[], bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    insert_transfers(uuid[], bigint[], text[], text[], text[], numeric[], uuid[], text[], text[], timestamptz[]),
    advance_accounts(uuid[], bigint[], bigint[]) TO oms_writer;
ALTER TABLE accounts DROP COLUMN chain_start, DROP COLUMN chain_hash;
ALTER TABLE ledger_transfers DROP COLUMN chain_key, DROP COLUMN chain_hash;
