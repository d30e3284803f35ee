package io.tradecore.api.query;

import io.micronaut.serde.annotation.Serdeable;
import io.tradecore.api.edge.Decimals;
import io.tradecore.api.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A limit of an account.
 *
 * @param kind see {@link io.tradecore.oms.risk.LimitKind}
 * @param securityType the class of instruments it is for, else absent
 * @param symbol the instrument it is for, else absent; with neither it is for all
 * @param value inclusive
 * @param severity HARD denies, SOFT warns
 * @param effectiveTo absent: until it is ended
 */
@Serdeable.Serializable
public record LimitView(
        String limitId,
        String kind,
        @Nullable String securityType,
        @Nullable String symbol,
        String value,
        String severity,
        Instant effectiveFrom,
        @Nullable Instant effectiveTo) {

    /** Of an account, those that count now or will. */
    public static final String LIST = """
            SELECT * FROM account_limits WHERE account_id = ? AND (effective_to IS NULL OR effective_to > now())
            ORDER BY kind, security_type, symbol, effective_from, limit_id
            """;

    /** A row of limits. */
    public static LimitView of(ResultSet row) throws SQLException {
        return new LimitView(
                Sql.uuid(row, "limit_id"),
                Sql.text(row, "kind"),
                Sql.textOrNull(row, "security_type"),
                Sql.textOrNull(row, "symbol"),
                Decimals.text(Sql.decimal(row, "value")),
                Sql.text(row, "severity"),
                Sql.time(row, "effective_from"),
                Sql.timeOrNull(row, "effective_to"));
    }
}
