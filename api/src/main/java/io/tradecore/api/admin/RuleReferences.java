package io.tradecore.api.admin;

import io.tradecore.api.admin.NewRule.NewLimit;
import io.tradecore.api.admin.NewRule.NewOrderTerms;
import io.tradecore.api.admin.NewRule.NewPermission;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.sql.Sql;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Whether what a rule names is there. */
final class RuleReferences {

    private static final String FIND_ACCOUNT = "SELECT 1 FROM accounts WHERE account_id = ?";
    private static final String FIND_DESK = "SELECT 1 FROM desks WHERE desk_id = ?";
    private static final String FIND_STRATEGY = "SELECT 1 FROM strategies WHERE strategy_id = ?";
    private static final String FIND_INSTRUMENT = "SELECT 1 FROM instruments WHERE symbol = ?";
    private static final String FIND_VENUE = "SELECT 1 FROM venues WHERE venue_id = ?";

    private RuleReferences() {}

    static void require(Connection connection, @Nullable NewRule rule) throws SQLException {
        switch (rule) {
            case null -> {}
            case NewLimit limit -> requireScope(connection, limit);
            case NewPermission permission -> {
                String venueId = permission.venueId();
                if (venueId != null && isMissing(connection, FIND_VENUE, venueId)) {
                    throw ApiException.ofField(ApiCode.VENUE_UNKNOWN, "venueId", "There is no such venue.");
                }
            }
            case NewOrderTerms _ -> {}
        }
        String symbol = rule == null ? null : rule.instruments().symbol();
        if (symbol != null && isMissing(connection, FIND_INSTRUMENT, symbol)) {
            throw ApiException.of(Reason.INSTRUMENT_UNKNOWN, "There is no such instrument.");
        }
    }

    private static void requireScope(Connection connection, NewLimit limit) throws SQLException {
        switch (limit.scope()) {
            case FIRM, USER -> {}
            case DESK -> {
                if (isMissing(connection, FIND_DESK, limit.scopeId())) {
                    throw ApiException.ofField(ApiCode.DESK_UNKNOWN, "scopeId", "There is no such desk.");
                }
            }
            case STRATEGY -> {
                if (isMissing(connection, FIND_STRATEGY, limit.scopeId())) {
                    throw ApiException.ofField(ApiCode.STRATEGY_UNKNOWN, "scopeId", "There is no such strategy.");
                }
            }
            case ACCOUNT -> {
                if (isMissing(
                        connection, FIND_ACCOUNT, AccountId.of(limit.scopeId()).value())) {
                    throw ApiException.accountUnknown();
                }
            }
        }
    }

    private static boolean isMissing(Connection connection, String sql, Object id) throws SQLException {
        return Sql.first(connection, sql, row -> true, id) == null;
    }
}
