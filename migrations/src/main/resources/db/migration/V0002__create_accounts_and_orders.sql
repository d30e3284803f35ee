-- Why: accounts with their limits, orders, their events, executions and positions.
-- Locks: none that matter, everything is new.
-- Undone by: undo/U0002__create_accounts_and_orders.sql (drops the tables; the facts in them are lost).

-- The two counters number the account's events and transfers without a gap; the row's lock orders its writers.
CREATE TABLE accounts (
    account_id uuid NOT NULL,
    name text NOT NULL,
    account_type text NOT NULL,
    base_currency text NOT NULL,
    status text NOT NULL DEFAULT 'ACTIVE',
    event_seq bigint NOT NULL DEFAULT 0,
    transfer_seq bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    CONSTRAINT accounts_pk PRIMARY KEY (account_id),
    CONSTRAINT accounts_base_currency_fk FOREIGN KEY (base_currency) REFERENCES assets (asset),
    CONSTRAINT accounts_name_length CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT accounts_account_type_known CHECK (account_type IN ('CASH')),
    CONSTRAINT accounts_status_known CHECK (status IN ('ACTIVE', 'SUSPENDED', 'CLOSED'))
) WITH (fillfactor = 50);
CALL protect_account_table('accounts');
GRANT SELECT ON accounts TO oms_reader, oms_relay;
GRANT SELECT, UPDATE (event_seq, transfer_seq) ON accounts TO oms_writer;
GRANT SELECT, INSERT, UPDATE (name, status) ON accounts TO oms_admin;

-- symbol '*' holds the account's limits for every instrument; a row for a symbol tightens them.
CREATE TABLE limits (
    account_id uuid NOT NULL,
    symbol text NOT NULL,
    max_order_qty positive_amount,
    max_order_notional positive_amount,
    orders_per_second integer,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by text NOT NULL,
    CONSTRAINT limits_pk PRIMARY KEY (account_id, symbol),
    CONSTRAINT limits_account_fk FOREIGN KEY (account_id) REFERENCES accounts (account_id),
    CONSTRAINT limits_rate_range CHECK (orders_per_second BETWEEN 1 AND 1000000),
    CONSTRAINT limits_rate_is_of_the_account CHECK ((symbol = '*') = (orders_per_second IS NOT NULL))
);
CALL protect_account_table('limits');
GRANT SELECT ON limits TO oms_reader, oms_writer;
GRANT SELECT, INSERT, UPDATE ON limits TO oms_admin;

-- ord_status is what is reported (FIX 39, by precedence); venue_status is the same without our own pending request.
CREATE TABLE orders (
    account_id uuid NOT NULL,
    order_id uuid NOT NULL,
    cl_ord_id client_id NOT NULL,
    symbol text NOT NULL,
    venue_id text NOT NULL,
    side text NOT NULL,
    ord_type text NOT NULL,
    time_in_force text NOT NULL,
    order_qty positive_amount NOT NULL,
    px positive_amount,
    reserve_px unsigned_amount NOT NULL,
    fee_rate unsigned_amount NOT NULL,
    ord_status text NOT NULL,
    venue_status text NOT NULL,
    pending_cl_ord_id text,
    cum_qty unsigned_amount NOT NULL,
    leaves_qty unsigned_amount NOT NULL,
    cum_notional unsigned_amount NOT NULL,
    reason_code text,
    reason_text text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT orders_pk PRIMARY KEY (account_id, order_id),
    CONSTRAINT orders_cl_ord_id_once UNIQUE (account_id, cl_ord_id),
    CONSTRAINT orders_account_fk FOREIGN KEY (account_id) REFERENCES accounts (account_id),
    CONSTRAINT orders_side_known CHECK (side IN ('BUY', 'SELL')),
    CONSTRAINT orders_ord_type_known CHECK (ord_type IN ('LIMIT', 'MARKET')),
    CONSTRAINT orders_limit_has_px CHECK ((ord_type = 'LIMIT') = (px IS NOT NULL)),
    CONSTRAINT orders_time_in_force_known CHECK (time_in_force IN ('DAY', 'GTC', 'IOC', 'FOK')),
    CONSTRAINT orders_ord_status_known CHECK (ord_status IN ('DENIED', 'PENDING_NEW', 'NEW', 'PARTIALLY_FILLED', 'FILLED',
        'DONE_FOR_DAY', 'PENDING_CANCEL', 'CANCELED', 'REJECTED', 'EXPIRED', 'STOPPED', 'SUSPENDED', 'CALCULATED')),
    CONSTRAINT orders_venue_status_known CHECK (venue_status IN ('DENIED', 'PENDING_NEW', 'NEW', 'PARTIALLY_FILLED', 'FILLED',
        'DONE_FOR_DAY', 'CANCELED', 'REJECTED', 'EXPIRED', 'STOPPED', 'SUSPENDED', 'CALCULATED')),
    CONSTRAINT orders_closed_leave_nothing CHECK (leaves_qty = 0
        OR venue_status NOT IN ('DENIED', 'FILLED', 'CANCELED', 'REJECTED', 'EXPIRED', 'DONE_FOR_DAY', 'CALCULATED'))
) WITH (fillfactor = 70);
CALL protect_account_table('orders');
GRANT SELECT ON orders TO oms_reader, oms_relay, oms_admin;
GRANT SELECT, INSERT, UPDATE (ord_status, venue_status, pending_cl_ord_id, cum_qty, leaves_qty, cum_notional, reason_code,
    reason_text, updated_at) ON orders TO oms_writer;

