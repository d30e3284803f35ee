package io.tradecore.oms.execution;

import io.tradecore.oms.instrument.Instrument;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a venue says it has charged for a fill, in place of the instrument's fee rate.
 *
 * @param amount FIX 12; a rebate is negative
 * @param currency FIX 479: any asset, also one that the instrument does not settle in
 */
public record Commission(BigDecimal amount, String currency) {

    /** How much of the instrument it takes from the position; zero where it is no commission in the instrument's asset. */
    public static BigDecimal inKind(@Nullable Commission commission, Instrument instrument) {
        return commission != null
                        && commission.currency().equals(instrument.contract().baseAsset())
                ? commission.amount()
                : BigDecimal.ZERO;
    }

    /** Whether it is neither in the currency the instrument settles in nor taken from the position. */
    public boolean isForeign(Instrument instrument) {
        return !currency.equals(instrument.contract().settlCurrency())
                && !currency.equals(instrument.contract().baseAsset());
    }
}
