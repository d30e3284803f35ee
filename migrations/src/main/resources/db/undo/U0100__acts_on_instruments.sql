DROP FUNCTION find_due_acts(text, uuid, integer);
DROP FUNCTION update_act_parts(uuid[], text[], text[], bigint[], numeric[], numeric[], text[], numeric[], bigint[]);
DROP FUNCTION find_act_parts_of_orders(uuid[], uuid[]);
DROP FUNCTION find_act_parts(uuid[], text[]);
DROP TYPE act_part;
DO $kinds$
DECLARE
    known text := pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ledger_transfers_kind_known';
BEGIN
    ALTER TABLE ledger_transfers DROP CONSTRAINT ledger_transfers_kind_known;
    EXECUTE 'ALTER TABLE ledger_transfers ADD CONSTRAINT ledger_transfers_kind_known '
        || replace(known, ', ''SPLIT''::text', '');
END;
$kinds$;
DROP TABLE instrument_act_parts;

CREATE TABLE splits (
    split_id client_id NOT NULL,
    symbol text NOT NULL,
    numerator integer NOT NULL,
    denominator integer NOT NULL,
    reason text NOT NULL,
    announced_at timestamptz NOT NULL DEFAULT now(),
    announced_by text NOT NULL,
    CONSTRAINT splits_pk PRIMARY KEY (split_id),
    CONSTRAINT splits_symbol_fk FOREIGN KEY (symbol) REFERENCES instruments (symbol),
    CONSTRAINT splits_ratio CHECK (numerator > 0 AND denominator > 0 AND numerator <> denominator)
);
COMMENT ON COLUMN splits.announced_at IS 'Orders placed from then on are of the new units';
GRANT SELECT, INSERT ON splits TO oms_admin;
INSERT INTO splits (split_id, symbol, numerator, denominator, reason, announced_at, announced_by)
    SELECT act_id, symbol, numerator, denominator, reason, announced_at, announced_by FROM instrument_acts WHERE kind = 'SPLIT';
DROP TABLE instrument_acts;
