DROP FUNCTION apply_risk_change(uuid, text, text);
DROP TABLE risk_changes;
