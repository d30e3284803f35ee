package io.tradecore.ops.venue.quotes;

import io.tradecore.ops.venue.matching.Touch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recorded quotes from a CSV file, gzipped or not (told by its first bytes). Columns are found by the names in the header, in
 * any order, others are passed over; {@code last_px}, the last trade, may be missing, or empty in a row. At the end of the file it begins again, its time going on. Rows that cannot be read and
 * rows of other symbols are passed over.
 */
public final class CsvQuotes implements QuoteSource {

    private static final Logger LOG = LoggerFactory.getLogger(CsvQuotes.class);
    private static final int GZIP_MAGIC_FIRST = 0x1f;
    private static final int GZIP_MAGIC_SECOND = 0x8b;
    /** Between the last row and the first one of the next round. */
    private static final long GAP_NANOS = 100_000_000;

    private final Path file;
    private final Set<String> symbols;
    private BufferedReader rows;
    private Columns columns;
    private long firstTs = -1;
    private long lastTs;
    private long offset;
    private long passedOver;

    /**
     * Opens the file.
     *
     * @param only the symbols to be quoted; empty: all in the file, which is then read once to know them
     * @throws IOException if it cannot be read, a column is missing or it has no quote of these symbols
     */
    public CsvQuotes(Path file, Set<String> only) throws IOException {
        this.file = file;
        Set<String> quoted = symbolsIn(file);
        this.symbols = only.isEmpty() ? Set.copyOf(quoted) : Set.copyOf(only);
        if (symbols.stream().noneMatch(quoted::contains)) {
            throw new IOException(file + " has no quote of " + (only.isEmpty() ? "any symbol" : only));
        }
        this.rows = open(file);
        this.columns = Columns.of(file, rows.readLine());
    }

    /** @param lastPx -1: there is none */
    private record Columns(int ts, int symbol, int bidPx, int bidQty, int askPx, int askQty, int lastPx) {

        static Columns of(Path file, @Nullable String header) throws IOException {
            List<String> names = header == null
                    ? List.of()
                    : List.of(header.strip().toLowerCase(Locale.ROOT).split("\\s*,\\s*", -1));
            return new Columns(
                    index(file, names, "ts_ns"),
                    index(file, names, "symbol"),
                    index(file, names, "bid_px"),
                    index(file, names, "bid_qty"),
                    index(file, names, "ask_px"),
                    index(file, names, "ask_qty"),
                    names.indexOf("last_px"));
        }

        private static int index(Path file, List<String> names, String name) throws IOException {
            int index = names.indexOf(name);
            if (index < 0) {
                throw new IOException(file + " has no column " + name);
            }
            return index;
        }
    }

    private static BufferedReader open(Path file) throws IOException {
        PushbackInputStream bytes = new PushbackInputStream(Files.newInputStream(file), 2);
        byte[] magic = bytes.readNBytes(2);
        bytes.unread(magic);
        boolean gzipped =
                magic.length == 2 && (magic[0] & 0xff) == GZIP_MAGIC_FIRST && (magic[1] & 0xff) == GZIP_MAGIC_SECOND;
        InputStream plain = gzipped ? new GZIPInputStream(bytes, 1 << 16) : bytes;
        return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8), 1 << 16);
    }

    private static Set<String> symbolsIn(Path file) throws IOException {
        Set<String> found = new LinkedHashSet<>();
        try (BufferedReader reader = open(file)) {
            Columns columns = Columns.of(file, reader.readLine());
            for (String row = reader.readLine(); row != null; row = reader.readLine()) {
                Tick tick = parse(row, columns);
                if (tick != null) {
                    found.add(tick.touch().symbol());
                }
            }
        }
        return found;
    }

    private static @Nullable Tick parse(String row, Columns columns) {
        String[] cells = row.split(",", -1);
        try {
            return new Tick(
                    Long.parseLong(cells[columns.ts()].strip()),
                    new Touch(
                            cells[columns.symbol()].strip(),
                            new BigDecimal(cells[columns.bidPx()].strip()),
                            new BigDecimal(cells[columns.bidQty()].strip()),
                            new BigDecimal(cells[columns.askPx()].strip()),
                            new BigDecimal(cells[columns.askQty()].strip()),
                            lastPx(cells, columns)));
        } catch (ArrayIndexOutOfBoundsException | IllegalArgumentException _) {
            return null;
        }
    }

    private static @Nullable BigDecimal lastPx(String[] cells, Columns columns) {
        String text = columns.lastPx() < 0 ? "" : cells[columns.lastPx()].strip();
        return text.isEmpty() ? null : new BigDecimal(text);
    }

    @Override
    public Set<String> symbols() {
        return new HashSet<>(symbols);
    }

    @Override
    public Tick next() throws IOException {
        while (true) {
            String row = rows.readLine();
            if (row == null) {
                beginAgain();
                continue;
            }
            Tick tick = parse(row, columns);
            if (tick == null) {
                passedOver++;
            } else if (symbols.contains(tick.touch().symbol())) {
                return inOrder(tick);
            }
        }
    }

    private void beginAgain() throws IOException {
        LOG.info("{} begins again ({} rows could not be read)", file.getFileName(), passedOver);
        passedOver = 0;
        rows.close();
        rows = open(file);
        columns = Columns.of(file, rows.readLine());
        offset = lastTs + GAP_NANOS - firstTs;
    }

    /** Time goes on from round to round, and a row that is late by its own clock comes at once. */
    private Tick inOrder(Tick tick) {
        if (firstTs < 0) {
            firstTs = tick.tsNanos();
        }
        lastTs = Math.max(lastTs, tick.tsNanos() + offset);
        return new Tick(lastTs, tick.touch());
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
