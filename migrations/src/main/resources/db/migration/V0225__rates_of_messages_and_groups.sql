-- Why: a rate of whatever an account sends, cancels among it, and one of the new orders of all accounts of a desk or of the firm together.
-- Locks: house_limits and account_limits while they are read.
-- Undone by: undo/U0225__rates_of_messages_and_groups.sql (what was set of these kinds for the firm and its desks is lost).

ALTER TABLE house_limits
    ADD CONSTRAINT house_limits_message_rate_is_of_accounts CHECK (kind <> 'MESSAGES_PER_SECOND'
        OR (scope <> 'USER' AND severity = 'HARD' AND security_type IS NULL AND symbol IS NULL
            AND value BETWEEN 1 AND 1000000 AND value = trunc(value))),
    ADD CONSTRAINT house_limits_group_rate_is_of_groups CHECK (kind <> 'GROUP_ORDERS_PER_SECOND'
        OR (scope IN ('FIRM', 'DESK') AND severity = 'HARD' AND security_type IS NULL AND symbol IS NULL
            AND value BETWEEN 1 AND 1000000 AND value = trunc(value)));
ALTER TABLE account_limits
    ADD CONSTRAINT account_limits_message_rate_is_of_the_account CHECK (kind <> 'MESSAGES_PER_SECOND'
        OR (severity = 'HARD' AND security_type IS NULL AND symbol IS NULL
            AND value BETWEEN 1 AND 1000000 AND value = trunc(value))),
    ADD CONSTRAINT account_limits_group_rate_is_of_groups CHECK (kind <> 'GROUP_ORDERS_PER_SECOND');

-- On from the start, as wide as nobody needs it. Groups are bounded where somebody bounds them.
INSERT INTO house_limits (limit_id, scope, scope_id, kind, value, severity, effective_from, created_by)
    VALUES (gen_random_uuid(), 'FIRM', '*', 'MESSAGES_PER_SECOND', 1000000, 'HARD', now(), 'migration');
UPDATE risk_version SET version = version + 1;
