DELETE FROM credit_lines WHERE scope = 'STRATEGY';
DELETE FROM house_limits WHERE scope = 'STRATEGY';
UPDATE risk_version SET version = version + 1;
CREATE OR REPLACE FUNCTION lend_credit(account_ids uuid[], scopes text[], scope_ids text[], currencies text[], bounds numeric[], wants numeric[])
RETURNS TABLE (account_id uuid, scope text, credit numeric) LANGUAGE plpgsql AS $$
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
        SELECT CASE k.scope WHEN 'FIRM' THEN a.firm_credit ELSE a.desk_credit END INTO STRICT had
            FROM accounts a WHERE a.account_id = k.account_id;
        has := greatest(least(k.want, k.bound - (lent - had)), 0);
        UPDATE credit_lines l SET allotted = lent - had + has, bound = CASE WHEN has > had THEN k.bound ELSE l.bound END
            WHERE (l.scope, l.scope_id, l.currency) = (k.scope, k.scope_id, k.currency);
        UPDATE accounts a SET
                firm_credit = CASE k.scope WHEN 'FIRM' THEN has ELSE a.firm_credit END,
                firm_credit_bound = CASE k.scope WHEN 'FIRM' THEN k.bound ELSE a.firm_credit_bound END,
                desk_credit = CASE k.scope WHEN 'DESK' THEN has ELSE a.desk_credit END,
                desk_credit_bound = CASE k.scope WHEN 'DESK' THEN k.bound ELSE a.desk_credit_bound END
            WHERE a.account_id = k.account_id;
        account_id := k.account_id;
        scope := k.scope;
        credit := has;
        RETURN NEXT;
    END LOOP;
END;
$$;
CREATE OR REPLACE FUNCTION reconcile_credit() RETURNS TABLE (invariant text, violations bigint, example text) LANGUAGE sql STABLE AS $$
    WITH had AS (
        SELECT 'FIRM' AS scope, '*' AS scope_id, base_currency AS currency, sum(firm_credit) AS credit FROM accounts GROUP BY 3
        UNION ALL
        SELECT 'DESK', desk_id, base_currency, sum(desk_credit) FROM accounts GROUP BY 2, 3),
    wrong AS (
        SELECT coalesce(l.scope || ' ' || l.scope_id || ' ' || l.currency, h.scope || ' ' || h.scope_id || ' ' || h.currency) AS example
            FROM credit_lines l FULL JOIN had h USING (scope, scope_id, currency)
            WHERE coalesce(l.allotted, 0) <> coalesce(h.credit, 0))
    SELECT '2 what is lent of a credit line is what its accounts have of it', count(*), min(example) FROM wrong
    UNION ALL SELECT '2 no more is lent of a credit line than its limit was', count(*), min(scope || ' ' || scope_id || ' ' || currency)
        FROM credit_lines WHERE allotted > bound
$$;
ALTER TABLE credit_lines
    DROP CONSTRAINT credit_lines_scope_known,
    ADD CONSTRAINT credit_lines_scope_known CHECK (scope IN ('FIRM', 'DESK'));
ALTER TABLE house_limits
    DROP CONSTRAINT house_limits_scope_known,
    ADD CONSTRAINT house_limits_scope_known CHECK (scope IN ('FIRM', 'DESK', 'USER')),
    DROP CONSTRAINT house_limits_group_credit_is_of_groups,
    ADD CONSTRAINT house_limits_group_credit_is_of_groups CHECK (kind <> 'MAX_GROUP_CREDIT'
        OR (scope IN ('FIRM', 'DESK') AND severity = 'HARD' AND security_type IS NULL AND symbol IS NULL)),
    DROP CONSTRAINT house_limits_group_rate_is_of_groups,
    ADD CONSTRAINT house_limits_group_rate_is_of_groups CHECK (kind <> 'GROUP_ORDERS_PER_SECOND'
        OR (scope IN ('FIRM', 'DESK') AND severity = 'HARD' AND security_type IS NULL AND symbol IS NULL
            AND value BETWEEN 1 AND 1000000 AND value = trunc(value)));
COMMENT ON COLUMN house_limits.scope_id IS 'The desk or the user; * of the firm';
ALTER TABLE accounts DROP COLUMN strategy_id, DROP COLUMN strategy_credit, DROP COLUMN strategy_credit_bound;
DROP TABLE strategies;
