-- Why: contingent orders: lists whose orders wait for, or take the place of, each other.
-- Locks: orders is locked for a moment, its columns are added without a rewrite.
-- Undone by: undo/U0020__order_lists.sql (drops lists and what orders say of them; fails while events of the new kind exist).

-- What is to happen to its orders is told by how they stand: no row here says what was done.
CREATE TABLE order_lists (
    account_id uuid NOT NULL,
    list_id client_id NOT NULL,
    hold_id uuid NOT NULL,
    list_type text NOT NULL,
    canceled boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT order_lists_pk PRIMARY KEY (account_id, list_id),
    CONSTRAINT order_lists_account_fk FOREIGN KEY (account_id) REFERENCES accounts (account_id),
    CONSTRAINT order_lists_list_type_known CHECK (list_type IN ('OCO', 'OTO', 'OTOCO', 'OUO_ABSOLUTE', 'OUO_PROPORTIONAL'))
);
COMMENT ON COLUMN order_lists.hold_id IS 'Of the hold that its orders, but for the parent, reserve together';
COMMENT ON COLUMN order_lists.canceled IS 'All that is left of it is to end';
CALL protect_account_table('order_lists');
GRANT SELECT ON order_lists TO oms_reader, oms_admin;
GRANT SELECT, INSERT, UPDATE (canceled) ON order_lists TO oms_writer;

CREATE TABLE order_list_members (
    account_id uuid NOT NULL,
    order_id uuid NOT NULL,
    list_id text NOT NULL,
    seq_no smallint NOT NULL,
    parent boolean NOT NULL,
    planned_qty positive_amount NOT NULL,
    refused text,
    CONSTRAINT order_list_members_pk PRIMARY KEY (account_id, order_id),
    CONSTRAINT order_list_members_seq_no_once UNIQUE (account_id, list_id, seq_no),
    CONSTRAINT order_list_members_list_fk FOREIGN KEY (account_id, list_id) REFERENCES order_lists (account_id, list_id),
    CONSTRAINT order_list_members_order_fk FOREIGN KEY (account_id, order_id) REFERENCES orders (account_id, order_id),
    CONSTRAINT order_list_members_seq_no_range CHECK (seq_no BETWEEN 1 AND 10),
    CONSTRAINT order_list_members_parent_is_first CHECK (NOT parent OR seq_no = 1),
    CONSTRAINT order_list_members_refused_known CHECK (refused IN ('CANCEL', 'REPLACE'))
);
COMMENT ON COLUMN order_list_members.planned_qty IS 'As asked for; order_qty of the order follows the executions of the list';
COMMENT ON COLUMN order_list_members.refused IS 'What the venue refused of the list''s own last request, until something else is executed';
CALL protect_account_table('order_list_members');
GRANT SELECT ON order_list_members TO oms_reader, oms_admin;
GRANT SELECT, INSERT, UPDATE (refused) ON order_list_members TO oms_writer;

-- An order says that it belongs to a list, so that nothing is looked for where it does not. What keeps it from its venue until
-- the order it waits for is executed is held_by.
ALTER TABLE orders
    ADD COLUMN list_id text,
    ADD COLUMN list_contingency_type text,
    DROP CONSTRAINT orders_held_by_known,
    ADD CONSTRAINT orders_held_by_known CHECK (held_by IN ('LIST', 'TRIGGER')),
    ADD CONSTRAINT orders_list_contingency_type_known CHECK (list_contingency_type IN ('OCO', 'OTO', 'OUO_ABSOLUTE',
        'OUO_PROPORTIONAL')),
    ADD CONSTRAINT orders_list_is_whole CHECK ((list_id IS NULL) = (list_contingency_type IS NULL));
GRANT UPDATE (list_id, list_contingency_type) ON orders TO oms_writer;

