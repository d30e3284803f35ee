package io.tradecore.ops.venue.quotes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradecore.ops.venue.matching.Touch;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushedQuotesTest {

    private static final long STEP = 50_000_000;

    private boolean falls;

    /** A is quoted every 100 ms, one dearer each time, and B once, behind the first A. */
    private static final class Recorded implements QuoteSource {
        private int rows;
        private boolean closed;

        @Override
        public Set<String> symbols() {
            return Set.of("A", "B");
        }

        @Override
        public Tick next() {
            int row = rows++;
            return row == 1 ? tick(0, "B", 50) : tick(Math.max(0, row - 1), "A", 100 + Math.max(0, row - 1));
        }

        private static Tick tick(long tenths, String symbol, long px) {
            BigDecimal bid = BigDecimal.valueOf(px).setScale(2);
            return new Tick(
                    1_000_000_000 + tenths * 100_000_000,
                    new Touch(symbol, bid, new BigDecimal("1.5"), bid.add(new BigDecimal("0.01")), BigDecimal.TWO));
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private final Recorded recorded = new Recorded();

    private PushedQuotes pushed(String share, Duration over) throws IOException {
        return new PushedQuotes(recorded, new BigDecimal(share), over, () -> falls);
    }

    /** The next quotes of A, as "bid/ask". */
    private static List<String> ofA(PushedQuotes quotes, int count) throws IOException {
        List<String> found = new ArrayList<>();
        while (found.size() < count) {
            Touch touch = quotes.next().touch();
            if (touch.symbol().equals("A")) {
                found.add(touch.bidPx() + "/" + touch.askPx());
            }
        }
        return found;
    }

    @Test
    void theyStandStillUntilToldToFallAndAgainAtTheBottom() throws IOException {
        PushedQuotes quotes = pushed("0.2", Duration.ofMillis(200));

        assertThat(ofA(quotes, 3)).containsOnly("100.00/100.01");
        falls = true;
        // 5, 10, 15 and 20 % less of 101, 102, 102 and 103, the bid rounded down and the ask up.
        assertThat(ofA(quotes, 4)).containsExactly("95.95/95.96", "91.80/91.81", "86.70/86.71", "82.40/82.41");
        falls = false;
        assertThat(ofA(quotes, 3)).containsOnly("82.40/82.41");
    }

    @Test
    void everySymbolIsQuotedEveryStepAndOfferedAnew() throws IOException {
        PushedQuotes quotes = pushed("0.2", Duration.ofSeconds(1));
        List<QuoteSource.Tick> ticks = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ticks.add(quotes.next());
        }

        assertThat(ticks).extracting(tick -> tick.touch().symbol()).containsExactly("A", "B", "A", "B", "A", "B");
        assertThat(ticks)
                .extracting(QuoteSource.Tick::tsNanos)
                .containsExactly(STEP, STEP, 2 * STEP, 2 * STEP, 3 * STEP, 3 * STEP);
        assertThat(ticks.get(0).touch().bidQty())
                .isNotEqualByComparingTo(ticks.get(2).touch().bidQty());
        assertThat(ticks.get(2).touch().askQty())
                .isNotEqualByComparingTo(ticks.get(4).touch().askQty());
        assertThat(ticks.get(2).touch().bidQty()).isEqualByComparingTo("1.5");
    }

    @Test
    void aFileThatIsToldToFallTwiceFallsTheSameWay() throws IOException {
        PushedQuotes one = pushed("0.2", Duration.ofMillis(500));
        PushedQuotes other =
                new PushedQuotes(new Recorded(), new BigDecimal("0.2"), Duration.ofMillis(500), () -> falls);
        ofA(other, 7);
        falls = true;

        assertThat(ofA(one, 12)).isEqualTo(ofA(other, 12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0.1", "1"})
    void aShareThatIsNoneIsRefused(String share) {
        assertThatThrownBy(() -> pushed(share, Duration.ofSeconds(1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theRecordingIsClosedWithThem() throws IOException {
        pushed("0.2", Duration.ofSeconds(1)).close();

        assertThat(recorded.closed).isTrue();
    }
}
