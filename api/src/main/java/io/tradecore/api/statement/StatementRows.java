package io.tradecore.api.statement;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.problem.ProblemMapper;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a venue's file, comma-separated values (RFC 4180) in UTF-8, one at a time and each checked: what is wrong is
 * told with its line. One thread's.
 */
public final class StatementRows implements AutoCloseable {
    /** The most rows taken, the header not counted. */
    public static final int MAX_ROWS = 250_000;

    private static final int MAX_RECORD_CHARS = 64 * 1024;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /**
     * A row.
     *
     * @param line where it begins in the file, the header being line 1
     * @param values by column of the form, in its order; null where the file says nothing
     */
    public record Row(long line, List<@Nullable String> values) {}

    private final StatementPeriod period;
    private final CloseableIterator<CsvRecord> records;
    private final StatementForm form;
    private final Map<StatementColumn, Integer> places = new EnumMap<>(StatementColumn.class);
    private final int width;
    private long lastLine = 1;
    private int rows;

    private StatementRows(Reader text, StatementPeriod period) {
        this.period = period;
        this.records = CsvReader.builder()
                .allowExtraFields(true)
                .allowMissingFields(true)
                .allowExtraCharsAfterClosingQuote(false)
                .maxBufferSize(MAX_RECORD_CHARS)
                .ofCsvRecord(text)
                .iterator();
        CsvRecord header = read();
        if (header == null) {
            throw StatementProblems.empty();
        }
        this.width = header.getFieldCount();
        this.form = form(header);
    }

    /**
     * Reads the header.
     *
     * @throws ApiException STATEMENT_HEADER_INVALID, STATEMENT_EMPTY or STATEMENT_MALFORMED
     */
    public static StatementRows open(StatementFile file, StatementPeriod period) throws IOException {
        Reader text = new InputStreamReader(
                file.open(),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        try {
            return new StatementRows(text, period);
        } catch (RuntimeException e) {
            text.close();
            throw e;
        }
    }

    /** What the header says it is a list of. */
    public StatementForm form() {
        return form;
    }

    /** How many rows were handed on. */
    public int count() {
        return rows;
    }

    /** The next row, or null after the last. */
    public @Nullable Row next() {
        CsvRecord record = read();
        if (record == null) {
            return null;
        }
        if (++rows > MAX_ROWS) {
            throw StatementProblems.tooLarge("The file has more than " + MAX_ROWS + " rows.");
        }
        long line = record.getStartingLineNumber();
        if (record.getFieldCount() != width) {
            throw StatementProblems.malformed(
                    line, "There are " + record.getFieldCount() + " fields and the header has " + width + ".");
        }
        try {
            return new Row(line, values(record));
        } catch (ApiException e) {
            throw StatementProblems.onLine(line, e.problem());
        }
    }

    private List<@Nullable String> values(CsvRecord record) {
        Map<StatementColumn, String> read = new EnumMap<>(StatementColumn.class);
        places.forEach((column, place) -> {
            String text = record.getField(place);
            if (!text.isEmpty()) {
                read.put(column, column.read(text));
            }
        });
        for (StatementColumn needed : form.neededOf(read.get(StatementColumn.EXEC_TYPE))) {
            if (!read.containsKey(needed)) {
                String name = needed.header();
                throw ApiException.ofField(ApiCode.FIELD_MISSING, name, name + " is needed.");
            }
        }
        if (form == StatementForm.EXECUTIONS) {
            requireConsistent(read);
        }
        List<@Nullable String> values = new ArrayList<>(form.columns().size());
        form.columns().forEach(column -> values.add(read.get(column)));
        return values;
    }

    private void requireConsistent(Map<StatementColumn, String> row) {
        if ("TRADE".equals(row.get(StatementColumn.EXEC_TYPE)) && row.containsKey(StatementColumn.EXEC_REF_ID)) {
            throw Checks.invalid(StatementColumn.EXEC_REF_ID.header(), "absent of a TRADE");
        }
        String time = row.get(StatementColumn.TRANSACT_TIME);
        if (time != null && !period.contains(Instant.parse(time))) {
            throw Checks.invalid(
                    StatementColumn.TRANSACT_TIME.header(),
                    "in the period of the statement, from " + period.from() + " to before " + period.to());
        }
    }

    private StatementForm form(CsvRecord header) {
        for (int place = 0; place < width; place++) {
            String name = header.getField(place);
            StatementColumn column = column(place == 0 && name.startsWith(BYTE_ORDER_MARK) ? name.substring(1) : name);
            if (column == null) {
                throw StatementProblems.header(null, "Field " + (place + 1) + " names no column there is.");
            }
            if (places.put(column, place) != null) {
                throw StatementProblems.header(column.header(), column.header() + " is there twice.");
            }
        }
        StatementForm found = StatementForm.of(places.keySet());
        if (found == null) {
            throw StatementProblems.header(null, "These columns are no list of executions, positions or cash.");
        }
        return found;
    }

    private static @Nullable StatementColumn column(String name) {
        for (StatementColumn column : StatementColumn.values()) {
            if (column.header().equals(name)) {
                return column;
            }
        }
        return null;
    }

    private @Nullable CsvRecord read() {
        try {
            if (!records.hasNext()) {
                return null;
            }
            CsvRecord record = records.next();
            lastLine = record.getStartingLineNumber();
            return record;
        } catch (CsvParseException | UncheckedIOException e) {
            throw ApiException.of(
                    ProblemMapper.problem(
                                    ApiCode.STATEMENT_MALFORMED,
                                    "What follows line " + lastLine + " is no comma-separated text in UTF-8.")
                            .withNumbers(Map.of("line", Long.toString(lastLine))),
                    false);
        }
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
