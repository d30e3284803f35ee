package io.tradecore.oms.order;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.trigger.Trigger;
import io.tradecore.oms.trigger.TriggerSplit;
import io.tradecore.oms.trigger.TriggerTerms;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An order as it stands. Immutable.
 *
 * @param clOrdId FIX 11 it was placed with, the idempotency key of the placement
 * @param currentClOrdId FIX 11 it goes by now: that of the last replace the venue has confirmed, or clOrdId
 * @param execInst FIX 18
 * @param cashOrderQty FIX 152, where it was placed by amount: its quantity followed from it
 * @param placed the terms it was placed with
 * @param terms quantity, price and time in force, as the venue has confirmed them
 * @param reservePx price per unit the hold was made with: the limit, or for MARKET the worst price the collar allows
 * @param feeRate share of the notional the hold counts as fee and each fill is charged
 * @param venueStatus FIX 39 without our own pending request: what the venue last said
 * @param trigger what it waits or waited for, null for an order that goes to its venue at once
 * @param placedTrigger what it asked to wait for when it was placed, null where it has no trigger
 * @param heldBy what keeps it from being sent, null once it has been; what ends before it is sent keeps it
 * @param pending the cancel or replace request the venue has not answered yet
 * @param cumQty FIX 14: the quantity of all live executions
 * @param cumNotional sum of LastQty x LastPx of all live executions, unrounded and without the multiplier
 * @param reasonCode why it was denied, rejected, lowered or ended, where a reason was given
 * @param membership the list it belongs to, null where it stands alone
 */
