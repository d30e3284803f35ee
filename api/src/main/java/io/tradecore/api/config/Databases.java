package io.tradecore.api.config;

import io.micronaut.jdbc.DataSourceResolver;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/**
 * The process's connection pools, one per database role, as they are: without the framework's transaction proxy, so
 * that hand-written SQL opens, commits and closes its own transactions. Connections come with autoCommit off.
 */
@Singleton
public final class Databases {
    private final DataSource writer;
    private final DataSource reader;
    private final DataSource admin;
    private final DataSource relay;

    Databases(
            @Named("writer") DataSource writer,
            @Named("reader") DataSource reader,
            @Named("admin") DataSource admin,
            @Named("relay") DataSource relay,
            DataSourceResolver resolver) {
        this.writer = resolver.resolve(writer);
        this.reader = resolver.resolve(reader);
        this.admin = resolver.resolve(admin);
        this.relay = resolver.resolve(relay);
    }

    /** Role oms_writer: the pipeline. Sees the accounts named in {@code app.account_ids}. */
    public DataSource writer() {
        return writer;
    }

    /** Role oms_reader: reads of one account, named in {@code app.account_id}. */
    public DataSource reader() {
        return reader;
    }

    /** Role oms_admin: audited acts and queries of operators. Sees all accounts. */
    public DataSource admin() {
        return admin;
    }

    /** Role oms_relay: publishes the outbox and the order events. Sees all accounts. */
    public DataSource relay() {
        return relay;
    }
}
