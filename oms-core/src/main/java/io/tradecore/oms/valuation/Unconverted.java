package io.tradecore.oms.valuation;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.MinorUnits;
import io.tradecore.oms.instrument.Quote;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What an account has realised in an instrument of another currency than its own, and how much of it was converted.
 *
 * @param baseScale decimals of the base currency's minor unit
 * @param realisedTotal all that was realised, in currency, unrounded
 * @param lastSeq of the last conversion, 0 where there is none
 * @param convertedTotal what was realised up to then
 * @param baseTotal what that came to in the base currency, before rounding
 */
public record Unconverted(
        AccountId accountId,
        String symbol,
        String currency,
        String baseCurrency,
        int baseScale,
        BigDecimal realisedTotal,
        long lastSeq,
        BigDecimal convertedTotal,
        BigDecimal baseTotal) {

    /** Decimals that running totals are kept to, far below any minor unit. */
    private static final int TOTAL_SCALE = 18;

    /** What was realised since the last conversion, a loss below zero; what a bust takes back counts the other way. */
    public BigDecimal amount() {
        return realisedTotal.subtract(convertedTotal);
    }

    /**
     * Converted at a rate: a gain at its bid, a loss at its ask. What is booked is the step of the rounded total, so that however
     * finely it is cut the parts add up to the whole.
     *
     * @param rate of at least one quote
     */
    public RealisedConversion at(Rate.Known rate) {
        BigDecimal amount = amount();
        BigDecimal after = baseTotal.add(rate.convert(amount)).setScale(TOTAL_SCALE, RoundingMode.HALF_EVEN);
        Instant quoteTime = Objects.requireNonNull(rate.quoteTime());
        return new RealisedConversion(
                this,
                lastSeq + 1,
                amount,
                amount.signum() >= 0 ? rate.bid() : rate.ask(),
                MinorUnits.step(baseTotal, after, baseScale),
                after,
                rate.quotes().stream().map(Quote::symbol).toList(),
                quoteTime);
    }

    /**
     * What was realised, converted for good.
     *
     * @param seq numbers the conversions of an account and a symbol, from 1
     * @param rate that was used
     * @param inBase half-even at the base currency's minor unit, by the difference of the rounded totals
     * @param quoteTime of the oldest quote the rate is made of
     */
    public record RealisedConversion(
            Unconverted of,
            long seq,
            BigDecimal amount,
            BigDecimal rate,
            BigDecimal inBase,
            BigDecimal baseTotal,
            List<String> rateSymbols,
            Instant quoteTime) {}
}
