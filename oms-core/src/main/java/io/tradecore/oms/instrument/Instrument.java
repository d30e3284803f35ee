package io.tradecore.oms.instrument;

import io.tradecore.oms.session.TradingCalendar;
import io.tradecore.oms.session.TradingPhase;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * What may be traded, where and within which bounds. Immutable reference data.
 *
 * @param symbol FIX 55
 * @param currency FIX 15: the asset it is priced in, and settled in unless its contract says otherwise
 * @param currencyScale decimals of the currency's minor unit
 * @param pxScale most decimals of a price
 * @param qtyScale most decimals of a quantity
 * @param tickSize prices are multiples of it
 * @param lotSize quantities are multiples of it
 * @param multiplier notional = quantity x price x multiplier, of an inverse contract quantity x multiplier / price
 * @param maxOrderQty inclusive
 * @param maxOrderNotional inclusive, in the settlement currency
 * @param priceCollar largest distance from the touch as a share of it, inclusive
 * @param feeRate fee as a share of the notional
 * @param calendar when it trades
 * @param halted whether an operator or the venue has stopped its trading
 * @param contract what it is
 */
public record Instrument(
        String symbol,
        String venueId,
        String currency,
        int currencyScale,
        int pxScale,
        int qtyScale,
        BigDecimal tickSize,
        BigDecimal lotSize,
        BigDecimal multiplier,
        BigDecimal maxOrderQty,
        BigDecimal maxOrderNotional,
        BigDecimal priceCollar,
        BigDecimal feeRate,
        boolean active,
        TradingCalendar calendar,
        boolean halted,
        Contract contract) {

    /** What is delivered for its price, and trades without end. */
    public Instrument(
            String symbol,
            String venueId,
            String currency,
            int currencyScale,
            int pxScale,
            int qtyScale,
            BigDecimal tickSize,
            BigDecimal lotSize,
            BigDecimal multiplier,
            BigDecimal maxOrderQty,
            BigDecimal maxOrderNotional,
            BigDecimal priceCollar,
            BigDecimal feeRate,
            boolean active) {
        this(
                symbol,
                venueId,
                currency,
                currencyScale,
                pxScale,
                qtyScale,
                tickSize,
                lotSize,
                multiplier,
                maxOrderQty,
                maxOrderNotional,
                priceCollar,
                feeRate,
                active,
                TradingCalendar.ALWAYS,
                false,
                Contract.spot(currency, currencyScale));
    }

    /** What its quantities are worth, in its settlement currency. */
    public Payoff payoff() {
        return new Payoff(multiplier, contract.inverse());
    }

    /** The most whole lots that come to no more than this amount at this price, which is positive; may be none. */
    public BigDecimal quantityFor(BigDecimal amount, BigDecimal px) {
        return amount.divideToIntegralValue(payoff().value(lotSize, px)).multiply(lotSize);
    }

    /** Whether it trades at an instant, and if not, why. */
    public TradingPhase phaseAt(Instant instant) {
        return calendar.phaseAt(instant, halted);
    }
}
