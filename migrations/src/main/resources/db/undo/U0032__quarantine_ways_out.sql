REVOKE UPDATE (action, order_id, outcome) ON quarantine FROM oms_admin;
ALTER TABLE quarantine
    DROP CONSTRAINT quarantine_outcome_known,
    DROP CONSTRAINT quarantine_action_known,
    DROP COLUMN outcome,
    DROP COLUMN order_id,
    DROP COLUMN action;
