package io.tradecore.migrations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.Flyway;

/**
 * Brings a database to the newest schema, and takes the newest migration back. Runs as the owner on PostgreSQL's own
 * port: what Flyway locks with would not hold through a pool in transaction mode. One at a time per database; Flyway's
 * lock makes a second one wait.
 */
public final class Migrator {
    private static final String HISTORY = "flyway_schema_history";
    private static final String NEWEST_APPLIED_SCRIPT = """
            SELECT version, script
            FROM flyway_schema_history
            WHERE success AND version IS NOT NULL
            ORDER BY installed_rank DESC
            LIMIT 1
            """;
    private static final String FORGET_VERSION = "DELETE FROM flyway_schema_history WHERE version = ?";

    private final String jdbcUrl;
    private final RolePasswords passwords;

    /**
     * @param jdbcUrl the database on PostgreSQL's own port, without user and password
     * @param passwords of the owner, and of the run-time roles, which get them at every migration
     */
    public Migrator(String jdbcUrl, RolePasswords passwords) {
        this.jdbcUrl = jdbcUrl;
        this.passwords = passwords;
    }

    /**
     * Makes the owner role and its database where they are missing, and sets the owner's password.
     *
     * @param superuser a connection of the server's administrator, to any database, in auto-commit
     * @param database the database to make, a plain lower-case name
     * @throws SQLException if the server refuses
     */
    public static void bootstrap(Connection superuser, String database, RolePasswords passwords) throws SQLException {
        if (!exists(superuser, "SELECT 1 FROM pg_roles WHERE rolname = ?", DbRole.OWNER.username())) {
            execute(superuser, "CREATE ROLE oms_owner LOGIN CREATEROLE NOSUPERUSER NOCREATEDB NOBYPASSRLS");
        }
        setPassword(superuser, DbRole.OWNER, passwords);
        if (!exists(superuser, "SELECT 1 FROM pg_database WHERE datname = ?", database)) {
            try (var statement = superuser.createStatement()) {
                statement.execute(
                        "CREATE DATABASE " + statement.enquoteIdentifier(database, true) + " OWNER oms_owner");
            }
        }
    }

    /**
     * Applies what is missing, sets the run-time roles' passwords, makes the partitions of the coming months, and tells the
     * planner what to expect of tables that are still empty.
     *
     * @return how many migrations were applied
     * @throws SQLException if the database refuses; what Flyway refuses comes as its own exception
     */
    public int migrate() throws SQLException {
        var applied = migrateTo("latest");
        try (var owner = ownerConnection()) {
            for (var role : DbRole.values()) {
                if (role.isRuntime()) {
                    setPassword(owner, role, passwords);
                }
            }
            execute(owner, "SELECT ensure_event_partitions()");
            execute(owner, "SELECT tell_planner_of_account_keys()");
        }
        return applied;
    }

    /** Applies what is missing up to a version, and nothing else. */
    int migrateTo(String version) {
        return Flyway.configure(Migrator.class.getClassLoader())
                .dataSource(jdbcUrl, DbRole.OWNER.username(), passwords.of(DbRole.OWNER))
                .locations("classpath:db/migration")
                .validateMigrationNaming(true)
                .cleanDisabled(true)
                .table(HISTORY)
                .target(version)
                .load()
                .migrate()
                .migrationsExecuted;
    }

    /**
     * Takes the newest applied migration back with its undo script and forgets it, in one transaction.
     *
     * @return the version taken back, or nothing when none is applied
     * @throws SQLException if the undo script fails; the database is then as before
     */
    public Optional<String> undo() throws SQLException {
        try (var owner = ownerConnection()) {
            if (!exists(owner, "SELECT to_regclass(?) WHERE to_regclass(?) IS NOT NULL", HISTORY, HISTORY)) {
                return Optional.empty();
            }
            owner.setAutoCommit(false);
            try {
                var undone = undoNewest(owner);
                owner.commit();
                return undone;
            } catch (SQLException | RuntimeException e) {
                owner.rollback();
                throw e;
            }
        }
    }

    /** Opens a connection as the owner, on PostgreSQL's own port. */
    public Connection ownerConnection() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, DbRole.OWNER.username(), passwords.of(DbRole.OWNER));
    }

    private static Optional<String> undoNewest(Connection owner) throws SQLException {
        try (var select = owner.createStatement();
                var newest = select.executeQuery(NEWEST_APPLIED_SCRIPT)) {
            if (!newest.next()) {
                return Optional.empty();
            }
            var version = newest.getString("version");
            execute(owner, undoScript(newest.getString("script")));
            try (var forget = owner.prepareStatement(FORGET_VERSION)) {
                forget.setString(1, version);
                forget.executeUpdate();
            }
            return Optional.of(version);
        }
    }

    private static String undoScript(String migrationScript) {
        var resource = "/db/undo/U" + migrationScript.substring(1);
        try (var in = Migrator.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("No undo script " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + resource, e);
        }
    }

    private static void setPassword(Connection connection, DbRole role, RolePasswords passwords) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "ALTER ROLE " + role.username() + " PASSWORD " + statement.enquoteLiteral(passwords.of(role)));
        }
    }

    private static boolean exists(Connection connection, String sql, String... arguments) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < arguments.length; i++) {
                statement.setString(i + 1, arguments[i]);
            }
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
