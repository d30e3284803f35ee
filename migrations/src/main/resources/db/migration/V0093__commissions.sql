-- Why: venues may tell what they have charged for a fill, in any currency, in place of the instrument's fee rate.
-- Locks: none. An execution without a commission has no row in what is new.
-- Undone by: undo/U0093__commissions.sql (what venues told is lost, what was posted of it stays).

CREATE TABLE execution_commissions (
    account_id uuid NOT NULL,
    venue_id text NOT NULL,
    exec_id text NOT NULL,
    commission signed_amount NOT NULL,
    comm_currency text NOT NULL,
    CONSTRAINT execution_commissions_pk PRIMARY KEY (account_id, venue_id, exec_id),
    CONSTRAINT execution_commissions_execution_fk FOREIGN KEY (account_id, venue_id, exec_id)
        REFERENCES executions (account_id, venue_id, exec_id),
    CONSTRAINT execution_commissions_currency_fk FOREIGN KEY (comm_currency) REFERENCES assets (asset)
);
COMMENT ON COLUMN execution_commissions.commission IS 'FIX 12 as posted, of comm_currency (FIX 479); a rebate is negative';
CALL protect_account_table('execution_commissions');
GRANT SELECT ON execution_commissions TO oms_reader, oms_admin;
GRANT SELECT, INSERT ON execution_commissions TO oms_writer;

-- Of all executions in the instruments of these orders.
CREATE FUNCTION find_commissions_of_orders(account_ids uuid[], order_ids uuid[]) RETURNS SETOF execution_commissions
LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT c.* FROM find_executions_of_orders(account_ids, order_ids) x
        JOIN execution_commissions c ON (c.account_id, c.venue_id, c.exec_id) = (x.account_id, x.venue_id, x.exec_id);
END;
$$;

CREATE FUNCTION insert_execution_commissions(account_ids uuid[], venue_ids text[], exec_ids text[], commissions numeric[],
    comm_currencies text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO execution_commissions (account_id, venue_id, exec_id, commission, comm_currency)
        SELECT * FROM unnest(account_ids, venue_ids, exec_ids, commissions, comm_currencies);
END;
$$;

REVOKE EXECUTE ON FUNCTION find_commissions_of_orders(uuid[], uuid[]),
    insert_execution_commissions(uuid[], text[], text[], numeric[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_commissions_of_orders(uuid[], uuid[]),
    insert_execution_commissions(uuid[], text[], text[], numeric[], text[]) TO oms_writer;
