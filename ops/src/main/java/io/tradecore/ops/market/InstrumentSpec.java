package io.tradecore.ops.market;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An instrument of the demo, derived from its quotes: the tick and the lot are the smallest steps seen in them, the
 * quantity limit is what the notional limit buys.
 *
 * @param base the asset bought and sold
 * @param currency the asset it is priced and settled in
 */
public record InstrumentSpec(
        String symbol, String base, String currency, int pxScale, int qtyScale, BigDecimal maxOrderQty) {

    public static final BigDecimal MAX_ORDER_NOTIONAL = new BigDecimal("250000");
    private static final String PRICE_COLLAR = "0.05";
    private static final String FEE_RATE = "0.0005";
    private static final int MAX_SCALE = 12;
    private static final int FIAT_SCALE = 2;
    private static final int CRYPTO_SCALE = 8;

    // Longest first, so that USDT is not taken for USD.
    private static final List<String> CURRENCIES =
            List.of("USDT", "USDC", "FDUSD", "USD", "EUR", "GBP", "CHF", "JPY", "BTC", "ETH");
    private static final Map<String, Integer> FIAT_SCALES =
            Map.of("USD", FIAT_SCALE, "EUR", FIAT_SCALE, "GBP", FIAT_SCALE, "CHF", FIAT_SCALE, "JPY", 0);

    /** What can be told from the quotes alone. */
    public static InstrumentSpec of(SymbolProfile profile) {
        String symbol = profile.symbol();
        String currency = CURRENCIES.stream()
                .filter(name -> symbol.endsWith(name) && symbol.length() > name.length() + 1)
                .findFirst()
                .orElse("USD");
        String base = symbol.endsWith(currency) ? symbol.substring(0, symbol.length() - currency.length()) : symbol;
        int qtyScale = Math.min(MAX_SCALE, profile.qtyScale());
        return new InstrumentSpec(
                symbol,
                base,
                currency,
                Math.min(MAX_SCALE, profile.pxScale()),
                qtyScale,
                maxOrderQty(profile.typicalPx(), qtyScale));
    }

    public BigDecimal tickSize() {
        return BigDecimal.ONE.movePointLeft(pxScale);
    }

    public BigDecimal lotSize() {
        return BigDecimal.ONE.movePointLeft(qtyScale);
    }

    /** A quantity small enough for anybody: a hundredth of the most one order may ask for. */
    public BigDecimal firstOrderQty() {
        return maxOrderQty
                .movePointLeft(2)
                .setScale(qtyScale, RoundingMode.UP)
                .stripTrailingZeros()
                .max(lotSize());
    }

    /** Decimals of an asset's minor unit: those of money where it is money, eight otherwise. */
    public static int assetScale(String asset) {
        return FIAT_SCALES.getOrDefault(asset, CRYPTO_SCALE);
    }

    /** The body of {@code POST /v1/instruments}. */
    public Map<String, Object> body(String venueId) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("symbol", symbol);
        body.put("venueId", venueId);
        body.put("currency", currency);
        body.put("pxScale", pxScale);
        body.put("qtyScale", qtyScale);
        body.put("tickSize", tickSize().toPlainString());
        body.put("lotSize", lotSize().toPlainString());
        body.put("maxOrderQty", maxOrderQty.toPlainString());
        body.put("maxOrderNotional", MAX_ORDER_NOTIONAL.toPlainString());
        body.put("priceCollar", PRICE_COLLAR);
        body.put("feeRate", FEE_RATE);
        return body;
    }

    /** Two significant digits of what twice the notional limit buys: either limit can be the one that is met first. */
    private static BigDecimal maxOrderQty(BigDecimal px, int qtyScale) {
        BigDecimal qty = MAX_ORDER_NOTIONAL
                .multiply(BigDecimal.TWO)
                .divide(px, new MathContext(2, RoundingMode.DOWN))
                .setScale(qtyScale, RoundingMode.UP);
        return qty.stripTrailingZeros();
    }
}
