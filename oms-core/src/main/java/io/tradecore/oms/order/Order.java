package io.tradecore.oms.order;

import io.tradecore.ledger.AccountId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order as it stands. Immutable.
 *
 * @param orderQty FIX 38, in units of the instrument
 * @param px FIX 44, limit price in the instrument's currency; null for MARKET
 * @param reservePx price per unit the hold was made with: the limit, or for MARKET the worst price the collar allows
 * @param feeRate share of the notional the hold counts as fee and each fill is charged
 * @param ordStatus FIX 39 as reported, by precedence
 * @param venueStatus the same without our own pending request: what the venue last said
 * @param pendingClOrdId FIX 11 of the cancel request the venue has not answered yet
 * @param cumQty FIX 14
 * @param leavesQty FIX 151, 0 once closed
 * @param cumNotional sum of LastQty x LastPx, unrounded and without the multiplier
 * @param reasonCode why it was denied, rejected or ended, where a reason was given
 */
public record Order(
        AccountId accountId,
        OrderId orderId,
        ClOrdId clOrdId,
        String symbol,
        String venueId,
        Side side,
        OrdType ordType,
        TimeInForce timeInForce,
        BigDecimal orderQty,
        @Nullable BigDecimal px,
        BigDecimal reservePx,
        BigDecimal feeRate,
        OrdStatus ordStatus,
        OrdStatus venueStatus,
        @Nullable ClOrdId pendingClOrdId,
        BigDecimal cumQty,
        BigDecimal leavesQty,
        BigDecimal cumNotional,
        @Nullable String reasonCode,
        @Nullable String reasonText,
        Instant createdAt) {

    /** Decimals an average price is kept to, rounded half-even. */
    public static final int AVERAGE_SCALE = 12;

    /** Whether a cancel request waits for the venue's answer. */
    public boolean isCancelPending() {
        return pendingClOrdId != null;
    }

    /** The order with a cancel request laid over it, or without one. */
    public Order withPending(@Nullable ClOrdId request) {
        return standing(venueStatus, request, cumQty, leavesQty, cumNotional, reasonCode, reasonText);
    }

    /** The order with the venue's status; closing it leaves nothing to execute. */
    public Order withVenueStatus(OrdStatus status, @Nullable String code, @Nullable String text) {
        return standing(
                status,
                pendingClOrdId,
                cumQty,
                status.isClosed() ? BigDecimal.ZERO : leavesQty,
                cumNotional,
                code == null ? reasonCode : code,
                text == null ? reasonText : text);
    }

    /** The order after a trade. More than was ordered leaves nothing; a closed order stays closed. */
    public Order withTrade(BigDecimal lastQty, BigDecimal lastPx) {
        BigDecimal cum = cumQty.add(lastQty);
        OrdStatus status = OrderStateMachine.afterTrade(venueStatus, cum.compareTo(orderQty) >= 0);
        return standing(
                status,
                pendingClOrdId,
                cum,
                status.isClosed() ? BigDecimal.ZERO : orderQty.subtract(cum),
                cumNotional.add(lastQty.multiply(lastPx)),
                reasonCode,
                reasonText);
    }

    /** The same order as it stands later; what is reported follows from the venue's status and the pending request. */
    private Order standing(
            OrdStatus status,
            @Nullable ClOrdId pending,
            BigDecimal cum,
            BigDecimal leaves,
            BigDecimal notional,
            @Nullable String code,
            @Nullable String text) {
        return new Order(
                accountId,
                orderId,
                clOrdId,
                symbol,
                venueId,
                side,
                ordType,
                timeInForce,
                orderQty,
                px,
                reservePx,
                feeRate,
                OrderStateMachine.reported(status, pending != null),
                status,
                pending,
                cum,
                leaves,
                notional,
                code,
                text,
                createdAt);
    }

    /** FIX 6, zero while nothing is executed. */
    public BigDecimal avgPx() {
        return cumQty.signum() == 0
                ? BigDecimal.ZERO
                : cumNotional.divide(cumQty, AVERAGE_SCALE, RoundingMode.HALF_EVEN);
    }
}
