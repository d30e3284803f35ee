package io.tradecore.ops.bench;

import io.tradecore.ops.market.InstrumentSpec;
import io.tradecore.ops.market.ReferenceData;
import java.math.BigDecimal;

/**
 * The order every case places, so that all of them write the same rows. Its price goes down by a step with each order and
 * begins again after {@link #PRICES} of them, so that no account sends the same twice within half a second, whoever sends it. What
 * is made ready to be filled has the first of these prices. Amounts are in {@link #CURRENCY} and exact at its scale.
 */
final class BenchOrder {

    static final String VENUE = ReferenceData.VENUE;
    static final String SYMBOL = "BTCUSDT";
    static final String CURRENCY = "USDT";
    private static final int CURRENCY_SCALE = InstrumentSpec.assetScale(CURRENCY);
    static final BigDecimal QTY = new BigDecimal("0.001");
    static final BigDecimal PX = new BigDecimal("60000.00");
    static final BigDecimal FEE_RATE = new BigDecimal("0.0005");
    static final BigDecimal NOTIONAL = new BigDecimal("60.00");
    static final BigDecimal FEE = new BigDecimal("0.03");

    /** What it sets aside at the first price, and what a fill takes: notional and fee. */
    static final BigDecimal COST = NOTIONAL.add(FEE);

    /** More than one account can spend in any run. */
    static final BigDecimal DEPOSIT = new BigDecimal("1000000000.00");

    /**
     * How many prices there are: an account that has all orders for itself comes back to the first after seconds, one of a
     * thousand, which has every thousandth, after a hundred orders of its own.
     */
    static final int PRICES = 100_000;

    /** Two ticks, of which also the fee is exact. All prices are within the collar. */
    private static final int STEP = 2;

    private static final long FIRST_PX = PX.unscaledValue().longValueExact();

    private BenchOrder() {}

    /** The limit of the n-th order of a case, from 0. */
    static BigDecimal px(long n) {
        return BigDecimal.valueOf(FIRST_PX - STEP * (n % PRICES), PX.scale());
    }

    /** What the n-th order sets aside: notional and fee. */
    static BigDecimal cost(long n) {
        BigDecimal notional = QTY.multiply(px(n));
        return notional.add(notional.multiply(FEE_RATE)).setScale(CURRENCY_SCALE);
    }
}
