-- Why: each account's transfers become a keyed hash chain (docs/tamper-evidence.md), so that nobody who can write to the
-- database, but does not have the key, can change the journal unseen. The pipeline computes the hashes; the database keeps them.
-- Locks: accounts and ledger_transfers exclusively, while transfers are read once for the check and accounts are updated once.
-- Undone by: undo/U0070__seal_transfers.sql (drops the hashes: what has been sealed cannot be verified any more).

ALTER TABLE ledger_transfers
    ADD COLUMN chain_key smallint,
    ADD COLUMN chain_hash bytea,
    ADD CONSTRAINT ledger_transfers_hash_has_its_key CHECK ((chain_hash IS NULL) = (chain_key IS NULL)
        AND octet_length(chain_hash) = 32);
COMMENT ON COLUMN ledger_transfers.chain_key IS 'Which key chain_hash was made with; null as long as transfers were not sealed';
COMMENT ON COLUMN ledger_transfers.chain_hash IS 'HMAC-SHA-256 of the transfer, its entries and the hash before it';

ALTER TABLE accounts
    ADD COLUMN chain_start bigint NOT NULL DEFAULT 1,
    ADD COLUMN chain_hash bytea;
COMMENT ON COLUMN accounts.chain_start IS 'Number of the first transfer that is sealed: those posted before sealing began are not';
COMMENT ON COLUMN accounts.chain_hash IS 'Hash of the account''s last sealed transfer';

-- Row-level security is forced on the owner, who must see what there is for once.
ALTER TABLE accounts NO FORCE ROW LEVEL SECURITY;
UPDATE accounts SET chain_start = transfer_seq + 1 WHERE transfer_seq > 0;
ALTER TABLE accounts FORCE ROW LEVEL SECURITY;
GRANT UPDATE (chain_hash) ON accounts TO oms_writer;

DROP FUNCTION insert_transfers(uuid[], bigint[], text[], text[], text[], numeric[], uuid[], text[], text[], timestamptz[]);
CREATE FUNCTION insert_transfers(account_ids uuid[], seqs bigint[], transfer_ids text[], kinds text[], assets text[],
    amounts numeric[], order_ids uuid[], exec_ids text[], actors text[], effective_ats timestamptz[], chain_keys bigint[],
    chain_hashes bytea[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_transfers (account_id, seq, transfer_id, kind, asset, amount, order_id, exec_id, actor, effective_at,
            chain_key, chain_hash)
        SELECT k.account_id, k.seq, k.transfer_id, k.kind, k.asset, k.amount, k.order_id, k.exec_id, k.actor, k.effective_at,
            k.chain_key::smallint, k.chain_hash
        FROM unnest(account_ids, seqs, transfer_ids, kinds, assets, amounts, order_ids, exec_ids, actors, effective_ats,
            chain_keys, chain_hashes) AS k (account_id, seq, transfer_id, kind, asset, amount, order_id, exec_id, actor,
            effective_at, chain_key, chain_hash);
END;
$$;

DROP FUNCTION advance_accounts(uuid[], bigint[], bigint[]);
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

-- They run with the caller's rights; nobody but the pipeline has use for them.
REVOKE EXECUTE ON FUNCTION
    insert_transfers(uuid[], bigint[], text[], text[], text[], numeric[], uuid[], text[], text[], timestamptz[], bigint[], bytea[]),
    advance_accounts(uuid[], bigint[], bigint[], bytea[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    insert_transfers(uuid[], bigint[], text[], text[], text[], numeric[], uuid[], text[], text[], timestamptz[], bigint[], bytea[]),
    advance_accounts(uuid[], bigint[], bigint[], bytea[]) TO oms_writer;
