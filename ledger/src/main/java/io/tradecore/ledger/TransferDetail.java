package io.tradecore.ledger;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a transfer is beside its amount, where it is anything: most have none. Immutable.
 *
 * @param otherAccountId of INTERNAL and of its reversal: the account on the other side
 * @param holdId the hold it captured
 * @param rate of CONVERSION: units of what was bought for one of what was sold
 * @param rounding of CONVERSION: how what was bought was brought to its minor unit
 * @param reversal of REVERSAL: what it took back
 */
public record TransferDetail(
        @Nullable AccountId otherAccountId,
        @Nullable UUID holdId,
        @Nullable BigDecimal rate,
        @Nullable RoundingMode rounding,
        @Nullable Reversal reversal) {

    /** A transfer of which there is no more to say. */
    public static final TransferDetail NONE = new TransferDetail(null, null, null, null, null);

    /**
     * Which part of a transfer is taken back.
     *
     * @param seq of the transfer that is reversed
     * @param whole how much it moved, positive
     * @param before how much of it had been reversed
     * @param after how much of it is reversed now, at most whole
     */
    public record Reversal(long seq, BigDecimal whole, BigDecimal before, BigDecimal after) {}

    /** Between two accounts. */
    public static TransferDetail internal(AccountId other) {
        return new TransferDetail(other, null, null, null, null);
    }

    /** Of what a hold held. */
    public static TransferDetail capture(UUID holdId) {
        return new TransferDetail(null, holdId, null, null, null);
    }

    /** Between two currencies. */
    public static TransferDetail conversion(BigDecimal rate, RoundingMode rounding) {
        return new TransferDetail(null, null, rate, rounding, null);
    }

    static TransferDetail reversal(@Nullable AccountId other, Reversal reversal) {
        return new TransferDetail(other, null, null, null, reversal);
    }
}
