package io.tradecore.ops.books;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Opens connections as a database role through PgBouncer. */
public final class AdminConnection {

    private AdminConnection() {}

    /** A connection that is not in auto-commit, with no statement prepared on the server: the pooler would lose it. */
    public static Connection open(String jdbcUrl, String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("prepareThreshold", "0");
        Connection connection = DriverManager.getConnection(jdbcUrl, properties);
        connection.setAutoCommit(false);
        return connection;
    }
}
