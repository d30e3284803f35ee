package io.tradecore.oms.instrument;

import org.jspecify.annotations.Nullable;

/**
 * What is traded under an instrument's symbol, as far as accounts are kept differently for it.
 *
 * @param securityType FIX 167
 * @param inverse whether it is counted in the currency it is quoted in and settled in the other, see {@link Payoff}
 * @param negativePx whether it may trade at zero or below
 * @param settlCurrency FIX 120: the asset its profit, fees and margin are in
 * @param settlScale decimals of that asset's minor unit
 * @param margin null: it cannot be traded on margin
 * @param baseAsset the asset that is delivered, a unit for each of the instrument; null: no fee is ever taken in it
 */
public record Contract(
        SecurityType securityType,
        boolean inverse,
        boolean negativePx,
        String settlCurrency,
        int settlScale,
        @Nullable MarginTerms margin,
        @Nullable String baseAsset) {

    public Contract {
        if ((inverse && negativePx) || (securityType.isDelivered() && (inverse || negativePx))) {
            throw new IllegalArgumentException("what is inverse or delivered for its price has a price above zero");
        }
        if (baseAsset != null && (!securityType.isDelivered() || baseAsset.equals(settlCurrency))) {
            throw new IllegalArgumentException(
                    "only what is delivered is of an asset, and of another than it is paid in");
        }
    }

    /** An asset that is delivered for its price, and not traded on margin. */
    public static Contract spot(String currency, int currencyScale) {
        return new Contract(SecurityType.SPOT, false, false, currency, currencyScale, null, null);
    }
}
