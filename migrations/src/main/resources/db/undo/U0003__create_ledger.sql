DROP TABLE holds;
DROP TABLE ledger_balances;
DROP TABLE ledger_entries;
DROP FUNCTION refuse_unbalanced_entries();
DROP TABLE ledger_transfers;