-- Cancel requests carry a ClOrdID of their own, unique in the account together with those of orders.
CREATE TABLE order_requests (
    account_id uuid NOT NULL,
    cl_ord_id client_id NOT NULL,
    order_id uuid NOT NULL,
    kind text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT order_requests_pk PRIMARY KEY (account_id, cl_ord_id),
    CONSTRAINT order_requests_order_fk FOREIGN KEY (account_id, order_id) REFERENCES orders (account_id, order_id),
    CONSTRAINT order_requests_kind_known CHECK (kind IN ('CANCEL'))
);
CALL protect_account_table('order_requests');
GRANT SELECT ON order_requests TO oms_reader, oms_admin;
GRANT SELECT, INSERT ON order_requests TO oms_writer;

-- One row is the order's event, its audit record and the message to subscribers: a fact is written once.
-- tx_id lets the publisher read on without missing the row of a slow transaction.
CREATE TABLE order_events (
    account_id uuid NOT NULL,
    seq bigint NOT NULL,
    order_id uuid NOT NULL,
    event_type text NOT NULL,
    ord_status text NOT NULL,
    cl_ord_id text NOT NULL,
    exec_id text,
    last_qty unsigned_amount,
    last_px signed_amount,
    cum_qty unsigned_amount NOT NULL,
    leaves_qty unsigned_amount NOT NULL,
    held unsigned_amount NOT NULL,
    reason_code text,
    reason_text text,
    actor text NOT NULL,
    transact_time timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    tx_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
    CONSTRAINT order_events_pk PRIMARY KEY (account_id, seq, recorded_at),
    CONSTRAINT order_events_event_type_known CHECK (event_type IN ('ORDER_ACCEPTED', 'ORDER_DENIED', 'CANCEL_REQUESTED',
        'PENDING_NEW', 'NEW', 'TRADE', 'DONE_FOR_DAY', 'PENDING_CANCEL', 'CANCELED', 'REJECTED', 'EXPIRED', 'STOPPED',
        'SUSPENDED', 'CALCULATED', 'RESTATED', 'CANCEL_REJECTED'))
) PARTITION BY RANGE (recorded_at);
CREATE TABLE order_events_default PARTITION OF order_events DEFAULT;
CREATE INDEX order_events_of_order ON order_events (account_id, order_id);
CREATE INDEX order_events_by_tx ON order_events (tx_id);
CREATE INDEX order_events_by_time ON order_events USING brin (recorded_at);
CALL protect_account_table('order_events');
GRANT SELECT ON order_events TO oms_reader, oms_relay, oms_admin;
GRANT SELECT, INSERT ON order_events TO oms_writer;

-- Not partitioned: the key that keeps an execution from being booked twice holds across all time.
CREATE TABLE executions (
    account_id uuid NOT NULL,
    venue_id text NOT NULL,
    exec_id text NOT NULL,
    order_id uuid NOT NULL,
    symbol text NOT NULL,
    side text NOT NULL,
    last_qty positive_amount NOT NULL,
    last_px signed_amount NOT NULL,
    notional signed_amount NOT NULL,
    fee signed_amount NOT NULL,
    event_seq bigint NOT NULL,
    transfer_seq bigint NOT NULL,
    flags text[] NOT NULL DEFAULT '{}',
    transact_time timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT executions_pk PRIMARY KEY (account_id, venue_id, exec_id),
    CONSTRAINT executions_order_fk FOREIGN KEY (account_id, order_id) REFERENCES orders (account_id, order_id),
    CONSTRAINT executions_side_known CHECK (side IN ('BUY', 'SELL')),
    CONSTRAINT executions_flags_known CHECK (flags <@ ARRAY['LATE', 'OVERFILL'])
);
CREATE INDEX executions_by_event ON executions (account_id, event_seq);
COMMENT ON COLUMN executions.notional IS 'What was posted to cash for it, in the instrument''s currency, always positive for a positive price';
CALL protect_account_table('executions');
GRANT SELECT ON executions TO oms_reader, oms_admin;
GRANT SELECT, INSERT ON executions TO oms_writer;

CREATE TABLE positions (
    account_id uuid NOT NULL,
    symbol text NOT NULL,
    qty signed_amount NOT NULL,
    avg_px signed_amount,
    realised_pnl signed_amount NOT NULL,
    fees signed_amount NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT positions_pk PRIMARY KEY (account_id, symbol),
    CONSTRAINT positions_account_fk FOREIGN KEY (account_id) REFERENCES accounts (account_id),
    CONSTRAINT positions_flat_has_no_average CHECK ((qty = 0) = (avg_px IS NULL))
) WITH (fillfactor = 50);
CALL protect_account_table('positions');
GRANT SELECT ON positions TO oms_reader, oms_admin;
GRANT SELECT, INSERT, UPDATE ON positions TO oms_writer;
