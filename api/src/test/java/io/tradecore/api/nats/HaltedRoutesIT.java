package io.tradecore.api.nats;

import static io.tradecore.api.Eventually.eventually;
import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.inject.qualifiers.Qualifiers;
import io.tradecore.api.rest.ApiUnderTest;
import io.tradecore.api.rest.Tokens;
import io.tradecore.servers.TestServers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What venues and others learn of a halt. */
class HaltedRoutesIT {
    private static final String OTHER_ADMIN =
            Tokens.sign(Tokens.claims("otto", List.of("admin")).build());

    private final TestServers servers = TestServers.get();
    private final String url = servers.addresses().natsUri();
    private ApiUnderTest api;
    private final String symbol =
            "K" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
    private String account;

    @BeforeEach
    void start() throws Exception {
        servers.servers().nats().start();
        servers.servers().redis().start();
        api = ApiUnderTest.withNats();
        api.ensure("/v1/instruments", """
                {'symbol':'%s','venueId':'SIM','currency':'USD','pxScale':2,'qtyScale':3,'tickSize':'0.01','lotSize':'0.001',
                'maxOrderQty':'1000','maxOrderNotional':'1000000','priceCollar':'0.1','feeRate':'0.001'}""".formatted(symbol));
        api.quote(symbol, "99.00", "101.00");
        account = api.newAccount();
    }

    @AfterEach
    void stop() {
        servers.servers().nats().start();
        set("ACTIVE", OTHER_ADMIN);
        api.close();
    }

    private void set(String state, String token) {
        must(
                200,
                api.send(
                        "PUT",
                        token,
                        "/v1/admin/trading-states/ACCOUNT/" + account,
                        "{'state':'" + state + "','reason':'test'}"));
    }

    private List<String> told(String of) throws Exception {
        return Listener.stored(url, "oms.route.SIM." + of).stream()
                .map(Listener::body)
                .map(body -> body.replaceAll(".*\"msgType\":\"([A-Za-z]+)\".*\"clOrdId\":\"([^\"]+)\".*", "$1 $2")
                        .replaceAll(" ks-.*", ""))
                .toList();
    }

    private String status(String orderId) {
        return must(200, api.get(Tokens.trader(account), "/v1/accounts/" + account + "/orders/" + orderId))
                .text("ordStatus");
    }

    @Test
    void whatWaitsInTheOutboxWhenTradingIsHaltedNeverReachesItsVenueAndCancelsDo() throws Exception {
        String published = api.buyOne(account, symbol, "A1").text("orderId");
        eventually(() -> assertThat(told(account)).containsExactly("NewOrderSingle A1"));
        servers.servers().nats().kill();
        eventually(() -> assertThat(api.context()
                        .getBean(NatsLink.class, Qualifiers.byName("publishing"))
                        .isConnected())
                .isFalse());
        List<String> waiting = List.of(
                api.buyOne(account, symbol, "A2").text("orderId"),
                api.buyOne(account, symbol, "A3").text("orderId"));

        set("HALTED", Tokens.admin());
        servers.servers().nats().start();

        eventually(() -> assertThat(told(account)).contains("OrderCancelRequest"));
        String other = api.newAccount();
        api.buyOne(other, symbol, "B1");
        eventually(() -> assertThat(told(other)).containsExactly("NewOrderSingle B1"));
        assertThat(told(account))
                .filteredOn(message -> message.startsWith("NewOrderSingle"))
                .containsExactly("NewOrderSingle A1");
        assertThat(status(published)).isEqualTo("PENDING_CANCEL");
        for (String orderId : waiting) {
            assertThat(status(orderId)).isIn("CANCELED", "PENDING_CANCEL");
        }
    }

    @Test
    void ofAStreamOfOrdersNothingIsPublishedASecondAfterAHaltIsAnswered() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger names = new AtomicInteger();
        String orders = "/v1/accounts/" + account + "/orders";
        List<Thread> traders = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            traders.add(Thread.ofVirtual().start(() -> {
                while (!over.get()) {
                    api.post(
                            Tokens.trader(account),
                            orders,
                            ApiUnderTest.limitOrder("S" + names.incrementAndGet(), symbol, "BUY", "0.001", "100.00"));
                }
            }));
        }
        eventually(() -> assertThat(told(account)).hasSizeGreaterThan(30));

        set("HALTED", Tokens.admin());
        Instant answered = Instant.now();

        String other = api.newAccount();
        api.buyOne(other, symbol, "B1");
        eventually(() -> assertThat(told(other)).containsExactly("NewOrderSingle B1"));
        over.set(true);
        for (Thread each : traders) {
            each.join();
        }
        eventually(() -> assertThat(told(account)).contains("OrderCancelRequest"));
        List<Instant> published = Listener.stored(url, "oms.route.SIM." + account).stream()
                .filter(message -> Listener.body(message).contains("NewOrderSingle"))
                .map(message -> message.metaData().timestamp().toInstant())
                .toList();
        assertThat(published.getLast()).isBefore(answered.plusSeconds(1));
    }

    @Test
    void othersAreToldOfEveryChange() throws Exception {
        try (Listener listener = new Listener(url, "oms.trading-state.ACCOUNT")) {
            set("HALTED", Tokens.admin());
            set("ACTIVE", OTHER_ADMIN);

            eventually(() -> assertThat(
                            listener.heard().stream().map(Listener::body).filter(body -> body.contains(account)))
                    .hasSize(2));
            assertThat(listener.heard().stream().map(Listener::body).filter(body -> body.contains(account)))
                    .anySatisfy(body -> assertThat(body)
                            .contains("\"schema\":\"oms.trading-state\"", "\"from\":\"ACTIVE\"")
                            .contains("\"state\":\"HALTED\"", "\"changedBy\":\"olga\"", "\"reason\":\"test\""))
                    .anySatisfy(body -> assertThat(body).contains("\"state\":\"ACTIVE\"", "\"changedBy\":\"otto\""));
        }
    }
}
