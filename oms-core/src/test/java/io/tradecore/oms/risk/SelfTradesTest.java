package io.tradecore.oms.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.ContingencyType;
import io.tradecore.oms.order.HeldBy;
import io.tradecore.oms.order.ListId;
import io.tradecore.oms.order.ListMembership;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.OrderRequest;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What each mode makes of an order that others of its account rest against. Of those a word says what else there is to them: NEW that their
 * venue has not acknowledged them, REPLACING 110 or CANCELING what waits, LIST that they are of a list, HELD that they wait here.
 */
class SelfTradesTest {

    private static final String SYMBOL = "BTCUSD";

    @ParameterizedTest(name = "{0}: {1} against {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            NONE          | buy 4 @ 101   | A sell 10 @ 101                                  | send 4
            CANCEL_NEWEST | buy 4 @ 100.9 | A sell 10 @ 101                                  | send 4
            CANCEL_NEWEST | buy 4 @ 101   | A sell 10 @ 101                                  | send 0 for A
            CANCEL_NEWEST | buy 4 @ 101   | A buy 10 @ 101                                   | send 4
            CANCEL_NEWEST | buy 4 @ 101   | A sell 10 @ 101 HELD                             | send 4
            CANCEL_NEWEST | buy 4 @ 101   | A sell 10 @ 102 REPLACING 101                    | send 0 for A
            CANCEL_OLDEST | buy 4 @ 101   | A sell 10 @ 101                                  | cancel A send 4 for A
            CANCEL_OLDEST | sell 4 @ 101  | A buy 1 @ 101, B buy 1 @ 102, C buy 1 @ 100      | cancel B A send 4 for B
            CANCEL_OLDEST | buy 4 @ 101   | A sell 1 @ 101, B sell 1 @ 101 REPLACING 110     | send 0 for B
            CANCEL_OLDEST | buy 4 @ 101   | A sell 1 @ 101, B sell 1 @ 101 CANCELING         | cancel A send 4 for A
            CANCEL_BOTH   | buy 4 @ 101   | A sell 1 @ 101, B sell 9 @ 101                   | cancel A B send 0 for A
            CANCEL_BOTH   | buy 4 @ 101   | A sell 1 @ 101, B sell 9 @ 101 REPLACING 110     | cancel A send 0 for A
            DECREMENT     | buy 4 @ 100.9 | A sell 10 @ 101                                  | send 4
            DECREMENT     | buy 4 @ 101   | A sell 10 @ 101                                  | lower A to 6 send 0 for A
            DECREMENT     | buy 4 @ any   | A sell 10 @ 101                                  | lower A to 6 send 0 for A
            DECREMENT     | buy 4 @ 101   | A sell 4 @ 101                                   | cancel A send 0 for A
            DECREMENT     | buy 4 @ 101   | A sell 3.5 @ 101                                 | cancel A send 0.5 for A
            DECREMENT     | buy 4 @ 101   | A sell 10/7 @ 101                                | cancel A send 1 for A
            DECREMENT     | buy 4 @ 101   | A sell 10/5 @ 101                                | lower A to 6 send 0 for A
            DECREMENT     | buy 9 @ 103   | A sell 4 @ 102, B sell 3 @ 101, C sell 3 @ 103   | cancel B A lower C to 1 send 0 for B
            DECREMENT     | buy 9 @ 102   | A sell 4 @ 102, B sell 3 @ 101, C sell 3 @ 103   | cancel B A send 2 for B
            DECREMENT     | buy 7 @ 103   | A sell 4 @ 102, B sell 3 @ 101, C sell 3 @ 103   | cancel B A send 0 for B
            DECREMENT     | buy 4 @ 101   | A sell 1 @ 101, B sell 1 @ 101                   | cancel A B send 2 for A
            DECREMENT     | buy 4 @ 101   | A sell 4 @ 101 NEW                               | cancel A send 0 for A
            DECREMENT     | buy 4 @ 101   | A sell 1 @ 101, B sell 9 @ 101 NEW               | send 0 for B
            DECREMENT     | buy 4 @ 101   | A sell 9 @ 101 LIST                              | send 0 for A
            DECREMENT     | buy 9 @ 101   | A sell 4 @ 101 LIST                              | cancel A send 5 for A
            DECREMENT     | buy 9 @ 101   | A sell 1 @ 100, B sell 4 @ 101 REPLACING 110     | send 0 for B
            DECREMENT     | buy 1 @ 101   | A sell 1 @ 100, B sell 4 @ 101 REPLACING 110     | cancel A send 0 for A
            DECREMENT     | buy 4 @ 101   | A sell 9 @ 101 CANCELING                         | send 4 for A
            DECREMENT     | buy 4 @ 101   | A sell 9 @ 100 CANCELING, B sell 1 @ 101         | cancel B send 3 for A
            DECREMENT     | buy 4 @ 101 FOK | A sell 1 @ 101                                 | send 0 for A
            DECREMENT     | buy 4 @ 101 FOK | A sell 9 @ 101                                 | lower A to 5 send 0 for A
            DECREMENT     | buy 4 @ 101 FOK | A sell 9 @ 102                                 | send 4
            DECREMENT     | buy 4 @ 101 replacing | A sell 1 @ 101                           | send 0 for A
            """)
    void whatIsDone(SelfTradePrevention mode, String order, String resting, String done) {
        assertThat(text(new SelfTrades(mode, resting(resting)).plan(incoming(order))))
                .isEqualTo(done);
    }

    private static String text(SelfTradePlan plan) {
        StringBuilder text = new StringBuilder();
        if (!plan.canceled().isEmpty()) {
            text.append("cancel ");
            plan.canceled().forEach(order -> text.append(order.clOrdId()).append(' '));
        }
        if (plan.lowered() != null) {
            text.append("lower %s to %s "
                    .formatted(
                            plan.lowered().order().clOrdId(),
                            plan.lowered().orderQty().stripTrailingZeros().toPlainString()));
        }
        text.append("send ").append(plan.sent().stripTrailingZeros().toPlainString());
        return plan.with() == null
                ? text.toString()
                : text.append(" for ").append(plan.with().clOrdId()).toString();
    }

    private static SelfTradePlan.Incoming incoming(String text) {
        List<String> words = List.of(text.split(" "));
        return new SelfTradePlan.Incoming(
                SYMBOL,
                side(words.get(0)),
                words.get(3).equals("any") ? null : new BigDecimal(words.get(3)),
                new BigDecimal(words.get(1)),
                words.contains("replacing") ? new OrderId(new UUID(9, 9)) : null,
                !words.contains("FOK"));
    }

    private static Side side(String word) {
        return word.equals("buy") ? Side.BUY : Side.SELL;
    }

    private static List<Order> resting(String text) {
        List<Order> orders = new ArrayList<>();
        for (String one : text.split(", ")) {
            // What comes later has the higher id; that the list is in another order makes no difference.
            orders.addFirst(order(List.of(one.split(" ")), orders.size()));
        }
        return orders;
    }

    private static Order order(List<String> words, int nth) {
        String[] qty = words.get(2).split("/");
        BigDecimal cumQty = new BigDecimal(qty.length > 1 ? qty[1] : "0");
        Terms terms = Terms.of(new BigDecimal(qty[0]), new BigDecimal(words.get(4)), TimeInForce.GTC);
        String word = words.size() > 5 ? words.get(5) : "";
        return new Order(
                new AccountId(new UUID(1, 1)),
                new OrderId(new UUID(2, nth)),
                new ClOrdId(words.getFirst()),
                new ClOrdId(words.getFirst()),
                SYMBOL,
                "SIM",
                side(words.get(1)),
                OrdType.LIMIT,
                Set.of(),
                null,
                word.equals("HELD") ? HeldBy.LIST : null,
                null,
                terms,
                terms,
                new BigDecimal(words.get(4)),
                BigDecimal.ZERO,
                word.equals("NEW") ? OrdStatus.PENDING_NEW : OrdStatus.NEW,
                pending(word, words, new OrderId(new UUID(2, nth)), terms),
                cumQty,
                BigDecimal.ZERO,
                null,
                null,
                Instant.EPOCH,
                word.equals("LIST") || word.equals("HELD")
                        ? new ListMembership(new ListId("L"), ContingencyType.OCO)
                        : null);
    }

    private static @Nullable OrderRequest pending(String word, List<String> words, OrderId orderId, Terms terms) {
        ClOrdId orig = new ClOrdId(words.getFirst());
        return switch (word) {
            case "CANCELING" -> OrderRequest.cancel(new ClOrdId("R"), orig, orderId);
            case "REPLACING" -> {
                TermChange asked = new TermChange(null, new BigDecimal(words.get(6)), null, null, null);
                yield new OrderRequest(
                        new ClOrdId("R"),
                        orig,
                        orderId,
                        new OrderRequest.Replacement(asked, terms.with(asked), BigDecimal.ONE));
            }
            default -> null;
        };
    }
}
