-- Why: accounts belong to a desk, so that what is bounded, stopped and lent can be so for a desk as a whole.
-- Locks: accounts for a moment, and while its foreign key is validated.
-- Undone by: undo/U0180__desks.sql (which desk an account is of is lost).

CREATE TABLE desks (
    desk_id text NOT NULL,
    name text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    CONSTRAINT desks_pk PRIMARY KEY (desk_id),
    CONSTRAINT desks_desk_id_format CHECK (desk_id ~ '^[A-Z0-9_-]{1,20}$'),
    CONSTRAINT desks_name_length CHECK (length(name) BETWEEN 1 AND 100)
);
GRANT SELECT ON desks TO oms_writer, oms_reader, oms_relay, oms_metrics;
GRANT SELECT, INSERT ON desks TO oms_admin;
INSERT INTO desks (desk_id, name, created_by) VALUES ('MAIN', 'Accounts for which no desk was named', 'migration');

-- Nobody is granted to change it.
ALTER TABLE accounts
    ADD COLUMN desk_id text NOT NULL DEFAULT 'MAIN',
    ADD CONSTRAINT accounts_desk_fk FOREIGN KEY (desk_id) REFERENCES desks (desk_id) NOT VALID;
ALTER TABLE accounts VALIDATE CONSTRAINT accounts_desk_fk;
CREATE INDEX accounts_by_desk ON accounts (desk_id);
