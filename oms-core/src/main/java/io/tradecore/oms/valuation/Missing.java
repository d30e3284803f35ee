package io.tradecore.oms.valuation;

import org.jspecify.annotations.Nullable;

/**
 * Why there is no figure.
 *
 * @param symbol of the instrument or quote, null of a rate that no pair leads to
 * @param fromAsset of a rate
 * @param toAsset of a rate
 */
public record Missing(
        What what,
        @Nullable String symbol,
        @Nullable String fromAsset,
        @Nullable String toAsset) {

    /** What is missing. */
    public enum What {
        /** The instrument of a position is not known here, for a second at most. */
        INSTRUMENT,
        /** There is no quote of a position's instrument. */
        QUOTE,
        /** Neither a pair nor two in a row lead from one asset to the other. */
        RATE,
        /** They do, and there is no quote of one of them, or one that is not above zero. */
        RATE_QUOTE,
        /** It is not said what margin a position's instrument takes. */
        MARGIN_TERMS
    }

    public static Missing instrument(String symbol) {
        return new Missing(What.INSTRUMENT, symbol, null, null);
    }

    public static Missing quote(String symbol) {
        return new Missing(What.QUOTE, symbol, null, null);
    }

    public static Missing marginTerms(String symbol) {
        return new Missing(What.MARGIN_TERMS, symbol, null, null);
    }

    public static Missing rate(String fromAsset, String toAsset) {
        return new Missing(What.RATE, null, fromAsset, toAsset);
    }

    public static Missing rateQuote(String symbol, String fromAsset, String toAsset) {
        return new Missing(What.RATE_QUOTE, symbol, fromAsset, toAsset);
    }
}
