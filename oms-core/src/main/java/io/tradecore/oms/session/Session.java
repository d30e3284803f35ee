package io.tradecore.oms.session;

import java.time.Instant;
import java.time.LocalDate;

/**
 * One stretch of trading.
 *
 * @param tradingDate FIX 75, the date its trades belong to
 * @param opens inclusive
 * @param closes exclusive
 */
public record Session(LocalDate tradingDate, Instant opens, Instant closes) {

    public boolean contains(Instant instant) {
        return !instant.isBefore(opens) && instant.isBefore(closes);
    }
}
