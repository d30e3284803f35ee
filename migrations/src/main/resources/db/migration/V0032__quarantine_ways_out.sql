-- Why: an operator may apply a quarantined report, to its order or to another, or discard it; what he chose is kept with it.
-- Locks: ACCESS EXCLUSIVE on quarantine for a moment; the check is of new columns, so reading the table once is enough.
-- Undone by: undo/U0032__quarantine_ways_out.sql (drops the columns; what was chosen is on the audit trail still).

-- order_id is the order it was applied to, outcome what that did.
ALTER TABLE quarantine
    ADD COLUMN action text,
    ADD COLUMN order_id uuid,
    ADD COLUMN outcome text,
    ADD CONSTRAINT quarantine_action_known CHECK (action IN ('REAPPLY', 'APPLY_TO_ORDER', 'DISCARD')),
    ADD CONSTRAINT quarantine_outcome_known CHECK (outcome IN ('APPLIED', 'KNOWN_ALREADY', 'DISCARDED'));
GRANT UPDATE (action, order_id, outcome) ON quarantine TO oms_admin;
