package io.tradecore.api.rest;

import static io.tradecore.api.Eventually.eventually;
import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfoOptions;
import io.tradecore.migrations.DbRole;
import io.tradecore.servers.TestServers;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody learns of a break who is not looking: a message when it is raised and when it is resolved, and a figure. */
class BreaksIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String nats = TestServers.get().addresses().natsUri();
    private ApiUnderTest api;
    private Connection connection;

    @BeforeEach
    void start() throws Exception {
        api = ApiUnderTest.withNats();
        connection = Nats.connect(nats);
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        api.close();
    }

    /** A fee of 7.50 on 5.00. The break it raises. */
    private JsonNode overdraw(String account) {
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/admin/ledger",
                        "{'requestId':'fee','acts':[{'act':'POST','accountId':'" + account
                                + "','id':'fee','kind':'FEE','asset':'USD','amount':'7.50'}]}"));
        return only(account);
    }

    private JsonNode only(String account) {
        List<JsonNode> found = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = must(200, api.get(Tokens.admin(), "/v1/admin/breaks?status=all&limit=500" + cursor))
                    .json();
            page.path("items").forEach(item -> {
                if (item.path("accountId").asText().equals(account)) {
                    found.add(item);
                }
            });
            cursor = page.has("nextCursor")
                    ? "&cursor=" + page.path("nextCursor").asText()
                    : "";
        } while (!cursor.isEmpty());
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private void resolve(JsonNode raised, String resolution) {
        must(
                200,
                api.post(
                        Tokens.admin(),
                        "/v1/admin/breaks/" + raised.path("breakId").asText() + "/resolve",
                        "{'resolution':'" + resolution + "'}"));
    }

    private MessageInfo last(String account) throws Exception {
        try {
            return connection.jetStreamManagement().getLastMessage("OMS_BREAKS", "oms.break." + account);
        } catch (JetStreamApiException e) {
            throw new AssertionError("nothing is published of " + account, e);
        }
    }

    private JsonNode lastSaid(String account) throws Exception {
        return JSON.readTree(last(account).getData());
    }

    private double open() {
        return api.context()
                .getBean(MeterRegistry.class)
                .get("oms.breaks.open")
                .gauge()
                .value();
    }

    private static double counted() throws Exception {
        try (var admin = TestServers.get().connection(DbRole.ADMIN);
                Statement statement = admin.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM breaks WHERE resolved_at IS NULL")) {
            row.next();
            return row.getDouble(1);
        }
    }

    @Test
    void aBreakIsPublishedWhenItIsRaisedAndWhenItIsResolvedAndCountedInBetween() throws Exception {
        double before = counted();
        String account = api.newAccount("5.00");
        JsonNode raised = overdraw(account);

        eventually(() -> {
            JsonNode said = lastSaid(account);
            assertThat(said.path("schema").asText()).isEqualTo("oms.break");
            assertThat(said.path("status").asText()).isEqualTo("OPEN");
            assertThat(said.has("resolvedAt")).isFalse();
            for (String field : List.of(
                    "breakId",
                    "accountId",
                    "kind",
                    "transferSeq",
                    "asset",
                    "balanceBefore",
                    "balanceAfter",
                    "raisedAt")) {
                assertThat(said.path(field)).as(field).isEqualTo(raised.path(field));
            }
            assertThat(Objects.requireNonNull(last(account).getHeaders()).getFirst("Nats-Msg-Id"))
                    .isEqualTo("break:" + raised.path("breakId").asText() + ":OPEN");
            assertThat(open()).isEqualTo(before + 1);
        });

        resolve(raised, "Deposited by wire");

        eventually(() -> {
            JsonNode said = lastSaid(account);
            assertThat(said.path("status").asText()).isEqualTo("RESOLVED");
            assertThat(said.path("resolution").asText()).isEqualTo("Deposited by wire");
            assertThat(said.path("breakId")).isEqualTo(raised.path("breakId"));
            assertThat(open()).isEqualTo(before);
        });
    }

    @Test
    void aBreakRaisedWithoutNatsIsPublishedByTheNextProcessThatHasIt() throws Exception {
        String account;
        api.close();
        try (ApiUnderTest alone = ApiUnderTest.with(Map.of())) {
            api = alone;
            account = api.newAccount("5.00");
            overdraw(account);
            assertThatThrownBy(() -> last(account)).hasMessageContaining("nothing is published");
        }

        api = ApiUnderTest.withNats();

        eventually(() -> assertThat(lastSaid(account).path("status").asText()).isEqualTo("OPEN"));
    }

    @Test
    void whatACrashLeavesUnsaidIsPublishedAgainUnderTheSameId() throws Exception {
        String account = api.newAccount("5.00");
        JsonNode raised = overdraw(account);
        eventually(() -> assertThat(published(raised)).isEqualTo("OPEN"));

        // As if the process had ended after JetStream took it, and before the database kept that.
        try (var relay = TestServers.get().connection(DbRole.RELAY);
                Statement statement = relay.createStatement()) {
            statement.execute("UPDATE breaks SET published = NULL WHERE break_id = '"
                    + raised.path("breakId").asText() + "'");
        }

        eventually(() -> assertThat(published(raised)).isEqualTo("OPEN"));
        // JetStream knows the id, so subscribers get it once.
        assertThat(connection
                        .jetStreamManagement()
                        .getStreamInfo("OMS_BREAKS", StreamInfoOptions.filterSubjects("oms.break." + account))
                        .getStreamState()
                        .getSubjects())
                .singleElement()
                .satisfies(subject -> assertThat(subject.getCount()).isEqualTo(1));
    }

    private String published(JsonNode raised) throws Exception {
        try (var admin = TestServers.get().connection(DbRole.ADMIN);
                Statement statement = admin.createStatement();
                ResultSet row = statement.executeQuery("SELECT published FROM breaks WHERE break_id = '"
                        + raised.path("breakId").asText() + "'")) {
            row.next();
            return row.getString(1);
        }
    }
}
