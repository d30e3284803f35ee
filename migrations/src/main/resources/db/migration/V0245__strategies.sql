-- Why: an account may be of a strategy, beside its desk, so that what is bounded and lent can be so for all accounts of a strategy.
-- Locks: accounts for a moment, the columns are added without a rewrite, and while its foreign key is validated; house_limits and
-- credit_lines while they are read.
-- Undone by: undo/U0245__strategies.sql (which strategy an account is of, and the limits of strategies, are lost).

CREATE TABLE strategies (
    strategy_id text NOT NULL,
    name text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    CONSTRAINT strategies_pk PRIMARY KEY (strategy_id),
    CONSTRAINT strategies_strategy_id_format CHECK (strategy_id ~ '^[A-Z0-9_-]{1,20}$'),
    CONSTRAINT strategies_name_length CHECK (length(name) BETWEEN 1 AND 100)
);
GRANT SELECT ON strategies TO oms_writer, oms_reader, oms_relay, oms_metrics;
GRANT SELECT, INSERT ON strategies TO oms_admin;

-- Nobody is granted to change which strategy it is; an account may be of none.
ALTER TABLE accounts
    ADD COLUMN strategy_id text,
    ADD COLUMN strategy_credit numeric NOT NULL DEFAULT 0,
    ADD COLUMN strategy_credit_bound numeric,
    ADD CONSTRAINT accounts_strategy_fk FOREIGN KEY (strategy_id) REFERENCES strategies (strategy_id) NOT VALID;
ALTER TABLE accounts VALIDATE CONSTRAINT accounts_strategy_fk;
CREATE INDEX accounts_by_strategy ON accounts (strategy_id) WHERE strategy_id IS NOT NULL;
COMMENT ON COLUMN accounts.strategy_credit IS 'What the account has of the credit that the accounts of its strategy have together';
COMMENT ON COLUMN accounts.strategy_credit_bound IS 'The limit under which it was lent; null: nothing ever was';
GRANT UPDATE (strategy_credit, strategy_credit_bound) ON accounts TO oms_writer;

ALTER TABLE house_limits
    DROP CONSTRAINT house_limits_scope_known,
    ADD CONSTRAINT house_limits_scope_known CHECK (scope IN ('FIRM', 'DESK', 'STRATEGY', 'USER')) NOT VALID,
    DROP CONSTRAINT house_limits_group_credit_is_of_groups,
    ADD CONSTRAINT house_limits_group_credit_is_of_groups CHECK (kind <> 'MAX_GROUP_CREDIT'
        OR (scope IN ('FIRM', 'DESK', 'STRATEGY') AND severity = 'HARD' AND security_type IS NULL AND symbol IS NULL)) NOT VALID,
    DROP CONSTRAINT house_limits_group_rate_is_of_groups,
    ADD CONSTRAINT house_limits_group_rate_is_of_groups CHECK (kind <> 'GROUP_ORDERS_PER_SECOND'
        OR (scope IN ('FIRM', 'DESK', 'STRATEGY') AND severity = 'HARD' AND security_type IS NULL AND symbol IS NULL
            AND value BETWEEN 1 AND 1000000 AND value = trunc(value))) NOT VALID;
ALTER TABLE house_limits VALIDATE CONSTRAINT house_limits_scope_known;
ALTER TABLE house_limits VALIDATE CONSTRAINT house_limits_group_credit_is_of_groups;
ALTER TABLE house_limits VALIDATE CONSTRAINT house_limits_group_rate_is_of_groups;
COMMENT ON COLUMN house_limits.scope_id IS 'The desk, the strategy or the user; * of the firm';
ALTER TABLE credit_lines
    DROP CONSTRAINT credit_lines_scope_known,
    ADD CONSTRAINT credit_lines_scope_known CHECK (scope IN ('FIRM', 'DESK', 'STRATEGY'));

-- As before, of strategies too.
CREATE OR REPLACE FUNCTION lend_credit(account_ids uuid[], scopes text[], scope_ids text[], currencies text[], bounds numeric[],
    wants numeric[]) RETURNS TABLE (account_id uuid, scope text, credit numeric) LANGUAGE plpgsql AS $$
