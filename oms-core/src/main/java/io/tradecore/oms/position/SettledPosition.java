package io.tradecore.oms.position;

import io.tradecore.ledger.MinorUnits;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Payoff;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.SplitRatio;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A position of a future that is settled daily: what it has gained up to the last settlement is paid already. The settlement
 * basis moves as an average cost does, and with each settlement to its price; the average of the trades never moves by one.
 * So what closes it brings what it realises less what was paid before, and all that was ever paid for a position that is flat
 * is what it has realised. Immutable.
 *
 * @param settlementPx the basis: from which price on gains of what is open are not paid yet; null: from the average on, as it
 *     was not settled since it was opened
 */
public record SettledPosition(Position position, @Nullable BigDecimal settlementPx) {

    public SettledPosition {
        if (settlementPx != null && position.qty().signum() == 0) {
            throw new IllegalArgumentException("a flat position has no settlement basis: " + settlementPx);
        }
    }

    /** The position after a fill. What it opens counts from the fill's price on. */
    public SettledPosition trade(Side side, BigDecimal lastQty, BigDecimal lastPx, Payoff payoff, BigDecimal fee) {
        Position after = position.trade(side, lastQty, lastPx, payoff, fee);
        return new SettledPosition(after, basis(side, lastQty, lastPx, payoff, after));
    }

    private @Nullable BigDecimal basis(
            Side side, BigDecimal lastQty, BigDecimal lastPx, Payoff payoff, Position after) {
        boolean goesOn = after.qty().signum() == position.qty().signum();
        if (settlementPx == null || !goesOn) {
            return null;
        }
        return unpaid().trade(side, lastQty, lastPx, payoff, BigDecimal.ZERO).avgPx();
    }

    /** The position after a fee taken in the instrument itself. That is one that is delivered, which is not settled daily. */
    public SettledPosition feeInKind(BigDecimal feeQty, BigDecimal lastPx, Payoff payoff) {
        return feeQty.signum() == 0 ? this : new SettledPosition(position.feeInKind(feeQty, lastPx, payoff), null);
    }

    /** The position after a day's settlement at a price. */
    public SettledPosition settle(BigDecimal px) {
        return position.qty().signum() == 0 ? this : new SettledPosition(position, px);
    }

    /** The same once the position was split: the basis is a price of a unit. */
    public SettledPosition split(Position after, SplitRatio ratio) {
        return settlementPx == null || after.qty().signum() == 0
                ? new SettledPosition(after, null)
                : new SettledPosition(after, ratio.px(settlementPx, Order.AVERAGE_SCALE));
    }

    /** The position with what is not paid yet counted from its basis on: what settlements have paid is in the cash already. */
    public Position unpaid() {
        return settlementPx == null
                ? position
                : new Position(
                        position.symbol(),
                        position.qty(),
                        settlementPx,
                        position.realisedPnl(),
                        position.fees(),
                        position.leg());
    }

    /** The same with other fees. */
    public SettledPosition withFees(BigDecimal fees) {
        return new SettledPosition(position.withFees(fees), settlementPx);
    }

    /** The same with a fee more, as posted. */
    public SettledPosition withMoreFees(BigDecimal fee) {
        return withFees(position.fees().add(fee));
    }

    /** What it has brought to cash since it was this, as posted: differences of rounded totals, so that the parts add up. */
    public BigDecimal paidSince(SettledPosition before, Instrument instrument) {
        Payoff payoff = instrument.payoff();
        return MinorUnits.step(
                before.paid(payoff), paid(payoff), instrument.contract().settlScale());
    }

    /**
     * All that the position has brought to cash by now, before fees, unrounded: what is realised, and of what is open what the
     * settlements have paid. Differences of it, rounded, are what is posted.
     */
    public BigDecimal paid(Payoff payoff) {
        return settlementPx == null || position.avgPx() == null
                ? position.realisedPnl()
                : position.realisedPnl().add(payoff.gain(position.qty(), position.avgPx(), settlementPx));
    }
}
