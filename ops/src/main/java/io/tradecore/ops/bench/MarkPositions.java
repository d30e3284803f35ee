package io.tradecore.ops.bench;

import io.tradecore.oms.instrument.Contract;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.instrument.MarginTerms;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.instrument.SecurityType;
import io.tradecore.oms.margin.MarginBook;
import io.tradecore.oms.margin.MarginBook.Exposure;
import io.tradecore.oms.margin.MarginSettings;
import io.tradecore.oms.margin.MarginState;
import io.tradecore.oms.margin.Marking;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.session.TradingCalendar;
import io.tradecore.oms.valuation.Freshness;
import io.tradecore.oms.valuation.RatePair;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Marks accounts on margin as the product's sweep does: every position at its quote, its margin by tiers, a third of them settled in another
 * currency, totals by account. In one thread, and by the time that thread had of a core: what the machine does beside does not count. The
 * prices move before each sweep. What is booked is in memory, as it is in the product.
 */
final class MarkPositions implements BenchCase {
    private static final int ACCOUNTS = 5_000;
    private static final int POSITIONS_EACH = 20;
    private static final int SYMBOLS = 200;
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final List<RatePair> PAIRS = List.of(new RatePair("EUR", "USD", "EURUSD", false));

    private final BenchPlan plan;
    private final Market market = new Market();
    private final List<MarginBook> books = new ArrayList<>(ACCOUNTS);
    private final Random random = new Random(42);

    MarkPositions(BenchPlan plan) {
        this.plan = plan;
    }

    @Override
    public String name() {
        return "mark_positions";
    }

    @Override
    public void warmUp() {
        for (int i = 0; i < ACCOUNTS; i++) {
            books.add(book());
        }
        run(plan.probe());
    }

    @Override
    public Sample measure() {
        return run(plan.measured());
    }

    private Sample run(Duration length) {
        long until = System.nanoTime() + length.toNanos();
        long cpuNanos = 0;
        long marked = 0;
        do {
            market.move(random);
            long before = cpuNanos();
            marked += sweep();
            cpuNanos += cpuNanos() - before;
        } while (System.nanoTime() < until);
        return Sample.ofRate(marked * 1e9 / cpuNanos).with("positions", (double) ACCOUNTS * POSITIONS_EACH);
    }

    /** How many positions were marked, by one look. */
    private long sweep() {
        var marking = new Marking(
                market, market.quotes::get, PAIRS, new Freshness(NOW, Duration.ofSeconds(5)), BigDecimal.ZERO);
        long marked = 0;
        for (MarginBook book : books) {
            if (!(marking.state(book) instanceof MarginState.Known known)) {
                throw new InvariantException("A position has no figure.");
            }
            marked += known.lines().size();
        }
        return marked;
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private MarginBook book() {
        TreeMap<String, BigDecimal> cash = new TreeMap<>();
        cash.put("USD", amount(10_000_000));
        cash.put("EUR", amount(1_000_000));
        List<Exposure> exposures = new ArrayList<>(POSITIONS_EACH);
        int first = random.nextInt(SYMBOLS);
        for (int i = 0; i < POSITIONS_EACH; i++) {
            String symbol = Market.symbol((first + i) % SYMBOLS);
            BigDecimal qty = amount(100_000).subtract(BigDecimal.valueOf(500));
            Position position = qty.signum() == 0
                    ? Position.flat(symbol)
                    : new Position(symbol, qty, amount(20_000).add(BigDecimal.ONE), BigDecimal.ZERO, BigDecimal.ZERO);
            exposures.add(new Exposure(symbol, List.of(position), BigDecimal.ZERO, BigDecimal.ZERO));
        }
        return new MarginBook("USD", 2, MarginSettings.DEFAULT, cash, new TreeMap<>(), exposures);
    }

    private BigDecimal amount(int mostCents) {
        return BigDecimal.valueOf(random.nextInt(mostCents), 2);
    }

    /** Instruments and their quotes, of this process alone. */
    private static final class Market implements Instruments {
        private final Map<String, Instrument> instruments = new HashMap<>();
        private final Map<String, Quote> quotes = new HashMap<>();

        Market() {
            for (int i = 0; i < SYMBOLS; i++) {
                instruments.put(symbol(i), instrument(symbol(i), i % 3 == 0 ? "EUR" : "USD"));
            }
        }

        static String symbol(int number) {
            return "SYM" + number;
        }

        void move(Random random) {
            instruments
                    .keySet()
                    .forEach(symbol -> quote(symbol, BigDecimal.valueOf(5_000 + random.nextInt(10_000), 2)));
            quote("EURUSD", BigDecimal.valueOf(10_000 + random.nextInt(1_000), 4));
        }

        private void quote(String symbol, BigDecimal bidPx) {
            BigDecimal askPx = bidPx.add(bidPx.ulp());
            quotes.put(symbol, new Quote(symbol, bidPx, BigDecimal.TEN, askPx, BigDecimal.TEN, NOW));
        }

        private static Instrument instrument(String symbol, String settlCurrency) {
            MarginTerms terms = new MarginTerms(
                    MarginTerms.Unit.RATE,
                    new BigDecimal("0.05"),
                    new BigDecimal("0.03"),
                    List.of(
                            new MarginTerms.Tier(
                                    BigDecimal.valueOf(10_000), new BigDecimal("0.1"), new BigDecimal("0.05")),
                            new MarginTerms.Tier(
                                    BigDecimal.valueOf(50_000), new BigDecimal("0.2"), new BigDecimal("0.1"))),
                    null);
            return new Instrument(
                    symbol,
                    "SIM",
                    settlCurrency,
                    2,
                    2,
                    2,
                    new BigDecimal("0.01"),
                    new BigDecimal("0.01"),
                    BigDecimal.ONE,
                    BigDecimal.valueOf(1_000_000),
                    BigDecimal.valueOf(1_000_000_000),
                    new BigDecimal("0.05"),
                    new BigDecimal("0.001"),
                    true,
                    TradingCalendar.ALWAYS,
                    false,
                    new Contract(SecurityType.CFD, false, false, settlCurrency, 2, terms, null));
        }

        @Override
        public @Nullable Instrument bySymbol(String symbol) {
            return instruments.get(symbol);
        }

        @Override
        public Collection<Instrument> all() {
            return instruments.values();
        }

        @Override
        public Integer assetScale(String asset) {
            return 2;
        }
    }
}
