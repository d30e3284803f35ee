package io.tradecore.oms.risk.pg;

import io.tradecore.oms.instrument.SecurityType;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.risk.InstrumentSelector;
import io.tradecore.oms.risk.Limit;
import io.tradecore.oms.risk.LimitKind;
import io.tradecore.oms.risk.OrderTerms;
import io.tradecore.oms.risk.Permission;
import io.tradecore.oms.risk.RuleScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rules as they are stored. */
public final class RuleRows {

    private static final Map<String, LimitKind> KINDS =
            Arrays.stream(LimitKind.values()).collect(Collectors.toMap(LimitKind::name, Function.identity()));

    private RuleRows() {}

    /** One of the firm, a desk, a strategy or a user; null of a kind that only a later release checks. */
    static @Nullable Limit limit(ResultSet row) throws SQLException {
        return limit(row, RuleScope.valueOf(row.getString("scope")), row.getString("scope_id"));
    }

    /** One of an account; null as above. */
    public static @Nullable Limit ofAccount(ResultSet row) throws SQLException {
        return limit(row, RuleScope.ACCOUNT, row.getString("account_id"));
    }

    private static @Nullable Limit limit(ResultSet row, RuleScope scope, String scopeId) throws SQLException {
        LimitKind kind = KINDS.get(row.getString("kind"));
        if (kind == null) {
            return null;
        }
        return new Limit(
                kind,
                scope,
                scopeId,
                instruments(row),
                row.getBigDecimal("value"),
                Limit.Severity.valueOf(row.getString("severity")),
                from(row),
                to(row));
    }

    static Permission permission(ResultSet row) throws SQLException {
        return new Permission(
                row.getString("user_id"), instruments(row), row.getString("venue_id"), from(row), to(row));
    }

    static OrderTerms terms(ResultSet row) throws SQLException {
        return new OrderTerms(
                instruments(row),
                known(row, "ord_types", OrdType.values()),
                known(row, "times_in_force", TimeInForce.values()),
                from(row),
                to(row));
    }

    /** What only a later release knows is asked of it alone. */
    private static <E extends Enum<E>> Set<E> known(ResultSet row, String column, E[] values) throws SQLException {
        List<String> names = List.of((String[]) row.getArray(column).getArray());
        return Arrays.stream(values)
                .filter(value -> names.contains(value.name()))
                .collect(Collectors.toSet());
    }

    /** What was in force when it was made is in force for whoever sees it, also where the clock has been set back since. */
    private static Instant from(ResultSet row) throws SQLException {
        Instant from = row.getObject("effective_from", OffsetDateTime.class).toInstant();
        Instant made = row.getObject("created_at", OffsetDateTime.class).toInstant();
        return from.isAfter(made) ? from : Instant.MIN;
    }

    private static @Nullable Instant to(ResultSet row) throws SQLException {
        OffsetDateTime to = row.getObject("effective_to", OffsetDateTime.class);
        return to == null ? null : to.toInstant();
    }

    private static InstrumentSelector instruments(ResultSet row) throws SQLException {
        String securityType = row.getString("security_type");
        return new InstrumentSelector(
                securityType == null ? null : SecurityType.valueOf(securityType), row.getString("symbol"));
    }
}
