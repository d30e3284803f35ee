package io.tradecore.api.nats;

import static io.tradecore.api.Eventually.eventually;
import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.tradecore.api.rest.Answer;
import io.tradecore.api.rest.ApiUnderTest;
import io.tradecore.api.rest.Tokens;
import io.tradecore.migrations.DbRole;
import io.tradecore.servers.TestServers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A venue halts and resumes its instruments. */
class VenueHaltsIT {
    private static final String VENUE = "HALTER";
    private final String symbol =
            "H" + UUID.randomUUID().toString().substring(0, 8).toUpperCase();
    private final Instant noon = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void aVenueHaltsItsInstrumentUntilItSaysOtherwise() throws Exception {
        TestServers.get().servers().nats().start();
        TestServers.get().servers().redis().start();
        try (ApiUnderTest api = ApiUnderTest.withNats();
                Connection venue = Nats.connect(TestServers.get().addresses().natsUri())) {
            openFor(api);
            String account = api.newAccount();

            publish(venue, status("s1", symbol, "TRADING_HALT", noon));
            eventually(() ->
                    assertThat(instrument(api).json().has("venueHaltedAt")).isTrue());
            assertThat(instrument(api).text("venueHaltReason")).isEqualTo("volatility");
            assertThat(instrument(api).json().has("haltedAt")).isFalse();
            assertThat(place(api, account, "C1").code()).isEqualTo("INSTRUMENT_HALTED");

            // The same halt once more after its end, and one that is older than its end, change nothing.
            publish(venue, status("s2", symbol, "RESUME", noon.plusSeconds(2)));
            eventually(() ->
                    assertThat(instrument(api).json().has("venueHaltedAt")).isFalse());
            publish(venue, status("s1", symbol, "TRADING_HALT", noon));
            publish(venue, status("s3", symbol, "TRADING_HALT", noon.plusSeconds(1)));
            eventually(() -> assertThat(told()).containsExactly("s1", "s2", "s3"));
            must(201, place(api, account, "C2"));
            assertThat(audited())
                    .containsExactly("INSTRUMENT_HALTED venue:HALTER s1", "INSTRUMENT_RESUMED venue:HALTER s2");
        }
    }

    @Test
    void aVenueEndsNoOperatorsHaltAndAnOperatorEndsBoth() throws Exception {
        TestServers.get().servers().nats().start();
        TestServers.get().servers().redis().start();
        String path = "/v1/instruments/" + symbol + "/halt";
        try (ApiUnderTest api = ApiUnderTest.withNats();
                Connection venue = Nats.connect(TestServers.get().addresses().natsUri())) {
            openFor(api);
            String account = api.newAccount();
            must(200, api.send("PUT", Tokens.admin(), path, "{'reason':'news'}"));

            publish(venue, status("s1", symbol, "RESUME", noon));
            eventually(() -> assertThat(told()).containsExactly("s1"));
            assertThat(place(api, account, "C1").code()).isEqualTo("INSTRUMENT_HALTED");

            publish(venue, status("s2", symbol, "TRADING_HALT", noon.plusSeconds(1)));
            eventually(() ->
                    assertThat(instrument(api).json().has("venueHaltedAt")).isTrue());
            must(200, api.send("DELETE", Tokens.admin(), path, ""));
            must(201, place(api, account, "C2"));
        }
    }

    @Test
    void aHaltOutlivesAllProcesses() throws Exception {
        TestServers.get().servers().nats().start();
        TestServers.get().servers().redis().start();
        try (ApiUnderTest api = ApiUnderTest.withNats();
                Connection venue = Nats.connect(TestServers.get().addresses().natsUri())) {
            openFor(api);
            publish(venue, status("s1", symbol, "TRADING_HALT", noon));
            eventually(() -> assertThat(told()).containsExactly("s1"));
        }
        try (ApiUnderTest api = ApiUnderTest.withNats()) {
            api.quote(symbol, "99.00", "101.00");
            assertThat(place(api, api.newAccount(), "C1").code()).isEqualTo("INSTRUMENT_HALTED");
        }
    }

