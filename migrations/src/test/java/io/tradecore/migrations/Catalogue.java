package io.tradecore.migrations;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.SortedSet;
import java.util.TreeSet;

/** What the database is made of, as one line for each thing: two catalogues with the same lines are the same schema and ship the same. */
final class Catalogue {
    private static final String RELATIONS = """
            SELECT format('%s %s owner=%s rls=%s forced=%s options=%s bound=%s comment=%s', relkind, relname,
                          pg_get_userbyid(relowner), relrowsecurity, relforcerowsecurity, reloptions,
                          pg_get_expr(relpartbound, oid), obj_description(oid))
            FROM ours WHERE relkind <> 'i' AND relkind <> 'I'
            """;
    private static final String COLUMNS = """
            SELECT format('column %s.%s %s %s not_null=%s default=%s options=%s comment=%s', relname, attnum, attname,
                          format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid), attoptions,
                          col_description(attrelid, attnum))
            FROM ours JOIN pg_attribute a ON attrelid = ours.oid AND attnum > 0 AND NOT attisdropped
                      LEFT JOIN pg_attrdef d ON adrelid = attrelid AND adnum = attnum
            WHERE relkind IN ('r', 'p', 'v')
            """;
    private static final String CONSTRAINTS = """
            SELECT format('constraint %s.%s %s', relname, conname, pg_get_constraintdef(c.oid))
            FROM ours JOIN pg_constraint c ON conrelid = ours.oid
            """;
    private static final String INDEXES = """
            SELECT format('index %s', pg_get_indexdef(i.indexrelid))
            FROM ours JOIN pg_index i ON indrelid = ours.oid
            """;
    private static final String POLICIES = """
            SELECT format('policy %s.%s %s permissive=%s roles=%s using=%s check=%s', relname, polname, polcmd,
                          polpermissive, (SELECT array_agg(rolname ORDER BY rolname) FROM pg_roles r WHERE r.oid = ANY (polroles)),
                          pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
            FROM ours JOIN pg_policy ON polrelid = ours.oid
            """;
    private static final String TRIGGERS = """
            SELECT format('trigger %s', pg_get_triggerdef(t.oid))
            FROM ours JOIN pg_trigger t ON tgrelid = ours.oid AND NOT tgisinternal
            """;
    private static final String VIEWS = """
            SELECT format('view %s %s', relname, pg_get_viewdef(oid)) FROM ours WHERE relkind = 'v'
            """;
    private static final String TABLE_GRANTS = """
            SELECT format('grant %s %s', relname, acl::text) FROM ours, unnest(relacl) AS acl
            """;
    private static final String COLUMN_GRANTS = """
            SELECT format('grant %s.%s %s', relname, attname, acl::text)
            FROM ours JOIN pg_attribute ON attrelid = ours.oid, unnest(attacl) AS acl
            """;
    private static final String FUNCTIONS = """
            SELECT format('function %s definer=%s acl=%s %s', p.oid::regprocedure, prosecdef, proacl, pg_get_functiondef(p.oid))
            FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
            """;
    private static final String DOMAINS = """
            SELECT format('domain %s %s %s', typname, format_type(typbasetype, typtypmod),
                          (SELECT array_agg(pg_get_constraintdef(c.oid)) FROM pg_constraint c WHERE contypid = t.oid))
            FROM pg_type t WHERE typnamespace = 'public'::regnamespace AND typtype IN ('d', 'e')
            """;
    private static final String ROLES = """
            SELECT format('role %s super=%s login=%s createrole=%s createdb=%s bypassrls=%s config=%s', rolname, rolsuper,
                          rolcanlogin, rolcreaterole, rolcreatedb, rolbypassrls, rolconfig)
            FROM pg_roles WHERE rolname LIKE 'oms\\_%' AND rolname <> 'oms_owner'
            """;
    private static final String SCHEMA_GRANTS = """
            SELECT format('grant schema %s', acl::text)
            FROM pg_namespace, unnest(nspacl) AS acl WHERE nspname = 'public' AND acl::text LIKE 'oms\\_%'
            """;
    private static final String HAS_HOUSE_LIMITS = "SELECT 1 WHERE to_regclass('house_limits') IS NOT NULL";
    /** What is shipped in force as data: without it nothing may be sent. */
    private static final String SHIPPED_LIMITS = """
            SELECT format('limit %s %s %s %s', scope, kind, trim_scale(value), severity) FROM house_limits WHERE effective_to IS NULL
            """;

    private static final String OURS = """
            WITH ours AS (
                SELECT * FROM pg_class
                WHERE relnamespace = 'public'::regnamespace AND relname NOT LIKE 'flyway%%' AND (%s OR NOT relispartition)
            )
            """;

    private Catalogue() {}

    /** Everything, the partitions that were made month by month included. */
    static SortedSet<String> whole(Connection owner) throws SQLException {
        return read(owner, OURS.formatted("true"));
    }

    /** Everything but partitions: these belong to the calendar and not to a migration. */
    static SortedSet<String> withoutPartitions(Connection owner) throws SQLException {
        return read(owner, OURS.formatted("false"));
    }

    private static SortedSet<String> read(Connection owner, String ours) throws SQLException {
        var lines = new TreeSet<String>();
        for (var part : new String[] {
            RELATIONS, COLUMNS, CONSTRAINTS, INDEXES, POLICIES, TRIGGERS, VIEWS, TABLE_GRANTS, COLUMN_GRANTS
        }) {
            addLines(owner, ours + part, lines);
        }
        for (var part : new String[] {FUNCTIONS, DOMAINS, ROLES, SCHEMA_GRANTS}) {
            addLines(owner, part, lines);
        }
        if (isAny(owner, HAS_HOUSE_LIMITS)) {
            addLines(owner, SHIPPED_LIMITS, lines);
        }
        return lines;
    }

    private static boolean isAny(Connection owner, String sql) throws SQLException {
        try (var statement = owner.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next();
        }
    }

    private static void addLines(Connection owner, String sql, SortedSet<String> lines) throws SQLException {
        try (var statement = owner.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        }
    }
}
