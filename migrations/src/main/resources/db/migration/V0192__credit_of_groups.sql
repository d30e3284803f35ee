-- Why: credit that the accounts of a desk, or of the firm, have together. What is left of it is lent to accounts in allotments, so that
-- an order that stays within its account's touches no row that others wait for.
-- Locks: accounts for a moment, the columns are added without a rewrite; house_limits and account_limits while they are read.
-- Undone by: undo/U0192__credit_of_groups.sql (the allotments are given back).

ALTER TABLE house_limits ADD CONSTRAINT house_limits_group_credit_is_of_groups CHECK (kind <> 'MAX_GROUP_CREDIT'
    OR (scope IN ('FIRM', 'DESK') AND severity = 'HARD' AND security_type IS NULL AND symbol IS NULL));
ALTER TABLE account_limits ADD CONSTRAINT account_limits_group_credit_is_of_groups CHECK (kind <> 'MAX_GROUP_CREDIT');

-- The limit itself is a rule; this is what of it is lent. Accounts of another base currency have a line of their own.
CREATE TABLE credit_lines (
    scope text NOT NULL,
    scope_id text NOT NULL,
    currency text NOT NULL,
    allotted numeric NOT NULL DEFAULT 0,
    bound numeric NOT NULL,
    CONSTRAINT credit_lines_pk PRIMARY KEY (scope, scope_id, currency),
    CONSTRAINT credit_lines_currency_fk FOREIGN KEY (currency) REFERENCES assets (asset),
    CONSTRAINT credit_lines_scope_known CHECK (scope IN ('FIRM', 'DESK')),
    CONSTRAINT credit_lines_lend_what_there_is CHECK (allotted >= 0 AND allotted <= bound AND bound < 1e24)
);
COMMENT ON COLUMN credit_lines.allotted IS 'What accounts of the group have of it together';
COMMENT ON COLUMN credit_lines.bound IS 'The limit when more was lent for the last time';
GRANT SELECT, INSERT, UPDATE (allotted, bound) ON credit_lines TO oms_writer;
GRANT SELECT ON credit_lines TO oms_admin, oms_metrics;

-- A bound that is not the limit of now: what is lent has to be looked at anew before anything is opened.
ALTER TABLE accounts
    ADD COLUMN firm_credit numeric NOT NULL DEFAULT 0,
    ADD COLUMN firm_credit_bound numeric,
    ADD COLUMN desk_credit numeric NOT NULL DEFAULT 0,
    ADD COLUMN desk_credit_bound numeric;
COMMENT ON COLUMN accounts.firm_credit IS 'What the account has of the credit that the firm''s accounts have together; desk_credit likewise';
COMMENT ON COLUMN accounts.firm_credit_bound IS 'The limit under which it was lent; null: nothing ever was';
GRANT UPDATE (firm_credit, firm_credit_bound, desk_credit, desk_credit_bound) ON accounts TO oms_writer;

-- Sets what accounts have of their lines to what they want, or to what is left. Lines are locked after accounts and in one order, in
-- every batch; what was locked while this waited is read as it was committed.
CREATE FUNCTION lend_credit(account_ids uuid[], scopes text[], scope_ids text[], currencies text[], bounds numeric[], wants numeric[])
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
REVOKE EXECUTE ON FUNCTION lend_credit(uuid[], text[], text[], text[], numeric[], numeric[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lend_credit(uuid[], text[], text[], text[], numeric[], numeric[]) TO oms_writer;

CREATE FUNCTION reconcile_credit() RETURNS TABLE (invariant text, violations bigint, example text) LANGUAGE sql STABLE AS $$
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
REVOKE EXECUTE ON FUNCTION reconcile_credit() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reconcile_credit() TO oms_admin;

-- Only what is new is put into the report, so that the rest stays as whoever replaced it last wrote it.
DO $do$
DECLARE
    definition text := pg_get_functiondef('reconcile()'::regprocedure);
    reports text := '    UNION ALL SELECT ''8 event sequence has no gap''';
    report text := '    UNION ALL SELECT * FROM reconcile_credit()
';
BEGIN
    IF position(reports IN definition) = 0 THEN
        RAISE EXCEPTION 'reconcile() has no longer the place where this belongs';
    END IF;
    EXECUTE replace(definition, reports, report || reports);
END;
$do$;
