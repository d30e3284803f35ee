package io.tradecore.ops.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuoteFileTest {

    @TempDir
    Path folder;

    @Test
    void takesTheMostDecimalsSeenForEachSymbol() throws IOException {
        Path file = write("""
                ts_ns,symbol,bid_px,bid_qty,ask_px,ask_qty
                1,ETHUSDT,2683.8,3.0292,2683.81,31.4395
                2,BTCUSDT,61837.60,3.78826,61837.7,1.5
                """);

        assertThat(QuoteFile.profile(file))
                .containsExactly(
                        new SymbolProfile("BTCUSDT", 1, 5, new BigDecimal("61837.7")),
                        new SymbolProfile("ETHUSDT", 2, 4, new BigDecimal("2683.81")));
    }

    @Test
    void readsColumnsByNameInAnyOrder() throws IOException {
        Path file = write("""
                symbol,ask_px,ask_qty,bid_px,bid_qty,ts_ns,source
                EURUSD,1.10005,1000000,1.1,2000000,1,x
                """);

        assertThat(QuoteFile.profile(file))
                .containsExactly(new SymbolProfile("EURUSD", 5, 0, new BigDecimal("1.10005")));
    }

    @Test
    void readsCompressedFiles() throws IOException {
        Path file = folder.resolve("quotes.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("ts_ns,symbol,bid_px,bid_qty,ask_px,ask_qty\n1,AB,1,1,2,1\n".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(QuoteFile.profile(file)).extracting(SymbolProfile::symbol).containsExactly("AB");
    }

    @Test
    void namesTheLineThatIsNoQuote() throws IOException {
        Path file = write("""
                ts_ns,symbol,bid_px,bid_qty,ask_px,ask_qty
                1,BTCUSDT,one,1,2,1
                """);

        assertThatThrownBy(() -> QuoteFile.profile(file)).hasMessageContaining("line 2 is not a quote");
    }

    @Test
    void namesTheMissingColumn() throws IOException {
        Path file = write("ts_ns,symbol,bid_px,bid_qty,ask_px\n");

        assertThatThrownBy(() -> QuoteFile.profile(file)).hasMessageContaining("no column ask_qty");
    }

    @Test
    void refusesAFileWithoutQuotes() throws IOException {
        Path file = write("ts_ns,symbol,bid_px,bid_qty,ask_px,ask_qty\n");

        assertThatThrownBy(() -> QuoteFile.profile(file)).hasMessageContaining("holds no quote");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("quotes.csv"), text);
    }
}
