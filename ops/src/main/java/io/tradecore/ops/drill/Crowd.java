package io.tradecore.ops.drill;

import io.tradecore.ops.market.Terms;
import io.tradecore.ops.market.Touch;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Accounts on margin of many kinds, the same for the same market: ten kinds by turns, of which seven fall below half of their margin when
 * everything loses a fifth of its price, and none is anywhere near that without falling below it.
 */
final class Crowd {

    /** The least share of a position's value that is its margin, whatever the leverage. */
    static final BigDecimal INITIAL_MARGIN = new BigDecimal("0.02");

    static final BigDecimal MAINTENANCE_MARGIN = new BigDecimal("0.01");

    private static final int KINDS = 10;
    private static final BigDecimal CASH = new BigDecimal("200");
    /** What an account has is worth so many lots at least, so that every part of it is some. */
    private static final BigDecimal LEAST_LOTS = new BigDecimal("50");

    private static final BigDecimal ABOVE_THE_MARKET = new BigDecimal("1.04");
    private static final BigDecimal FURTHER_ABOVE = new BigDecimal("1.07");

    private Crowd() {}

    /** An instrument and where it stands. */
    record Market(Terms terms, Touch touch) {}

    /**
     * A limit order of an account.
     *
     * @param positionEffect of a HEDGING account, else empty
     */
    record Order(String symbol, String side, BigDecimal qty, BigDecimal px, String positionEffect) {

        Map<String, Object> body(String clOrdId) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("clOrdId", clOrdId);
            body.put("symbol", symbol);
            body.put("side", side);
            body.put("ordType", "LIMIT");
            body.put("timeInForce", "GTC");
            body.put("orderQty", qty.toPlainString());
            body.put("px", px.toPlainString());
            if (!positionEffect.isEmpty()) {
                body.put("positionEffect", positionEffect);
            }
            return body;
        }
    }

    /**
     * An account and what it does before the fall.
     *
     * @param openings executed at once
     * @param resting above the market, where they stay
     */
    record Member(
            int number,
            boolean hedging,
            int leverage,
            boolean closesWhole,
            BigDecimal cash,
            List<Order> openings,
            List<Order> resting) {

        UUID id() {
            return UUID.fromString("00000000-0000-7000-8000-%012d".formatted(number));
        }
    }

    /**
     * So many accounts, numbered from 1.
     *
     * @param markets of one currency, one at least
     */
    static List<Member> of(int count, List<Market> markets) {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            members.add(
                    member(i, markets.get(i / KINDS % markets.size()), markets.get((i / KINDS + 1) % markets.size())));
        }
        return members;
    }

    /** Multiples are of the account's cash; a few of each kind have a little more or less. */
    private static Member member(int i, Market one, Market other) {
        boolean whole = i / KINDS % 2 == 0;
        double more = i / KINDS % 5 * 0.5;
        Draft draft = new Draft(i + 1, cash(one, other));
        return switch (i % KINDS) {
            case 0 -> draft.buys(one, 6 + more).with(10, whole);
            case 1 -> draft.buys(other, 7 + more).with(10, !whole);
            // So much for so little that a fall between two looks may cost more than there is.
            case 2 -> draft.buys(one, 32 + 2 * more).with(50, whole);
            case 3 -> draft.buys(one, 4 + more).buys(other, 3).with(10, whole);
            case 4 ->
                draft.buys(one, 6).reducesAbove(one, 1).opensAbove(other, 1).with(10, whole);
            case 5 -> draft.buys(one, 2 + more / 2).opensAbove(other, 1).with(10, whole);
            case 6 -> draft.sells(one, 4 + more).with(10, whole);
            case 7 -> draft.buys(one, 8).sells(other, 1 + more / 4).with(20, whole);
            case 8 -> draft.hedges(one, 7, 1).with(10, whole);
            // Called, and no more than that.
            case 9 -> draft.buys(one, 4).with(10, whole);
            default -> throw new IllegalStateException("there are " + KINDS + " kinds");
        };
    }

    private static BigDecimal cash(Market one, Market other) {
        BigDecimal lot = lotValue(one).max(lotValue(other));
        return CASH.max(lot.multiply(LEAST_LOTS).setScale(0, RoundingMode.UP));
    }

    private static BigDecimal lotValue(Market market) {
        return market.terms().lotSize().multiply(market.touch().askPx());
    }

    private static final class Draft {
        private final int number;
        private final BigDecimal cash;
        private final List<Order> openings = new ArrayList<>();
        private final List<Order> resting = new ArrayList<>();
        private boolean hedging;

        Draft(int number, BigDecimal cash) {
            this.number = number;
            this.cash = cash;
        }

        private Order order(Market market, String side, double multiple, BigDecimal px, String effect) {
            BigDecimal qty = market.terms()
                    .lots(cash.multiply(BigDecimal.valueOf(multiple))
                            .divide(market.touch().askPx(), 12, RoundingMode.DOWN));
            return new Order(market.terms().symbol(), side, qty, px, effect);
        }

        Draft buys(Market market, double multiple) {
            openings.add(order(market, "BUY", multiple, market.touch().askPx(), ""));
            return this;
        }

        Draft sells(Market market, double multiple) {
            openings.add(order(market, "SELL", multiple, market.touch().bidPx(), ""));
            return this;
        }

        Draft hedges(Market market, double longs, double shorts) {
            hedging = true;
            openings.add(order(market, "BUY", longs, market.touch().askPx(), "OPEN"));
            openings.add(order(market, "SELL", shorts, market.touch().bidPx(), "OPEN"));
            return this;
        }

        Draft reducesAbove(Market market, double multiple) {
            resting.add(order(market, "SELL", multiple, above(market, ABOVE_THE_MARKET), ""));
            return this;
        }

        Draft opensAbove(Market market, double multiple) {
            resting.add(order(market, "SELL", multiple, above(market, FURTHER_ABOVE), ""));
            return this;
        }

        private static BigDecimal above(Market market, BigDecimal share) {
            return market.terms().ticks(market.touch().askPx().multiply(share));
        }

        Member with(int leverage, boolean closesWhole) {
            return new Member(
                    number, hedging, leverage, closesWhole, cash, List.copyOf(openings), List.copyOf(resting));
        }
    }
}
