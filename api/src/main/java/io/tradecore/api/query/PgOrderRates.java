package io.tradecore.api.query;

import io.tradecore.api.sql.Sql;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.risk.LimitKind;
import io.tradecore.oms.risk.RuleScope;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the rates that bound an account, of whoever sets them. Safe for use by many threads; blocks its thread. */
@Singleton
public final class PgOrderRates {

    // Of groups the largest comes last: who is refused by a strategy or desk has not counted for the firm.
    private static final String FIND_RATES = """
            SELECT l.kind, l.scope, l.scope_id, min(l.value)::integer AS per_second FROM accounts a, LATERAL (
                SELECT kind, 'ACCOUNT' AS scope, '' AS scope_id, value, effective_from, effective_to, created_at FROM account_limits
                    WHERE account_id = a.account_id AND kind IN ('ORDERS_PER_SECOND', 'MESSAGES_PER_SECOND')
                UNION ALL
                SELECT kind, scope, scope_id, value, effective_from, effective_to, created_at FROM house_limits
                    WHERE kind IN ('ORDERS_PER_SECOND', 'MESSAGES_PER_SECOND', 'GROUP_ORDERS_PER_SECOND')
                        AND (scope = 'FIRM' OR (scope = 'DESK' AND scope_id = a.desk_id)
                            OR (scope = 'STRATEGY' AND scope_id = a.strategy_id))) l
            WHERE a.account_id = ? AND (l.effective_from <= l.created_at OR l.effective_from <= now()) AND (l.effective_to IS NULL OR l.effective_to > now())
            GROUP BY l.kind, l.scope, l.scope_id
            ORDER BY array_position(ARRAY['ACCOUNT', 'STRATEGY', 'DESK', 'FIRM'], l.scope)
            """;

    /** The strictest of one kind and scope. */
    private record Found(LimitKind kind, RuleScope scope, String scopeId, int perSecond) {
        static Found of(ResultSet row) throws SQLException {
            return new Found(
                    LimitKind.valueOf(Sql.text(row, "kind")),
                    RuleScope.valueOf(Sql.text(row, "scope")),
                    Sql.text(row, "scope_id"),
                    row.getInt("per_second"));
        }
    }

    private final TenantReads reads;

    PgOrderRates(TenantReads reads) {
        this.reads = reads;
    }

    /** What is in force now. */
    public OrderRates of(AccountId accountId) {
        List<Found> found =
                reads.read(accountId, connection -> Sql.list(connection, FIND_RATES, Found::of, accountId.value()));
        return found.isEmpty()
                ? OrderRates.NONE
                : new OrderRates(
                        least(found, LimitKind.ORDERS_PER_SECOND),
                        least(found, LimitKind.MESSAGES_PER_SECOND),
                        found.stream()
                                .filter(each -> each.kind() == LimitKind.GROUP_ORDERS_PER_SECOND)
                                .map(each -> new OrderRates.Group(each.scope(), each.scopeId(), each.perSecond()))
                                .toList());
    }

    private static @Nullable Integer least(List<Found> found, LimitKind kind) {
        @Nullable Integer least = null;
        for (Found each : found) {
            if (each.kind() == kind) {
                least = least == null ? each.perSecond() : Math.min(least, each.perSecond());
            }
        }
        return least;
    }
}
