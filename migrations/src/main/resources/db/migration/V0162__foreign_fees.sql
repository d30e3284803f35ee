-- Why: fees in a third currency are a part of what a position has cost; they are converted once, at the first rate that comes.
-- Locks: none that matter: new tables. What was charged before is added up once, for which execution_commissions is read.
-- Undone by: undo/U0162__foreign_fees.sql (drops the conversions; converted anew they are of the rates of that time).

-- Running totals, so that what is shown of a position costs the same however much was charged. An execution whose commission is in
-- the currency its instrument settles in, or taken in kind, has no part in it.
CREATE TABLE foreign_fees (
    account_id uuid NOT NULL,
    symbol text NOT NULL,
    leg text NOT NULL,
    currency text NOT NULL,
    charged signed_amount NOT NULL,
    tx_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
    CONSTRAINT foreign_fees_pk PRIMARY KEY (account_id, symbol, leg, currency),
    CONSTRAINT foreign_fees_account_fk FOREIGN KEY (account_id) REFERENCES accounts (account_id),
    CONSTRAINT foreign_fees_currency_fk FOREIGN KEY (currency) REFERENCES assets (asset),
    CONSTRAINT foreign_fees_leg_known CHECK (leg IN ('NET', 'LONG', 'SHORT'))
);
CREATE INDEX foreign_fees_by_tx ON foreign_fees (tx_id);
COMMENT ON COLUMN foreign_fees.tx_id IS 'That changed it last: what watches for fees to convert goes by it';
COMMENT ON COLUMN foreign_fees.charged IS 'Of all executions that count, in currency; a rebate is negative';
CALL protect_account_table('foreign_fees');
GRANT SELECT ON foreign_fees TO oms_reader, oms_admin, oms_relay;
GRANT SELECT, INSERT, UPDATE (charged, tx_id) ON foreign_fees TO oms_writer;

-- A row is what was charged since the row before it, as in realised_conversions.
CREATE TABLE fee_conversions (
    account_id uuid NOT NULL,
    symbol text NOT NULL,
    leg text NOT NULL,
    currency text NOT NULL,
    seq bigint NOT NULL,
    settl_currency text NOT NULL,
    amount signed_amount NOT NULL,
    charged_total signed_amount NOT NULL,
    rate positive_amount NOT NULL,
    in_settl signed_amount NOT NULL,
    settl_total signed_amount NOT NULL,
    rate_symbols text[] NOT NULL,
    quote_time timestamptz NOT NULL,
    converted_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT fee_conversions_pk PRIMARY KEY (account_id, symbol, leg, currency, seq),
    CONSTRAINT fee_conversions_fees_fk FOREIGN KEY (account_id, symbol, leg, currency)
        REFERENCES foreign_fees (account_id, symbol, leg, currency),
    CONSTRAINT fee_conversions_numbered CHECK (seq > 0),
    CONSTRAINT fee_conversions_of_something CHECK (amount <> 0),
    CONSTRAINT fee_conversions_of_two_currencies CHECK (currency <> settl_currency)
);
COMMENT ON COLUMN fee_conversions.charged_total IS 'All that was charged up to and with this row, in currency';
COMMENT ON COLUMN fee_conversions.settl_total IS 'What all rows up to this one come to in settl_currency, before rounding; in_settl steps its rounding';
CALL protect_account_table('fee_conversions');
GRANT SELECT ON fee_conversions TO oms_reader, oms_admin;
GRANT SELECT, INSERT ON fee_conversions TO oms_relay;
CREATE POLICY relay_converts ON fee_conversions FOR INSERT TO oms_relay WITH CHECK (true);

-- Commissions of executions that count, which are neither posted in what their instrument settles in nor taken in kind.
CREATE VIEW live_foreign_fees WITH (security_invoker = true) AS
    SELECT x.account_id, x.symbol, CASE WHEN h.order_id IS NULL THEN 'NET'
            WHEN (x.side = 'BUY') = (h.position_effect = 'OPEN') THEN 'LONG' ELSE 'SHORT' END AS leg,
           c.comm_currency AS currency, c.commission::numeric AS charged
        FROM execution_commissions c
        JOIN live_executions x ON (x.account_id, x.venue_id, x.exec_id) = (c.account_id, c.venue_id, c.exec_id)
        JOIN instruments i ON i.symbol = x.symbol AND c.comm_currency <> coalesce(i.settl_currency, i.currency)
            AND c.comm_currency IS DISTINCT FROM i.base_asset
        LEFT JOIN hedging_orders h ON (h.account_id, h.order_id) = (x.account_id, x.order_id);
GRANT SELECT ON live_foreign_fees TO oms_admin;

