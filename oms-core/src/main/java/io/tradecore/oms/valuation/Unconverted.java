package io.tradecore.oms.valuation;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.MinorUnits;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.position.Leg;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What has to be converted, once and for good, and how much of it was.
 *
 * @param leg NET of what was realised
 * @param currency it is in
 * @param baseCurrency that it is converted to: of what was realised the account's, of fees the one the instrument settles in
 * @param baseScale decimals of the base currency's minor unit
 * @param total all that was realised, or of fees what they took, below zero; in currency, unrounded
 * @param lastSeq of the last conversion, 0 where there is none
 * @param convertedTotal what the total was then
 * @param baseTotal what that came to in the base currency, before rounding
 */
public record Unconverted(
        What what,
        AccountId accountId,
        String symbol,
        Leg leg,
        String currency,
        String baseCurrency,
        int baseScale,
        BigDecimal total,
        long lastSeq,
        BigDecimal convertedTotal,
        BigDecimal baseTotal) {

    /** What it is of. */
    public enum What {
        /** What an account has realised in an instrument of another currency than its own. */
        REALISED,
        /** Commissions in another currency than the instrument settles in. */
        FEES
    }

    /** Decimals that running totals are kept to, far below any minor unit. */
    private static final int TOTAL_SCALE = 18;

    /** What came since the last conversion, a loss or a fee below zero; what a bust takes back counts the other way. */
    public BigDecimal amount() {
        return total.subtract(convertedTotal);
    }

    /**
     * Converted at a rate: a gain at its bid, a loss at its ask. What is booked is the step of the rounded total, so that however
     * finely it is cut the parts add up to the whole.
     *
     * @param rate of at least one quote
     */
    public Conversion at(Rate.Known rate) {
        BigDecimal amount = amount();
        BigDecimal after = baseTotal.add(rate.convert(amount)).setScale(TOTAL_SCALE, RoundingMode.HALF_EVEN);
        Instant quoteTime = Objects.requireNonNull(rate.quoteTime());
        return new Conversion(
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
     * Converted for good.
     *
     * @param seq numbers the conversions of the same, from 1
     * @param rate that was used
     * @param inBase half-even at the base currency's minor unit, by the difference of the rounded totals
     * @param quoteTime of the oldest quote the rate is made of
     */
    public record Conversion(
            Unconverted of,
            long seq,
            BigDecimal amount,
            BigDecimal rate,
            BigDecimal inBase,
            BigDecimal baseTotal,
            List<String> rateSymbols,
            Instant quoteTime) {}
}
