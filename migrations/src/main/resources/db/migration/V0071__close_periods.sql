-- Why: what is reported for a period must not change any more: an operator closes it, for an account or for the whole house.
-- Locks: accounts exclusively for a moment; nothing is rewritten.
-- Undone by: undo/U0071__close_periods.sql (drops the periods; they are open again).

-- An account is read with every batch, so a posting knows of a closed period without asking for it.
ALTER TABLE accounts
    ADD COLUMN closed_until timestamptz,
    ADD COLUMN house_closed_until timestamptz;
COMMENT ON COLUMN accounts.closed_until IS 'Effective times before it are closed for this account; null where none are';
COMMENT ON COLUMN accounts.house_closed_until IS 'The same for the whole house, in every account';
GRANT UPDATE (closed_until, house_closed_until) ON accounts TO oms_admin;

-- What accounts to come begin with. One row.
CREATE TABLE house_period (
    only_row boolean NOT NULL DEFAULT true,
    closed_until timestamptz,
    CONSTRAINT house_period_pk PRIMARY KEY (only_row),
    CONSTRAINT house_period_only_row CHECK (only_row)
);
INSERT INTO house_period DEFAULT VALUES;
GRANT SELECT, UPDATE (closed_until) ON house_period TO oms_admin;

-- Reopening takes two: one asks, another approves. Nobody but operators sees the table.
CREATE TABLE period_reopenings (
    reopening_id uuid NOT NULL,
    scope uuid,
    closed_until timestamptz NOT NULL,
    reopen_from timestamptz NOT NULL,
    reason text NOT NULL,
    requested_by text NOT NULL,
    requested_at timestamptz NOT NULL DEFAULT now(),
    approved_by text,
    approved_at timestamptz,
    CONSTRAINT period_reopenings_pk PRIMARY KEY (reopening_id),
    CONSTRAINT period_reopenings_reopen_something CHECK (reopen_from < closed_until),
    CONSTRAINT period_reopenings_approved_at_some_time CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
    CONSTRAINT period_reopenings_four_eyes CHECK (approved_by <> requested_by)
);
COMMENT ON COLUMN period_reopenings.scope IS 'The account, which is locked while it is asked for, or null for the house';
COMMENT ON COLUMN period_reopenings.closed_until IS 'What was closed when it was asked for: approved only as long as that stands';
GRANT SELECT, INSERT, UPDATE (approved_by, approved_at) ON period_reopenings TO oms_admin;
