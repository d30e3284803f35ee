package io.tradecore.oms.risk;

import io.tradecore.ledger.Balance;
import io.tradecore.ledger.MinorUnits;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What placing an order would come to, by the checks it would pass.
 *
 * @param figures null where it would be denied
 */
public record OrderPreview(
        PlaceOrder order, Verdict verdict, @Nullable Figures figures) {

    /**
     * What it would take and make, if all of it were executed at reservePx.
     *
     * @param reservePx price per unit it reserves with: the limit, or the worst the collar allows
     * @param notional what the quantity is worth at reservePx, in the currency the instrument settles in
     * @param fee of that notional, in that currency, rounded half-even to its minor unit
     * @param reservation what would be set aside
     * @param available what is available on the line it is taken from, before
     * @param position signed, now
     * @param resultingPosition signed, once all of the order is executed
     */
    public record Figures(
            BigDecimal reservePx,
            BigDecimal notional,
            BigDecimal fee,
            Reservation reservation,
            BigDecimal available,
            BigDecimal position,
            BigDecimal resultingPosition) {}

    /** It would be accepted. */
    public static OrderPreview passed(
            PlaceOrder order, Verdict.Passed passed, Instrument instrument, Balance line, BigDecimal position) {
        BigDecimal orderQty = passed.loweredTo() == null ? order.orderQty() : passed.loweredTo();
        BigDecimal turnover = instrument.payoff().value(orderQty, passed.reservePx());
        int scale = instrument.contract().settlScale();
        BigDecimal signedQty = order.side() == Side.BUY ? orderQty : orderQty.negate();
        Figures figures = new Figures(
                passed.reservePx(),
                MinorUnits.round(turnover, scale),
                MinorUnits.round(turnover.abs().multiply(instrument.feeRate()), scale),
                passed.reservation(),
                line.available(),
                position,
                position.add(signedQty));
        return new OrderPreview(order, passed, figures);
    }

    /** It would be recorded as DENIED. */
    public static OrderPreview denied(PlaceOrder order, Verdict.Denied denied) {
        return new OrderPreview(order, denied, null);
    }
}
