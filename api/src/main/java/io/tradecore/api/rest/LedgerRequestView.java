package io.tradecore.api.rest;

import io.micronaut.serde.annotation.Serdeable;
import io.tradecore.api.edge.Decimals;
import io.tradecore.oms.book.ActResult;
import io.tradecore.oms.book.LedgerRequest;
import java.time.Instant;
import java.util.List;

/** What a request to change books came to; asked again, it is told the same. */
@Serdeable.Serializable
public record LedgerRequestView(String requestId, List<ResultView> results) {

    /**
     * What was done to one line of cash.
     *
     * @param result POSTED, HELD, RELEASED, REQUESTED or REFUSED
     * @param id the transfer's or the hold's
     * @param seq of the transfer in the account's journal; 0: nothing was posted
     * @param balance cash in the asset just after it; available is the part that nothing holds
     * @param held what the hold it is about holds just after it
     */
    @Serdeable.Serializable
    public record ResultView(
            String result,
            String accountId,
            String id,
            long seq,
            String asset,
            String amount,
            String balance,
            String available,
            String held,
            Instant effectiveAt) {

        static ResultView of(ActResult result) {
            return new ResultView(
                    result.what().name(),
                    result.accountId().toString(),
                    result.id(),
                    result.seq(),
                    result.asset(),
                    Decimals.text(result.amount()),
                    Decimals.text(result.balance()),
                    Decimals.text(result.available()),
                    Decimals.text(result.held()),
                    result.effectiveAt());
        }
    }

    static LedgerRequestView of(LedgerRequest request) {
        return new LedgerRequestView(
                request.requestId(),
                request.results().stream().map(ResultView::of).toList());
    }
}