DECLARE
    k record;
    lent numeric;
    had numeric;
    has numeric;
BEGIN
    FOR k IN SELECT u.* FROM unnest(account_ids, scopes, scope_ids, currencies, bounds, wants)
        AS u (account_id, scope, scope_id, currency, bound, want) ORDER BY u.scope, u.scope_id, u.currency, u.account_id
    LOOP
        INSERT INTO credit_lines AS l (scope, scope_id, currency, bound) VALUES (k.scope, k.scope_id, k.currency, k.bound)
            ON CONFLICT DO NOTHING;
        SELECT l.allotted INTO STRICT lent FROM credit_lines l
            WHERE (l.scope, l.scope_id, l.currency) = (k.scope, k.scope_id, k.currency) FOR UPDATE;
        SELECT CASE k.scope WHEN 'FIRM' THEN a.firm_credit WHEN 'DESK' THEN a.desk_credit WHEN 'STRATEGY' THEN a.strategy_credit END
            INTO STRICT had FROM accounts a WHERE a.account_id = k.account_id;
        has := greatest(least(k.want, k.bound - (lent - had)), 0);
        UPDATE credit_lines l SET allotted = lent - had + has, bound = CASE WHEN has > had THEN k.bound ELSE l.bound END
            WHERE (l.scope, l.scope_id, l.currency) = (k.scope, k.scope_id, k.currency);
        UPDATE accounts a SET
                firm_credit = CASE k.scope WHEN 'FIRM' THEN has ELSE a.firm_credit END,
                firm_credit_bound = CASE k.scope WHEN 'FIRM' THEN k.bound ELSE a.firm_credit_bound END,
                desk_credit = CASE k.scope WHEN 'DESK' THEN has ELSE a.desk_credit END,
                desk_credit_bound = CASE k.scope WHEN 'DESK' THEN k.bound ELSE a.desk_credit_bound END,
                strategy_credit = CASE k.scope WHEN 'STRATEGY' THEN has ELSE a.strategy_credit END,
                strategy_credit_bound = CASE k.scope WHEN 'STRATEGY' THEN k.bound ELSE a.strategy_credit_bound END
            WHERE a.account_id = k.account_id;
        account_id := k.account_id;
        scope := k.scope;
        credit := has;
        RETURN NEXT;
    END LOOP;
END;
$$;

-- Credit of a strategy that an account of none would have is nobody's, and shows.
CREATE OR REPLACE FUNCTION reconcile_credit() RETURNS TABLE (invariant text, violations bigint, example text) LANGUAGE sql STABLE AS $$
    WITH had AS (
        SELECT 'FIRM' AS scope, '*' AS scope_id, base_currency AS currency, sum(firm_credit) AS credit FROM accounts GROUP BY 3
        UNION ALL
        SELECT 'DESK', desk_id, base_currency, sum(desk_credit) FROM accounts GROUP BY 2, 3
        UNION ALL
        SELECT 'STRATEGY', coalesce(strategy_id, '-'), base_currency, sum(strategy_credit) FROM accounts
            GROUP BY 2, 3 HAVING coalesce(strategy_id, '-') <> '-' OR sum(strategy_credit) <> 0),
    wrong AS (
        SELECT coalesce(l.scope || ' ' || l.scope_id || ' ' || l.currency, h.scope || ' ' || h.scope_id || ' ' || h.currency) AS example
            FROM credit_lines l FULL JOIN had h USING (scope, scope_id, currency)
            WHERE coalesce(l.allotted, 0) <> coalesce(h.credit, 0))
    SELECT '2 what is lent of a credit line is what its accounts have of it', count(*), min(example) FROM wrong
    UNION ALL SELECT '2 no more is lent of a credit line than its limit was', count(*), min(scope || ' ' || scope_id || ' ' || currency)
        FROM credit_lines WHERE allotted > bound
$$;
