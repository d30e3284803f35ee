DROP FUNCTION insert_breaks(uuid[], uuid[], bigint[], text[], numeric[], numeric[]);
DROP FUNCTION resolve_withdrawals(uuid[], text[], text[], text[]);
DROP FUNCTION insert_withdrawals(uuid[], text[], uuid[], text[], numeric[], timestamptz[], text[], text[], text[]);
DROP FUNCTION set_next_hold_expiry(uuid[]);
DROP FUNCTION update_hold_terms(uuid[], uuid[], text[], numeric[]);
DROP FUNCTION insert_hold_terms(uuid[], uuid[], text[], numeric[], timestamptz[], text[]);
DROP FUNCTION insert_transfer_details(uuid[], bigint[], uuid[], uuid[], numeric[], text[], bigint[], numeric[], numeric[],
    numeric[]);
DROP FUNCTION insert_ledger_requests(uuid[], text[], text[], text[], text[], text[], text[], text[], text[]);
DROP FUNCTION find_withdrawal_limits(uuid[]);
DROP FUNCTION find_holds_of_withdrawals(uuid[], text[]);
DROP FUNCTION find_withdrawals(uuid[], text[]);
DROP FUNCTION find_expired_holds(uuid[]);
DROP FUNCTION find_hold_terms(uuid[], uuid[]);
DROP FUNCTION find_reversed(uuid[], text[]);
DROP FUNCTION find_entries_of_transfers(uuid[], text[]);
DROP FUNCTION find_ledger_requests(uuid[], text[]);
CREATE OR REPLACE VIEW audit_trail WITH (security_invoker = true) AS
    SELECT recorded_at, 'ORDER_EVENT' AS source, account_id::text || ':' || seq AS entry_id, actor, account_id, order_id,
           event_type AS action, ord_status AS outcome, seq,
           jsonb_strip_nulls(jsonb_build_object('clOrdId', cl_ord_id, 'execId', exec_id, 'execRefId', exec_ref_id,
               'lastQty', last_qty::text, 'lastPx', last_px::text, 'orderQty', order_qty::text, 'px', px::text,
               'cumQty', cum_qty::text, 'leavesQty', leaves_qty::text, 'held', held::text,
               'reasonCode', reason_code, 'reasonText', reason_text)) AS detail
        FROM order_events
    UNION ALL
    SELECT recorded_at, 'TRANSFER', account_id::text || ':' || seq, actor, account_id, order_id,
           kind, 'POSTED', seq,
           jsonb_strip_nulls(jsonb_build_object('transferId', transfer_id, 'asset', asset, 'amount', amount::text,
               'execId', exec_id))
        FROM ledger_transfers
    UNION ALL
    SELECT recorded_at, 'ADMIN', audit_id::text, actor, account_id, order_id, action, outcome, NULL, detail
        FROM audit;
DROP TABLE breaks;
DROP TABLE withdrawals;
DROP TABLE withdrawal_limits;
REVOKE UPDATE (next_hold_expiry) ON accounts FROM oms_writer;
ALTER TABLE accounts DROP COLUMN next_hold_expiry;
DROP TABLE hold_terms;
DROP TABLE ledger_requests;
DROP TABLE ledger_transfer_details;
ALTER TABLE ledger_balances
    DROP CONSTRAINT ledger_balances_code_known,
    ADD CONSTRAINT ledger_balances_code_known CHECK (code IN ('CASH', 'POSITION', 'CLEARING', 'FEES', 'EXTERNAL'));
ALTER TABLE ledger_entries
    DROP CONSTRAINT ledger_entries_code_known,
    ADD CONSTRAINT ledger_entries_code_known CHECK (code IN ('CASH', 'POSITION', 'CLEARING', 'FEES', 'EXTERNAL'));
ALTER TABLE ledger_transfers
    DROP CONSTRAINT ledger_transfers_kind_known,
    ADD CONSTRAINT ledger_transfers_kind_known CHECK (kind IN ('DEPOSIT', 'WITHDRAWAL', 'TRADE', 'TRADE_CANCEL',
        'TRADE_CORRECT'));
