package io.tradecore.servers;

import io.tradecore.migrations.Migrator;
import java.nio.file.Path;
import java.sql.SQLException;

/** A program that starts the servers, commits a fact and ends as by a power cut, without stopping any of them. */
final class CrashingRun {
    static final int EXIT_CODE = 86;

    private CrashingRun() {}

    public static void main(String[] arguments) throws SQLException {
        var servers = Servers.start(ServerOptions.in(Path.of(arguments[0])));
        try (var superuser = servers.superuserConnection()) {
            Migrator.bootstrap(superuser, servers.addresses().database(), servers.passwords());
        }
        try (var owner = new Migrator(servers.addresses().directUrl(), servers.passwords()).ownerConnection();
                var statement = owner.createStatement()) {
            statement.execute("CREATE TABLE kept (fact text)");
            statement.execute("INSERT INTO kept VALUES ('committed')");
        }
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
