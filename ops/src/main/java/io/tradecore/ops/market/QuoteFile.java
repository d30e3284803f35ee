package io.tradecore.ops.market;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * A recording of best bids and asks: CSV or CSV.gz whose header names the columns {@code ts_ns, symbol, bid_px, bid_qty,
 * ask_px, ask_qty} in any order. Only what reference data can be derived from is read here; the simulator replays it.
 */
public final class QuoteFile {

    private static final List<String> PX_COLUMNS = List.of("bid_px", "ask_px");
    private static final List<String> QTY_COLUMNS = List.of("bid_qty", "ask_qty");

    private QuoteFile() {}

    /**
     * The symbols of the file in alphabetical order, with the decimals found in it.
     *
     * @throws IllegalArgumentException when the file is not such a recording; the message says where
     */
    public static List<SymbolProfile> profile(Path file) {
        try (BufferedReader lines = open(file)) {
            String header = lines.readLine();
            if (header == null) {
                throw new IllegalArgumentException(file + " is empty");
            }
            Map<String, Tally> tallies = tally(file, lines, Columns.of(file, header));
            if (tallies.isEmpty()) {
                throw new IllegalArgumentException(file + " holds no quote");
            }
            return tallies.entrySet().stream()
                    .map(tally -> tally.getValue().profile(tally.getKey()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static Map<String, Tally> tally(Path file, BufferedReader lines, Columns columns) throws IOException {
        Map<String, Tally> tallies = new TreeMap<>();
        int number = 1;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            String[] fields = line.split(",", -1);
            try {
                Tally tally = tallies.computeIfAbsent(fields[columns.symbol], symbol -> new Tally());
                for (int px : columns.px) {
                    tally.px(fields[px]);
                }
                for (int qty : columns.qty) {
                    tally.qty(fields[qty]);
                }
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new IllegalArgumentException(file + " line " + number + " is not a quote: " + line, e);
            }
        }
        return tallies;
    }

    private static BufferedReader open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
        return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
    }

    private record Columns(int symbol, List<Integer> px, List<Integer> qty) {

        static Columns of(Path file, String header) {
            List<String> names =
                    Arrays.stream(header.split(",", -1)).map(String::strip).toList();
            return new Columns(
                    index(file, names, "symbol"),
                    PX_COLUMNS.stream().map(name -> index(file, names, name)).toList(),
                    QTY_COLUMNS.stream().map(name -> index(file, names, name)).toList());
        }

        private static int index(Path file, List<String> names, String name) {
            int index = names.indexOf(name);
            if (index < 0) {
                throw new IllegalArgumentException(file + " has no column " + name + ", only " + names);
            }
            return index;
        }
    }

    /** Decimals are those of the written text, trailing zeros aside. */
    private static final class Tally {
        private int pxScale;
        private int qtyScale;
        private BigDecimal lastPx = BigDecimal.ZERO;

        void px(String text) {
            BigDecimal px = new BigDecimal(text);
            pxScale = Math.max(pxScale, decimals(px));
            if (px.signum() > 0) {
                lastPx = px;
            }
        }

        void qty(String text) {
            qtyScale = Math.max(qtyScale, decimals(new BigDecimal(text)));
        }

        SymbolProfile profile(String symbol) {
            return new SymbolProfile(symbol, pxScale, qtyScale, lastPx);
        }

        private static int decimals(BigDecimal value) {
            return Math.max(0, value.stripTrailingZeros().scale());
        }
    }
}
