package io.tradecore.api.admin;

import io.tradecore.oms.instrument.MarginTerms;
import io.tradecore.oms.instrument.SecurityType;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The terms of an instrument to be made. See {@code io.tradecore.oms.instrument.Instrument}. */
public record NewInstrument(
        String symbol,
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
        Kind kind) {

    /**
     * What it is. See {@code io.tradecore.oms.instrument.Contract}.
     *
     * @param settlCurrency null: the currency it is quoted in
     * @param baseAsset null: no fee is taken in what is traded
     */
    public record Kind(
            SecurityType securityType,
            boolean inverse,
            boolean negativePx,
            @Nullable String settlCurrency,
            @Nullable String baseAsset,
            @Nullable MarginTerms margin) {}
}
