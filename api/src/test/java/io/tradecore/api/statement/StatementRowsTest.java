package io.tradecore.api.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How venues write their files. */
class StatementRowsTest {
    private static final StatementPeriod DAY =
            new StatementPeriod(Instant.parse("2026-11-21T00:00:00Z"), Instant.parse("2026-11-22T00:00:00Z"));
    private static final String ACCOUNT = "0198d1c4-7f2b-7c3e-9a11-5d2f0c6b8e01";

    private static List<StatementRows.Row> rows(String text) throws IOException {
        try (StatementFile file =
                        StatementFile.receive(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
                StatementRows rows = StatementRows.open(file, DAY)) {
            List<StatementRows.Row> read = new ArrayList<>();
            for (StatementRows.Row row = rows.next(); row != null; row = rows.next()) {
                read.add(row);
            }
            assertThat(rows.count()).isEqualTo(read.size());
            return read;
        }
    }

    @Test
    void columnsMayComeInAnyOrderAndFieldsInQuotes() throws IOException {
        List<StatementRows.Row> read = rows("qty,account,symbol\n\"-1.50\"," + ACCOUNT + ",\"BTCUSDT\"\n");

        assertThat(read).hasSize(1);
        assertThat(read.getFirst().values()).containsExactly(ACCOUNT, "BTCUSDT", "-1.5");
    }

    @Test
    void linesMayEndAsOnWindowsAndTheFileBeginWithAByteOrderMark() throws IOException {
        List<StatementRows.Row> read = rows("\uFEFFaccount,symbol,qty\r\n\r\n" + ACCOUNT + ",BTCUSDT,1\r\n");

        assertThat(read).extracting(StatementRows.Row::line).containsExactly(3L);
    }

    @Test
    void aHeaderAloneIsAStatementOfNothing() throws IOException {
        assertThat(rows("account,asset,amount\n")).isEmpty();
    }

    @Test
    void aBustNeedsNoQuantityAndSaysNothingOfIt() throws IOException {
        List<StatementRows.Row> read = rows("exec_type,exec_id,exec_ref_id,symbol,side,last_qty,last_px,transact_time\n"
                + "TRADE_CANCEL,B1,E1,BTCUSDT,,,,2026-11-21T12:00:00Z\n");

        assertThat(read.getFirst().values())
                .containsExactly(
                        "TRADE_CANCEL",
                        "B1",
                        "BTCUSDT",
                        null,
                        null,
                        null,
                        "2026-11-21T12:00:00Z",
                        "E1",
                        null,
                        null,
                        null,
                        null,
                        null);
    }

    /** 250,000 rows are some 26 MB of text, and a heap of 24 MB holds the JVM's own things as well. */
    @Test
    void theLongestFileIsReadInLessMemoryThanItIsLong() throws IOException, InterruptedException {
        Process reading = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx24m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LongestFile.class.getName())
                .redirectErrorStream(true)
                .start();
        String printed = new String(reading.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(reading.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(printed.strip()).endsWith("250000 rows");
    }
}
