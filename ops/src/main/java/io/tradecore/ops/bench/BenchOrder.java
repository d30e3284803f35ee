package io.tradecore.ops.bench;

import io.tradecore.ops.market.ReferenceData;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The order every case places, so that all of them write the same rows, and the accounts that place it. Amounts are in
 * {@link #CURRENCY} and exact at its scale.
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

    /** The accounts an ordinary case spreads its orders over. */
    static final int ACCOUNTS = 1000;

    private static final List<UUID> ACCOUNT_IDS = IntStream.range(0, ACCOUNTS)
            .mapToObj(n -> UUID.fromString("00000000-0000-7000-8001-%012d".formatted(n)))
            .toList();

    private BenchOrder() {}

    static List<UUID> accountIds() {
        return ACCOUNT_IDS;
    }

    /** The account of the n-th order when orders are spread over so many accounts. */
    static UUID account(long n, int accounts) {
        return ACCOUNT_IDS.get((int) (n % accounts));
    }
}
