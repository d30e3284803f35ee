package io.tradecore.ops.demo;

import io.tradecore.ops.books.SessionBooks;
import io.tradecore.ops.books.SessionBooks.Acknowledged;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A client's own memory of what was acknowledged to it, over all sessions on a data folder. What it says is held against
 * the database, so it is kept apart from it. Thread-safe.
 */
final class AcknowledgedLog implements AutoCloseable {

    private static final int CHUNK = 5_000;
    private static final int FIELDS = 3;

    private final Path file;
    private final Writer writer;

    AcknowledgedLog(Path file) {
        this.file = file;
        try {
            dropTornLine(file);
            this.writer = Files.newBufferedWriter(
                    file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    synchronized void add(UUID accountId, String clOrdId, String orderId) {
        try {
            writer.write(accountId + " " + clOrdId + " " + orderId + "\n");
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** How many of the orders ever acknowledged the database does not have, and how many there are. */
    Verdict verify(SessionBooks books) throws SQLException {
        List<Acknowledged> all = read(file);
        long lost = 0;
        for (int from = 0; from < all.size(); from += CHUNK) {
            lost += books.lost(all.subList(from, Math.min(all.size(), from + CHUNK)));
        }
        return new Verdict(all.size(), lost);
    }

    record Verdict(int acknowledged, long lost) {}

    static List<Acknowledged> read(Path file) {
        try {
            List<Acknowledged> all = new ArrayList<>();
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                String[] fields = line.split(" ", FIELDS);
                all.add(new Acknowledged(UUID.fromString(fields[0]), fields[1], UUID.fromString(fields[2])));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** A killed session may have left half a line. */
    private static void dropTornLine(Path file) throws IOException {
        if (Files.exists(file)) {
            String text = Files.readString(file);
            int end = text.lastIndexOf('\n') + 1;
            if (end < text.length()) {
                Files.writeString(file, text.substring(0, end));
            }
        }
    }

    @Override
    public synchronized void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
