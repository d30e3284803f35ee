package io.tradecore.ops.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tradecore.migrations.DbRole;

/** Pools of connections as an ordinary service has them. */
final class Writers {

    private Writers() {}

    /** As oms_writer through the pooler, with autocommit off. */
    static HikariDataSource pool(Site site, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(site.installation().addresses().pooledUrl());
        config.setUsername(DbRole.WRITER.username());
        config.setPassword(site.password(DbRole.WRITER));
        config.setMaximumPoolSize(connections);
        config.setAutoCommit(false);
        return new HikariDataSource(config);
    }
}
