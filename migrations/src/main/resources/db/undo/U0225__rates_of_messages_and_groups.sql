ALTER TABLE account_limits
    DROP CONSTRAINT account_limits_group_rate_is_of_groups,
    DROP CONSTRAINT account_limits_message_rate_is_of_the_account;
ALTER TABLE house_limits
    DROP CONSTRAINT house_limits_group_rate_is_of_groups,
    DROP CONSTRAINT house_limits_message_rate_is_of_accounts;
DELETE FROM house_limits WHERE kind IN ('MESSAGES_PER_SECOND', 'GROUP_ORDERS_PER_SECOND');
UPDATE risk_version SET version = version + 1;
