ALTER TABLE accounts NO FORCE ROW LEVEL SECURITY;
UPDATE accounts SET self_trade_prevention = 'CANCEL_BOTH' WHERE self_trade_prevention = 'DECREMENT';
ALTER TABLE accounts FORCE ROW LEVEL SECURITY;
ALTER TABLE accounts
    DROP CONSTRAINT accounts_self_trade_prevention_known,
    ADD CONSTRAINT accounts_self_trade_prevention_known
        CHECK (self_trade_prevention IN ('NONE', 'CANCEL_NEWEST', 'CANCEL_OLDEST', 'CANCEL_BOTH')) NOT VALID;
ALTER TABLE accounts VALIDATE CONSTRAINT accounts_self_trade_prevention_known;
