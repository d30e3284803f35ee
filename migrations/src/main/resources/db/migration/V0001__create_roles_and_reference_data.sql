-- Why: who may do what, and the small tables everybody reads: assets, venues, instruments.
-- Locks: none that matter, everything is new.
-- Undone by: undo/U0001__create_roles_and_reference_data.sql (drops the tables and the roles).

-- Roles. Nobody connects as owner at run time; none of these may bypass row-level security.
-- Passwords are set by the Migrator, which gets them from outside.
CREATE ROLE oms_writer  LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
CREATE ROLE oms_reader  LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
CREATE ROLE oms_admin   LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
CREATE ROLE oms_relay   LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
CREATE ROLE oms_metrics LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;

-- Set on the role, so that they survive pooling.
ALTER ROLE oms_writer  SET statement_timeout = '10s';
ALTER ROLE oms_writer  SET lock_timeout = '5s';
ALTER ROLE oms_writer  SET idle_in_transaction_session_timeout = '10s';
ALTER ROLE oms_reader  SET statement_timeout = '10s';
ALTER ROLE oms_reader  SET default_transaction_read_only = on;
ALTER ROLE oms_admin   SET statement_timeout = '60s';
ALTER ROLE oms_admin   SET lock_timeout = '5s';
ALTER ROLE oms_relay   SET statement_timeout = '30s';
ALTER ROLE oms_metrics SET statement_timeout = '5s';
ALTER ROLE oms_metrics SET default_transaction_read_only = on;

GRANT USAGE ON SCHEMA public TO oms_writer, oms_reader, oms_admin, oms_relay, oms_metrics;

-- NaN and Infinity are numeric values that pass "> 0": the upper bound is what keeps them out.
CREATE DOMAIN signed_amount AS numeric CHECK (VALUE > -1e24 AND VALUE < 1e24);
CREATE DOMAIN unsigned_amount AS numeric CHECK (VALUE >= 0 AND VALUE < 1e24);
CREATE DOMAIN positive_amount AS numeric CHECK (VALUE > 0 AND VALUE < 1e24);
CREATE DOMAIN client_id AS text CHECK (VALUE ~ '^[A-Za-z0-9._:-]{1,64}$');

CREATE TABLE assets (
    asset text NOT NULL,
    scale smallint NOT NULL,
    name text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT assets_pk PRIMARY KEY (asset),
    CONSTRAINT assets_asset_format CHECK (asset ~ '^[A-Z0-9]{2,20}$'),
    CONSTRAINT assets_scale_range CHECK (scale BETWEEN 0 AND 18)
);

CREATE TABLE venues (
    venue_id text NOT NULL,
    name text NOT NULL,
    status text NOT NULL DEFAULT 'ACTIVE',
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT venues_pk PRIMARY KEY (venue_id),
    CONSTRAINT venues_venue_id_format CHECK (venue_id ~ '^[A-Z0-9]{1,20}$'),
    CONSTRAINT venues_status_known CHECK (status IN ('ACTIVE', 'DISABLED'))
);

CREATE TABLE instruments (
    symbol text NOT NULL,
    venue_id text NOT NULL,
    currency text NOT NULL,
    px_scale smallint NOT NULL,
    qty_scale smallint NOT NULL,
    tick_size positive_amount NOT NULL,
    lot_size positive_amount NOT NULL,
    multiplier positive_amount NOT NULL DEFAULT 1,
    max_order_qty positive_amount NOT NULL,
    max_order_notional positive_amount NOT NULL,
    price_collar positive_amount NOT NULL,
    fee_rate unsigned_amount NOT NULL,
    status text NOT NULL DEFAULT 'ACTIVE',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT instruments_pk PRIMARY KEY (symbol),
    CONSTRAINT instruments_venue_fk FOREIGN KEY (venue_id) REFERENCES venues (venue_id),
    CONSTRAINT instruments_currency_fk FOREIGN KEY (currency) REFERENCES assets (asset),
    CONSTRAINT instruments_symbol_format CHECK (symbol ~ '^[A-Z0-9]{2,20}$'),
    CONSTRAINT instruments_scales CHECK (px_scale BETWEEN 0 AND 12 AND qty_scale BETWEEN 0 AND 12),
    CONSTRAINT instruments_collar_share CHECK (price_collar < 1),
    CONSTRAINT instruments_fee_share CHECK (fee_rate < 1),
    CONSTRAINT instruments_status_known CHECK (status IN ('ACTIVE', 'DISABLED'))
);
COMMENT ON COLUMN instruments.price_collar IS 'Largest distance of a price from the touch, as a share of it: 0.05 is 5 %';
COMMENT ON COLUMN instruments.fee_rate IS 'Fee as a share of the notional: 0.001 is 10 basis points';

GRANT SELECT ON assets, venues, instruments TO oms_writer, oms_reader, oms_relay, oms_metrics;
GRANT SELECT, INSERT, UPDATE ON assets, venues, instruments TO oms_admin;

-- Row-level security of an account-owned table, the same for each:
--   writer  sees the accounts of its batch: SET LOCAL app.account_ids = '<account_id>,<account_id>,...'
--   reader  sees the one account of its request: SET LOCAL app.account_id = '<account_id>'
--   admin   sees all (what it does is audited), as does the relay where it is granted anything.
-- After a transaction a custom setting reads '' and not NULL, hence nullif. No context: NULL, so no row.
-- The writer's context is read once per statement into a hash table (an uncorrelated IN), and looked up per row:
-- the cheapest form measured for batches of hundreds of accounts (docs/adr/0004-row-level-security-form.md).
CREATE PROCEDURE protect_account_table(protected_table regclass) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', protected_table);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', protected_table);
    EXECUTE format($policy$
        CREATE POLICY writer_batch_accounts ON %s TO oms_writer
            USING (account_id IN (SELECT unnest(string_to_array(
                nullif(current_setting('app.account_ids', true), ''), ',')::uuid[])))
            WITH CHECK (account_id IN (SELECT unnest(string_to_array(
                nullif(current_setting('app.account_ids', true), ''), ',')::uuid[])))
        $policy$, protected_table);
    EXECUTE format($policy$
        CREATE POLICY reader_own_account ON %s FOR SELECT TO oms_reader
            USING (account_id = nullif(current_setting('app.account_id', true), '')::uuid)
        $policy$, protected_table);
    EXECUTE format($policy$
        CREATE POLICY admin_all_accounts ON %s TO oms_admin USING (true) WITH CHECK (true)
        $policy$, protected_table);
    EXECUTE format($policy$
        CREATE POLICY relay_all_accounts ON %s FOR SELECT TO oms_relay, oms_metrics USING (true)
        $policy$, protected_table);
END;
$$;
REVOKE EXECUTE ON PROCEDURE protect_account_table(regclass) FROM PUBLIC;
