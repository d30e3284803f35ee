package io.tradecore.ops.venue.quotes;

import io.tradecore.ops.venue.matching.Touch;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Quotes made by a random walk per symbol: the same seed and symbols make the same quotes. Prices have two decimals and sizes
 * three, so that they fit instruments of at least these scales.
 */
public final class SeededQuotes implements QuoteSource {

    private static final long SHORTEST_PAUSE_NANOS = 20_000_000;
    private static final long LONGEST_PAUSE_NANOS = 120_000_000;
    private static final int PX_SCALE = 2;
    private static final int QTY_SCALE = 3;

    private final Set<String> symbols;
    private final PriorityQueue<Walk> walks = new PriorityQueue<>(
            Comparator.comparingLong((Walk walk) -> walk.nextTs).thenComparing(walk -> walk.symbol));

    public SeededQuotes(long seed, Set<String> symbols) {
        if (symbols.isEmpty()) {
            throw new IllegalArgumentException("at least one symbol");
        }
        this.symbols = Set.copyOf(symbols);
        for (String symbol : new TreeSet<>(symbols)) {
            walks.add(new Walk(symbol, seed));
        }
    }

    /** One symbol's price and the time of its next quote. */
    private static final class Walk {

        private final String symbol;
        private final SplittableRandom random;
        private final long startCents;
        private long bidCents;
        private long nextTs;

        Walk(String symbol, long seed) {
            this.symbol = symbol;
            this.random = new SplittableRandom(seed * 31 + symbol.hashCode());
            this.startCents = startCents(symbol);
            this.bidCents = startCents;
            this.nextTs = random.nextLong(SHORTEST_PAUSE_NANOS);
        }

        /** Near the recorded prices where there are some, 100.00 otherwise. */
        private static long startCents(String symbol) {
            return switch (symbol) {
                case "BTCUSDT" -> 61_837_63;
                case "ETHUSDT" -> 2_683_80;
                default -> 100_00;
            };
        }

        Tick next() {
            long ts = nextTs;
            nextTs += random.nextLong(SHORTEST_PAUSE_NANOS, LONGEST_PAUSE_NANOS);
            // A step is up to 0.01 % of the price; the walk is held between half and twice its start.
            long before = bidCents;
            long reach = Math.max(1, bidCents / 10_000);
            bidCents += random.nextLong(-reach, reach + 1);
            bidCents = Math.clamp(bidCents, startCents / 2, startCents * 2);
            long spread = 1 + random.nextLong(Math.max(1, reach / 10) + 1);
            BigDecimal bidPx = px(bidCents);
            BigDecimal askPx = px(bidCents + spread);
            // What has moved the market was a trade: with the offer when it rose, with the bid otherwise.
            BigDecimal lastPx = bidCents > before ? askPx : bidPx;
            return new Tick(ts, new Touch(symbol, bidPx, qty(), askPx, qty(), lastPx));
        }

        private static BigDecimal px(long cents) {
            return BigDecimal.valueOf(cents, PX_SCALE);
        }

        private BigDecimal qty() {
            return BigDecimal.valueOf(random.nextLong(50, 5_000), QTY_SCALE);
        }
    }

    @Override
    public Set<String> symbols() {
        return symbols;
    }

    @Override
    public Tick next() {
        Walk walk = walks.remove();
        Tick tick = walk.next();
        walks.add(walk);
        return tick;
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
