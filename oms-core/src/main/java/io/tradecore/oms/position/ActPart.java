package io.tradecore.oms.position;

import io.tradecore.oms.order.Order;
import io.tradecore.oms.position.InstrumentAct.Split;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an act on an instrument means to one account. Immutable.
 *
 * @param announcedQty signed, what the account held when it was announced
 * @param done whether nothing of it is left to be done
 * @param booked what it did to the position and the cash; null: nothing yet
 */
public record ActPart(
        InstrumentAct act,
        BigDecimal announcedQty,
        boolean done,
        @Nullable Booked booked) {

    /** In the order they were booked: of an instrument one is announced only when the one before it is booked everywhere. */
    public static final Comparator<ActPart> AS_BOOKED = Comparator.<ActPart>comparingLong(
                    part -> Objects.requireNonNull(part.booked()).eventSeq())
            .thenComparing(part -> part.act().announcedAt())
            .thenComparing(part -> part.act().actId());

    /**
     * What an act did.
     *
     * @param eventSeq the account's last order event by then: its executions up to there are of before the act
     * @param asset of the amount
     * @param amount what it did to cash
     * @param transferSeq of its ledger transfer; null where there was nothing to post
     */
    public record Booked(
            long eventSeq,
            BigDecimal qtyBefore,
            BigDecimal qtyAfter,
            String asset,
            BigDecimal amount,
            @Nullable Long transferSeq) {}

    /** Whether a position that is reckoned anew from its executions has to pass through it. */
    public boolean isReplayed() {
        return booked != null
                && switch (act.kind()) {
                    case SPLIT, SETTLEMENT -> true;
                    case FUNDING, DIVIDEND -> false;
                };
    }

    /** A quantity told at the second of these order events, in the units of the first. */
    public BigDecimal qtyBack(long firstSeq, long secondSeq, BigDecimal qty) {
        Split split = splitBetween(firstSeq, secondSeq);
        return split == null ? qty : split.ratio().inverse().quantity(qty);
    }

    /** A quantity told at the first of these order events, in the units of the second. */
    public BigDecimal qtyOn(long firstSeq, long secondSeq, BigDecimal qty) {
        Split split = splitBetween(firstSeq, secondSeq);
        return split == null ? qty : split.ratio().quantity(qty);
    }

    /** A price told at the second, for a unit of the first. */
    public BigDecimal pxBack(long firstSeq, long secondSeq, BigDecimal px) {
        Split split = splitBetween(firstSeq, secondSeq);
        return split == null ? px : split.ratio().inverse().px(px, Order.AVERAGE_SCALE);
    }

    private @Nullable Split splitBetween(long firstSeq, long secondSeq) {
        return booked != null
                        && act.terms() instanceof Split split
                        && booked.eventSeq() >= firstSeq
                        && booked.eventSeq() < secondSeq
                ? split
                : null;
    }

    /** The same with its effect. */
    public ActPart booked(Booked effect, boolean allDone) {
        return new ActPart(act, announcedQty, allDone, effect);
    }
}
