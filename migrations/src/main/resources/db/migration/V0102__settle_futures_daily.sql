-- Why: futures are settled daily: what an open position has gained since the last settlement is paid, and its basis moves.
-- Locks: positions for a moment: the column is null for what is not settled. ledger_transfers while its check is validated.
-- Undone by: undo/U0102__settle_futures_daily.sql (forgets the basis of open positions; fails while transfers of kind VARIATION
-- exist).

ALTER TABLE positions ADD COLUMN settlement_px signed_amount;
COMMENT ON COLUMN positions.settlement_px IS 'From which price on gains of what is open are not paid yet; null: from the average on';

ALTER TABLE instrument_acts
    DROP CONSTRAINT instrument_acts_kind_known,
    ADD CONSTRAINT instrument_acts_kind_known CHECK (kind IN ('FUNDING', 'DIVIDEND', 'SPLIT', 'SETTLEMENT')),
    ADD CONSTRAINT instrument_acts_settlement CHECK (kind <> 'SETTLEMENT' OR px IS NOT NULL);

DO $kinds$
DECLARE
    known text := pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ledger_transfers_kind_known';
BEGIN
    ALTER TABLE ledger_transfers DROP CONSTRAINT ledger_transfers_kind_known;
    EXECUTE 'ALTER TABLE ledger_transfers ADD CONSTRAINT ledger_transfers_kind_known '
        || replace(known, '''SPLIT''::text', '''SPLIT''::text, ''VARIATION''::text');
END;
$kinds$;

-- Of positions that are settled daily, after they are written.
CREATE FUNCTION write_settlement_bases(account_ids uuid[], symbols text[], settlement_pxs numeric[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE positions p SET settlement_px = k.settlement_px
        FROM unnest(account_ids, symbols, settlement_pxs) AS k (account_id, symbol, settlement_px)
        WHERE (p.account_id, p.symbol) = (k.account_id, k.symbol);
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM refuse_partial_update('positions', cardinality(account_ids), changed);
END;
$$;
REVOKE EXECUTE ON FUNCTION write_settlement_bases(uuid[], text[], numeric[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION write_settlement_bases(uuid[], text[], numeric[]) TO oms_writer;

CREATE FUNCTION reconcile_settlements() RETURNS TABLE (invariant text, violations bigint, example text) LANGUAGE sql STABLE
SET enable_nestloop = off AS $$
    WITH
    baseless AS (
        SELECT account_id || ' ' || symbol AS example FROM positions WHERE settlement_px IS NOT NULL AND qty = 0),
    settled AS (
        SELECT DISTINCT p.account_id, a.symbol FROM instrument_act_parts p
            JOIN instrument_acts a ON a.act_id = p.act_id AND a.kind = 'SETTLEMENT' WHERE p.event_seq IS NOT NULL),
    -- What executions and acts that are no cash of their own have brought to cash, without the fees.
    brought AS (
        SELECT x.account_id, x.symbol, sum(e.amount) AS amount
            FROM (SELECT e.account_id, e.symbol, e.transfer_seq AS seq FROM executions e
                  JOIN settled s ON (s.account_id, s.symbol) = (e.account_id, e.symbol)
                  UNION ALL
                  SELECT p.account_id, a.symbol, p.transfer_seq FROM instrument_act_parts p
                  JOIN instrument_acts a ON a.act_id = p.act_id AND a.kind IN ('SETTLEMENT', 'SPLIT')
                  JOIN settled s ON (s.account_id, s.symbol) = (p.account_id, a.symbol)) x
            JOIN ledger_entries e ON (e.account_id, e.seq) = (x.account_id, x.seq)
                AND e.code IN ('CASH', 'FEES') AND e.asset <> x.symbol
            GROUP BY 1, 2),
    wrong_cash AS (
        SELECT p.account_id || ' ' || p.symbol AS example
            FROM settled s
            JOIN positions p ON (p.account_id, p.symbol) = (s.account_id, s.symbol)
            JOIN instruments i ON i.symbol = p.symbol AND NOT i.inverse
            JOIN assets c ON c.asset = coalesce(i.settl_currency, i.currency)
            LEFT JOIN brought b ON (b.account_id, b.symbol) = (p.account_id, p.symbol)
            WHERE abs(coalesce(b.amount, 0) - p.realised_pnl
                - coalesce(p.qty * i.multiplier * (p.settlement_px - p.avg_px), 0)) > 0.5 * power(10::numeric, -c.scale) + 1e-9)
    SELECT '3 only what is open has a settlement basis', count(*), min(example) FROM baseless
    UNION ALL SELECT '3 cash of what is settled daily is what was realised, and of what is open what the settlements paid', count(*),
        min(example) FROM wrong_cash
$$;
REVOKE EXECUTE ON FUNCTION reconcile_settlements() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reconcile_settlements() TO oms_admin;

DO $do$
DECLARE
    definition text := pg_get_functiondef('reconcile()'::regprocedure);
    reports text := '    UNION ALL SELECT ''8 event sequence has no gap''';
    report text := '    UNION ALL SELECT * FROM reconcile_settlements()
';
BEGIN
    IF position(reports IN definition) = 0 THEN
        RAISE EXCEPTION 'reconcile() has no longer the place where this belongs';
    END IF;
    EXECUTE replace(definition, reports, report || reports);
END;
$do$;
