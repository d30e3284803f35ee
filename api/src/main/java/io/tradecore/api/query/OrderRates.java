package io.tradecore.api.query;

import io.tradecore.oms.risk.RuleScope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much an account may send in a second.
 *
 * @param orders new orders and replaces; null: nobody says
 * @param messages whatever it sends; null: nobody says
 * @param groups it belongs to whose new orders are bounded together, the smaller first; mostly there are none
 */
public record OrderRates(@Nullable Integer orders, @Nullable Integer messages, List<Group> groups) {

    /** Of an account that does not exist, or of which nobody says anything. */
    public static final OrderRates NONE = new OrderRates(null, null, List.of());

    public OrderRates {
        groups = List.copyOf(groups);
    }

    /**
     * A group of accounts.
     *
     * @param orders new orders that all of them together may place in a second
     */
    public record Group(RuleScope scope, String scopeId, int orders) {}
}
