package io.tradecore.api.query;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A booked execution; of a bust or correction, what it changed.
 *
 * @param seq of the order event it is; transferSeq of the transfer that booked it
 * @param execType TRADE, TRADE_CANCEL (bust), TRADE_CORRECT
 * @param execRefId of a bust or correction: the execution it takes the place of, which counts no more
 * @param notional what was posted to cash for it, in the instrument's currency: of a bust or correction the difference
 * @param fee what was posted as fee in that currency
 * @param commission FIX 12, what the venue says it has charged, of commCurrency (FIX 479), a rebate below zero: of a correction what
 *     counts in the place of what it corrects; absent where the venue told nothing, and of a bust
 * @param flags LATE, OVERFILL, OVERCLOSE
 */
@Serdeable.Serializable
public record ExecutionView(
        long seq,
        String venueId,
        String execId,
        String execType,
        @Nullable String execRefId,
        String orderId,
        String symbol,
        String side,
        String lastQty,
        String lastPx,
        String notional,
        String fee,
        @Nullable String commission,
        @Nullable String commCurrency,
        List<String> flags,
        @Nullable Long transferSeq,
        Instant transactTime,
        Instant recordedAt) {}
