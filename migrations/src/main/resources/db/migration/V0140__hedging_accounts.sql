-- Why: accounts that hold a long and a short leg of an instrument at once, each with its own average.
-- Locks: accounts and executions for a moment, and while their checks are validated; positions while its key is built anew.
-- An order of a NETTING account has no row of its own in what is new.
-- Undone by: undo/U0140__hedging_accounts.sql (fails while there are HEDGING accounts).

-- Nobody is granted to change it.
ALTER TABLE accounts
    ADD COLUMN position_mode text NOT NULL DEFAULT 'NETTING',
    ADD CONSTRAINT accounts_position_mode_known CHECK (position_mode IN ('NETTING', 'HEDGING')) NOT VALID,
    ADD CONSTRAINT accounts_hedging_is_on_margin CHECK (position_mode = 'NETTING' OR account_type = 'MARGIN') NOT VALID;
ALTER TABLE accounts VALIDATE CONSTRAINT accounts_position_mode_known;
ALTER TABLE accounts VALIDATE CONSTRAINT accounts_hedging_is_on_margin;

-- What orders of HEDGING accounts do to their legs, also those that were denied: a repetition is compared with it.
CREATE TABLE hedging_orders (
    account_id uuid NOT NULL,
    order_id uuid NOT NULL,
    position_effect text NOT NULL,
    CONSTRAINT hedging_orders_pk PRIMARY KEY (account_id, order_id),
    CONSTRAINT hedging_orders_order_fk FOREIGN KEY (account_id, order_id) REFERENCES orders (account_id, order_id),
    CONSTRAINT hedging_orders_position_effect_known CHECK (position_effect IN ('OPEN', 'CLOSE'))
);
COMMENT ON COLUMN hedging_orders.position_effect IS 'FIX 77';
CALL protect_account_table('hedging_orders');
GRANT SELECT ON hedging_orders TO oms_reader, oms_admin;
GRANT SELECT, INSERT ON hedging_orders TO oms_writer;

ALTER TABLE positions
    ADD COLUMN leg text NOT NULL DEFAULT 'NET',
    ADD CONSTRAINT positions_leg_known CHECK (leg IN ('NET', 'LONG', 'SHORT')),
    DROP CONSTRAINT positions_pk,
    ADD CONSTRAINT positions_pk PRIMARY KEY (account_id, symbol, leg);
COMMENT ON COLUMN positions.leg IS 'NET: all the account holds of it; LONG and SHORT: of a HEDGING account, which has no other';

-- A leg of which more was closed than there was stands on the other side, and says so.
ALTER TABLE executions
    DROP CONSTRAINT executions_flags_known,
    ADD CONSTRAINT executions_flags_known CHECK (flags <@ ARRAY['LATE', 'OVERFILL', 'OVERCLOSE']);

CREATE FUNCTION find_hedging_orders(account_ids uuid[], order_ids uuid[]) RETURNS SETOF hedging_orders LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT h.* FROM unnest(account_ids, order_ids) AS k (account_id, order_id)
        JOIN hedging_orders h ON (h.account_id, h.order_id) = (k.account_id, k.order_id);
END;
$$;

CREATE FUNCTION insert_hedging_orders(account_ids uuid[], order_ids uuid[], position_effects text[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO hedging_orders (account_id, order_id, position_effect)
        SELECT * FROM unnest(account_ids, order_ids, position_effects);
END;
$$;

-- Beside write_positions(), so that what a fill of a NETTING account costs stays as it is.
CREATE FUNCTION write_legs(account_ids uuid[], symbols text[], legs text[], qtys numeric[], avg_pxs numeric[],
    realised_pnls numeric[], fees numeric[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO positions (account_id, symbol, leg, qty, avg_px, realised_pnl, fees)
        SELECT * FROM unnest(account_ids, symbols, legs, qtys, avg_pxs, realised_pnls, write_legs.fees)
        ON CONFLICT ON CONSTRAINT positions_pk DO UPDATE SET qty = excluded.qty, avg_px = excluded.avg_px,
            realised_pnl = excluded.realised_pnl, fees = excluded.fees, updated_at = now();
END;
$$;

REVOKE EXECUTE ON FUNCTION find_hedging_orders(uuid[], uuid[]), insert_hedging_orders(uuid[], uuid[], text[]),
    write_legs(uuid[], text[], text[], numeric[], numeric[], numeric[], numeric[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_hedging_orders(uuid[], uuid[]), insert_hedging_orders(uuid[], uuid[], text[]),
    write_legs(uuid[], text[], text[], numeric[], numeric[], numeric[], numeric[]) TO oms_writer;

-- Only what is new is put into the report, so that the rest stays as whoever replaced it last wrote it.
DO $do$
DECLARE
    report text := pg_get_functiondef('reconcile()'::regprocedure);
    change record;
BEGIN
    FOR change IN
        SELECT * FROM (VALUES
            ('SELECT account_id, symbol, sum(CASE side WHEN ''BUY'' THEN last_qty ELSE -last_qty END) AS qty
            FROM live_executions GROUP BY 1, 2)',
             'SELECT e.account_id, e.symbol, CASE WHEN h.order_id IS NULL THEN ''NET''
                WHEN (e.side = ''BUY'') = (h.position_effect = ''OPEN'') THEN ''LONG'' ELSE ''SHORT'' END AS leg,
                sum(CASE e.side WHEN ''BUY'' THEN e.last_qty ELSE -e.last_qty END) AS qty
            FROM live_executions e
            LEFT JOIN hedging_orders h ON (h.account_id, h.order_id) = (e.account_id, e.order_id) GROUP BY 1, 2, 3)'),
            ('executed x ON (x.account_id, x.symbol) = (p.account_id, p.symbol)',
             'executed x ON (x.account_id, x.symbol, x.leg) = (p.account_id, p.symbol, p.leg)'),
            ('FROM positions p
            FULL JOIN (SELECT * FROM ledger_balances',
             'FROM (SELECT account_id, symbol, sum(qty) AS qty FROM positions GROUP BY 1, 2) p
            FULL JOIN (SELECT * FROM ledger_balances'),
            ('    event_gaps AS (',
             '    wrong_effects AS (
        SELECT o.account_id || '' order '' || o.order_id AS example
            FROM orders o JOIN accounts a ON a.account_id = o.account_id
            LEFT JOIN hedging_orders h ON (h.account_id, h.order_id) = (o.account_id, o.order_id)
            WHERE (a.position_mode = ''HEDGING'') <> (h.order_id IS NOT NULL)),
    wrong_legs AS (
        SELECT p.account_id || '' '' || p.symbol || '' '' || p.leg AS example
            FROM positions p JOIN accounts a ON a.account_id = p.account_id
            WHERE (a.position_mode = ''HEDGING'') <> (p.leg <> ''NET'')),
    event_gaps AS ('),
            ('    UNION ALL SELECT ''8 event sequence has no gap''',
             '    UNION ALL SELECT ''3 HEDGING accounts hold legs, and no other does'', count(*), min(example) FROM wrong_legs
    UNION ALL SELECT ''7 every order of a HEDGING account says what it does to its leg, and no other'', count(*), min(example)
        FROM wrong_effects
    UNION ALL SELECT ''8 event sequence has no gap''')) AS changes (was, becomes)
    LOOP
        IF position(change.was IN report) = 0 THEN
            RAISE EXCEPTION 'reconcile() has no longer the place where this belongs: %', change.was;
        END IF;
        report := replace(report, change.was, change.becomes);
    END LOOP;
    EXECUTE report;
END;
$do$;
