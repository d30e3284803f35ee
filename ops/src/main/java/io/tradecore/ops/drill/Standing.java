package io.tradecore.ops.drill;

import io.tradecore.ops.market.Touch;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * How an account on margin stood in the books at a moment, and what that comes to at quotes: reckoned here from the formulas of docs/risk.md and
 * not by the product. Amounts are in the one currency of the drill.
 *
 * @param marginRate the share of a position's value that is its margin, the account's leverage included
 * @param stopOutLevel below which it is stopped out, and above which that ends
 */
record Standing(UUID accountId, BigDecimal cash, BigDecimal marginRate, BigDecimal stopOutLevel, List<Held> held) {

    /** Decimals of what an unrealised gain is rounded to. */
    private static final int MINOR_UNIT = 8;

    /** A position or a leg that is not flat. */
    record Held(String symbol, String leg, BigDecimal qty, BigDecimal avgPx) {

        Held {
            qty = qty.stripTrailingZeros();
        }

        BigDecimal gain(Map<String, Touch> quotes) {
            return px(quotes, symbol, qty.signum())
                    .subtract(avgPx)
                    .multiply(qty)
                    .setScale(MINOR_UNIT, RoundingMode.HALF_EVEN);
        }
    }

    Standing {
        held = List.copyOf(held);
    }

    /** A long closes at the bid, a short at the ask. */
    private static BigDecimal px(Map<String, Touch> quotes, String symbol, int signum) {
        Touch touch = quotes.get(symbol);
        if (touch == null) {
            throw new IllegalArgumentException("there is no quote of " + symbol);
        }
        return signum < 0 ? touch.askPx() : touch.bidPx();
    }

    BigDecimal equity(Map<String, Touch> quotes) {
        return held.stream().map(one -> one.gain(quotes)).reduce(cash, BigDecimal::add);
    }

    /** The margin of what is held: of the net of an instrument's legs. */
    BigDecimal used(Map<String, Touch> quotes) {
        Map<String, BigDecimal> net = new HashMap<>();
        held.forEach(one -> net.merge(one.symbol(), one.qty(), BigDecimal::add));
        return net.entrySet().stream()
                .map(one -> px(quotes, one.getKey(), one.getValue().signum())
                        .multiply(one.getValue().abs())
                        .multiply(marginRate))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    boolean isFlat() {
        return held.isEmpty();
    }

    /** Whether it holds something, and less is left of it than its level asks for: exactly the level is enough. */
    boolean isBelow(Map<String, Touch> quotes) {
        return !isFlat() && equity(quotes).compareTo(used(quotes).multiply(stopOutLevel)) < 0;
    }

    /** What is held, without what it cost. */
    Set<String> quantities() {
        Set<String> quantities = new TreeSet<>();
        held.forEach(one ->
                quantities.add(one.symbol() + " " + one.leg() + " " + one.qty().toPlainString()));
        return quantities;
    }
}
