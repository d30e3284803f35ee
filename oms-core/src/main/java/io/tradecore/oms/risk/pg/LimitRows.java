package io.tradecore.oms.risk.pg;

import io.tradecore.oms.instrument.SecurityType;
import io.tradecore.oms.risk.InstrumentSelector;
import io.tradecore.oms.risk.Limit;
import io.tradecore.oms.risk.LimitKind;
import io.tradecore.oms.risk.RuleScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Limits as they are stored. */
public final class LimitRows {

    private static final Map<String, LimitKind> KINDS =
            Arrays.stream(LimitKind.values()).collect(Collectors.toMap(LimitKind::name, Function.identity()));

    private LimitRows() {}

    /** One of the firm, a desk or a user; null of a kind that only a later release checks. */
    static @Nullable Limit house(ResultSet row) throws SQLException {
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
        OffsetDateTime to = row.getObject("effective_to", OffsetDateTime.class);
        return new Limit(
                kind,
                scope,
                scopeId,
                instruments(row),
                row.getBigDecimal("value"),
                Limit.Severity.valueOf(row.getString("severity")),
                row.getObject("effective_from", OffsetDateTime.class).toInstant(),
                to == null ? null : to.toInstant());
    }

    private static InstrumentSelector instruments(ResultSet row) throws SQLException {
        String securityType = row.getString("security_type");
        return new InstrumentSelector(
                securityType == null ? null : SecurityType.valueOf(securityType), row.getString("symbol"));
    }
}
