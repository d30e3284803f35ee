-- Why: positions pass through splits, and what acts post has invariants of its own.
-- Locks: none. Run as oms_admin, in one REPEATABLE READ transaction where the book is live.
-- Undone by: undo/U0101__reconcile_acts.sql (restores the report as it was before).

CREATE FUNCTION reconcile_acts() RETURNS TABLE (invariant text, violations bigint, example text) LANGUAGE sql STABLE
SET enable_nestloop = off AS $$
    WITH
    split_parts AS (
        SELECT p.account_id, a.symbol, p.event_seq, a.announced_at, p.act_id, a.numerator::numeric, a.denominator::numeric,
               i.lot_size, p.qty_before, p.qty_after, a.px IS NOT NULL AS pays_out
            FROM instrument_act_parts p
            JOIN instrument_acts a ON a.act_id = p.act_id AND a.kind = 'SPLIT'
            JOIN instruments i ON i.symbol = a.symbol
            WHERE p.event_seq IS NOT NULL),
    -- What an execution of before counts by now.
    executed AS (
        SELECT e.account_id, e.symbol, e.venue_id, e.exec_id,
               min(CASE e.side WHEN 'BUY' THEN e.last_qty::numeric ELSE -e.last_qty::numeric END)
                   * exp(sum(CASE WHEN s.event_seq >= e.event_seq THEN ln(s.numerator / s.denominator) ELSE 0 END)) AS qty
            FROM live_executions e JOIN split_parts s ON (s.account_id, s.symbol) = (e.account_id, e.symbol)
            GROUP BY 1, 2, 3, 4),
    -- Each split may have paid out less than a lot, which later ones multiply; and quantities have twelve decimals, logarithms
    -- about sixteen digits.
    paid_out AS (
        SELECT s.account_id, s.symbol, sum(CASE WHEN s.pays_out THEN s.lot_size * s.later ELSE 0 END) AS most
            FROM (SELECT x.account_id, x.symbol, x.act_id, x.pays_out, x.lot_size,
                         exp(sum(CASE WHEN (l.event_seq, l.announced_at, l.act_id) > (x.event_seq, x.announced_at, x.act_id)
                                 THEN ln(l.numerator / l.denominator) ELSE 0 END)) AS later
                  FROM split_parts x JOIN split_parts l ON (l.account_id, l.symbol) = (x.account_id, x.symbol)
                  GROUP BY 1, 2, 3, 4, 5) s
            GROUP BY 1, 2),
    wrong_positions AS (
        SELECT d.account_id || ' ' || d.symbol AS example
            FROM paid_out d
            LEFT JOIN (SELECT account_id, symbol, sum(qty) AS qty FROM executed GROUP BY 1, 2) x
                ON (x.account_id, x.symbol) = (d.account_id, d.symbol)
            LEFT JOIN positions p ON (p.account_id, p.symbol) = (d.account_id, d.symbol)
            WHERE abs(coalesce(p.qty::numeric, 0) - coalesce(x.qty, 0)) > d.most + 0.000001 + abs(coalesce(x.qty, 0)) * 1e-12),
    wrong_splits AS (
        SELECT account_id || ' act ' || act_id AS example FROM split_parts
            WHERE abs(qty_before * numerator / denominator - qty_after) >= CASE WHEN pays_out THEN lot_size ELSE 0.000001 END
                OR sign(qty_before) * sign(qty_after) < 0),
    -- What was announced, by what was held then.
    wrong_payments AS (
        SELECT p.account_id || ' act ' || p.act_id AS example
            FROM instrument_act_parts p
            JOIN instrument_acts a ON a.act_id = p.act_id AND a.kind IN ('FUNDING', 'DIVIDEND')
            JOIN instruments i ON i.symbol = a.symbol
            JOIN assets s ON s.asset = coalesce(i.settl_currency, i.currency)
            WHERE p.event_seq IS NOT NULL
                AND (p.asset <> s.asset
                    OR abs(p.posted::numeric - CASE a.kind WHEN 'DIVIDEND' THEN p.announced_qty::numeric * a.amount
                        ELSE -p.announced_qty::numeric * i.multiplier * a.rate
                            * CASE WHEN i.inverse THEN 1 / a.px::numeric ELSE a.px::numeric END END) > 0.5 * power(10::numeric, -s.scale) + 1e-12)),
    unposted AS (
        SELECT coalesce(p.account_id, t.account_id) || ' act ' || coalesce(p.act_id, t.transfer_id) AS example
            FROM (SELECT p.*, a.kind FROM instrument_act_parts p JOIN instrument_acts a ON a.act_id = p.act_id
                  WHERE p.event_seq IS NOT NULL AND (p.posted <> 0 OR p.qty_before <> p.qty_after)) p
            FULL JOIN (SELECT * FROM ledger_transfers WHERE transfer_id LIKE 'act:%') t
                ON (t.account_id, t.seq) = (p.account_id, p.transfer_seq)
            WHERE t.seq IS NULL OR p.act_id IS NULL OR t.transfer_id <> 'act:' || p.act_id OR t.amount <> p.posted
                OR t.kind <> CASE p.kind WHEN 'SETTLEMENT' THEN 'VARIATION' ELSE p.kind END)
    SELECT '3 a position that was split is the sum of its live executions in units of now', count(*), min(example) FROM wrong_positions
    UNION ALL SELECT '3 a split multiplies a position by its ratio, but for less than a lot', count(*), min(example) FROM wrong_splits
    UNION ALL SELECT '2 funding and dividends are of what was held when they were announced', count(*), min(example) FROM wrong_payments
    UNION ALL SELECT '6 every act is posted once in every account it has reached', count(*), min(example) FROM unposted
$$;

REVOKE EXECUTE ON FUNCTION reconcile_acts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reconcile_acts() TO oms_admin;

-- Only what is new is put into the report, so that the rest stays as whoever replaced it last wrote it. A position that was split
-- is compared by reconcile_acts().
DO $do$
DECLARE
    definition text := pg_get_functiondef('reconcile()'::regprocedure);
    reports text := '    UNION ALL SELECT ''8 event sequence has no gap''';
    report text := '    UNION ALL SELECT * FROM reconcile_acts()
';
    compared text := 'WHERE coalesce(p.qty, 0) <> coalesce(x.qty, 0)';
    apart text := '
                AND (coalesce(p.account_id, x.account_id), coalesce(p.symbol, x.symbol)) NOT IN (
                    SELECT s.account_id, a.symbol FROM instrument_act_parts s
                    JOIN instrument_acts a ON a.act_id = s.act_id AND a.kind = ''SPLIT'' WHERE s.event_seq IS NOT NULL)';
BEGIN
    IF position(reports IN definition) = 0 OR position(compared IN definition) = 0 THEN
        RAISE EXCEPTION 'reconcile() has no longer the place where this belongs';
    END IF;
    EXECUTE replace(replace(definition, reports, report || reports), compared, compared || apart);
END;
$do$;
