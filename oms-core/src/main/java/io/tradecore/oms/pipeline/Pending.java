package io.tradecore.oms.pipeline;

import io.tradecore.oms.order.ContingencyType;
import io.tradecore.oms.order.ListId;
import io.tradecore.oms.order.ListMembership;
import io.tradecore.oms.order.Order;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** What open orders of an account come to together. */
final class Pending {

    private Pending() {}

    /**
     * The sum over the orders of the predicate, all of one side of an instrument. Of a list's orders of which one takes what the others
     * no longer do the largest counts, once; what a list holds back counts with nothing.
     */
    static BigDecimal sum(AccountState account, Predicate<Order> which, Function<Order, BigDecimal> amount) {
        BigDecimal sum = BigDecimal.ZERO;
        Map<ListId, BigDecimal> siblings = new HashMap<>();
        for (Order order : account.orders()) {
            if (!which.test(order) || account.isHeldBack(order)) {
                continue;
            }
            ListMembership membership = order.membership();
            if (membership == null || membership.contingencyType() == ContingencyType.OTO) {
                sum = sum.add(amount.apply(order));
            } else {
                siblings.merge(membership.listId(), amount.apply(order), BigDecimal::max);
            }
        }
        return siblings.values().stream().reduce(sum, BigDecimal::add);
    }
}
