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
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Reads the heads of chains that were appended to a file. */
public final class ChainAnchors {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ChainAnchors() {}

    /**
     * The latest head of each account. A last line that was not finished, because the machine stopped, is passed over.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalStateException if another line is no head
     */
    public static Map<AccountId, ChainHead> read(Path file) throws IOException {
        Map<AccountId, ChainHead> latest = new HashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            String line = lines.readLine();
            for (int number = 1; line != null; number++) {
                String next = lines.readLine();
                add(latest, line, number, next == null);
                line = next;
            }
        }
        return latest;
    }

    private static void add(Map<AccountId, ChainHead> latest, String line, int number, boolean isLast) {
        ChainHead head;
        try {
            JsonNode json = JSON.readTree(line);
            head = new ChainHead(
                    AccountId.of(json.path("accountId").asText()),
                    json.path("seq").longValue(),
                    HexFormat.of().parseHex(json.path("hash").asText()));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            if (isLast) {
                return;
            }
            throw new IllegalStateException("line " + number + " is no head of a chain", e);
        }
        ChainHead known = latest.get(head.accountId());
        if (known == null || known.seq() < head.seq()) {
            latest.put(head.accountId(), head);
        }
    }
}
