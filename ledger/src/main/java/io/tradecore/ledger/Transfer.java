package io.tradecore.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A posted transfer of one account. Its entries sum to zero per asset.
 *
 * @param seq the account's own number of it, without gaps from 1
 * @param transferId the caller's idempotency key, unique in the account for ever
 * @param asset the currency of amount
 * @param amount what it did to the account's CASH in asset
 * @param effectiveAt when it counts from
 */
public record Transfer(
        AccountId accountId,
        long seq,
        String transferId,
        TransferKind kind,
        String asset,
        BigDecimal amount,
        @Nullable UUID orderId,
        @Nullable String execId,
        String actor,
        Instant effectiveAt,
        List<Entry> entries) {

    /** The same with these legs. */
    public Transfer with(List<Entry> legs) {
        return new Transfer(accountId, seq, transferId, kind, asset, amount, orderId, execId, actor, effectiveAt, legs);
    }
}
