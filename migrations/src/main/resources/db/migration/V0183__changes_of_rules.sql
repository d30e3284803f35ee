-- Why: a rule of risk is changed by two operators, one who proposes and another who approves, and by one where it only tightens;
-- who did it, when, from what, to what and why is kept.
-- Locks: none, everything is new.
-- Undone by: undo/U0183__changes_of_rules.sql (who changed what is lost, but for the audit).

-- What is before and after is a row of the table it is of. account_id is null where it is no account's.
CREATE TABLE risk_changes (
    change_id uuid NOT NULL,
    account_id uuid,
    rules text NOT NULL,
    ended_id uuid,
    before jsonb,
    after jsonb,
    reason text NOT NULL,
    state text NOT NULL DEFAULT 'PROPOSED',
    proposed_by text NOT NULL,
    proposed_at timestamptz NOT NULL DEFAULT now(),
    resolved_by text,
    resolved_at timestamptz,
    resolution text,
    CONSTRAINT risk_changes_pk PRIMARY KEY (change_id),
    CONSTRAINT risk_changes_rules_known CHECK (rules IN ('house_limits', 'account_limits', 'user_permissions', 'order_terms')),
    CONSTRAINT risk_changes_state_known CHECK (state IN ('PROPOSED', 'APPLIED', 'REJECTED')),
    CONSTRAINT risk_changes_changes_something CHECK (after IS NOT NULL OR ended_id IS NOT NULL),
    CONSTRAINT risk_changes_ends_what_was CHECK ((ended_id IS NULL) = (before IS NULL)),
    CONSTRAINT risk_changes_resolved_by_somebody CHECK ((state = 'PROPOSED') = (resolved_by IS NULL)
        AND (resolved_by IS NULL) = (resolved_at IS NULL))
);
CREATE INDEX risk_changes_by_time ON risk_changes (proposed_at, change_id);
CREATE INDEX risk_changes_proposed ON risk_changes (proposed_at, change_id) WHERE state = 'PROPOSED';
ALTER TABLE risk_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE risk_changes FORCE ROW LEVEL SECURITY;
CREATE POLICY admin_all_accounts ON risk_changes TO oms_admin USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE (state, resolved_by, resolved_at, resolution) ON risk_changes TO oms_admin;

-- Ends the rule that was and makes the one that shall be, neither before now, and raises the version; false where what was, or what
-- shall be, has ended by itself meanwhile. The caller holds the lock of risk_version.
CREATE FUNCTION apply_risk_change(wanted uuid, resolver text, told text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    change risk_changes;
    starts timestamptz;
    ended bigint;
BEGIN
    SELECT * INTO STRICT change FROM risk_changes c WHERE c.change_id = wanted FOR UPDATE;
    starts := greatest(now(), (change.after ->> 'effective_from')::timestamptz);
    IF (change.after ->> 'effective_to')::timestamptz <= starts THEN
        RETURN false;
    END IF;
    IF change.ended_id IS NOT NULL THEN
        EXECUTE format('UPDATE %I SET effective_to = greatest(effective_from, $1) WHERE %I = $2 AND (effective_to IS NULL OR effective_to > $1)',
            change.rules, CASE change.rules WHEN 'user_permissions' THEN 'permission_id' WHEN 'order_terms' THEN 'terms_id'
                ELSE 'limit_id' END) USING starts, change.ended_id;
        GET DIAGNOSTICS ended = ROW_COUNT;
        IF ended = 0 THEN
            RETURN false;
        END IF;
    END IF;
    IF change.after IS NOT NULL THEN
        EXECUTE format('INSERT INTO %1$I SELECT (jsonb_populate_record(NULL::%1$I, $1)).*', change.rules)
            USING change.after || jsonb_build_object('effective_from', starts, 'created_at', now(), 'created_by', change.proposed_by);
    END IF;
    UPDATE risk_changes c SET state = 'APPLIED', resolved_by = resolver, resolved_at = now(), resolution = told
        WHERE c.change_id = wanted;
    UPDATE risk_version SET version = version + 1;
    RETURN true;
END;
$$;
REVOKE EXECUTE ON FUNCTION apply_risk_change(uuid, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION apply_risk_change(uuid, text, text) TO oms_admin;
