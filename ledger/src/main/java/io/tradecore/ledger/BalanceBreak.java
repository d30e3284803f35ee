package io.tradecore.ledger;

import java.math.BigDecimal;

/**
 * A balance has become negative: what happened outside was booked all the same, and somebody has to look at it.
 *
 * @param transferSeq of the transfer that did it
 */
public record BalanceBreak(
        Kind kind, long transferSeq, String asset, BigDecimal balanceBefore, BigDecimal balanceAfter) {

    /** What of. Stored as their names. */
    public enum Kind {
        /** Cash. */
        NEGATIVE_CASH,
        /** An instrument that the account has to own before it sells it. */
        NEGATIVE_POSITION
    }
}
