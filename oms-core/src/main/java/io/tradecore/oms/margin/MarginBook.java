package io.tradecore.oms.margin;

import io.tradecore.oms.position.Position;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is booked of an account on margin, before it is looked at by quotes. Immutable.
 *
 * @param baseScale decimals of the base currency's minor unit
 * @param cash posted, by asset
 * @param withheld of that what is held for something else than orders, by asset
 * @param exposures each instrument at most once
 */
public record MarginBook(
        String baseCurrency,
        int baseScale,
        MarginSettings settings,
        SortedMap<String, BigDecimal> cash,
        SortedMap<String, BigDecimal> withheld,
        List<Exposure> exposures) {

    /**
     * What there is and may come of an instrument.
     *
     * @param positions of a NETTING account the one, of a HEDGING account the legs; from what settlements have not paid yet
     * @param pendingBuy what open buys may still execute, also once a replace that waits is confirmed
     * @param pendingSell likewise of sells
     */
    public record Exposure(String symbol, List<Position> positions, BigDecimal pendingBuy, BigDecimal pendingSell) {

        public Exposure {
            positions = List.copyOf(positions);
        }

        /** The net, signed: negative is short. */
        public BigDecimal qty() {
            return positions.size() == 1
                    ? positions.getFirst().qty()
                    : positions.stream().map(Position::qty).reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        /** The largest position that orders may lead to, without sign: where all of one side are executed and none of the other. */
        public BigDecimal reserved() {
            BigDecimal qty = qty();
            return qty.add(pendingBuy).max(pendingSell.subtract(qty)).max(BigDecimal.ZERO);
        }

        Exposure with(Position changed) {
            return new Exposure(
                    symbol,
                    positions.stream()
                            .map(position -> position.leg() == changed.leg() ? changed : position)
                            .toList(),
                    pendingBuy,
                    pendingSell);
        }
    }

    /** The exposure in an instrument; null where there is none. */
    public @Nullable Exposure exposure(String symbol) {
        return exposures.stream()
                .filter(exposure -> exposure.symbol().equals(symbol))
                .findFirst()
                .orElse(null);
    }

    /** The same with another exposure in an instrument, or with one more. */
    public MarginBook with(Exposure other) {
        List<Exposure> changed = new ArrayList<>(exposures);
        changed.removeIf(exposure -> exposure.symbol().equals(other.symbol()));
        changed.add(other);
        return new MarginBook(baseCurrency, baseScale, settings, cash, withheld, List.copyOf(changed));
    }

    /** The same once a position is another, and so much was booked to the cash of an asset for it. */
    MarginBook with(Position changed, String asset, BigDecimal amount) {
        List<Exposure> others = exposures.stream()
                .map(exposure -> exposure.symbol().equals(changed.symbol()) ? exposure.with(changed) : exposure)
                .toList();
        return new MarginBook(baseCurrency, baseScale, settings, cash, withheld, others).posted(asset, amount);
    }

    /** Whether there are neither positions nor orders, nor cash that is owed. */
    public boolean isAtRest() {
        return cash.values().stream().allMatch(amount -> amount.signum() >= 0)
                && exposures.stream()
                        .allMatch(exposure -> exposure.reserved().signum() == 0
                                && exposure.positions().stream()
                                        .allMatch(position -> position.qty().signum() == 0));
    }

    /** The same with so much more held for something else than orders. */
    public MarginBook withheld(String asset, BigDecimal amount) {
        TreeMap<String, BigDecimal> more = new TreeMap<>(withheld);
        more.merge(asset, amount, BigDecimal::add);
        return new MarginBook(baseCurrency, baseScale, settings, cash, more, exposures);
    }

    /** The same once so much was booked to the cash of an asset; below zero: taken from it. */
    public MarginBook posted(String asset, BigDecimal amount) {
        TreeMap<String, BigDecimal> after = new TreeMap<>(cash);
        after.merge(asset, amount, BigDecimal::add);
        return new MarginBook(baseCurrency, baseScale, settings, after, withheld, exposures);
    }

    /** The same with so much more to buy and to sell of an instrument; below zero: so much less. */
    public MarginBook ordering(String symbol, BigDecimal buys, BigDecimal sells) {
        Exposure before = exposure(symbol);
        return with(
                before == null
                        ? new Exposure(symbol, List.of(Position.flat(symbol)), buys, sells)
                        : new Exposure(
                                symbol,
                                before.positions(),
                                before.pendingBuy().add(buys),
                                before.pendingSell().add(sells)));
    }

    /** An account without cash or positions. */
    public static MarginBook empty(String baseCurrency, int baseScale, MarginSettings settings) {
        return new MarginBook(
                baseCurrency, baseScale, settings, new TreeMap<>(Map.of()), new TreeMap<>(Map.of()), List.of());
    }
}
