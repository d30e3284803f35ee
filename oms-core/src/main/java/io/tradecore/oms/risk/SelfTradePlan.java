package io.tradecore.oms.risk;

import io.tradecore.oms.command.Reason;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import io.tradecore.oms.risk.PreTradeRisk.Warning;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done so that an order does not trade with others of its account. Nothing of it is done where another check denies the
 * order.
 *
 * @param canceled what is to be canceled before it is sent, in the order that it would trade with them
 * @param lowered what is to be lowered, null where nothing is
 * @param sent how much of it may be sent: all, less, or nothing
 * @param with the first order that it would trade with; null where there is none
 * @param message why it is denied where nothing of it may be sent
 */
public record SelfTradePlan(
        List<Order> canceled,
        @Nullable Lowered lowered,
        BigDecimal sent,
        @Nullable Order with,
        String message) {

    static final String CROSSES = "The order would trade with another of its account.";
    static final String WAITS = "The order would trade with another of its account, which waits to be replaced.";
    static final String STAYS = "The order would trade with another of its account, which cannot be lowered now.";
    static final String WHOLE =
            "A part of the order would trade with others of its account, and it is not to be lowered.";

    /**
     * An order that is to be sent.
     *
     * @param px its limit; null: it takes any price
     * @param qty that its venue may execute
     * @param itself where it is at its venue already, to be replaced; else null
     * @param divisible whether less of it may be sent than was asked for
     */
    public record Incoming(
            String symbol,
            Side side,
            @Nullable BigDecimal px,
            BigDecimal qty,
            @Nullable OrderId itself,
            boolean divisible) {}

    /** @param orderQty FIX 38 that it shall have: counting what is executed */
    public record Lowered(Order order, BigDecimal orderQty) {}

    public SelfTradePlan {
        canceled = List.copyOf(canceled);
    }

    static SelfTradePlan nothing(Incoming order) {
        return new SelfTradePlan(List.of(), null, order.qty(), null, CROSSES);
    }

    /** Nothing else is done. */
    static SelfTradePlan denied(Order with, String message) {
        return new SelfTradePlan(List.of(), null, BigDecimal.ZERO, with, message);
    }

    /** Why nothing of the order may be sent, or null. */
    public Verdict.@Nullable Denied denied() {
        return with == null || sent.signum() > 0
                ? null
                : new Verdict.Denied(
                        Reason.SELF_TRADE,
                        message,
                        Map.of("orderId", with.orderId().toString()));
    }

    /** Whether less of the order is sent than was asked for, and not nothing. */
    public boolean lowers(BigDecimal asked) {
        return sent.signum() > 0 && sent.compareTo(asked) < 0;
    }

    /** What passed, for as much as may be sent; that it is less than was asked for is its first warning. */
    public Verdict applied(Verdict verdict, BigDecimal asked) {
        if (!(verdict instanceof Verdict.Passed passed) || with == null || !lowers(asked)) {
            return verdict;
        }
        Map<String, String> numbers = new LinkedHashMap<>();
        numbers.put("asked", text(asked));
        numbers.put("orderQty", text(sent));
        numbers.put("orderId", with.orderId().toString());
        List<Warning> warnings = new ArrayList<>();
        warnings.add(new Warning(
                Reason.SELF_TRADE,
                "The order was lowered by what it would have traded with others of its account.",
                numbers));
        warnings.addAll(passed.warnings());
        return new Verdict.Passed(
                passed.reservePx(), passed.reservation(), passed.closesQty(), passed.trigger(), warnings, sent);
    }

    private static String text(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
