package io.tradecore.risk;

import io.tradecore.oms.account.Desks;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.risk.InstrumentSelector;
import io.tradecore.oms.risk.Limit;
import io.tradecore.oms.risk.Limit.Severity;
import io.tradecore.oms.risk.LimitKind;
import io.tradecore.oms.risk.Limits;
import io.tradecore.oms.risk.OrderTerms;
import io.tradecore.oms.risk.Permission;
import io.tradecore.oms.risk.RiskRules;
import io.tradecore.oms.risk.RuleScope;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Limits of the firm as wide as nobody needs them, and what a test adds. */
final class TestLimits {

    static final String USER = "trader";

    private static final BigDecimal WIDE = new BigDecimal("1e15");

    private final Instant now;
    private final List<Limit> house = new ArrayList<>();
    private final List<Permission> permissions = new ArrayList<>();
    private final List<OrderTerms> terms = new ArrayList<>();

    private TestLimits(Instant now) {
        this.now = now;
    }

    /** Every kind that has to be bounded is. */
    static TestLimits wide(Instant now) {
        TestLimits limits = new TestLimits(now);
        for (LimitKind kind : LimitKind.values()) {
            if (kind.isRequired()) {
                boolean widestIsZero = kind.isStricter(WIDE, BigDecimal.ZERO);
                limits.firm(kind, widestIsZero ? "0" : kind == LimitKind.PRICE_COLLAR ? "1" : "1e15");
            }
        }
        limits.permissions.add(new Permission(Permission.EVERYBODY, InstrumentSelector.ALL, null, now, null));
        limits.terms.add(new OrderTerms(
                InstrumentSelector.ALL, EnumSet.allOf(OrdType.class), EnumSet.allOf(TimeInForce.class), now, null));
        return limits;
    }

    /** Instead of what everybody may. */
    TestLimits permit(InstrumentSelector instruments, @Nullable String venueId) {
        permissions.add(new Permission(USER, instruments, venueId, now, null));
        return this;
    }

    TestLimits permitNothing() {
        permissions.clear();
        return this;
    }

    TestLimits take(InstrumentSelector instruments, Set<OrdType> ordTypes, Set<TimeInForce> timesInForce) {
        terms.add(new OrderTerms(instruments, ordTypes, timesInForce, now, null));
        return this;
    }

    TestLimits takeNothing() {
        terms.clear();
        return this;
    }

    TestLimits without(LimitKind kind) {
        house.removeIf(limit -> limit.kind() == kind);
        return this;
    }

    TestLimits firm(LimitKind kind, String value) {
        return add(kind, InstrumentSelector.ALL, value, Severity.HARD);
    }

    TestLimits add(LimitKind kind, InstrumentSelector instruments, String value, Severity severity) {
        house.add(new Limit(
                kind, RuleScope.FIRM, Limit.FIRM_ID, instruments, new BigDecimal(value), severity, now, null));
        return this;
    }

    Limits now() {
        return new RiskRules(1, house, permissions, terms).limits(Desks.MAIN, null, USER, List.of(), now);
    }
}
