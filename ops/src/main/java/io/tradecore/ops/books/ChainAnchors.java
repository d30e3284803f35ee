package io.tradecore.ops.books;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.ChainHead;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Reads the heads of chains that were appended to a file. */
public final class ChainAnchors {

    private static final int HEADS_AT_ONCE = 1000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ChainAnchors() {}

    /** Takes heads, so many at a time that memory does not grow with the file. */
    @FunctionalInterface
    public interface Taker {
        void take(List<ChainHead> heads) throws SQLException;
    }

    /**
     * Hands on every head, in the order of the file. A line that was not finished, because the machine stopped, is passed over.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalStateException if another line is no head
     */
    public static void read(Path file, Taker taker) throws IOException, SQLException {
        List<ChainHead> heads = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!isUnfinished(line)) {
                    heads.add(head(line, number));
                }
                if (heads.size() == HEADS_AT_ONCE) {
                    taker.take(List.copyOf(heads));
                    heads.clear();
                }
                number++;
            }
        }
        taker.take(List.copyOf(heads));
    }

    private static boolean isUnfinished(String line) {
        return line.startsWith("{") && !line.endsWith("}");
    }

    private static ChainHead head(String line, int number) {
        try {
            JsonNode json = JSON.readTree(line);
            return new ChainHead(
                    AccountId.of(json.path("accountId").asText()),
                    json.path("seq").longValue(),
                    HexFormat.of().parseHex(json.path("hash").asText()));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalStateException("line " + number + " is no head of a chain", e);
        }
    }
}
