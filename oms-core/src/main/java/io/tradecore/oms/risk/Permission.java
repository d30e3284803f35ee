package io.tradecore.oms.risk;

import io.tradecore.oms.instrument.Instrument;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a user may trade. Who has permissions of his own has those alone; who has none has those of {@link #EVERYBODY}; what
 * nobody permits is denied.
 *
 * @param user the subject of a token, or {@link #EVERYBODY}
 * @param venueId null: wherever the instruments trade
 */
public record Permission(
        String user,
        InstrumentSelector instruments,
        @Nullable String venueId,
        Instant effectiveFrom,
        @Nullable Instant effectiveTo)
        implements Dated {

    public static final String EVERYBODY = "*";

    boolean covers(Instrument instrument) {
        return instruments.matches(instrument) && (venueId == null || venueId.equals(instrument.venueId()));
    }
}
