package io.tradecore.api.rest;

import static io.tradecore.api.Eventually.eventually;
import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.api.MessageInfo;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.pipeline.CommandBus;
import io.tradecore.servers.TestServers;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told on NATS of accounts on margin. */
class MarginNoticesIT {
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

    @Test
    void aCallIsToldWhenItIsRaisedAndWhenItIsCleared() throws Exception {
        String symbol = "N"
                + UUID.randomUUID().toString().replace("-", "").substring(0, 12).toUpperCase(Locale.ROOT);
        String future = "'securityType':'FUT','margin':{'unit':'RATE','initial':'0.1','maintenance':'0.05'}";
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/instruments",
                        ApiUnderTest.instrumentBody(symbol).replace("}", "," + future + "}")));
        api.quote(symbol, "99.00", "101.00");
        String account = must(
                        201,
                        api.post(
                                Tokens.admin(),
                                "/v1/accounts",
                                "{'name':'On margin','accountType':'MARGIN','baseCurrency':'USD'}"))
                .text("accountId");
        deposit(account, "opening", "1000");
        String order = must(
                        201,
                        api.post(
                                Tokens.trader(account),
                                "/v1/accounts/" + account + "/orders",
                                ApiUnderTest.limitOrder("C1", symbol, "BUY", "50", "100.00")))
                .text("orderId");
        api.fill(account, order, "50", "100.00");

        // 995 less 750, of 425.
        api.quote(symbol, "85.00", "86.00");
        look(account);
        eventually(() -> {
            JsonNode said = lastSaid(account);
            assertThat(said.path("schema").asText()).isEqualTo("oms.margin");
            assertThat(said.path("kind").asText() + " " + said.path("status").asText())
                    .isEqualTo("MARGIN_CALL RAISED");
            assertThat(said.path("equity").asText() + " of " + said.path("used").asText() + " "
                            + said.path("currency").asText())
                    .isEqualTo("245.00 of 425.00 USD");
            assertThat(Objects.requireNonNull(last(account).getHeaders()).getFirst("Nats-Msg-Id"))
                    .isEqualTo("margin:" + said.path("id").asText() + ":RAISED");
        });
        deposit(account, "more", "1000");
        look(account);
        eventually(() -> assertThat(lastSaid(account).path("status").asText()).isEqualTo("CLEARED"));
        JsonNode calls = must(
                        200, api.get(Tokens.admin(), "/v1/admin/margin-calls?status=resolved&accountId=" + account))
                .json()
                .path("items");
        assertThat(calls.size()).isEqualTo(1);
        assertThat(calls.get(0).path("clearedEquity").asText()).isEqualTo("1245");
        assertThat(must(200, api.get(Tokens.admin(), "/v1/admin/liquidations?status=all&accountId=" + account))
                        .json()
                        .path("items")
                        .isEmpty())
                .isTrue();
    }

    private void deposit(String account, String id, String amount) {
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/accounts/" + account + "/deposits",
                        "{'transferId':'" + id + "','asset':'USD','amount':'" + amount + "'}"));
    }

    /** As the watch would. */
    private void look(String account) {
        api.context()
                .getBean(CommandBus.class)
                .submit(new Command.WatchMargin(new AccountId(UUID.fromString(account))))
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private MessageInfo last(String account) throws Exception {
        try {
            return connection.jetStreamManagement().getLastMessage("OMS_MARGIN", "oms.margin." + account);
        } catch (JetStreamApiException e) {
            throw new AssertionError("nothing is published of " + account, e);
        }
    }

    private JsonNode lastSaid(String account) throws Exception {
        return JSON.readTree(last(account).getData());
    }
}
