package io.tradecore.migrations;

/** Who logs in to PostgreSQL or PgBouncer. Only the run-time roles go through PgBouncer. */
public enum DbRole {
    /** The server's own administrator: makes the owner and the database, and nothing else. */
    SUPERUSER("postgres"),
    /** Owns every object and runs the migrations, on the direct port. */
    OWNER("oms_owner"),
    /** The order pipeline. */
    WRITER("oms_writer"),
    /** Traders' reads. */
    READER("oms_reader"),
    /** Audited administration. */
    ADMIN("oms_admin"),
    /** The outbox relay. */
    RELAY("oms_relay"),
    /** Figures for monitoring. */
    METRICS("oms_metrics"),
    /** PgBouncer's own console; PostgreSQL does not know it. */
    POOL_ADMIN("pgbouncer_admin");

    private final String username;

    DbRole(String username) {
        this.username = username;
    }

    /** The login name. */
    public String username() {
        return username;
    }

    /** Whether the application connects as this role while it runs, through PgBouncer. */
    public boolean isRuntime() {
        return switch (this) {
            case WRITER, READER, ADMIN, RELAY, METRICS -> true;
            case SUPERUSER, OWNER, POOL_ADMIN -> false;
        };
    }
}
