package io.tradecore.oms.book;

import io.tradecore.ledger.AccountId;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * What one act did to one line of cash. Of a move there are two, one an account, and of a conversion two, one a currency.
 *
 * @param id the transfer's or the hold's
 * @param seq of the transfer in the account's journal; 0: nothing was posted
 * @param amount what was posted to cash; of what was not posted, how much it is about
 * @param balance cash in the asset just after it
 * @param available the part of it that nothing holds, just after it
 * @param held what the hold it was about holds just after it; zero where it was about none
 */
public record ActResult(
        What what,
        AccountId accountId,
        String id,
        long seq,
        String asset,
        BigDecimal amount,
        BigDecimal balance,
        BigDecimal available,
        BigDecimal held,
        Instant effectiveAt) {

    /** What was done. Stored as their names. */
    public enum What {
        POSTED,
        HELD,
        RELEASED,
        /** A withdrawal waits for another operator. */
        REQUESTED,
        /** A withdrawal was refused by another operator. */
        REFUSED
    }
}
