package io.tradecore.risk;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.ExecInst;
import io.tradecore.oms.order.HeldBy;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.trigger.TrailOffset;
import io.tradecore.oms.trigger.Trigger;
import io.tradecore.oms.trigger.TriggerPriceType;
import io.tradecore.oms.trigger.TriggerTerms;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An order as tables of checks write it, {@code reduce-only buy open 10 @ 100 DAY stop 105 of FUT}.
 *
 * @param px null: market
 * @param executed how much of it was
 * @param waitsFor null: it goes to its venue at once
 */
record TableOrder(
        boolean reduceOnly,
        Side side,
        @Nullable PositionEffect effect,
        BigDecimal qty,
        @Nullable BigDecimal px,
        TimeInForce timeInForce,
        BigDecimal executed,
        @Nullable TriggerTerms waitsFor,
        String symbol) {

    static final BigDecimal FEE_RATE = new BigDecimal("0.001");

    private static final AccountId ACCOUNT = new AccountId(new UUID(1, 1));
    private static final Pattern ORDER = Pattern.compile(
            "(?<reduce>reduce-only )?(?<side>buy|sell) (?<effect>open |close )?(?<qty>[0-9.]+) @ (?<px>market|[0-9.]+)"
                    + "(?: (?<inForce>DAY|GTC|IOC|FOK|OPG))?(?: executed (?<executed>[0-9.]+))?"
                    + "(?: stop (?<stop>[0-9.]+))?(?: trail (?<trail>[0-9.]+)(?: by (?<by>[A-Z_]+))?)?(?: of (?<symbol>[A-Z]+))?");

    /** @throws IllegalArgumentException where it cannot be read */
    static TableOrder read(String text) {
        Matcher order = ORDER.matcher(text);
        if (!order.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no order");
        }
        String effect = order.group("effect");
        String inForce = order.group("inForce");
        String symbol = order.group("symbol");
        return new TableOrder(
                order.group("reduce") != null,
                Side.valueOf(order.group("side").toUpperCase(Locale.ROOT)),
                effect == null ? null : PositionEffect.valueOf(effect.strip().toUpperCase(Locale.ROOT)),
                new BigDecimal(order.group("qty")),
                order.group("px").equals("market") ? null : new BigDecimal(order.group("px")),
                inForce == null ? TimeInForce.DAY : TimeInForce.valueOf(inForce),
                order.group("executed") == null ? BigDecimal.ZERO : new BigDecimal(order.group("executed")),
                waitsFor(order.group("stop"), order.group("trail"), order.group("by")),
                symbol == null ? "BTC" : symbol);
    }

    private static @Nullable TriggerTerms waitsFor(@Nullable String stop, @Nullable String trail, @Nullable String by) {
        if (stop == null && trail == null) {
            return null;
        }
        return new TriggerTerms(
                by == null ? null : TriggerPriceType.valueOf(by),
                stop == null ? null : new BigDecimal(stop),
                trail == null ? null : new TrailOffset(TrailOffset.Unit.AMOUNT, new BigDecimal(trail)));
    }

    /** One that rests at its venue, in another's way. */
    static Order resting(Side side, String qty, @Nullable String px, String symbol) {
        BigDecimal limit = px == null ? null : new BigDecimal(px);
        return new TableOrder(
                        false, side, null, new BigDecimal(qty), limit, TimeInForce.DAY, BigDecimal.ZERO, null, symbol)
                .open(new OrderId(new UUID(1, 9)));
    }

    private OrdType ordType() {
        if (waitsFor == null) {
            return px == null ? OrdType.MARKET : OrdType.LIMIT;
        }
        if (waitsFor.trail() != null) {
            return OrdType.TRAILING_STOP;
        }
        return px == null ? OrdType.STOP : OrdType.STOP_LIMIT;
    }

    Terms terms() {
        return Terms.of(qty, px, timeInForce);
    }

    /** What a stop waits for. */
    @Nullable
    Trigger trigger() {
        return waitsFor == null ? null : waitsFor.from(ordType(), side, null);
    }

    PlaceOrder placed() {
        return new PlaceOrder(
                ACCOUNT,
                new ClOrdId("C1"),
                symbol,
                side,
                ordType(),
                execInst(),
                terms(),
                waitsFor,
                null,
                effect,
                TestLimits.USER);
    }

    private Set<ExecInst> execInst() {
        return reduceOnly ? Set.of(ExecInst.REDUCE_ONLY) : Set.of();
    }

    /** The same, accepted before; at its limit, or where it is triggered, it reserves. */
    Order open() {
        return open(new OrderId(new UUID(1, 2)));
    }

    private Order open(OrderId orderId) {
        Trigger trigger = trigger();
        BigDecimal reservePx = px != null ? px : trigger != null ? trigger.level() : new BigDecimal("100");
        return new Order(
                ACCOUNT,
                orderId,
                new ClOrdId("C0"),
                new ClOrdId("C0"),
                symbol,
                "SIM",
                side,
                ordType(),
                execInst(),
                trigger,
                trigger == null ? null : HeldBy.TRIGGER,
                null,
                terms(),
                terms(),
                reservePx,
                FEE_RATE,
                trigger == null ? OrdStatus.NEW : OrdStatus.PENDING_NEW,
                null,
                executed,
                executed.multiply(reservePx),
                null,
                null,
                CheckStage.NOW,
                null);
    }
}
