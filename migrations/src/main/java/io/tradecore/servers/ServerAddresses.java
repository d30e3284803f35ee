package io.tradecore.servers;

/**
 * Where the servers answer. The addresses stay the same when a server is stopped and started again.
 *
 * @param postgresHost host of PostgreSQL itself, for migrations and administration
 * @param postgresPort its port
 * @param pgbouncerHost host of the pool that everything else goes through
 * @param pgbouncerPort its port
 * @param database the name of the database
 * @param redisUri {@code redis://host:port}
 * @param natsUri {@code nats://host:port}
 */
public record ServerAddresses(
        String postgresHost,
        int postgresPort,
        String pgbouncerHost,
        int pgbouncerPort,
        String database,
        String redisUri,
        String natsUri) {

    /** JDBC URL of the database on PostgreSQL's own port, for the owner. */
    public String directUrl() {
        return jdbcUrl(postgresHost, postgresPort, database, "");
    }

    /** JDBC URL of the server's maintenance database on PostgreSQL's own port, for the superuser. */
    public String superuserUrl() {
        return jdbcUrl(postgresHost, postgresPort, "postgres", "");
    }

    /**
     * JDBC URL of the database through PgBouncer, for the run-time roles. Statements are never prepared on the server:
     * PgBouncer before 1.21 would hand the next one a connection that does not know them.
     */
    public String pooledUrl() {
        return jdbcUrl(
                pgbouncerHost, pgbouncerPort, database, "?prepareThreshold=0&connectTimeout=5&tcpKeepAlive=true");
    }

    private static String jdbcUrl(String host, int port, String database, String parameters) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database + parameters;
    }
}
