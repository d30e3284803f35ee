package io.tradecore.api.admin;

import io.tradecore.api.admin.NewRule.NewLimit;
import io.tradecore.api.sql.Sql;
import io.tradecore.oms.risk.Limit;
import io.tradecore.oms.risk.Limit.Severity;
import io.tradecore.oms.risk.LimitKind;
import io.tradecore.oms.risk.RuleScope;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a change leaves nobody more room than he had, so that one operator may make it alone. A limit that is added does, where
 * its kind was bounded before: the strictest counts. One that takes the place of another does if it is for the same, no less strict and for as
 * long. What users may trade and which orders instruments take always needs two.
 */
final class RuleTightening {

    private static final String COUNT_BOUNDS_OF_THE_FIRM = """
            SELECT count(*) FROM house_limits WHERE kind = ? AND scope = 'FIRM' AND severity = 'HARD' AND security_type IS NULL
                AND symbol IS NULL AND effective_from <= now() AND effective_to IS NULL""";

    /** @param ended the row of the rule that it takes the place of, null: of none */
    boolean isOne(Connection connection, NewRule made, @Nullable Map<String, Object> ended) throws SQLException {
        if (!(made instanceof NewLimit limit)) {
            return false;
        }
        return ended == null ? isBounded(connection, limit.kind()) : isStricter(limit, ended);
    }

    /** Of a kind that nobody bounds everything is denied, so that the first bound is what lets orders pass. */
    private static boolean isBounded(Connection connection, LimitKind kind) throws SQLException {
        return Objects.requireNonNull(
                        Sql.first(connection, COUNT_BOUNDS_OF_THE_FIRM, row -> row.getLong(1), kind.name()))
                > 0;
    }

    static boolean isStricter(NewLimit limit, Map<String, Object> ended) {
        String scope = Objects.toString(ended.get("scope"), RuleScope.ACCOUNT.name());
        String scopeId = limit.scope() == RuleScope.ACCOUNT
                ? Objects.toString(ended.get("account_id"))
                : Objects.toString(ended.get("scope_id"), Limit.FIRM_ID);
        boolean same = limit.scope().name().equals(scope)
                && limit.scopeId().equals(scopeId)
                && limit.kind().name().equals(ended.get("kind"))
                && Objects.equals(name(limit.instruments().securityType()), ended.get("security_type"))
                && Objects.equals(limit.instruments().symbol(), ended.get("symbol"));
        boolean asHard =
                limit.severity() == Severity.HARD || Severity.SOFT.name().equals(ended.get("severity"));
        return same
                && asHard
                && !limit.kind().isStricter(new BigDecimal(Objects.toString(ended.get("value"))), limit.value())
                && isAsLong(limit.effectiveTo(), ended.get("effective_to"));
    }

    private static boolean isAsLong(@Nullable Instant to, @Nullable Object endedTo) {
        return to == null
                || (endedTo != null
                        && !to.isBefore(OffsetDateTime.parse(endedTo.toString()).toInstant()));
    }

    private static @Nullable String name(@Nullable Enum<?> value) {
        return value == null ? null : value.name();
    }
}
