-- Why: what a venue's statement says is compared with what is booked, and what does not agree waits for an operator.
-- Locks: executions against writes while the index of block ranges is built, which reads the table once.
-- Undone by: undo/U0120__venue_statements.sql (drops the statements and what was found; the audit trail still tells of them).

-- A statement that was compared. The counts are of executions, an execution with its corrections and its bust being one, or
-- of positions, or of lines of cash.
CREATE TABLE venue_statements (
    statement_id uuid NOT NULL,
    venue_id text NOT NULL,
    form text NOT NULL,
    period_from timestamptz NOT NULL,
    period_to timestamptz NOT NULL,
    file_hash bytea NOT NULL,
    file_rows integer NOT NULL,
    matched integer NOT NULL,
    missing_here integer NOT NULL,
    missing_there integer NOT NULL,
    differing integer NOT NULL,
    uploaded_by text NOT NULL,
    uploaded_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT venue_statements_pk PRIMARY KEY (statement_id),
    CONSTRAINT venue_statements_once UNIQUE (venue_id, period_from, period_to, file_hash),
    CONSTRAINT venue_statements_venue_fk FOREIGN KEY (venue_id) REFERENCES venues (venue_id),
    CONSTRAINT venue_statements_form_known CHECK (form IN ('EXECUTIONS', 'POSITIONS', 'CASH')),
    CONSTRAINT venue_statements_period_is_one CHECK (period_from < period_to),
    CONSTRAINT venue_statements_hash_is_sha256 CHECK (octet_length(file_hash) = 32),
    CONSTRAINT venue_statements_counts CHECK (least(file_rows, matched, missing_here, missing_there, differing) >= 0)
);
CREATE INDEX venue_statements_by_time ON venue_statements (uploaded_at, statement_id);
COMMENT ON COLUMN venue_statements.file_hash IS 'SHA-256 of the file as it came';
GRANT SELECT, INSERT ON venue_statements TO oms_admin;

-- What does not agree. account_id is null where neither side could tell it.
CREATE TABLE statement_items (
    statement_id uuid NOT NULL,
    item_no integer NOT NULL,
    account_id uuid,
    finding text NOT NULL,
    exec_id text,
    symbol text,
    asset text,
    file_line integer,
    differences jsonb NOT NULL DEFAULT '{}',
    ours jsonb,
    theirs jsonb,
    resolution text,
    reason text,
    booked_account_id uuid,
    booked_transfer_id text,
    booked_exec_id text,
    resolved_by text,
    resolved_at timestamptz,
    CONSTRAINT statement_items_pk PRIMARY KEY (statement_id, item_no),
    CONSTRAINT statement_items_statement_fk FOREIGN KEY (statement_id) REFERENCES venue_statements (statement_id),
    CONSTRAINT statement_items_finding_known CHECK (finding IN ('MISSING_HERE', 'MISSING_THERE', 'DIFFERING')),
    CONSTRAINT statement_items_sides CHECK ((ours IS NOT NULL) = (finding <> 'MISSING_HERE')
        AND (theirs IS NOT NULL) = (finding <> 'MISSING_THERE') AND (differences <> '{}') = (finding = 'DIFFERING')),
    CONSTRAINT statement_items_resolution_known CHECK (resolution IN ('ACCEPTED_OURS', 'ACCEPTED_THEIRS', 'BOOKED', 'FALSE_ALARM')),
    CONSTRAINT statement_items_resolved_whole CHECK (num_nulls(resolution, reason, resolved_by, resolved_at) IN (0, 4)),
    CONSTRAINT statement_items_booking_is_named CHECK (CASE resolution WHEN 'BOOKED'
        THEN booked_account_id IS NOT NULL AND num_nonnulls(booked_transfer_id, booked_exec_id) = 1
        ELSE num_nonnulls(booked_account_id, booked_transfer_id, booked_exec_id) = 0 END)
);
CREATE INDEX statement_items_open ON statement_items (statement_id, item_no) WHERE resolved_at IS NULL;
COMMENT ON COLUMN statement_items.exec_id IS 'Of an execution with corrections the ExecID of the trade they are of';
COMMENT ON COLUMN statement_items.differences IS 'Field of the file to {"ours":…,"theirs":…}, decimals as text';
CALL protect_account_table('statement_items');
GRANT SELECT, INSERT, UPDATE (resolution, reason, booked_account_id, booked_transfer_id, booked_exec_id, resolved_by, resolved_at)
    ON statement_items TO oms_admin;
-- For the metric of what is open.
GRANT SELECT (statement_id, finding, resolved_at) ON statement_items TO oms_relay;

-- The executions of a period are found without reading all there are. They come nearly in the order of their time.
CREATE INDEX executions_by_time ON executions USING brin (transact_time);
