CREATE TABLE limits (
    account_id uuid NOT NULL,
    symbol text NOT NULL,
    max_order_qty positive_amount,
    max_order_notional positive_amount,
    orders_per_second integer,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by text NOT NULL,
    CONSTRAINT limits_pk PRIMARY KEY (account_id, symbol),
    CONSTRAINT limits_account_fk FOREIGN KEY (account_id) REFERENCES accounts (account_id),
    CONSTRAINT limits_rate_range CHECK (orders_per_second BETWEEN 1 AND 1000000),
    CONSTRAINT limits_rate_is_of_the_account CHECK ((symbol = '*') = (orders_per_second IS NOT NULL))
);
CALL protect_account_table('limits');
GRANT SELECT ON limits TO oms_reader, oms_writer;
GRANT SELECT, INSERT, UPDATE ON limits TO oms_admin;
ALTER TABLE limits NO FORCE ROW LEVEL SECURITY;
ALTER TABLE account_limits NO FORCE ROW LEVEL SECURITY;
INSERT INTO limits (account_id, symbol, max_order_qty, max_order_notional, orders_per_second, updated_at, updated_by)
    SELECT account_id, coalesce(symbol, '*'),
        min(value) FILTER (WHERE kind = 'MAX_ORDER_QTY' AND value > 0),
        min(value) FILTER (WHERE kind = 'MAX_ORDER_NOTIONAL' AND value > 0),
        CASE WHEN symbol IS NULL THEN coalesce(min(value) FILTER (WHERE kind = 'ORDERS_PER_SECOND'), 100) END,
        max(created_at), max(created_by)
    FROM account_limits
    WHERE severity = 'HARD' AND security_type IS NULL AND effective_from <= now() AND (effective_to IS NULL OR effective_to > now())
        AND kind IN ('MAX_ORDER_QTY', 'MAX_ORDER_NOTIONAL', 'ORDERS_PER_SECOND')
    GROUP BY account_id, symbol;
ALTER TABLE limits FORCE ROW LEVEL SECURITY;
DROP FUNCTION risk_version();
DROP FUNCTION find_house_limits();
DROP FUNCTION find_limits(uuid[]);
CREATE FUNCTION find_limits(account_ids uuid[]) RETURNS SETOF limits LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT l.* FROM unnest(account_ids) AS k (account_id) JOIN limits l ON l.account_id = k.account_id;
END;
$$;
REVOKE EXECUTE ON FUNCTION find_limits(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_limits(uuid[]) TO oms_writer;
DROP TABLE account_limits;
DROP TABLE house_limits;
DROP TABLE risk_version;
