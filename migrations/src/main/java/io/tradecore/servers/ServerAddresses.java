package io.tradecore.servers;

/**
 * Where the servers answer. The addresses stay the same when a server is stopped and started again.
 *
 * @param postgresHost host of PostgreSQL itself, for migrations and administration
 * @param postgresPort its port
 * @param pgbouncerHost host of the pool that everything else goes through
 * @param pgbouncerPort its port
 * @param poolPrepares whether a statement that a client prepares is there for it in each of its transactions: since PgBouncer 1.21
 * @param database the name of the database
 * @param redisUri {@code redis://host:port}
 * @param natsUri {@code nats://host:port}
 */
public record ServerAddresses(
        String postgresHost,
        int postgresPort,
        String pgbouncerHost,
        int pgbouncerPort,
        boolean poolPrepares,
        String database,
        String redisUri,
        String natsUri) {

    /** From which use on a statement is prepared: the driver's own choice. */
    private static final String PREPARE_THRESHOLD = "5";

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
        return pooledUrl("0");
    }

    /** The same, for the writer, whose statements are calls: prepared on the server where {@link #poolPrepares}. */
    public String writerUrl() {
        return pooledUrl(poolPrepares ? PREPARE_THRESHOLD : "0");
    }

    private String pooledUrl(String prepareThreshold) {
        return jdbcUrl(
                pgbouncerHost,
                pgbouncerPort,
                database,
                "?prepareThreshold=" + prepareThreshold + "&connectTimeout=5&tcpKeepAlive=true");
    }

    private static String jdbcUrl(String host, int port, String database, String parameters) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database + parameters;
    }
}
