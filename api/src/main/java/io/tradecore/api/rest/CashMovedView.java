package io.tradecore.api.rest;

import io.micronaut.serde.annotation.Serdeable;
import io.tradecore.api.edge.Decimals;
import io.tradecore.oms.book.ActResult;
import io.tradecore.oms.book.LedgerRequest;
import java.time.Instant;

/**
 * A deposit or withdrawal.
 *
 * @param status POSTED, or REQUESTED: another operator has to approve it
 * @param seq of the transfer in the account's journal; 0: it is not posted
 * @param amount what it did to cash, or would do: negative for a withdrawal
 * @param balance cash in the asset just after it; available is the part that nothing holds
 */
@Serdeable.Serializable
public record CashMovedView(
        String transferId,
        String status,
        long seq,
        String asset,
        String amount,
        String balance,
        String available,
        Instant effectiveAt) {

    static CashMovedView of(LedgerRequest request) {
        ActResult moved = request.results().getFirst();
        return new CashMovedView(
                moved.id(),
                moved.what().name(),
                moved.seq(),
                moved.asset(),
                Decimals.text(moved.amount()),
                Decimals.text(moved.balance()),
                Decimals.text(moved.available()),
                moved.effectiveAt());
    }
}
