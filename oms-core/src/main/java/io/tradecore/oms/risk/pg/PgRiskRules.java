package io.tradecore.oms.risk.pg;

import io.tradecore.ledger.pg.RoundTrip;
import io.tradecore.oms.risk.Limit;
import io.tradecore.oms.risk.OrderTerms;
import io.tradecore.oms.risk.Permission;
import io.tradecore.oms.risk.RiskRules;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the firm, its desks, strategies and users, kept in memory under the version they were read at. Nobody tells of a change:
 * every batch reads the version with its accounts, and where it is another one the rules are read anew before it is decided. So
 * a change is in force for every batch that begins after its commit, and there is no message that could be lost.
 *
 * <p>Safe for use by many threads.
 */
public final class PgRiskRules {

    private static final String FIND_HOUSE_LIMITS = """
            SELECT scope, scope_id, kind, security_type, symbol, value, severity, effective_from, effective_to, created_at
            FROM find_house_limits()""";

    private static final String FIND_PERMISSIONS = """
            SELECT user_id, security_type, symbol, venue_id, effective_from, effective_to, created_at
            FROM find_user_permissions()""";

    private static final String FIND_ORDER_TERMS = """
            SELECT security_type, symbol, ord_types, times_in_force, effective_from, effective_to, created_at
            FROM find_order_terms()""";

    private final AtomicLong heard = new AtomicLong();
    private final AtomicReference<RiskRules> known = new AtomicReference<>(RiskRules.NONE);

    /** The newest version that this process has heard of: what was worked out under another one is to be worked out again. */
    public long version() {
        return Math.max(heard.get(), known.get().version());
    }

    /** There is this version. What batches are judged by they still read themselves. */
    public void heardOf(long version) {
        heard.accumulateAndGet(version, Math::max);
    }

    /**
     * The rules of this version or a later one.
     *
     * @param version committed, as the connection's transaction has read it. The rules are read after it: they may be newer than
     *     it says, never older
     */
    public RiskRules at(long version, Connection connection) throws SQLException {
        RiskRules rules = known.get();
        if (rules.version() >= version) {
            return rules;
        }
        List<Limit> limits = new ArrayList<>();
        List<Permission> permissions = new ArrayList<>();
        List<OrderTerms> terms = new ArrayList<>();
        new RoundTrip()
                .query(FIND_HOUSE_LIMITS, row -> {
                    @Nullable Limit limit = RuleRows.limit(row);
                    if (limit != null) {
                        limits.add(limit);
                    }
                })
                .query(FIND_PERMISSIONS, row -> permissions.add(RuleRows.permission(row)))
                .query(FIND_ORDER_TERMS, row -> terms.add(RuleRows.terms(row)))
                .execute(connection);
        RiskRules read = new RiskRules(version, limits, permissions, terms);
        return known.accumulateAndGet(read, (before, now) -> before.version() >= now.version() ? before : now);
    }
}