public record Order(
        AccountId accountId,
        OrderId orderId,
        ClOrdId clOrdId,
        ClOrdId currentClOrdId,
        String symbol,
        String venueId,
        Side side,
        OrdType ordType,
        Set<ExecInst> execInst,
        @Nullable Trigger trigger,
        @Nullable TriggerTerms placedTrigger,
        @Nullable HeldBy heldBy,
        @Nullable BigDecimal cashOrderQty,
        Terms placed,
        Terms terms,
        BigDecimal reservePx,
        BigDecimal feeRate,
        OrdStatus venueStatus,
        @Nullable OrderRequest pending,
        BigDecimal cumQty,
        BigDecimal cumNotional,
        @Nullable String reasonCode,
        @Nullable String reasonText,
        Instant createdAt,
        @Nullable ListMembership membership) {

    /** Decimals an average price is kept to, rounded half-even. */
    public static final int AVERAGE_SCALE = 12;

    public Order {
        if (venueStatus == OrdStatus.PENDING_CANCEL || venueStatus == OrdStatus.PENDING_REPLACE) {
            throw new IllegalArgumentException(venueStatus + " is laid over what the venue says, it is no part of it");
        }
    }

    /** An order that waits for what it was placed with, or for nothing. */
    public Order(
            AccountId accountId,
            OrderId orderId,
            ClOrdId clOrdId,
            ClOrdId currentClOrdId,
            String symbol,
            String venueId,
            Side side,
            OrdType ordType,
            Set<ExecInst> execInst,
            @Nullable Trigger trigger,
            @Nullable HeldBy heldBy,
            @Nullable BigDecimal cashOrderQty,
            Terms placed,
            Terms terms,
            BigDecimal reservePx,
            BigDecimal feeRate,
            OrdStatus venueStatus,
            @Nullable OrderRequest pending,
            BigDecimal cumQty,
            BigDecimal cumNotional,
            @Nullable String reasonCode,
            @Nullable String reasonText,
            Instant createdAt,
            @Nullable ListMembership membership) {
        this(
                accountId,
                orderId,
                clOrdId,
                currentClOrdId,
                symbol,
                venueId,
                side,
                ordType,
                execInst,
                trigger,
                trigger == null ? null : TriggerTerms.of(trigger),
                heldBy,
                cashOrderQty,
                placed,
                terms,
                reservePx,
                feeRate,
                venueStatus,
                pending,
                cumQty,
                cumNotional,
                reasonCode,
                reasonText,
                createdAt,
                membership);
    }

    /** An order of no list that goes to its venue at once. */
    public Order(
            AccountId accountId,
            OrderId orderId,
            ClOrdId clOrdId,
            ClOrdId currentClOrdId,
            String symbol,
            String venueId,
            Side side,
            OrdType ordType,
            Set<ExecInst> execInst,
            Terms placed,
            Terms terms,
            BigDecimal reservePx,
            BigDecimal feeRate,
            OrdStatus venueStatus,
            @Nullable OrderRequest pending,
            BigDecimal cumQty,
            BigDecimal cumNotional,
            @Nullable String reasonCode,
            @Nullable String reasonText,
            Instant createdAt) {
        this(
                accountId,
                orderId,
                clOrdId,
                currentClOrdId,
                symbol,
                venueId,
                side,
                ordType,
                execInst,
                null,
                null,
                null,
                placed,
                terms,
                reservePx,
                feeRate,
                venueStatus,
                pending,
                cumQty,
                cumNotional,
                reasonCode,
                reasonText,
                createdAt,
                null);
    }

    public BigDecimal orderQty() {
        return terms.orderQty();
    }

    public @Nullable BigDecimal px() {
        return terms.px();
    }

    public TimeInForce timeInForce() {
        return terms.timeInForce();
    }

    /** FIX 39 as reported: of what the venue said, what is executed and what we wait for, the highest by precedence. */
    public OrdStatus ordStatus() {
        OrdStatus status = isFilled() ? venueStatus.orHigher(OrdStatus.FILLED) : venueStatus;
        return pending == null ? status : status.orHigher(pending.pendingStatus());
    }

    /** FIX 151, 0 once closed. */
    public BigDecimal leavesQty() {
        return isClosed() ? BigDecimal.ZERO : orderQty().subtract(cumQty);
    }

    /** FIX 6, zero while nothing is executed. */
    public BigDecimal avgPx() {
        return cumQty.signum() == 0
                ? BigDecimal.ZERO
                : cumNotional.divide(cumQty, AVERAGE_SCALE, RoundingMode.HALF_EVEN);
    }

    /** Whether the venue can execute nothing of it any more. */
    public boolean isClosed() {
        return venueStatus.isClosed(timeInForce());
    }

    /** Whether it waits here: its venue does not know it yet. */
    public boolean isHeld() {
        return heldBy != null && !isClosed();
    }

    /** Whether its trigger is to be watched now. */
    public boolean isTriggerWatched() {
        return heldBy == HeldBy.TRIGGER && !isClosed();
    }

    /** Whether all of it is executed, or more. */
    public boolean isFilled() {
        return cumQty.compareTo(orderQty()) >= 0;
    }

    public @Nullable ClOrdId pendingClOrdId() {
        return pending == null ? null : pending.clOrdId();
    }

    /** What it would leave once the replace that waits is confirmed, 0 where none does or the order can no longer take it. */
    public BigDecimal leavesIfReplaced() {
        boolean takesIt = !isClosed() || venueStatus == OrdStatus.FILLED;
        if (!takesIt || pending == null || pending.replacement() == null) {
            return BigDecimal.ZERO;
        }
        return pending.replacement().terms().orderQty().subtract(cumQty).max(BigDecimal.ZERO);
    }

    /** What it may still execute, also once a replace that waits is confirmed. */
    public BigDecimal mostLeaves() {
        return leavesQty().max(leavesIfReplaced());
    }

    /** The order as it is accepted for less than it asked for, and why; what it asked for stays what it was placed with. */
    public Order acceptedFor(BigDecimal orderQty, String code, @Nullable String text) {
        return new Standing(this)
                .terms(terms.withOrderQty(orderQty), reservePx, currentClOrdId)
                .reason(code, text)
                .order();
    }

    /** The order for so much, no longer held by its list; what has a trigger waits for that now. */
    Order activated(BigDecimal orderQty) {
        return new Standing(this)
                .terms(terms.withOrderQty(orderQty), reservePx, currentClOrdId)
                .heldBy(trigger == null ? null : HeldBy.TRIGGER)
                .order();
    }

    /** The order once nothing keeps it from its venue. */
    Order released() {
        return new Standing(this).heldBy(null).order();
    }

    /** The order with what a replace asks for, which nobody has to confirm while it is held. */
    Order heldOn(OrderRequest.Replacement next, ClOrdId nextClOrdId) {
        Standing replaced = new Standing(this).terms(next.terms(), next.reservePx(), nextClOrdId);
        if (next.trigger() != null && trigger != null) {
            replaced.trigger(next.trigger().appliedTo(trigger));
        }
        return replaced.order();
    }

    /**
     * The order after a split: what is executed and what it cost on average at the ratio, what is left in whole lots, its
     * prices in whole ticks. A closed one keeps the share of it that is executed.
     */
    Order split(SplitRatio ratio, BigDecimal lot, BigDecimal tick) {
        BigDecimal cum = ratio.quantity(cumQty);
        BigDecimal qty = isClosed() ? ratio.quantity(orderQty()) : cum.add(ratio.lots(leavesQty(), lot));
        BigDecimal display = terms.displayQty();
        BigDecimal px = terms.px();
        Terms next = new Terms(
                qty,
                px == null ? null : ratio.px(px, tick, side),
                terms.timeInForce(),
                terms.expireTime(),
                display == null ? null : ratio.lots(display, lot).max(lot).min(qty));
        Standing after = new Standing(this)
                .terms(next, ratio.px(reservePx, tick, side), currentClOrdId)
                .executed(cum, cumNotional);
        return trigger == null
                ? after.order()
                : after.trigger(TriggerSplit.of(trigger, ratio, tick)).order();
    }

    /** The order with its trailing stop moved to another reference. */
    public Order withTrigger(Trigger other) {
        return new Standing(this).trigger(other).order();
    }

    /** The order with a request laid over it, or without one. */
    Order withPending(@Nullable OrderRequest request) {
        return new Standing(this).pending(request).order();
    }

    /** The order with the venue's status, and its reason where it gave one. */
    Order withVenueStatus(OrdStatus status, @Nullable String code, @Nullable String text) {
        return new Standing(this).status(status).reason(code, text).order();
    }

    /** The order with so much executed in all; a closed order stays closed. */
    Order withExecuted(BigDecimal cum, BigDecimal notional) {
        return new Standing(this)
                .executed(cum, notional)
                .status(OrderStateMachine.recounted(venueStatus, timeInForce(), cum, orderQty()))
                .order();
    }

    /** The order with other terms; a quantity below what is executed becomes that. */
    Order withTerms(Terms next, BigDecimal nextReservePx, ClOrdId nextClOrdId) {
        Terms possible = next.forAtLeast(cumQty);
        return new Standing(this)
                .terms(possible, nextReservePx, nextClOrdId)
                .status(OrderStateMachine.recounted(venueStatus, possible.timeInForce(), cumQty, possible.orderQty()))
                .order();
    }

    /** The same order as it stands later. */
    private static final class Standing {
        private final Order before;
        private ClOrdId currentClOrdId;
        private @Nullable Trigger trigger;
        private @Nullable HeldBy heldBy;
        private Terms terms;
        private BigDecimal reservePx;
        private OrdStatus venueStatus;
        private @Nullable OrderRequest pending;
        private BigDecimal cumQty;
        private BigDecimal cumNotional;
        private @Nullable String reasonCode;
        private @Nullable String reasonText;

        Standing(Order before) {
            this.before = before;
            this.currentClOrdId = before.currentClOrdId;
            this.trigger = before.trigger;
            this.heldBy = before.heldBy;
            this.terms = before.terms;
            this.reservePx = before.reservePx;
            this.venueStatus = before.venueStatus;
            this.pending = before.pending;
            this.cumQty = before.cumQty;
            this.cumNotional = before.cumNotional;
            this.reasonCode = before.reasonCode;
            this.reasonText = before.reasonText;
        }

        Standing heldBy(@Nullable HeldBy by) {
            heldBy = by;
            return this;
        }

        Standing trigger(Trigger other) {
            trigger = other;
            return this;
        }

        Standing pending(@Nullable OrderRequest request) {
            pending = request;
            return this;
        }

        Standing status(OrdStatus status) {
            venueStatus = status;
            return this;
        }

        Standing reason(@Nullable String code, @Nullable String text) {
            reasonCode = code == null ? reasonCode : code;
            reasonText = text == null ? reasonText : text;
            return this;
        }

        Standing executed(BigDecimal cum, BigDecimal notional) {
            cumQty = cum;
            cumNotional = notional;
            return this;
        }

        Standing terms(Terms next, BigDecimal nextReservePx, ClOrdId nextClOrdId) {
            terms = next;
            reservePx = nextReservePx;
            currentClOrdId = nextClOrdId;
            return this;
        }

        Order order() {
            return new Order(
                    before.accountId,
                    before.orderId,
                    before.clOrdId,
                    currentClOrdId,
                    before.symbol,
                    before.venueId,
                    before.side,
                    before.ordType,
                    before.execInst,
                    trigger,
                    before.placedTrigger,
                    heldBy,
                    before.cashOrderQty,
                    before.placed,
                    terms,
                    reservePx,
                    before.feeRate,
                    venueStatus,
                    pending,
                    cumQty,
                    cumNotional,
                    reasonCode,
                    reasonText,
                    before.createdAt,
                    before.membership);
        }
    }
}
