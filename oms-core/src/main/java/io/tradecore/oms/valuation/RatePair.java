package io.tradecore.oms.valuation;

/**
 * Says which quotes tell what one asset is worth in another. A pair is one way; the other way is a pair of its own.
 *
 * @param symbol whose quotes tell it
 * @param inverted false: they are prices of one {@code fromAsset} in {@code toAsset}; true: of one {@code toAsset} in
 *     {@code fromAsset}
 */
public record RatePair(String fromAsset, String toAsset, String symbol, boolean inverted) {

    public RatePair {
        if (fromAsset.equals(toAsset)) {
            throw new IllegalArgumentException("an asset is worth itself: " + fromAsset);
        }
    }
}
