package io.tradecore.ops.market;

import java.math.BigDecimal;

/**
 * What a symbol's quotes tell about it.
 *
 * @param pxScale most decimals seen in a price
 * @param qtyScale most decimals seen in a quantity
 * @param typicalPx a price of it, to size limits with
 */
public record SymbolProfile(String symbol, int pxScale, int qtyScale, BigDecimal typicalPx) {

    public SymbolProfile {
        if (!symbol.matches("[A-Z0-9]{2,20}")) {
            throw new IllegalArgumentException("symbol " + symbol + ": 2 to 20 of A-Z and 0-9 are supported");
        }
        if (typicalPx.signum() <= 0) {
            throw new IllegalArgumentException("symbol " + symbol + ": no positive price");
        }
    }
}
