-- Why: of two orders of an account that would trade with each other each may be lowered by what they would trade.
-- Locks: accounts for a moment; the rows are looked at without keeping anybody from them.
-- Undone by: undo/U0230__self_trades_decrement.sql (accounts that are to be so keep their orders apart by CANCEL_BOTH then)

ALTER TABLE accounts
    DROP CONSTRAINT accounts_self_trade_prevention_known,
    ADD CONSTRAINT accounts_self_trade_prevention_known
        CHECK (self_trade_prevention IN ('NONE', 'CANCEL_NEWEST', 'CANCEL_OLDEST', 'CANCEL_BOTH', 'DECREMENT')) NOT VALID;
ALTER TABLE accounts VALIDATE CONSTRAINT accounts_self_trade_prevention_known;
