package io.tradecore.api.reference;

import io.micronaut.serde.annotation.Serdeable;
import io.tradecore.api.edge.Decimals;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An instrument as it is shown. It is halted while an operator has halted it ({@code haltedAt}), or its venue
 * ({@code venueHaltedAt}).
 */
@Serdeable.Serializable
public record InstrumentView(
        String symbol,
        String venueId,
        String currency,
        int pxScale,
        int qtyScale,
        String tickSize,
        String lotSize,
        String multiplier,
        String maxOrderQty,
        String maxOrderNotional,
        String priceCollar,
        String feeRate,
        String status,
        String securityType,
        boolean inverse,
        boolean negativePx,
        String settlCurrency,
        @Nullable String baseAsset,
        @Nullable MarginView margin,
        @Nullable String calendarId,
        @Nullable Instant haltedAt,
        @Nullable String haltedBy,
        @Nullable String haltReason,
        @Nullable Instant venueHaltedAt,
        @Nullable String venueHaltReason,
        Instant createdAt,
        Instant updatedAt) {

    /** Of a row. */
    public static InstrumentView of(InstrumentRow row) {
        return new InstrumentView(
                row.symbol(),
                row.venueId(),
                row.currency(),
                row.pxScale(),
                row.qtyScale(),
                Decimals.text(row.tickSize()),
                Decimals.text(row.lotSize()),
                Decimals.text(row.multiplier()),
                Decimals.text(row.maxOrderQty()),
                Decimals.text(row.maxOrderNotional()),
                Decimals.text(row.priceCollar()),
                Decimals.text(row.feeRate()),
                row.status(),
                row.securityType(),
                row.inverse(),
                row.negativePx(),
                row.settlCurrency() == null ? row.currency() : row.settlCurrency(),
                row.baseAsset(),
                MarginView.of(row.margin()),
                row.calendarId(),
                row.haltedAt(),
                row.haltedBy(),
                row.haltReason(),
                row.venueHaltedAt(),
                row.venueHaltReason(),
                row.createdAt(),
                row.updatedAt());
    }
}
