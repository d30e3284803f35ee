package io.tradecore.ops.venue.quotes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradecore.ops.venue.matching.Orders;
import io.tradecore.ops.venue.matching.Touch;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvQuotesTest {

    private static final String RECORDED = """
            ts_ns,symbol,bid_px,bid_qty,ask_px,ask_qty
            1000,ETHUSDT,2683.8,3.0292,2683.81,31.4395
            1500,BTCUSDT,61837.63,3.78826,61837.64,1.54698
            3000,ETHUSDT,2683.7,1,2683.8,2
            """;

    @TempDir
    private Path folder;

    private Path plain(String text) throws IOException {
        return Files.writeString(folder.resolve("quotes.csv"), text);
    }

    private static List<QuoteSource.Tick> read(Path file, int count, String... only) throws IOException {
        List<QuoteSource.Tick> ticks = new ArrayList<>();
        try (CsvQuotes quotes = new CsvQuotes(file, Set.of(only))) {
            for (int i = 0; i < count; i++) {
                ticks.add(quotes.next());
            }
        }
        return ticks;
    }

    @Test
    void rowsComeInTheirOrderWithTheirExactDecimals() throws IOException {
        List<QuoteSource.Tick> ticks = read(plain(RECORDED), 2);

        assertThat(ticks.get(0).tsNanos()).isEqualTo(1000);
        assertThat(ticks.get(1).touch()).isEqualTo(Orders.touch("61837.63", "3.78826", "61837.64", "1.54698"));
    }

    @Test
    void aGzippedFileIsToldByItsContentAndReadsTheSame() throws IOException {
        Path gzipped = folder.resolve("quotes.bin");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzipped))) {
            out.write(RECORDED.getBytes(StandardCharsets.UTF_8));
        }

        assertThat(read(gzipped, 7)).isEqualTo(read(plain(RECORDED), 7));
    }

    @Test
    void columnsAreFoundByNameInAnyOrderAndOthersArePassedOver() throws IOException {
        Path file = plain("""
                ask_qty, ask_px ,venue,SYMBOL,bid_qty,bid_px,ts_ns
                4,3,X,BTCUSDT,2,1,77
                """);

        assertThat(read(file, 1)).containsExactly(new QuoteSource.Tick(77, Orders.touch("1", "2", "3", "4")));
    }

    @Test
    void aLastTradeIsToldWhereTheRowHasOne() throws IOException {
        Path file = plain("""
                ts_ns,symbol,bid_px,bid_qty,ask_px,ask_qty,last_px
                1,BTCUSDT,1,2,3,4,2.5
                2,BTCUSDT,1,2,3,4,
                """);

        assertThat(read(file, 2))
                .extracting(tick -> tick.touch().lastPx())
                .containsExactly(new BigDecimal("2.5"), null);
    }

    @Test
    void atItsEndTheFileBeginsAgainAndTimeGoesOn() throws IOException {
        List<QuoteSource.Tick> ticks = read(plain(RECORDED), 9);

        assertThat(ticks)
                .extracting(tick -> tick.touch().symbol())
                .startsWith("ETHUSDT", "BTCUSDT", "ETHUSDT", "ETHUSDT");
        for (int i = 1; i < ticks.size(); i++) {
            assertThat(ticks.get(i).tsNanos()).isGreaterThan(ticks.get(i - 1).tsNanos());
        }
        assertThat(ticks.get(4).tsNanos() - ticks.get(3).tsNanos()).isEqualTo(500);
    }

    @Test
    void onlyTheSymbolsAskedForAreQuoted() throws IOException {
        Path file = plain(RECORDED);

        assertThat(read(file, 3, "ETHUSDT"))
                .extracting(tick -> tick.touch().symbol())
                .containsOnly("ETHUSDT");
        try (CsvQuotes all = new CsvQuotes(file, Set.of())) {
            assertThat(all.symbols()).containsExactlyInAnyOrder("BTCUSDT", "ETHUSDT");
        }
    }

    @Test
    void rowsThatCannotBeReadArePassedOver() throws IOException {
        Path file = plain("""
                ts_ns,symbol,bid_px,bid_qty,ask_px,ask_qty
                x,BTCUSDT,1,1,2,1
                5,BTCUSDT,NaN,1,2,1
                6,BTCUSDT,-1,1,2,1
                7,BTCUSDT,1
                8,BTCUSDT,1,1,2,1
                """);

        assertThat(read(file, 1)).extracting(QuoteSource.Tick::tsNanos).containsExactly(8L);
    }

    @Test
    void aRowThatIsLateByItsOwnClockDoesNotTurnTimeBack() throws IOException {
        Path file = plain("""
                ts_ns,symbol,bid_px,bid_qty,ask_px,ask_qty
                9,BTCUSDT,1,1,2,1
                8,BTCUSDT,1,1,3,1
                """);

        assertThat(read(file, 2)).extracting(QuoteSource.Tick::tsNanos).containsExactly(9L, 9L);
    }

    @Test
    void aFileWithoutAColumnOrWithoutQuotesIsRefused() throws IOException {
        assertThatThrownBy(() -> read(plain("ts_ns,symbol,bid_px,bid_qty,ask_px\n"), 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no column ask_qty");
        assertThatThrownBy(() -> read(plain("ts_ns,symbol,bid_px,bid_qty,ask_px,ask_qty\n"), 1))
                .hasMessageContaining("no quote of any symbol");
        assertThatThrownBy(() -> read(plain(RECORDED), 1, "DOGEUSDT")).hasMessageContaining("no quote of [DOGEUSDT]");
        assertThatThrownBy(() -> read(folder.resolve("missing.csv"), 1)).isInstanceOf(IOException.class);
    }

    @Test
    void seededQuotesAreTheSameForTheSameSeedAndOthersForAnother() {
        assertThat(seeded(1, "BTCUSDT", "ETHUSDT")).isEqualTo(seeded(1, "ETHUSDT", "BTCUSDT"));
        assertThat(seeded(1, "BTCUSDT", "ETHUSDT")).isNotEqualTo(seeded(2, "BTCUSDT", "ETHUSDT"));
    }

    @Test
    void seededQuotesAreNeverCrossedAndTimeNeverRunsBackwards() {
        long last = 0;
        for (QuoteSource.Tick tick : seeded(42, "BTCUSDT", "ETHUSDT", "OTHER")) {
            Touch touch = tick.touch();
            assertThat(touch.bidPx()).isLessThan(touch.askPx()).isPositive();
            assertThat(touch.bidQty()).isPositive();
            assertThat(touch.askQty()).isGreaterThan(BigDecimal.ZERO);
            assertThat(tick.tsNanos()).isGreaterThanOrEqualTo(last);
            last = tick.tsNanos();
        }
    }

    private static List<QuoteSource.Tick> seeded(long seed, String... symbols) {
        try (SeededQuotes quotes = new SeededQuotes(seed, Set.of(symbols))) {
            List<QuoteSource.Tick> ticks = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                ticks.add(quotes.next());
            }
            return ticks;
        }
    }
}
