package io.tradecore.api.reference;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.tradecore.oms.instrument.MarginTerms;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An instrument as it is stored.
 *
 * @param settlCurrency null: the currency it is quoted in
 * @param baseAsset null: no fee is taken in what is traded
 * @param marginUnit null, with its figures: it cannot be traded on margin
 * @param calendarId null: it trades without end
 * @param haltedAt null: no operator has halted it
 * @param venueHaltedAt null: its venue has not halted it
 */
@MappedEntity("instruments")
public record InstrumentRow(
        @Id String symbol,
        String venueId,
        String currency,
        int pxScale,
        int qtyScale,
        BigDecimal tickSize,
        BigDecimal lotSize,
        BigDecimal multiplier,
        BigDecimal maxOrderQty,
        BigDecimal maxOrderNotional,
        BigDecimal priceCollar,
        BigDecimal feeRate,
        String status,
        String securityType,
        boolean inverse,
        boolean negativePx,
        @Nullable String settlCurrency,
        @Nullable String baseAsset,
        @Nullable String marginUnit,
        @Nullable BigDecimal initialMargin,
        @Nullable BigDecimal maintenanceMargin,
        @Nullable String marginTiers,
        @Nullable String underlying,
        @Nullable BigDecimal nettingOffset,
        @Nullable String calendarId,
        @Nullable Instant haltedAt,
        @Nullable String haltedBy,
        @Nullable String haltReason,
        @Nullable Instant venueHaltedAt,
        @Nullable String venueHaltReason,
        Instant createdAt,
        Instant updatedAt) {

    /** Status of an instrument that may be traded. */
    public static final String ACTIVE = "ACTIVE";

    /** What it takes as margin; null: it cannot be traded on margin. */
    public @Nullable MarginTerms margin() {
        return MarginTermsRow.terms(
                marginUnit, initialMargin, maintenanceMargin, marginTiers, underlying, nettingOffset);
    }

    /** Whether an operator or its venue has halted it. */
    public boolean isHalted() {
        return haltedAt != null || venueHaltedAt != null;
    }
}
