-- Why: what still has to reach a venue, what could not be booked, who did what; and the partitions of all event tables.
-- Locks: none that matter, everything is new.
-- Undone by: undo/U0004__create_outbox_and_audit.sql (drops the tables; the facts in them are lost).

-- A row is a message to the venue; seq is that of the order event that caused it, so (account_id, seq) names the message.
-- It is retired by the venue's own answer, recorded in the same transaction, and published again until then.
CREATE TABLE outbox (
    account_id uuid NOT NULL,
    order_id uuid NOT NULL,
    seq bigint NOT NULL,
    kind text NOT NULL,
    venue_id text NOT NULL,
    cl_ord_id text NOT NULL,
    retired_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    tx_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
    CONSTRAINT outbox_pk PRIMARY KEY (account_id, order_id, seq, created_at),
    CONSTRAINT outbox_kind_known CHECK (kind IN ('NEW_ORDER', 'CANCEL'))
) PARTITION BY RANGE (created_at);
CREATE TABLE outbox_default PARTITION OF outbox DEFAULT;
CREATE INDEX outbox_unretired ON outbox (tx_id) WHERE retired_at IS NULL;
CALL protect_account_table('outbox');
GRANT SELECT ON outbox TO oms_relay, oms_admin;
GRANT SELECT (venue_id, retired_at, created_at) ON outbox TO oms_metrics;
GRANT SELECT, INSERT, UPDATE (retired_at) ON outbox TO oms_writer;

-- Where the publisher of order events stands: every event of a transaction below tx_id has been published.
CREATE TABLE relay_cursors (
    name text NOT NULL,
    tx_id xid8 NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT relay_cursors_pk PRIMARY KEY (name)
);
GRANT SELECT, INSERT, UPDATE ON relay_cursors TO oms_relay;

-- At most one relay publishes: the one that holds the lease. epoch rises with every change of holder.
CREATE TABLE relay_leases (
    name text NOT NULL,
    holder text NOT NULL,
    epoch bigint NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT relay_leases_pk PRIMARY KEY (name)
);
GRANT SELECT, INSERT, UPDATE ON relay_leases TO oms_relay;

-- Venue messages that could not be applied, kept whole for an operator. account_id is null where none could be told.
CREATE TABLE quarantine (
    quarantine_id uuid NOT NULL,
    account_id uuid,
    venue_id text,
    exec_id text,
    reason_code text NOT NULL,
    reason_text text NOT NULL,
    payload text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    resolved_at timestamptz,
    resolved_by text,
    resolution text,
    CONSTRAINT quarantine_pk PRIMARY KEY (quarantine_id),
    CONSTRAINT quarantine_resolved_by_somebody CHECK ((resolved_at IS NULL) = (resolved_by IS NULL))
);
CREATE INDEX quarantine_open ON quarantine (received_at) WHERE resolved_at IS NULL;
ALTER TABLE quarantine ENABLE ROW LEVEL SECURITY;
ALTER TABLE quarantine FORCE ROW LEVEL SECURITY;
CREATE POLICY writer_adds ON quarantine FOR INSERT TO oms_writer
    WITH CHECK (account_id IS NULL OR account_id IN (SELECT unnest(string_to_array(
        nullif(current_setting('app.account_ids', true), ''), ',')::uuid[])));
CREATE POLICY admin_all_accounts ON quarantine TO oms_admin USING (true) WITH CHECK (true);
CREATE POLICY metrics_counts ON quarantine FOR SELECT TO oms_metrics USING (true);
GRANT INSERT ON quarantine TO oms_writer;
GRANT SELECT, UPDATE (resolved_at, resolved_by, resolution) ON quarantine TO oms_admin;
GRANT SELECT (reason_code, received_at, resolved_at) ON quarantine TO oms_metrics;

-- What operators did and looked at. Order events and transfers name their actor themselves.
CREATE TABLE audit (
    audit_id uuid NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    actor text NOT NULL,
    action text NOT NULL,
    account_id uuid,
    order_id uuid,
    outcome text NOT NULL,
    detail jsonb NOT NULL DEFAULT '{}',
    CONSTRAINT audit_pk PRIMARY KEY (audit_id, recorded_at)
) PARTITION BY RANGE (recorded_at);
CREATE TABLE audit_default PARTITION OF audit DEFAULT;
CREATE INDEX audit_by_time ON audit (recorded_at);
ALTER TABLE audit ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit FORCE ROW LEVEL SECURITY;
CREATE POLICY admin_reads ON audit FOR SELECT TO oms_admin USING (true);
CREATE POLICY admin_adds ON audit FOR INSERT TO oms_admin WITH CHECK (true);
GRANT SELECT, INSERT ON audit TO oms_admin;

-- One trail over all three, as whoever asks.
CREATE VIEW audit_trail WITH (security_invoker = true) AS
    SELECT recorded_at, 'ORDER_EVENT' AS source, account_id::text || ':' || seq AS entry_id, actor, account_id, order_id,
           event_type AS action, ord_status AS outcome, seq,
           jsonb_strip_nulls(jsonb_build_object('clOrdId', cl_ord_id, 'execId', exec_id, 'lastQty', last_qty::text,
               'lastPx', last_px::text, 'cumQty', cum_qty::text, 'leavesQty', leaves_qty::text, 'held', held::text,
               'reasonCode', reason_code, 'reasonText', reason_text)) AS detail
        FROM order_events
    UNION ALL
    SELECT recorded_at, 'TRANSFER', account_id::text || ':' || seq, actor, account_id, order_id,
           kind, 'POSTED', seq,
           jsonb_strip_nulls(jsonb_build_object('transferId', transfer_id, 'asset', asset, 'amount', amount::text,
               'execId', exec_id))
        FROM ledger_transfers
    UNION ALL
    SELECT recorded_at, 'ADMIN', audit_id::text, actor, account_id, order_id, action, outcome, NULL, detail
        FROM audit;
GRANT SELECT ON audit_trail TO oms_admin;

-- Makes the monthly partitions from this month to months_ahead on; run by the Migrator at every start.
-- Rights and policies are those of the parent: a partition itself is closed to everyone.
CREATE FUNCTION ensure_event_partitions(months_ahead integer DEFAULT 3) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    parent text;
    month_start timestamptz;
    partition_name text;
    made integer := 0;
BEGIN
    FOREACH parent IN ARRAY ARRAY['order_events', 'ledger_entries', 'outbox', 'audit'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', parent || '_default');
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', parent || '_default');
        FOR ahead IN 0..months_ahead LOOP
            month_start := date_trunc('month', now(), 'UTC') + make_interval(months => ahead);
            partition_name := parent || to_char(month_start AT TIME ZONE 'UTC', '_YYYY_MM');
            IF to_regclass(partition_name) IS NULL THEN
                EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                    partition_name, parent, month_start, month_start + interval '1 month');
                EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', partition_name);
                EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', partition_name);
                made := made + 1;
            END IF;
        END LOOP;
    END LOOP;
    RETURN made;
END;
$$;
REVOKE EXECUTE ON FUNCTION ensure_event_partitions(integer) FROM PUBLIC;
