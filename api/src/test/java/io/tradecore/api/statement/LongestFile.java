package io.tradecore.api.statement;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Enumeration;

/** Reads a file of as many rows as are taken, and says how many there were: the main class of a JVM of its own. */
final class LongestFile {

    private LongestFile() {}

    public static void main(String[] args) throws IOException {
        StatementPeriod day =
                new StatementPeriod(Instant.parse("2026-11-21T00:00:00Z"), Instant.parse("2026-11-22T00:00:00Z"));
        try (StatementFile file = StatementFile.receive(new SequenceInputStream(new Parts()));
                StatementRows rows = StatementRows.open(file, day)) {
            while (rows.next() != null) {
                // Only the reading counts here.
            }
            System.out.println(rows.count() + " rows");
        }
    }

    /** The header, and then row by row, made when it is asked for. */
    private static final class Parts implements Enumeration<InputStream> {
        private int row;

        @Override
        public boolean hasMoreElements() {
            return row <= StatementRows.MAX_ROWS;
        }

        @Override
        public InputStream nextElement() {
            String text = row == 0
                    ? "exec_type,exec_id,exec_ref_id,account,symbol,side,last_qty,last_px,transact_time\n"
                    : "TRADE,E" + row
                            + ",,0198d1c4-7f2b-7c3e-9a11-5d2f0c6b8e01,BTCUSDT,BUY,1,100,2026-11-21T12:00:00Z\n";
            row++;
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
