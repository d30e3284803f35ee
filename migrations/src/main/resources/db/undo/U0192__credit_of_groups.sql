DO $do$
BEGIN
    EXECUTE replace(pg_get_functiondef('reconcile()'::regprocedure), '    UNION ALL SELECT * FROM reconcile_credit()
', '');
END;
$do$;
DROP FUNCTION reconcile_credit();
DROP FUNCTION lend_credit(uuid[], text[], text[], text[], numeric[], numeric[]);
ALTER TABLE accounts DROP COLUMN firm_credit, DROP COLUMN firm_credit_bound, DROP COLUMN desk_credit, DROP COLUMN desk_credit_bound;
DROP TABLE credit_lines;
ALTER TABLE account_limits DROP CONSTRAINT account_limits_group_credit_is_of_groups;
ALTER TABLE house_limits DROP CONSTRAINT house_limits_group_credit_is_of_groups;
