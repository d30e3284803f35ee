-- Why: what is kept of transfers, holds and requests has invariants of its own.
-- Locks: none. Run as oms_admin, in one REPEATABLE READ transaction where the book is live.
-- Undone by: undo/U0061__reconcile_books.sql (restores the report as it was before).

CREATE FUNCTION reconcile_books() RETURNS TABLE (invariant text, violations bigint, example text) LANGUAGE sql STABLE
SET enable_nestloop = off AS $$
    WITH
    -- The owner of an open hold: an order, a list of orders, a withdrawal that waits, or terms of its own.
    orphaned_holds AS (
        SELECT h.account_id || ' hold ' || h.hold_id AS example
            FROM (SELECT * FROM holds WHERE status = 'OPEN') h
            LEFT JOIN orders o ON (o.account_id, o.order_id) = (h.account_id, h.hold_id)
            LEFT JOIN order_lists l ON (l.account_id, l.hold_id) = (h.account_id, h.hold_id)
            LEFT JOIN withdrawals w ON (w.account_id, w.hold_id) = (h.account_id, h.hold_id) AND w.status = 'REQUESTED'
            LEFT JOIN hold_terms t ON (t.account_id, t.hold_id) = (h.account_id, h.hold_id) AND t.state = 'OPEN'
            WHERE num_nonnulls(o.order_id, l.hold_id, w.hold_id, t.hold_id) <> 1),
    wrong_hold_states AS (
        SELECT t.account_id || ' hold ' || t.hold_id AS example
            FROM hold_terms t JOIN holds h ON (h.account_id, h.hold_id) = (t.account_id, t.hold_id)
            WHERE (t.state = 'OPEN') <> (h.status = 'OPEN')
                OR (t.state = 'OPEN' AND t.captured + h.remaining <> h.amount) OR t.captured > h.amount),
    wrong_captures AS (
        SELECT t.account_id || ' hold ' || t.hold_id AS example
            FROM hold_terms t
            LEFT JOIN (SELECT d.account_id, d.hold_id, -sum(x.amount) AS posted
                       FROM ledger_transfer_details d JOIN ledger_transfers x ON (x.account_id, x.seq) = (d.account_id, d.seq)
                       WHERE d.hold_id IS NOT NULL GROUP BY 1, 2) c ON (c.account_id, c.hold_id) = (t.account_id, t.hold_id)
            WHERE t.captured <> coalesce(c.posted, 0)),
    wrong_expiries AS (
        SELECT a.account_id || ' at ' || coalesce(a.next_hold_expiry, t.first) AS example
            FROM accounts a
            LEFT JOIN (SELECT account_id, min(expires_at) AS first FROM hold_terms WHERE state = 'OPEN' GROUP BY 1) t
                ON t.account_id = a.account_id
            WHERE a.next_hold_expiry IS DISTINCT FROM t.first),
    wrong_withdrawals AS (
        SELECT w.account_id || ' withdrawal ' || w.transfer_id AS example
            FROM withdrawals w
            JOIN holds h ON (h.account_id, h.hold_id) = (w.account_id, w.hold_id)
            LEFT JOIN ledger_transfer_details d ON (d.account_id, d.hold_id) = (w.account_id, w.hold_id)
            LEFT JOIN ledger_transfers t ON (t.account_id, t.seq) = (d.account_id, d.seq)
            WHERE (w.status = 'REQUESTED') <> (h.status = 'OPEN')
                OR (w.status = 'APPROVED') IS DISTINCT FROM (coalesce(-t.amount = w.amount AND t.kind = 'WITHDRAWAL', false))),
    unbalanced_moves AS (
        SELECT asset AS example FROM ledger_balances WHERE code = 'INTERNAL' GROUP BY asset HAVING sum(posted) <> 0),
    unpaired_moves AS (
        SELECT t.account_id || ' transfer ' || t.seq AS example
            FROM (SELECT x.*, d.other_account_id FROM ledger_transfers x
                  JOIN ledger_transfer_details d ON (d.account_id, d.seq) = (x.account_id, x.seq)
                  WHERE d.other_account_id IS NOT NULL) t
            LEFT JOIN ledger_transfers o ON (o.account_id, o.transfer_id) = (t.other_account_id, t.transfer_id)
                AND o.kind = t.kind AND o.asset = t.asset AND o.amount = -t.amount
            WHERE o.seq IS NULL),
    lonely_moves AS (
        SELECT t.account_id || ' transfer ' || t.seq AS example
            FROM (SELECT * FROM ledger_transfers WHERE kind IN ('INTERNAL', 'REVERSAL', 'CONVERSION')) t
            LEFT JOIN ledger_transfer_details d ON (d.account_id, d.seq) = (t.account_id, t.seq)
            WHERE (t.kind = 'INTERNAL' AND d.other_account_id IS NULL) OR (t.kind = 'CONVERSION' AND d.rate IS NULL)
                OR (t.kind = 'REVERSAL' AND d.reversed_seq IS NULL)),
    wrong_reversals AS (
        SELECT d.account_id || ' transfer ' || d.seq AS example
            FROM ledger_transfer_details d
            JOIN ledger_transfers t ON (t.account_id, t.seq) = (d.account_id, d.seq)
            JOIN ledger_transfers o ON (o.account_id, o.seq) = (d.account_id, d.reversed_seq)
            WHERE abs(o.amount) <> d.reversible OR abs(t.amount) <> d.reversed_after - d.reversed_before
                OR sign(t.amount) = sign(o.amount) OR t.asset <> o.asset OR o.kind = 'REVERSAL' OR t.kind <> 'REVERSAL'
                OR t.effective_at < o.effective_at),
    wrong_chains AS (
        SELECT account_id || ' transfer ' || seq AS example
            FROM (SELECT account_id, seq, reversed_before,
                         coalesce(lag(reversed_after) OVER (PARTITION BY account_id, reversed_seq ORDER BY reversed_before), 0)
                            AS ended
                  FROM ledger_transfer_details WHERE reversed_seq IS NOT NULL) c
            WHERE reversed_before <> ended),
    wrong_hashes AS (
        SELECT account_id || ' request ' || request_id AS example
            FROM ledger_requests WHERE body_hash <> sha256(convert_to(asked, 'UTF8'))),
    unraised AS (
        SELECT coalesce(e.account_id, b.account_id) || ' transfer ' || coalesce(e.seq, b.transfer_seq) AS example
            FROM (SELECT account_id, seq, asset FROM ledger_entries
                  WHERE code = 'CASH' AND balance_after < 0 AND balance_after - amount >= 0) e
            FULL JOIN breaks b ON (b.account_id, b.transfer_seq, b.asset) = (e.account_id, e.seq, e.asset)
            WHERE b.break_id IS NULL OR e.seq IS NULL)
    SELECT '2 every open hold has one owner', count(*), min(example) FROM orphaned_holds
    UNION ALL SELECT '2 a hold holds what was placed and not captured', count(*), min(example) FROM wrong_hold_states
    UNION ALL SELECT '2 what was captured of a hold is posted', count(*), min(example) FROM wrong_captures
    UNION ALL SELECT '2 every account knows when its first hold expires', count(*), min(example) FROM wrong_expiries
    UNION ALL SELECT '2 a withdrawal is held while it waits, and posted once it is approved', count(*), min(example) FROM wrong_withdrawals
    UNION ALL SELECT '1 what goes from account to account sums to zero over all', count(*), min(example) FROM unbalanced_moves
    UNION ALL SELECT '1 what goes from account to account is posted in both', count(*), min(example) FROM unpaired_moves
    UNION ALL SELECT '1 moves, conversions and reversals say what they are of', count(*), min(example) FROM lonely_moves
    UNION ALL SELECT '1 a reversal is the opposite of its original, or of a part of it', count(*), min(example) FROM wrong_reversals
    UNION ALL SELECT '1 nothing is reversed twice', count(*), min(example) FROM wrong_chains
    UNION ALL SELECT '8 every request has the hash of its body', count(*), min(example) FROM wrong_hashes
    UNION ALL SELECT '2 cash that became negative was raised', count(*), min(example) FROM unraised
$$;

REVOKE EXECUTE ON FUNCTION reconcile_books() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reconcile_books() TO oms_admin;

-- Only what is new is put into the report, so that the rest stays as whoever replaced it last wrote it.
DO $do$
DECLARE
    definition text := pg_get_functiondef('reconcile()'::regprocedure);
    reports text := '    UNION ALL SELECT ''8 event sequence has no gap''';
    report text := '    UNION ALL SELECT * FROM reconcile_books()
';
BEGIN
    IF position(reports IN definition) = 0 THEN
        RAISE EXCEPTION 'reconcile() has no longer the place where this belongs';
    END IF;
    EXECUTE replace(definition, reports, report || reports);
END;
$do$;
