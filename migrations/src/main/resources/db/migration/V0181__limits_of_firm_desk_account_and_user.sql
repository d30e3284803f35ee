-- Why: limits of every kind, of the firm, its desks, its accounts and its users, for all instruments, a class of them or one, from
-- and to a time; whichever of those that apply leaves the least room decides. What accounts had is carried over.
-- Locks: limits, which is dropped.
-- Undone by: undo/U0181__limits_of_firm_desk_account_and_user.sql (only what accounts had before can be kept).

-- Rises with every change of the rules, in the transaction that makes it: who reads it knows whether what he has is what stands.
CREATE TABLE risk_version (
    singleton boolean NOT NULL DEFAULT true,
    version bigint NOT NULL,
    CONSTRAINT risk_version_pk PRIMARY KEY (singleton),
    CONSTRAINT risk_version_is_one_row CHECK (singleton)
);
INSERT INTO risk_version (version) VALUES (1);
GRANT SELECT ON risk_version TO oms_writer, oms_admin;
GRANT UPDATE (version) ON risk_version TO oms_admin;

-- Limits of the firm, its desks and its users. A row says the same for ever, but for when it ends.
CREATE TABLE house_limits (
    limit_id uuid NOT NULL,
    scope text NOT NULL,
    scope_id text NOT NULL,
    kind text NOT NULL,
    security_type text,
    symbol text,
    value unsigned_amount NOT NULL,
    severity text NOT NULL,
    effective_from timestamptz NOT NULL,
    effective_to timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    CONSTRAINT house_limits_pk PRIMARY KEY (limit_id),
    CONSTRAINT house_limits_symbol_fk FOREIGN KEY (symbol) REFERENCES instruments (symbol),
    CONSTRAINT house_limits_scope_known CHECK (scope IN ('FIRM', 'DESK', 'USER')),
    CONSTRAINT house_limits_firm_has_no_id CHECK ((scope = 'FIRM') = (scope_id = '*')),
    CONSTRAINT house_limits_class_or_symbol CHECK (security_type IS NULL OR symbol IS NULL),
    CONSTRAINT house_limits_severity_known CHECK (severity IN ('HARD', 'SOFT')),
    CONSTRAINT house_limits_ends_after_it_begins CHECK (effective_to >= effective_from),
    CONSTRAINT house_limits_rate_is_of_accounts CHECK (kind <> 'ORDERS_PER_SECOND'
        OR (scope <> 'USER' AND severity = 'HARD' AND security_type IS NULL AND symbol IS NULL
            AND value BETWEEN 1 AND 1000000 AND value = trunc(value)))
);
COMMENT ON COLUMN house_limits.scope_id IS 'The desk or the user; * of the firm';
COMMENT ON COLUMN house_limits.security_type IS 'FIX 167, of a limit for a class of instruments';
COMMENT ON COLUMN house_limits.symbol IS 'FIX 55, of a limit for one instrument';
GRANT SELECT ON house_limits TO oms_writer, oms_reader;
GRANT SELECT, INSERT, UPDATE (effective_to) ON house_limits TO oms_admin;

CREATE TABLE account_limits (
    account_id uuid NOT NULL,
    limit_id uuid NOT NULL,
    kind text NOT NULL,
    security_type text,
    symbol text,
    value unsigned_amount NOT NULL,
    severity text NOT NULL,
    effective_from timestamptz NOT NULL,
    effective_to timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    CONSTRAINT account_limits_pk PRIMARY KEY (account_id, limit_id),
    CONSTRAINT account_limits_account_fk FOREIGN KEY (account_id) REFERENCES accounts (account_id),
    CONSTRAINT account_limits_symbol_fk FOREIGN KEY (symbol) REFERENCES instruments (symbol),
    CONSTRAINT account_limits_class_or_symbol CHECK (security_type IS NULL OR symbol IS NULL),
    CONSTRAINT account_limits_severity_known CHECK (severity IN ('HARD', 'SOFT')),
    CONSTRAINT account_limits_ends_after_it_begins CHECK (effective_to >= effective_from),
    CONSTRAINT account_limits_rate_is_of_the_account CHECK (kind <> 'ORDERS_PER_SECOND'
        OR (severity = 'HARD' AND security_type IS NULL AND symbol IS NULL
            AND value BETWEEN 1 AND 1000000 AND value = trunc(value)))
);
CALL protect_account_table('account_limits');
GRANT SELECT ON account_limits TO oms_reader, oms_writer;
GRANT SELECT, INSERT, UPDATE (effective_to) ON account_limits TO oms_admin;

