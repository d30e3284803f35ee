-- Why: the firm's limits were as wide as nobody needs them, so that checks of what an account has open, holds, loses and sends again
-- compared nothing until an operator tightened them. Each of those that nobody has touched since it was shipped ends, and a
-- finite one takes its place, with its row in the history of changes; docs/risk.md says why it is what it is.
-- Locks: risk_version, as every change of the rules does.
-- Undone by: undo/U0235__ship_finite_limits.sql (those that nobody has touched since).

-- The owner sees changes only where the policy does not bind him.
ALTER TABLE risk_changes NO FORCE ROW LEVEL SECURITY;

DO $$
DECLARE
    shipped record;
    made uuid;
BEGIN
    PERFORM v.version FROM risk_version v FOR UPDATE;
    FOR shipped IN
        SELECT l.limit_id, l.kind, to_jsonb(l) AS row, finite.value
        FROM (VALUES
            ('MAX_ORDER_QTY', 1e15, 1e9), ('MAX_MARKET_ORDER_QTY', 1e15, 1e9), ('MAX_ORDER_NOTIONAL', 1e15, 1e9),
            ('PRICE_COLLAR', 1, 0.1), ('MAX_POSITION', 1e15, 1e12), ('MAX_OPEN_NOTIONAL', 1e15, 1e12), ('MAX_CREDIT', 1e15, 1e12),
            ('MAX_DAILY_LOSS', 1e15, 1e9), ('MAX_ORDER_TO_TRADE', 1e9, 1e5), ('DUPLICATE_WINDOW_MS', 0, 500),
            ('MAX_REPEATED_EXECUTIONS', 1e9, 1e4)) AS finite (kind, shipped, value)
        JOIN house_limits l ON l.kind = finite.kind AND l.value = finite.shipped
        WHERE l.scope = 'FIRM' AND l.security_type IS NULL AND l.symbol IS NULL AND l.severity = 'HARD'
            AND l.created_by = 'migration' AND l.effective_to IS NULL
    LOOP
        made := gen_random_uuid();
        INSERT INTO risk_changes (change_id, rules, ended_id, before, after, reason, proposed_by)
            VALUES (made, 'house_limits', shipped.limit_id, shipped.row,
                jsonb_build_object('limit_id', made, 'scope', 'FIRM', 'scope_id', '*', 'kind', shipped.kind,
                    'value', trim_scale(shipped.value)::text, 'severity', 'HARD'),
                'shipped so that every check compares something', 'migration');
        PERFORM apply_risk_change(made, 'migration', NULL);
    END LOOP;
END;
$$;

ALTER TABLE risk_changes FORCE ROW LEVEL SECURITY;
