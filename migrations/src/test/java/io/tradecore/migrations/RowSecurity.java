package io.tradecore.migrations;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks the catalogue for whatever would show a row of one account to another: a table or partition added later without
 * its policy is named here, without anybody having to think of it.
 */
final class RowSecurity {
    /** Some are the operators' own: of the house, of a venue, and of an account only as the matter of a request. */
    private static final String TABLES_OF_NO_ACCOUNT = """
            SELECT 'table ' || relname || ' has no account_id and is not known as reference data'
            FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'm')
              AND NOT EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'account_id')
              AND relname NOT IN ('assets', 'venues', 'instruments', 'desks', 'strategies', 'house_limits', 'user_permissions', 'order_terms', 'risk_version', 'credit_lines', 'trading_calendars', 'venue_statuses', 'instrument_acts', 'rate_pairs', 'house_period',
                  'period_reopenings', 'venue_statements', 'relay_cursors', 'relay_leases', 'relay_claims',
                  'trading_states', 'trading_state_changes', 'trail_moves', 'flyway_schema_history')
            """;

    private static final String TABLES_WITHOUT_FORCED_SECURITY = """
            SELECT 'table ' || relname || ' does not force row-level security'
            FROM account_tables WHERE NOT (relrowsecurity AND relforcerowsecurity)
            """;
    private static final String TABLES_WITHOUT_POLICY = """
            SELECT 'table ' || relname || ' has no policy'
            FROM account_tables t
            WHERE NOT EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = t.oid)
              AND NOT (relispartition AND NOT EXISTS (
                  SELECT 1 FROM app_roles r
                  WHERE has_table_privilege(r.oid, t.oid, 'SELECT, INSERT, UPDATE, DELETE')
                     OR has_any_column_privilege(r.oid, t.oid, 'SELECT, INSERT, UPDATE')))
            """;
    private static final String POLICIES_OF_HALF_A_RULE = """
            SELECT 'policy ' || polname || ' of ' || relname || ' lacks USING or WITH CHECK'
            FROM pg_policy JOIN account_tables t ON polrelid = t.oid
            WHERE (polcmd IN ('*', 'w', 'r', 'd') AND polqual IS NULL)
               OR (polcmd IN ('*', 'w', 'a') AND polwithcheck IS NULL)
            """;
    /** Traders' reads and the pipeline are bound to accounts; only those who serve all accounts see all. */
    private static final String POLICIES_OPEN_TO_ALL = """
            SELECT 'policy ' || polname || ' of ' || relname || ' lets in whoever asks'
            FROM pg_policy JOIN account_tables t ON polrelid = t.oid
            WHERE polroles = '{0}' OR NOT polpermissive
               OR ((pg_get_expr(polqual, polrelid) = 'true' OR pg_get_expr(polwithcheck, polrelid) = 'true')
                   AND EXISTS (SELECT 1 FROM app_roles r WHERE r.oid = ANY (polroles)
                               AND r.rolname NOT IN ('oms_admin', 'oms_relay', 'oms_metrics')))
            """;

    private static final String MIGHTY_ROLES = """
            SELECT 'role ' || rolname || ' may do too much'
            FROM pg_roles
            WHERE rolname LIKE 'oms\\_%'
              AND (rolsuper OR rolbypassrls OR rolcreatedb OR rolreplication OR (rolcreaterole AND rolname <> 'oms_owner'))
            UNION ALL
            SELECT 'role ' || r.rolname || ' is a member of ' || m.roleid::regrole
            FROM pg_auth_members m JOIN app_roles r ON r.oid = m.member
            """;
    private static final String OBJECTS_OF_OTHERS = """
            SELECT 'relation ' || relname || ' is owned by ' || pg_get_userbyid(relowner)
            FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relowner <> 'oms_owner'::regrole
            """;
    private static final String VIEWS_AS_THEIR_OWNER = """
            SELECT 'view ' || relname || ' is not security_invoker'
            FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'
              AND NOT coalesce(reloptions @> ARRAY['security_invoker=true'], false)
            """;
    /** None is wanted so far; one that is gets its name here, with the reason. */
    private static final String FUNCTIONS_AS_THEIR_OWNER = """
            SELECT 'function ' || oid::regprocedure || ' is SECURITY DEFINER'
            FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef
            """;
    /** TRUNCATE heeds no policy; UPDATE and DELETE would rewrite what is append-only. */
    private static final String FACTS_OPEN_TO_CHANGE = """
            SELECT 'role ' || r.rolname || ' may truncate ' || t.relname
            FROM account_tables t, app_roles r
            WHERE has_table_privilege(r.oid, t.oid, 'TRUNCATE')
            UNION ALL
            SELECT 'role ' || r.rolname || ' may change ' || t.relname
            FROM account_tables t, app_roles r
            WHERE (has_table_privilege(r.oid, t.oid, 'UPDATE, DELETE') OR has_any_column_privilege(r.oid, t.oid, 'UPDATE'))
              AND (SELECT regexp_replace(coalesce(max(inhparent::regclass::text), t.relname), '^public\\.', '')
                   FROM pg_inherits WHERE inhrelid = t.oid)
                  IN ('order_requests', 'order_splits', 'bulk_requests', 'order_events', 'executions', 'ledger_transfers', 'ledger_entries', 'audit')
            """;

    private static final String WITH_SHORTHANDS = """
            WITH account_tables AS (
                SELECT * FROM pg_class c
                WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'm', 'f')
                  AND EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = c.oid AND attname = 'account_id' AND NOT attisdropped)
            ), app_roles AS (
                SELECT oid, rolname FROM pg_roles
                WHERE rolname IN ('oms_writer', 'oms_reader', 'oms_admin', 'oms_relay', 'oms_metrics')
            )
            """;

    private RowSecurity() {}

    /** What is wrong, in words that name the thing; empty when all is well. */
    static List<String> violations(Connection owner) throws SQLException {
        var violations = new ArrayList<String>();
        for (var query : List.of(
                TABLES_OF_NO_ACCOUNT,
                TABLES_WITHOUT_FORCED_SECURITY,
                TABLES_WITHOUT_POLICY,
                POLICIES_OF_HALF_A_RULE,
                POLICIES_OPEN_TO_ALL,
                MIGHTY_ROLES,
                OBJECTS_OF_OTHERS,
                VIEWS_AS_THEIR_OWNER,
                FUNCTIONS_AS_THEIR_OWNER,
                FACTS_OPEN_TO_CHANGE)) {
            violations.addAll(column(owner, WITH_SHORTHANDS + query));
        }
        return violations;
    }

    /** The tables that carry an account, without their partitions. */
    static List<String> accountTables(Connection owner) throws SQLException {
        return column(
                owner,
                WITH_SHORTHANDS + "SELECT relname FROM account_tables WHERE NOT relispartition ORDER BY relname");
    }

    private static List<String> column(Connection connection, String sql) throws SQLException {
        var values = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