ALTER TABLE order_events
    DROP CONSTRAINT order_events_event_type_known,
    ADD CONSTRAINT order_events_event_type_known CHECK (event_type IN ('ORDER_ACCEPTED', 'ORDER_DENIED', 'ACTIVATED',
        'TRIGGERED', 'CANCEL_REQUESTED', 'REPLACE_REQUESTED', 'PENDING_NEW', 'NEW', 'TRADE', 'TRADE_CORRECT', 'TRADE_CANCEL', 'DONE_FOR_DAY',
        'PENDING_CANCEL', 'PENDING_REPLACE', 'REPLACED', 'CANCELED', 'REJECTED', 'EXPIRED', 'STOPPED', 'SUSPENDED', 'CALCULATED',
        'RESTATED', 'CANCEL_REJECTED', 'REPLACE_REJECTED'));

-- Functions return what the view had when they were made: they are made anew with it, as they were.
DROP FUNCTION find_orders_by_cl_ord_id(uuid[], text[]);
DROP FUNCTION find_orders(uuid[], uuid[]);
DROP VIEW standing_orders;
CREATE VIEW standing_orders WITH (security_invoker = true) AS
    SELECT o.*, r.kind AS request_kind, r.orig_cl_ord_id AS request_orig_cl_ord_id, r.asked AS request_asked,
           r.order_qty AS request_order_qty, r.px AS request_px, r.time_in_force AS request_time_in_force,
           r.expire_time AS request_expire_time, r.display_qty AS request_display_qty, r.reserve_px AS request_reserve_px,
           t.kind AS trigger_kind, t.price_type AS trigger_price_type, t.stop_px, t.trail_unit, t.trail_by, t.reference_px
    FROM orders o
    LEFT JOIN order_requests r ON (r.account_id, r.cl_ord_id) = (o.account_id, o.pending_cl_ord_id)
    -- Nothing is looked up for an order that waits for no price.
    LEFT JOIN order_triggers t ON t.account_id = o.account_id
        AND t.order_id = CASE WHEN o.ord_type NOT IN ('LIMIT', 'MARKET') THEN o.order_id END;
GRANT SELECT ON standing_orders TO oms_writer, oms_reader;

CREATE FUNCTION find_orders(account_ids uuid[], order_ids uuid[]) RETURNS SETOF standing_orders LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT o.* FROM unnest(account_ids, order_ids) AS k (account_id, order_id)
        JOIN standing_orders o ON (o.account_id, o.order_id) = (k.account_id, k.order_id);
END;
$$;

CREATE FUNCTION find_orders_by_cl_ord_id(account_ids uuid[], cl_ord_ids text[]) RETURNS SETOF standing_orders
LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT o.* FROM unnest(account_ids, cl_ord_ids) AS k (account_id, cl_ord_id)
        JOIN standing_orders o ON (o.account_id, o.cl_ord_id) = (k.account_id, k.cl_ord_id);
END;
$$;

