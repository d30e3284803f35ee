package io.tradecore.api.admin;

import io.micronaut.json.JsonMapper;
import io.tradecore.api.config.Databases;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.sql.Sql;
import io.tradecore.api.sql.SqlFailures;
import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.UuidV7;
import io.tradecore.oms.order.OrderId;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators do and look at, as oms_admin: every change commits together with its audit row or not at all, and every
 * look leaves one too. Safe for use by many threads; blocks its thread.
 */
@Singleton
public final class AdminTransactions {
    private static final Logger LOG = LoggerFactory.getLogger(AdminTransactions.class);

    private static final String RECORD_AUDIT = """
            INSERT INTO audit (audit_id, actor, action, account_id, order_id, outcome, detail)
            VALUES (?, ?, ?, ?, ?, ?, CAST(? AS jsonb))
            """;

    private static final String SEE_ONE_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ";

    /** What a change came to, and its audit entry: null where nothing was changed. */
    record Act<T>(T result, @Nullable AuditEntry entry) {}

    private final DataSource admin;
    private final UuidV7 ids;
    private final JsonMapper json;

    AdminTransactions(Databases databases, UuidV7 ids, JsonMapper json) {
        this.admin = databases.admin();
        this.ids = ids;
        this.json = json;
    }

    /** Runs a change in one transaction with its audit row. */
    <T> T act(String actor, Sql.Work<Act<T>> work) {
        try (Connection connection = admin.getConnection()) {
            Act<T> act = work.in(connection);
            AuditEntry entry = act.entry();
            if (entry != null) {
                record(connection, actor, entry, "DONE", Map.of());
            }
            connection.commit();
            return act.result();
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    /** Runs a query in one transaction, one snapshot, with its audit row; a query that fails leaves one as well. */
    <T> T query(String actor, AuditEntry entry, Sql.Work<T> work) {
        try (Connection connection = admin.getConnection()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(SEE_ONE_SNAPSHOT);
            }
            T result = work.in(connection);
            record(connection, actor, entry, "DONE", Map.of());
            connection.commit();
            return result;
        } catch (SQLException e) {
            RuntimeException failure = SqlFailures.translate(e);
            recordFailure(actor, entry, failure);
            throw failure;
        } catch (RuntimeException e) {
            recordFailure(actor, entry, e);
            throw e;
        }
    }

    /** Reads on in a look that has left its audit row already, in a transaction of its own. */
    <T> T readOn(Sql.Work<T> work) {
        try (Connection connection = admin.getConnection()) {
            T result = work.in(connection);
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    private void recordFailure(String actor, AuditEntry entry, RuntimeException failure) {
        String code = failure instanceof ApiException known ? known.problem().code() : "INTERNAL";
        try (Connection connection = admin.getConnection()) {
            record(connection, actor, entry, "FAILED", Map.of("code", code));
            connection.commit();
        } catch (SQLException e) {
            LOG.error("{} of {} failed with {} and could not be audited", entry.action(), actor, code, e);
        }
    }

    private void record(Connection connection, String actor, AuditEntry entry, String outcome, Map<String, Object> more)
            throws SQLException {
        AccountId accountId = entry.accountId();
        OrderId orderId = entry.orderId();
        Map<String, Object> detail = new HashMap<>(entry.detail());
        detail.putAll(more);
        Sql.update(
                connection,
                RECORD_AUDIT,
                ids.next(),
                actor,
                entry.action(),
                accountId == null ? null : accountId.value(),
                orderId == null ? null : orderId.value(),
                outcome,
                write(detail));
    }

    private String write(Map<String, Object> detail) {
        try {
            return json.writeValueAsString(detail);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
