package io.tradecore.api.rest;

import static io.tradecore.api.Eventually.eventually;
import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.MessageInfo;
import io.tradecore.servers.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads of chains get to where nobody who can write to the database reaches them. */
class ChainHeadsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void theHeadOfAJournalThatHasGrownIsPublishedAndAppendedToTheFile() throws Exception {
        Path file = folder.resolve("heads.jsonl");
        String nats = TestServers.get().addresses().natsUri();
        try (ApiUnderTest api = ApiUnderTest.with(Map.of(
                        "oms.nats.url", nats, "OMS_CHAIN_FILE", file.toString(), "OMS_CHAIN_ANCHOR_EVERY", "PT0.05S"));
                Connection connection = Nats.connect(nats)) {
            String account = api.newAccount();
            String first = hash(api, account, 1);
            eventually(() -> assertThat(lines(file, account))
                    .extracting(line -> line.path("hash").asText())
                    .contains(first));

            must(
                    201,
                    api.post(
                            Tokens.admin(),
                            "/v1/accounts/" + account + "/deposits",
                            "{'transferId':'second','asset':'USD','amount':'1'}"));
            String second = hash(api, account, 2);
            eventually(() -> {
                JsonNode last = lines(file, account).getLast();
                assertThat(last.path("hash").asText()).isEqualTo(second);
                assertThat(last.path("seq").asLong()).isEqualTo(2);
                MessageInfo message =
                        connection.jetStreamManagement().getLastMessage("OMS_CHAIN", "oms.chain." + account);
                assertThat(JSON.readTree(message.getData())).isEqualTo(last);
            });
            // What has not moved is not written again.
            assertThat(lines(file, account))
                    .extracting(line -> line.path("seq").asLong())
                    .containsExactly(1L, 2L);
        }
    }

    private static List<JsonNode> lines(Path file, String account) throws Exception {
        if (!Files.exists(file)) {
            return List.of();
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.contains(account))
                .map(line -> {
                    try {
                        return JSON.readTree(line);
                    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                        throw new AssertionError(line, e);
                    }
                })
                .toList();
    }

    private static String hash(ApiUnderTest api, String account, int seq) throws Exception {
        try (var connection = api.adminConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT encode(chain_hash, 'hex') FROM ledger_transfers"
                        + " WHERE account_id = '" + account + "' AND seq = " + seq)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}
