package io.tradecore.api.admin;

import java.math.BigDecimal;

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
        BigDecimal feeRate) {}
