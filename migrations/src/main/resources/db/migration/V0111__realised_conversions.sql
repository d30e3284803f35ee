-- Why: what was realised in another currency than the account's is converted at the rate of its time, once, and then fixed.
-- Locks: none that matter: a new table, and a right to read positions.
-- Undone by: undo/U0111__realised_conversions.sql (drops the conversions; converted anew they are of the rates of that time).

-- A row is what was realised since the row before it; the totals run, so that a row tells what the next one begins at. It is written
-- by what watches the fills and not by what books them: a fill costs no more for it.
CREATE TABLE realised_conversions (
    account_id uuid NOT NULL,
    symbol text NOT NULL,
    seq bigint NOT NULL,
    currency text NOT NULL,
    base_currency text NOT NULL,
    amount signed_amount NOT NULL,
    realised_total signed_amount NOT NULL,
    rate positive_amount NOT NULL,
    in_base signed_amount NOT NULL,
    base_total signed_amount NOT NULL,
    rate_symbols text[] NOT NULL,
    quote_time timestamptz NOT NULL,
    converted_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT realised_conversions_pk PRIMARY KEY (account_id, symbol, seq),
    CONSTRAINT realised_conversions_account_fk FOREIGN KEY (account_id) REFERENCES accounts (account_id),
    CONSTRAINT realised_conversions_numbered CHECK (seq > 0),
    CONSTRAINT realised_conversions_of_something CHECK (amount <> 0),
    CONSTRAINT realised_conversions_of_two_currencies CHECK (currency <> base_currency)
);
COMMENT ON COLUMN realised_conversions.realised_total IS 'All that was realised in the symbol up to and with this row, in currency';
COMMENT ON COLUMN realised_conversions.base_total IS 'What all rows up to this one come to in base_currency, before rounding; in_base steps its rounding';
CALL protect_account_table('realised_conversions');
GRANT SELECT ON realised_conversions TO oms_reader, oms_admin;
GRANT SELECT, INSERT ON realised_conversions TO oms_relay;
CREATE POLICY relay_converts ON realised_conversions FOR INSERT TO oms_relay WITH CHECK (true);
GRANT SELECT ON positions TO oms_relay;