-- A limit that is missing denies: each kind is bounded from the start, as wide as nobody needs it, for operators to tighten.
INSERT INTO house_limits (limit_id, scope, scope_id, kind, value, severity, effective_from, created_by)
    SELECT gen_random_uuid(), 'FIRM', '*', kind, value, 'HARD', now(), 'migration' FROM (VALUES
        ('MAX_ORDER_QTY', 1e15), ('MIN_ORDER_QTY', 0), ('MAX_MARKET_ORDER_QTY', 1e15),
        ('MAX_ORDER_NOTIONAL', 1e15), ('MIN_ORDER_NOTIONAL', 0), ('PRICE_COLLAR', 1),
        ('MAX_POSITION', 1e15), ('MAX_OPEN_ORDERS', 100000), ('MAX_OPEN_NOTIONAL', 1e15), ('MAX_CREDIT', 1e15),
        ('MAX_DAILY_LOSS', 1e15), ('MAX_ORDER_TO_TRADE', 1e9), ('DUPLICATE_WINDOW_MS', 0),
        ('MAX_REPEATED_EXECUTIONS', 1e9), ('ORDERS_PER_SECOND', 1000000)) AS defaults (kind, value);

-- The owner sees rows of accounts only where the policies do not bind him.
ALTER TABLE limits NO FORCE ROW LEVEL SECURITY;
ALTER TABLE account_limits NO FORCE ROW LEVEL SECURITY;
INSERT INTO account_limits (account_id, limit_id, kind, symbol, value, severity, effective_from, created_by)
    SELECT l.account_id, gen_random_uuid(), k.kind, nullif(l.symbol, '*'), k.value, 'HARD', l.updated_at, l.updated_by
    FROM limits l, LATERAL (VALUES ('MAX_ORDER_QTY', l.max_order_qty::numeric),
        ('MAX_ORDER_NOTIONAL', l.max_order_notional::numeric), ('ORDERS_PER_SECOND', l.orders_per_second::numeric)) AS k (kind, value)
    WHERE k.value IS NOT NULL;
ALTER TABLE account_limits FORCE ROW LEVEL SECURITY;

-- "<= now()" would hide what is yet to come: that is read with the rest, so that it begins without a change of version.
DROP FUNCTION find_limits(uuid[]);
CREATE FUNCTION find_limits(account_ids uuid[]) RETURNS SETOF account_limits LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT l.* FROM unnest(account_ids) AS k (account_id) JOIN account_limits l ON l.account_id = k.account_id
        WHERE l.effective_to IS NULL OR l.effective_to > now();
END;
$$;
DROP TABLE limits;

CREATE FUNCTION find_house_limits() RETURNS SETOF house_limits LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY SELECT l.* FROM house_limits l WHERE l.effective_to IS NULL OR l.effective_to > now();
END;
$$;

-- Volatile, so that it sees what was committed while the statement that asks it waited for its locks.
CREATE FUNCTION risk_version() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    RETURN (SELECT v.version FROM risk_version v WHERE v.singleton);
END;
$$;

REVOKE EXECUTE ON FUNCTION find_limits(uuid[]), find_house_limits(), risk_version() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_limits(uuid[]), find_house_limits(), risk_version() TO oms_writer;
