package io.tradecore.ops.venue.quotes;

import io.tradecore.ops.venue.matching.Touch;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Another source's quotes pushed down, the same way each time: they stand still where they begin until they are told to fall, then go on as
 * they were recorded, lowered more and more until a share of their price is taken off, and stand still there for good. Every symbol
 * is quoted every 50 ms, and what is offered at a price is offered anew each time, so that a market that stands still can be traded in.
 */
public final class PushedQuotes implements QuoteSource {

    private static final long STEP_NANOS = Duration.ofMillis(50).toNanos();
    /** A symbol that is not quoted within so many quotes has nothing to stand at. */
    private static final int MOST_UNTIL_ALL_ARE_QUOTED = 1_000_000;

    private final QuoteSource recorded;
    private final BigDecimal share;
    private final long overNanos;
    private final BooleanSupplier falls;
    private final Map<String, Touch> last = new LinkedHashMap<>();
    private final Queue<Tick> due = new ArrayDeque<>();
    private final long recordedFrom;
    private Tick coming;
    private boolean falling;
    private long fallenFor;
    private long step;

    /**
     * Reads on until every symbol has a quote.
     *
     * @param recorded is closed with this
     * @param share taken off in the end, above 0 and below 1
     * @param over how long that takes
     * @param falls asked every 50 ms until it says yes
     */
    public PushedQuotes(QuoteSource recorded, BigDecimal share, Duration over, BooleanSupplier falls)
            throws IOException {
        if (share.signum() <= 0 || share.compareTo(BigDecimal.ONE) >= 0 || !over.isPositive()) {
            throw new IllegalArgumentException(
                    "quotes are pushed down by a share of more than 0 and less than 1, over some time");
        }
        this.recorded = recorded;
        this.share = share;
        this.overNanos = over.toNanos();
        this.falls = falls;
        Tick tick = recorded.next();
        for (int i = 0;
                i < MOST_UNTIL_ALL_ARE_QUOTED
                        && last.size() < recorded.symbols().size();
                i++) {
            last.put(tick.touch().symbol(), tick.touch());
            tick = recorded.next();
        }
        this.coming = tick;
        this.recordedFrom = tick.tsNanos();
    }

    @Override
    public Set<String> symbols() {
        return recorded.symbols();
    }

    @Override
    public Tick next() throws IOException {
        if (due.isEmpty()) {
            step();
        }
        return due.remove();
    }

    private void step() throws IOException {
        step++;
        falling = falling || falls.getAsBoolean();
        if (falling && fallenFor < overNanos) {
            fallenFor = Math.min(overNanos, fallenFor + STEP_NANOS);
            while (coming.tsNanos() - recordedFrom <= fallenFor) {
                last.put(coming.touch().symbol(), coming.touch());
                coming = recorded.next();
            }
        }
        BigDecimal left = BigDecimal.ONE.subtract(share.multiply(BigDecimal.valueOf(fallenFor))
                .divide(BigDecimal.valueOf(overNanos), MathContext.DECIMAL64));
        last.values().forEach(touch -> due.add(new Tick(step * STEP_NANOS, lowered(touch, left))));
    }

    private Touch lowered(Touch touch, BigDecimal left) {
        int scale = Math.max(touch.bidPx().scale(), touch.askPx().scale());
        return new Touch(
                touch.symbol(),
                touch.bidPx().multiply(left).setScale(scale, RoundingMode.FLOOR),
                anew(touch.bidQty()),
                touch.askPx().multiply(left).setScale(scale, RoundingMode.CEILING),
                anew(touch.askQty()));
    }

    /** Another size every other time: a venue offers no more of what has stayed as it was. */
    private BigDecimal anew(BigDecimal size) {
        return step % 2 == 0 ? size : size.add(size.ulp());
    }

    @Override
    public void close() throws IOException {
        recorded.close();
    }
}
