package io.tradecore.api.reference;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.math.BigDecimal;
import java.time.Instant;

/** An instrument as it is stored. */
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
        Instant createdAt,
        Instant updatedAt) {

    /** Status of an instrument that may be traded. */
    public static final String ACTIVE = "ACTIVE";
}
