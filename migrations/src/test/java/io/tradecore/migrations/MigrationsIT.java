package io.tradecore.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.servers.TestServers;
import io.tradecore.servers.WideLimits;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.SortedSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every migration can be taken back, and done again with the same result. */
class MigrationsIT {
    private static final TestServers TESTS = TestServers.get();
    private final Migrator migrator = TESTS.migrator();

    @BeforeAll
    static void haveTheLimitsThatAreShipped() throws SQLException {
        WideLimits.lift(TESTS);
    }

    /** The roles were made anew: server connections that PgBouncer still holds are those of roles that are gone. */
    @AfterAll
    static void forgetTheConnectionsOfTheFormerRoles() throws SQLException {
        TESTS.servers().pgbouncer().stop();
        TESTS.servers().pgbouncer().start();
        WideLimits.set(TESTS);
    }

    @Test
    void everyMigrationIsUndoneAndRedoneNewestFirstDownToEmpty() throws SQLException {
        var whole = whole();
        assertThat(whole).anyMatch(line -> line.startsWith("policy orders."));

        var versions = new ArrayList<String>();
        var levels = new ArrayList<SortedSet<String>>();
        levels.add(withoutPartitions());
        for (var undone = migrator.undo(); undone.isPresent(); undone = migrator.undo()) {
            versions.add(undone.get());
            levels.add(withoutPartitions());
        }

        assertThat(versions).contains("0001");
        assertThat(levels.getLast()).as("what is left when all is undone").isEmpty();
        for (var i = versions.size() - 1; i >= 0; i--) {
            assertThat(levels.get(i))
                    .as("undoing %s does something", versions.get(i))
                    .isNotEqualTo(levels.get(i + 1));
            assertThat(migrator.migrateTo(versions.get(i))).isEqualTo(1);
            assertThat(withoutPartitions()).as("%s done again", versions.get(i)).isEqualTo(levels.get(i));
        }

        assertThat(migrator.migrate()).isZero();
        assertThat(whole()).as("everything done again").isEqualTo(whole);
    }

    @Test
    void migratingTwiceChangesNothing() throws SQLException {
        var before = whole();
        assertThat(migrator.migrate()).isZero();
        assertThat(whole()).isEqualTo(before);
    }

    @Test
    void bootstrappingTwiceKeepsTheDatabase() throws SQLException {
        var before = whole();
        try (var superuser = TESTS.servers().superuserConnection()) {
            Migrator.bootstrap(superuser, TESTS.addresses().database(), TESTS.passwords());
        }
        assertThat(whole()).isEqualTo(before);
    }

    private SortedSet<String> whole() throws SQLException {
        try (var owner = TESTS.ownerConnection()) {
            return Catalogue.whole(owner);
        }
    }

    private SortedSet<String> withoutPartitions() throws SQLException {
        try (var owner = TESTS.ownerConnection()) {
            return Catalogue.withoutPartitions(owner);
        }
    }
}
