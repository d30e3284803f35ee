DO $do$
BEGIN
    EXECUTE replace(pg_get_functiondef('reconcile()'::regprocedure), '    UNION ALL SELECT * FROM reconcile_settlements()
', '');
END;
$do$;
DROP FUNCTION reconcile_settlements();
DROP FUNCTION write_settlement_bases(uuid[], text[], numeric[]);
DO $kinds$
DECLARE
    known text := pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ledger_transfers_kind_known';
BEGIN
    ALTER TABLE ledger_transfers DROP CONSTRAINT ledger_transfers_kind_known;
    EXECUTE 'ALTER TABLE ledger_transfers ADD CONSTRAINT ledger_transfers_kind_known '
        || replace(known, ', ''VARIATION''::text', '');
END;
$kinds$;
ALTER TABLE instrument_acts
    DROP CONSTRAINT instrument_acts_settlement,
    DROP CONSTRAINT instrument_acts_kind_known,
    ADD CONSTRAINT instrument_acts_kind_known CHECK (kind IN ('FUNDING', 'DIVIDEND', 'SPLIT'));
ALTER TABLE positions DROP COLUMN settlement_px;
