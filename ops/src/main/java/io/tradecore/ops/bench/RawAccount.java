package io.tradecore.ops.bench;

import java.math.BigDecimal;
import java.util.UUID;

/**
 * What an account's rows must say after so many orders and fills of {@link BenchOrder}: all fills are alike, so counting them
 * is enough. Not thread-safe.
 */
final class RawAccount {

    private final UUID id;
    private long events;
    private BigDecimal pending = BigDecimal.ZERO;
    private long fills;

    RawAccount(UUID id) {
        this.id = id;
    }

    UUID id() {
        return id;
    }

    /** The next number of its events. */
    long nextEvent() {
        return ++events;
    }

    /** @param cost what the order sets aside */
    void opened(BigDecimal cost) {
        pending = pending.add(cost);
    }

    /** An order at the first price is. */
    void canceled() {
        pending = pending.subtract(BenchOrder.COST);
    }

    /** Counts a fill of a whole order at the first price; the number of its transfer, after the opening deposit's. */
    long filled() {
        pending = pending.subtract(BenchOrder.COST);
        return ++fills + 1;
    }

    long events() {
        return events;
    }

    long transfers() {
        return fills + 1;
    }

    boolean hasFills() {
        return fills > 0;
    }

    BigDecimal pending() {
        return pending;
    }

    BigDecimal cash() {
        return BenchOrder.DEPOSIT.subtract(times(BenchOrder.COST, fills));
    }

    /** CLEARING in the currency: what the market got. */
    BigDecimal paid() {
        return times(BenchOrder.NOTIONAL, fills);
    }

    BigDecimal fees() {
        return times(BenchOrder.FEE, fills);
    }

    BigDecimal position() {
        return times(BenchOrder.QTY, fills);
    }

    private static BigDecimal times(BigDecimal amount, long count) {
        return amount.multiply(BigDecimal.valueOf(count));
    }
}
