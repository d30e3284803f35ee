package io.tradecore.risk;

import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.risk.Limit;
import io.tradecore.oms.risk.LimitKind;
import io.tradecore.oms.risk.Limits;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import io.tradecore.oms.risk.PreTradeRisk.Warning;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Holds the figures of one order to the limits that apply to it: beyond a hard one it is denied, beyond a soft one that is noted.
 * For use by one thread.
 */
final class Bounds {

    private final Limits limits;
    private final Instrument instrument;
    private final List<Warning> warnings = new ArrayList<>();

    Bounds(Limits limits, Instrument instrument) {
        this.limits = limits;
        this.instrument = instrument;
    }

    /** What the order is beyond that passes all the same. */
    List<Warning> warnings() {
        return warnings;
    }

    /** The hard bound. It is there: what nobody bounds is denied first. */
    BigDecimal hard(LimitKind kind) {
        return Objects.requireNonNull(limits.hard(kind, instrument)).value();
    }

    /** The same, or the instrument's own bound where that leaves less room. */
    BigDecimal hard(LimitKind kind, BigDecimal own) {
        BigDecimal bound = hard(kind);
        return kind.isStricter(own, bound) ? own : bound;
    }

    /** The soft bound, null where there is none. */
    @Nullable
    BigDecimal soft(LimitKind kind) {
        Limit soft = limits.soft(kind, instrument);
        return soft == null ? null : soft.value();
    }

    /** Denies a figure beyond a bound, and notes one beyond the soft limit of its kind. */
    Verdict.@Nullable Denied check(LimitKind kind, BigDecimal bound, Reason reason, String message, Figure figure) {
        if (!kind.admits(figure.value(), bound)) {
            return new Verdict.Denied(reason, message, figure.numbers(bound));
        }
        BigDecimal soft = soft(kind);
        if (soft != null && !kind.admits(figure.value(), soft)) {
            warn(reason, message, figure.numbers(soft));
        }
        return null;
    }

    void warn(Reason reason, String message, Map<String, String> numbers) {
        warnings.add(new Warning(reason, message, numbers));
    }

    /** What is compared, and the names that it and its bound are told by. */
    record Figure(String name, BigDecimal value, String boundName) {

        private Map<String, String> numbers(BigDecimal bound) {
            return LimitChecks.numbers(name, value, boundName, bound);
        }
    }
}
