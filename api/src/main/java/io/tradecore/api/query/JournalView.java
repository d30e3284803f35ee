package io.tradecore.api.query;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transfer with its entries, which sum to zero per asset.
 *
 * @param seq gap-free in the account
 * @param amount what it did to the account's cash in asset
 */
@Serdeable.Serializable
public record JournalView(
        long seq,
        String transferId,
        String kind,
        String asset,
        String amount,
        @Nullable String orderId,
        @Nullable String execId,
        String actor,
        Instant effectiveAt,
        Instant recordedAt,
        List<EntryView> entries) {

    /** One leg. */
    @Serdeable.Serializable
    public record EntryView(int leg, String code, String asset, String amount, String balanceAfter) {}
}