-- Lists with their orders, one row for each of these.
CREATE FUNCTION find_order_lists(account_ids uuid[], list_ids text[])
RETURNS TABLE (account_id uuid, list_id text, hold_id uuid, list_type text, canceled boolean, created_at timestamptz,
    seq_no smallint, order_id uuid, parent boolean, planned_qty numeric, refused text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        SELECT l.account_id, l.list_id::text, l.hold_id, l.list_type, l.canceled, l.created_at, m.seq_no, m.order_id, m.parent,
            m.planned_qty::numeric, m.refused
        FROM unnest(account_ids, list_ids) AS k (account_id, list_id)
        JOIN order_lists l ON (l.account_id, l.list_id) = (k.account_id, k.list_id)
        JOIN order_list_members m ON (m.account_id, m.list_id) = (l.account_id, l.list_id::text)
        ORDER BY l.account_id, l.list_id, m.seq_no;
END;
$$;

CREATE FUNCTION find_orders_of_lists(account_ids uuid[], list_ids text[]) RETURNS SETOF standing_orders
LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT o.* FROM unnest(account_ids, list_ids) AS k (account_id, list_id)
        JOIN order_list_members m ON (m.account_id, m.list_id) = (k.account_id, k.list_id)
        JOIN standing_orders o ON (o.account_id, o.order_id) = (m.account_id, m.order_id);
END;
$$;

-- Every line in the instruments of these lists or their currencies.
CREATE FUNCTION find_balances_of_lists(account_ids uuid[], list_ids text[]) RETURNS SETOF ledger_balances
LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        WITH k AS (
            SELECT DISTINCT o.account_id, o.symbol FROM unnest(account_ids, list_ids) AS i (account_id, list_id)
            JOIN order_list_members m ON (m.account_id, m.list_id) = (i.account_id, i.list_id)
            JOIN orders o ON (o.account_id, o.order_id) = (m.account_id, m.order_id))
        SELECT b.* FROM k
        JOIN instruments i ON i.symbol = k.symbol
        JOIN ledger_balances b ON b.account_id = k.account_id AND b.asset IN (i.symbol, i.currency);
END;
$$;

-- Those of the lists' orders, and those the lists have themselves.
CREATE FUNCTION find_holds_of_lists(account_ids uuid[], list_ids text[]) RETURNS SETOF holds LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT h.* FROM unnest(account_ids, list_ids) AS k (account_id, list_id)
        JOIN order_list_members m ON (m.account_id, m.list_id) = (k.account_id, k.list_id)
        JOIN holds h ON (h.account_id, h.hold_id) = (m.account_id, m.order_id);
    RETURN QUERY
        SELECT h.* FROM unnest(account_ids, list_ids) AS k (account_id, list_id)
        JOIN order_lists l ON (l.account_id, l.list_id) = (k.account_id, k.list_id)
        JOIN holds h ON (h.account_id, h.hold_id) = (l.account_id, l.hold_id);
END;
$$;

CREATE FUNCTION insert_order_lists(account_ids uuid[], list_ids text[], hold_ids uuid[], list_types text[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO order_lists (account_id, list_id, hold_id, list_type)
        SELECT * FROM unnest(account_ids, list_ids, hold_ids, list_types);
END;
$$;

CREATE FUNCTION insert_order_list_members(account_ids uuid[], list_ids text[], seq_nos bigint[], order_ids uuid[],
    parents text[], planned_qtys numeric[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO order_list_members (account_id, list_id, seq_no, order_id, parent, planned_qty)
        SELECT k.account_id, k.list_id, k.seq_no, k.order_id, k.parent::boolean, k.planned_qty
        FROM unnest(account_ids, list_ids, seq_nos, order_ids, parents, planned_qtys) AS k (account_id, list_id, seq_no,
            order_id, parent, planned_qty);
END;
$$;

CREATE FUNCTION update_order_lists(account_ids uuid[], list_ids text[], canceleds text[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE order_lists l SET canceled = k.canceled::boolean
        FROM unnest(account_ids, list_ids, canceleds) AS k (account_id, list_id, canceled)
        WHERE (l.account_id, l.list_id) = (k.account_id, k.list_id);
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM refuse_partial_update('order_lists', cardinality(account_ids), changed);
END;
$$;

CREATE FUNCTION update_order_list_members(account_ids uuid[], order_ids uuid[], refuseds text[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE order_list_members m SET refused = k.refused
        FROM unnest(account_ids, order_ids, refuseds) AS k (account_id, order_id, refused)
        WHERE (m.account_id, m.order_id) = (k.account_id, k.order_id);
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM refuse_partial_update('order_list_members', cardinality(account_ids), changed);
END;
$$;

CREATE FUNCTION update_order_memberships(account_ids uuid[], order_ids uuid[], list_ids text[], contingency_types text[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE orders o SET list_id = k.list_id, list_contingency_type = k.contingency_type
        FROM unnest(account_ids, order_ids, list_ids, contingency_types) AS k (account_id, order_id, list_id, contingency_type)
        WHERE (o.account_id, o.order_id) = (k.account_id, k.order_id);
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM refuse_partial_update('orders', cardinality(account_ids), changed);
END;
$$;

-- They run with the caller's rights; nobody but the pipeline has use for them.
DO $$
DECLARE
    batch_function regprocedure;
BEGIN
    FOR batch_function IN
        SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname = ANY (ARRAY[
            'find_orders', 'find_orders_by_cl_ord_id', 'find_order_lists', 'find_orders_of_lists', 'find_balances_of_lists',
            'find_holds_of_lists', 'insert_order_lists', 'insert_order_list_members', 'update_order_lists',
            'update_order_list_members', 'update_order_memberships'])
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', batch_function);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO oms_writer', batch_function);
    END LOOP;
END;
$$;
