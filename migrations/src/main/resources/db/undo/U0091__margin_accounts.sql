DO $do$
DECLARE
    balances text := pg_get_functiondef('find_balances_of_orders(uuid[], uuid[])'::regprocedure);
    report text := pg_get_functiondef('reconcile()'::regprocedure);
BEGIN
    EXECUTE replace(balances, 'b.asset IN (i.symbol, i.currency, i.settl_currency)', 'b.asset IN (i.symbol, i.currency)');
    EXECUTE replace(report, 'WHERE o.leaves_qty > 0 AND h.hold_id IS NULL AND NOT EXISTS (
                SELECT FROM closing_orders c WHERE (c.account_id, c.order_id) = (o.account_id, o.order_id)) AND NOT EXISTS (',
        'WHERE o.leaves_qty > 0 AND h.hold_id IS NULL AND NOT EXISTS (');
END;
$do$;
DROP FUNCTION insert_closing_orders(uuid[], uuid[], numeric[]);
DROP FUNCTION find_closing_orders(uuid[], uuid[]);
DROP TABLE closing_orders;
ALTER TABLE accounts DROP CONSTRAINT accounts_account_type_known;
ALTER TABLE accounts ADD CONSTRAINT accounts_account_type_known CHECK (account_type IN ('CASH'));