    @Test
    void whatAVenueMayNotSayIsKeptForAnOperator() throws Exception {
        TestServers.get().servers().nats().start();
        TestServers.get().servers().redis().start();
        try (ApiUnderTest api = ApiUnderTest.withNats();
                Connection venue = Nats.connect(TestServers.get().addresses().natsUri())) {
            openFor(api);
            String elsewhere = symbol + "X";
            api.ensure("/v1/instruments", instrumentBody(elsewhere, "SIM"));
            long before = quarantined().size();
            publish(venue, status("s1", symbol, "TRADING_HALT", noon));
            publish(venue, status("s2", elsewhere, "TRADING_HALT", noon));
            publish(venue, status("s3", "NOTHING", "TRADING_HALT", noon));
            publish(venue, status("s1", symbol, "RESUME", noon));
            publish(venue, status("s4", symbol, "MAYBE", noon));

            eventually(() -> assertThat(quarantined()).hasSize((int) before + 4));
            assertThat(quarantined().subList((int) before, (int) before + 4))
                    .containsExactly("REPORT_WRONG_VENUE", "INSTRUMENT_UNKNOWN", "EXEC_ID_REUSED", "REPORT_MALFORMED");
            assertThat(told()).containsExactly("s1");
        }
    }

    private void openFor(ApiUnderTest api) {
        api.ensure("/v1/venues", "{'venueId':'" + VENUE + "','name':'Halts'}");
        api.ensure("/v1/instruments", instrumentBody(symbol, VENUE));
        api.quote(symbol, "99.00", "101.00");
    }

    private static String instrumentBody(String symbol, String venueId) {
        return """
                {'symbol':'%s','venueId':'%s','currency':'USD','pxScale':2,'qtyScale':3,'tickSize':'0.01','lotSize':'0.001',
                'maxOrderQty':'1000','maxOrderNotional':'1000000','priceCollar':'0.1','feeRate':'0.001'}""".formatted(symbol, venueId);
    }

    private String status(String statusId, String ofSymbol, String tradingStatus, Instant transactTime) {
        return """
                {"schema":"oms.status","version":1,"msgType":"SecurityStatus","venueId":"%s","statusId":"%s-%s","symbol":"%s",
                "securityTradingStatus":"%s","text":"volatility","transactTime":"%s"}""".formatted(VENUE, symbol, statusId, ofSymbol, tradingStatus, transactTime);
    }

    private static void publish(Connection venue, String body) throws Exception {
        venue.jetStream().publish("oms.report." + VENUE + ".status", body.getBytes(StandardCharsets.UTF_8));
    }

    private Answer instrument(ApiUnderTest api) {
        return must(200, api.get(Tokens.admin(), "/v1/instruments/" + symbol));
    }

    private Answer place(ApiUnderTest api, String account, String clOrdId) {
        return api.post(
                Tokens.trader(account),
                "/v1/accounts/" + account + "/orders",
                ApiUnderTest.limitOrder(clOrdId, symbol, "BUY", "1", "100.00"));
    }

    private List<String> told() throws SQLException {
        return rows("SELECT split_part(status_id, '-', 2) FROM venue_statuses WHERE symbol = '" + symbol
                + "' ORDER BY status_id");
    }

    private List<String> audited() throws SQLException {
        return rows("SELECT action || ' ' || actor || ' ' || split_part(detail ->> 'statusId', '-', 2) FROM audit"
                + " WHERE detail ->> 'symbol' = '" + symbol
                + "' AND action LIKE 'INSTRUMENT\\_%ED' AND actor LIKE 'venue:%'"
                + " ORDER BY recorded_at");
    }

    private static List<String> quarantined() throws SQLException {
        return rows("SELECT reason_code FROM quarantine WHERE venue_id = '" + VENUE + "' ORDER BY received_at");
    }

    private static List<String> rows(String sql) throws SQLException {
        try (var admin = TestServers.get().connection(DbRole.ADMIN);
                var statement = admin.createStatement();
                var result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }
}
