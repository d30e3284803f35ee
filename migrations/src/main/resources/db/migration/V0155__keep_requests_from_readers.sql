-- Why: a request about several accounts is kept once, under the least of their ids, with what it did in each of them. Who may
-- read that account would read the other accounts' cash with it. Nothing reads requests for a trader.
-- Locks: none that waits for more than a moment.
-- Undone by: undo/U0155__keep_requests_from_readers.sql
REVOKE SELECT ON ledger_requests FROM oms_reader;
