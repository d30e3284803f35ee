package io.tradecore.oms.pipeline;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.halt.TradingBar;
import io.tradecore.oms.halt.TradingState;
import io.tradecore.oms.halt.TradingStates;
import io.tradecore.oms.halt.TradingStates.Subject;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.outbox.RouteMessage;
import io.tradecore.oms.pipeline.AccountState.Route;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the kill switch says of one account's orders, as far as the batch asks. Not safe for use by several threads. */
public final class AccountHalts {

    private record RouteKey(OrderId orderId, RouteMessage.Kind kind) {}

    private final AccountId accountId;
    private final String desk;
    private TradingStates states = TradingStates.NONE;
    private final Map<OrderId, String> users = new HashMap<>();
    private final Set<RouteKey> unpublished = new HashSet<>();

    AccountHalts(AccountId accountId, String desk) {
        this.accountId = accountId;
        this.desk = desk;
    }

    public void load(TradingStates known) {
        states = known;
    }

    /** Puts in who placed an order. */
    public void load(OrderId orderId, String user) {
        users.put(orderId, user);
    }

    /** Puts in a message that no venue has got, and none will unless somebody lets it out. */
    public void loadUnpublished(Route route) {
        unpublished.add(new RouteKey(route.orderId(), route.kind()));
    }

    /** The strictest of what applies to what this user asks for; null where nothing does. */
    @Nullable
    TradingBar bar(String user, Instrument instrument) {
        return states.strictest(new Subject(accountId, desk, user, instrument.symbol(), instrument.venueId()));
    }

    /** The strictest of what applies to an order; null where nothing does. */
    @Nullable
    TradingBar bar(Order order) {
        return states.strictest(
                new Subject(accountId, desk, users.get(order.orderId()), order.symbol(), order.venueId()));
    }

    /** What halts the order, null where nothing does. */
    @Nullable
    TradingBar halt(Order order) {
        TradingBar bar = bar(order);
        return bar != null && bar.state() == TradingState.HALTED ? bar : null;
    }

    /** Whether it is certain that no venue has the order's message of this kind. */
    boolean isUnpublished(OrderId orderId, RouteMessage.Kind kind) {
        return unpublished.contains(new RouteKey(orderId, kind));
    }
}
