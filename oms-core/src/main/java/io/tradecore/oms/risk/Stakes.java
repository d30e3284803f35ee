package io.tradecore.oms.risk;

import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.position.Position;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a MARGIN account has at stake.
 *
 * @param stakes of each instrument it has a position in, or orders that close one
 * @param closesQty how much of an order was to close a position when it was placed, zero where nothing was
 */
public record Stakes(List<Stake> stakes, Function<OrderId, BigDecimal> closesQty) {

    /**
     * An instrument's.
     *
     * @param instrument null: it is not known any more
     * @param closingBuys what open buys still are to close
     * @param closingSells what open sells still are to close
     */
    public record Stake(
            @Nullable Instrument instrument, Position position, BigDecimal closingBuys, BigDecimal closingSells) {

        /** How much of the position an order of this side may still close, beside what open orders close already. */
        public BigDecimal closable(Side side) {
            BigDecimal left = switch (side) {
                case BUY -> position.qty().negate().max(BigDecimal.ZERO).subtract(closingBuys);
                case SELL -> position.qty().max(BigDecimal.ZERO).subtract(closingSells);
            };
            return left.max(BigDecimal.ZERO);
        }

        /** What margin is due for: the position, and what orders would open that were to close what is closed meanwhile. */
        public BigDecimal exposed() {
            BigDecimal qty = position.qty();
            BigDecimal buysLeft = closingBuys.subtract(qty.negate().max(BigDecimal.ZERO));
            BigDecimal sellsLeft = closingSells.subtract(qty.max(BigDecimal.ZERO));
            return qty.abs().add(buysLeft.max(BigDecimal.ZERO)).add(sellsLeft.max(BigDecimal.ZERO));
        }
    }

    /** How much of an order of an instrument may still close a position. */
    public BigDecimal closable(String symbol, Side side) {
        return stakes.stream()
                .filter(stake -> stake.position().symbol().equals(symbol))
                .map(stake -> stake.closable(side))
                .findFirst()
                .orElse(BigDecimal.ZERO);
    }

    /** How much of what is left of an order may open something: it closes first what it was to close. */
    public BigDecimal opens(Order order, BigDecimal leaves) {
        return opens(closesQty.apply(order.orderId()), order.cumQty(), leaves);
    }

    public static BigDecimal opens(BigDecimal closesQty, BigDecimal cumQty, BigDecimal leaves) {
        return leaves.subtract(closes(closesQty, cumQty)).max(BigDecimal.ZERO);
    }

    /** How much of an order is still to close something. */
    public static BigDecimal closes(BigDecimal closesQty, BigDecimal cumQty) {
        return closesQty.subtract(cumQty).max(BigDecimal.ZERO);
    }
}
