package io.tradecore.ops.bench;

import io.tradecore.ops.market.ReferenceData;
import java.math.BigDecimal;

/**
 * The order every case places, so that all of them write the same rows. Amounts are in {@link #CURRENCY} and exact at its
 * scale.
 */
final class BenchOrder {

    static final String VENUE = ReferenceData.VENUE;
    static final String SYMBOL = "BTCUSDT";
    static final String CURRENCY = "USDT";
    static final BigDecimal QTY = new BigDecimal("0.001");
    static final BigDecimal PX = new BigDecimal("60000.00");
    static final BigDecimal FEE_RATE = new BigDecimal("0.0005");
    static final BigDecimal NOTIONAL = new BigDecimal("60.00");
    static final BigDecimal FEE = new BigDecimal("0.03");

    /** What it sets aside, and what a fill takes: notional and fee. */
    static final BigDecimal COST = NOTIONAL.add(FEE);

    /** More than one account can spend in any run. */
    static final BigDecimal DEPOSIT = new BigDecimal("1000000000.00");

    private BenchOrder() {}
}
