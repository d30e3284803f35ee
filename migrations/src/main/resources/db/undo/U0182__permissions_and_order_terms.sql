DROP FUNCTION find_order_terms();
DROP FUNCTION find_user_permissions();
ALTER TABLE account_limits DROP CONSTRAINT account_limits_may_trade_is_yes_or_no;
ALTER TABLE house_limits DROP CONSTRAINT house_limits_may_trade_is_yes_or_no;
DELETE FROM house_limits WHERE kind = 'MAY_TRADE';
DROP TABLE order_terms;
DROP TABLE user_permissions;
UPDATE risk_version SET version = version + 1;