CREATE FUNCTION add_foreign_fees(account_ids uuid[], symbols text[], legs text[], currencies text[], amounts numeric[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO foreign_fees (account_id, symbol, leg, currency, charged)
        SELECT * FROM unnest(account_ids, symbols, legs, currencies, amounts)
        ON CONFLICT ON CONSTRAINT foreign_fees_pk DO UPDATE SET charged = foreign_fees.charged + excluded.charged,
            tx_id = excluded.tx_id;
END;
$$;
REVOKE EXECUTE ON FUNCTION add_foreign_fees(uuid[], text[], text[], text[], numeric[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION add_foreign_fees(uuid[], text[], text[], text[], numeric[]) TO oms_writer;

-- The owner sees no account's row, so for once it has to.
ALTER TABLE execution_commissions NO FORCE ROW LEVEL SECURITY;
ALTER TABLE executions NO FORCE ROW LEVEL SECURITY;
ALTER TABLE hedging_orders NO FORCE ROW LEVEL SECURITY;
ALTER TABLE foreign_fees NO FORCE ROW LEVEL SECURITY;
INSERT INTO foreign_fees (account_id, symbol, leg, currency, charged)
    SELECT account_id, symbol, leg, currency, sum(charged) FROM live_foreign_fees GROUP BY 1, 2, 3, 4;
ALTER TABLE execution_commissions FORCE ROW LEVEL SECURITY;
ALTER TABLE executions FORCE ROW LEVEL SECURITY;
ALTER TABLE hedging_orders FORCE ROW LEVEL SECURITY;
ALTER TABLE foreign_fees FORCE ROW LEVEL SECURITY;

CREATE FUNCTION reconcile_foreign_fees() RETURNS TABLE (invariant text, violations bigint, example text) LANGUAGE sql STABLE
SET enable_nestloop = off AS $$
    WITH
    wrong_totals AS (
        SELECT coalesce(f.account_id, l.account_id) || ' ' || coalesce(f.symbol, l.symbol) || ' ' || coalesce(f.currency, l.currency)
                AS example
            FROM foreign_fees f
            FULL JOIN (SELECT account_id, symbol, leg, currency, sum(charged) AS charged FROM live_foreign_fees
                       GROUP BY 1, 2, 3, 4) l
                ON (l.account_id, l.symbol, l.leg, l.currency) = (f.account_id, f.symbol, f.leg, f.currency)
            WHERE coalesce(f.charged, 0) <> coalesce(l.charged, 0)),
    run AS (
        SELECT c.account_id || ' ' || c.symbol || ' ' || c.currency || ' conversion ' || c.seq AS example, c.seq,
               c.amount::numeric, c.rate::numeric, c.charged_total::numeric, c.in_settl::numeric, c.settl_total::numeric, s.scale,
               c.settl_currency = coalesce(i.settl_currency, i.currency) AS settles,
               row_number() OVER run_of AS nth,
               sum(c.amount::numeric) OVER run_of AS amounts,
               sum(c.in_settl::numeric) OVER run_of AS in_settls,
               coalesce(lag(c.settl_total::numeric) OVER run_of, 0) AS settl_before
            FROM fee_conversions c
            JOIN instruments i ON i.symbol = c.symbol
            LEFT JOIN assets s ON s.asset = c.settl_currency
            WINDOW run_of AS (PARTITION BY c.account_id, c.symbol, c.leg, c.currency ORDER BY c.seq)),
    -- Totals are kept to eighteen decimals; half-even, so that a half may go either way.
    wrong_conversions AS (
        SELECT example FROM run
            WHERE NOT settles OR seq <> nth OR charged_total <> amounts OR abs(settl_total - settl_before - amount * rate) > 1e-18
                OR in_settl <> round(in_settl, scale) OR abs(in_settls - settl_total) > 0.5 * power(10::numeric, -scale))
    SELECT '3 fees in third currencies are those of live executions', count(*), min(example) FROM wrong_totals
    UNION ALL SELECT '2 conversions of fees add up', count(*), min(example) FROM wrong_conversions
$$;
REVOKE EXECUTE ON FUNCTION reconcile_foreign_fees() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reconcile_foreign_fees() TO oms_admin;

-- Only what is new is put into the report, so that the rest stays as whoever replaced it last wrote it.
DO $do$
DECLARE
    definition text := pg_get_functiondef('reconcile()'::regprocedure);
    reports text := '    UNION ALL SELECT ''8 event sequence has no gap''';
    report text := '    UNION ALL SELECT * FROM reconcile_foreign_fees()
';
BEGIN
    IF position(reports IN definition) = 0 THEN
        RAISE EXCEPTION 'reconcile() has no longer the place where this belongs';
    END IF;
    EXECUTE replace(definition, reports, report || reports);
END;
$do$;
