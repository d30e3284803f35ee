package io.tradecore.api.rest;

import io.micronaut.serde.annotation.Serdeable;
import io.tradecore.api.edge.Decimals;
import io.tradecore.oms.command.Outcome;
import java.time.Instant;

/**
 * A posted deposit or withdrawal.
 *
 * @param seq of the transfer in the account's journal
 * @param amount what it did to cash: negative for a withdrawal
 * @param balance cash in the asset as it stands now; available is the part no order holds
 */
@Serdeable.Serializable
public record CashMovedView(
        String transferId,
        long seq,
        String asset,
        String amount,
        String balance,
        String available,
        Instant effectiveAt) {

    static CashMovedView of(Outcome.CashMoved moved) {
        return new CashMovedView(
                moved.transferId(),
                moved.seq(),
                moved.asset(),
                Decimals.text(moved.amount()),
                Decimals.text(moved.balance()),
                Decimals.text(moved.available()),
                moved.effectiveAt());
    }
}
