package io.tradecore.risk;

import io.tradecore.oms.account.Desks;
import io.tradecore.oms.risk.InstrumentSelector;
import io.tradecore.oms.risk.Limit;
import io.tradecore.oms.risk.Limit.Severity;
import io.tradecore.oms.risk.LimitKind;
import io.tradecore.oms.risk.Limits;
import io.tradecore.oms.risk.RiskRules;
import io.tradecore.oms.risk.RuleScope;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Limits of the firm as wide as nobody needs them, and what a test adds. */
final class TestLimits {

    static final String USER = "trader";

    private static final BigDecimal WIDE = new BigDecimal("1e15");

    private final Instant now;
    private final List<Limit> house = new ArrayList<>();

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
        return limits;
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
        return new RiskRules(1, house).limits(Desks.MAIN, USER, List.of(), now);
    }
}
