package io.tradecore.oms.position;

import io.tradecore.oms.instrument.Payoff;
import io.tradecore.oms.order.SplitRatio;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens to every position in an instrument at once, announced by an operator. Immutable.
 *
 * @param actId the operator's name of it, unique over all instruments for ever
 * @param effectiveAt when it counts from
 * @param announcedAt by the database's clock; orders placed from then on are of after it
 */
public record InstrumentAct(String actId, String symbol, Terms terms, Instant effectiveAt, Instant announcedAt) {

    /** Stored as their names. */
    public enum Kind {
        FUNDING,
        DIVIDEND,
        SPLIT,
        SETTLEMENT
    }

    /** What it does. */
    public sealed interface Terms {

        Kind kind();
    }

    /**
     * Funding of a perpetual contract: where the rate is positive longs pay and shorts receive.
     *
     * @param mark price of a unit it is reckoned at
     * @param rate as a share of the value at the mark; negative: shorts pay
     */
    public record Funding(BigDecimal mark, BigDecimal rate) implements Terms {

        @Override
        public Kind kind() {
            return Kind.FUNDING;
        }

        /** What it does to the cash of who holds so much, unrounded. */
        public BigDecimal cash(BigDecimal signedQty, Payoff payoff) {
            return payoff.value(signedQty, mark).multiply(rate).negate();
        }
    }

    /**
     * A dividend: longs receive it, shorts owe it.
     *
     * @param amount per unit of quantity, in the currency the instrument settles in, positive
     */
    public record Dividend(BigDecimal amount) implements Terms {

        @Override
        public Kind kind() {
            return Kind.DIVIDEND;
        }

        /** What it does to the cash of who holds so much, unrounded. */
        public BigDecimal cash(BigDecimal signedQty) {
            return signedQty.multiply(amount);
        }
    }

    /**
     * A split of the instrument, of its open orders and of its positions.
     *
     * @param fractionPx price of a unit of after the split, at which is paid out what is less than a lot; null: all is kept,
     *     which only a whole ratio allows
     */
    public record Split(SplitRatio ratio, @Nullable BigDecimal fractionPx) implements Terms {

        public Split {
            if (fractionPx == null && !ratio.isWhole()) {
                throw new IllegalArgumentException("a split " + ratio + " leaves fractions");
            }
        }

        @Override
        public Kind kind() {
            return Kind.SPLIT;
        }
    }

    /**
     * A daily settlement: what an open position has gained or lost since the last is paid.
     *
     * @param px the settlement price, negative where the instrument's prices may be
     */
    public record Settlement(BigDecimal px) implements Terms {

        @Override
        public Kind kind() {
            return Kind.SETTLEMENT;
        }
    }

    public Kind kind() {
        return terms.kind();
    }
}
