package io.tradecore.api.query;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;

/**
 * A booked execution.
 *
 * @param seq of the order event it is; transferSeq of the transfer that booked it
 * @param notional what was posted to cash for it, in the instrument's currency
 * @param flags LATE, OVERFILL
 */
@Serdeable.Serializable
public record ExecutionView(
        long seq,
        String venueId,
        String execId,
        String orderId,
        String symbol,
        String side,
        String lastQty,
        String lastPx,
        String notional,
        String fee,
        List<String> flags,
        long transferSeq,
        Instant transactTime,
        Instant recordedAt) {}
