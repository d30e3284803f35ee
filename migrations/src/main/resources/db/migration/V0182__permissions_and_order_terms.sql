-- Why: what a user may trade and where, which orders an instrument takes, and a restricted list.
-- Locks: none, everything is new.
-- Undone by: undo/U0182__permissions_and_order_terms.sql

-- Who has rows of his own has those alone; who has none has those of '*'. What nobody permits is denied.
CREATE TABLE user_permissions (
    permission_id uuid NOT NULL,
    user_id text NOT NULL,
    security_type text,
    symbol text,
    venue_id text,
    effective_from timestamptz NOT NULL,
    effective_to timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    CONSTRAINT user_permissions_pk PRIMARY KEY (permission_id),
    CONSTRAINT user_permissions_symbol_fk FOREIGN KEY (symbol) REFERENCES instruments (symbol),
    CONSTRAINT user_permissions_venue_fk FOREIGN KEY (venue_id) REFERENCES venues (venue_id),
    CONSTRAINT user_permissions_user_id_length CHECK (length(user_id) BETWEEN 1 AND 200),
    CONSTRAINT user_permissions_class_or_symbol CHECK (security_type IS NULL OR symbol IS NULL),
    CONSTRAINT user_permissions_ends_after_it_begins CHECK (effective_to >= effective_from)
);
COMMENT ON COLUMN user_permissions.user_id IS 'The subject of a token; * of all that have none of their own';
GRANT SELECT ON user_permissions TO oms_writer;
GRANT SELECT, INSERT, UPDATE (effective_to) ON user_permissions TO oms_admin;
INSERT INTO user_permissions (permission_id, user_id, effective_from, created_by) VALUES (gen_random_uuid(), '*', now(), 'migration');

-- Of an instrument the rows that name it count; where none does those of its class; else those of all.
CREATE TABLE order_terms (
    terms_id uuid NOT NULL,
    security_type text,
    symbol text,
    ord_types text[] NOT NULL,
    times_in_force text[] NOT NULL,
    effective_from timestamptz NOT NULL,
    effective_to timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    CONSTRAINT order_terms_pk PRIMARY KEY (terms_id),
    CONSTRAINT order_terms_symbol_fk FOREIGN KEY (symbol) REFERENCES instruments (symbol),
    CONSTRAINT order_terms_class_or_symbol CHECK (security_type IS NULL OR symbol IS NULL),
    CONSTRAINT order_terms_ends_after_it_begins CHECK (effective_to >= effective_from)
);
GRANT SELECT ON order_terms TO oms_writer;
GRANT SELECT, INSERT, UPDATE (effective_to) ON order_terms TO oms_admin;
INSERT INTO order_terms (terms_id, ord_types, times_in_force, effective_from, created_by) VALUES (gen_random_uuid(),
    '{LIMIT,MARKET,STOP,STOP_LIMIT,TRAILING_STOP,MARKET_IF_TOUCHED,LIMIT_IF_TOUCHED}', '{DAY,GTC,GTD,IOC,FOK,OPG,CLS}', now(),
    'migration');

-- A limit of 0 restricts, so that the list has the scopes, the times and the audit of every other limit.
INSERT INTO house_limits (limit_id, scope, scope_id, kind, value, severity, effective_from, created_by)
    VALUES (gen_random_uuid(), 'FIRM', '*', 'MAY_TRADE', 1, 'HARD', now(), 'migration');
ALTER TABLE house_limits ADD CONSTRAINT house_limits_may_trade_is_yes_or_no CHECK (kind <> 'MAY_TRADE' OR value IN (0, 1));
ALTER TABLE account_limits ADD CONSTRAINT account_limits_may_trade_is_yes_or_no CHECK (kind <> 'MAY_TRADE' OR value IN (0, 1));

CREATE FUNCTION find_user_permissions() RETURNS SETOF user_permissions LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY SELECT p.* FROM user_permissions p WHERE p.effective_to IS NULL OR p.effective_to > now();
END;
$$;

CREATE FUNCTION find_order_terms() RETURNS SETOF order_terms LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY SELECT t.* FROM order_terms t WHERE t.effective_to IS NULL OR t.effective_to > now();
END;
$$;

REVOKE EXECUTE ON FUNCTION find_user_permissions(), find_order_terms() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_user_permissions(), find_order_terms() TO oms_writer;
UPDATE risk_version SET version = version + 1;
