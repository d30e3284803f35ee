package io.tradecore.api.nats;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A venue's SecurityStatus (35=f): it has halted an instrument, or trades it again.
 *
 * @param statusId the venue's name of it, unique there for ever
 * @param symbol FIX 55
 * @param reason for people
 * @param transactTime FIX 60, the venue's clock
 */
public record SecurityStatus(
        String venueId,
        String statusId,
        String symbol,
        TradingStatus tradingStatus,
        @Nullable String reason,
        Instant transactTime) {

    /** FIX 326, SecurityTradingStatus, as far as it is acted on. */
    public enum TradingStatus {
        /** FIX 2. */
        TRADING_HALT,
        /** FIX 3. */
        RESUME
    }
}
