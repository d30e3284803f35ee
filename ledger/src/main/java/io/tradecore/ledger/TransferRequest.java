package io.tradecore.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a transfer is about, before it is numbered and posted. See {@link Transfer}. */
public record TransferRequest(
        String transferId,
        TransferKind kind,
        String asset,
        BigDecimal amount,
        @Nullable UUID orderId,
        @Nullable String execId,
        String actor,
        Instant effectiveAt) {}
