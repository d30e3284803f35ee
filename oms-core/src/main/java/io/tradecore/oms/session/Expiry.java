package io.tradecore.oms.session;

import io.tradecore.oms.order.Terms;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When an order's time in force (FIX 59) ends it. */
public final class Expiry {

    private Expiry() {}

    /**
     * When an order expires that asks for this at this instant; null when time alone does not end it: GTC never does, and an
     * IOC or FOK order is ended by its venue's answer. OPG and CLS orders that the venue has not ended by then expire with
     * the day.
     */
    public static @Nullable Instant of(Terms terms, Instant placedAt, TradingCalendar calendar) {
        return switch (terms.timeInForce()) {
            case DAY, OPG, CLS -> calendar.endOfDay(placedAt);
            case GTD -> terms.expireTime();
            case GTC, IOC, FOK -> null;
        };
    }
}
