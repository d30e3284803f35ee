-- Why: conversions of what was realised are a chain of running totals, which have to add up.
-- Locks: none. Run as oms_admin, in one REPEATABLE READ transaction where the book is live.
-- Undone by: undo/U0151__reconcile_realised.sql (restores the report as it was before).

CREATE FUNCTION reconcile_realised() RETURNS TABLE (invariant text, violations bigint, example text) LANGUAGE sql STABLE
SET enable_nestloop = off AS $$
    WITH
    run AS (
        SELECT r.account_id || ' ' || r.symbol || ' conversion ' || r.seq AS example, r.seq, r.amount::numeric, r.rate::numeric,
               r.realised_total::numeric, r.in_base::numeric, r.base_total::numeric, s.scale,
               row_number() OVER run_of AS nth,
               sum(r.amount::numeric) OVER run_of AS amounts,
               sum(r.in_base::numeric) OVER run_of AS in_bases,
               coalesce(lag(r.base_total::numeric) OVER run_of, 0) AS base_before
            FROM realised_conversions r JOIN assets s ON s.asset = r.base_currency
            WINDOW run_of AS (PARTITION BY r.account_id, r.symbol ORDER BY r.seq)),
    foreign_rows AS (
        SELECT r.account_id || ' ' || r.symbol || ' conversion ' || r.seq AS example
            FROM realised_conversions r
            JOIN accounts a ON a.account_id = r.account_id
            JOIN instruments i ON i.symbol = r.symbol
            WHERE r.base_currency <> a.base_currency OR r.currency <> coalesce(i.settl_currency, i.currency))
    SELECT '8 conversions of what was realised have no gap', count(*) FILTER (WHERE seq <> nth),
        min(example) FILTER (WHERE seq <> nth) FROM run
    UNION ALL SELECT '2 what was converted is the sum of the conversions', count(*) FILTER (WHERE realised_total <> amounts),
        min(example) FILTER (WHERE realised_total <> amounts) FROM run
    -- Totals are kept to eighteen decimals.
    UNION ALL SELECT '2 a conversion is its amount at its rate', count(*) FILTER (WHERE abs(base_total - base_before - amount * rate) > 1e-18),
        min(example) FILTER (WHERE abs(base_total - base_before - amount * rate) > 1e-18) FROM run
    -- Half-even, so that a half may go either way.
    UNION ALL SELECT '2 what conversions posted adds up to the rounded whole',
        count(*) FILTER (WHERE in_base <> round(in_base, scale) OR abs(in_bases - base_total) > 0.5 * power(10::numeric, -scale)),
        min(example) FILTER (WHERE in_base <> round(in_base, scale) OR abs(in_bases - base_total) > 0.5 * power(10::numeric, -scale))
        FROM run
    UNION ALL SELECT '2 a conversion is from the currency its instrument settles in to the account''s', count(*), min(example)
        FROM foreign_rows
$$;
REVOKE EXECUTE ON FUNCTION reconcile_realised() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reconcile_realised() TO oms_admin;

-- Only what is new is put into the report, so that the rest stays as whoever replaced it last wrote it.
DO $do$
DECLARE
    definition text := pg_get_functiondef('reconcile()'::regprocedure);
    reports text := '    UNION ALL SELECT ''8 event sequence has no gap''';
    report text := '    UNION ALL SELECT * FROM reconcile_realised()
';
BEGIN
    IF position(reports IN definition) = 0 THEN
        RAISE EXCEPTION 'reconcile() has no longer the place where this belongs';
    END IF;
    EXECUTE replace(definition, reports, report || reports);
END;
$do$;
