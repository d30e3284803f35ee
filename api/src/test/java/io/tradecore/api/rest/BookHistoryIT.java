package io.tradecore.api.rest;

import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Balances, positions and statements as of any time, by when things count from and by when they were known. */
@ExtendWith(ApiExtension.class)
class BookHistoryIT {
    private final ApiUnderTest api;

    BookHistoryIT(ApiUnderTest api) {
        this.api = api;
    }

    @Test
    void anAccountWithNothingHasABalanceOfNothing() {
        String account = must(
                        201,
                        api.post(
                                Tokens.admin(),
                                "/v1/accounts",
                                "{'name':'Empty','accountType':'CASH','baseCurrency':'USD'}"))
                .text("accountId");

        assertThat(balances(account, "asOf=2026-01-01T00:00:00Z")).containsExactly(Map.entry("CASH USD", "0"));
        JsonNode statement = statement(account, "");
        assertThat(statement.path("opening"))
                .isEqualTo(statement.path("closing"))
                .hasSize(1);
        assertThat(statement.path("lines")).isEmpty();
    }

    @Test
    void aBackDatedDepositCountsFromItsDateButWasNotKnownBefore() {
        String account = account();
        deposit(account, "march", "30", "2025-03-01T00:00:00Z");
        deposit(account, "january", "1", "2025-01-01T00:00:00Z");
        String knownWithMarch = recordedAt(account, 2);
        String knownWithJanuary = recordedAt(account, 3);

        assertThat(balances(account, "asOf=2024-12-31T23:59:59.999999Z"))
                .as("before all")
                .containsExactly(Map.entry("CASH USD", "0"), Map.entry("EXTERNAL USD", "0"));
        assertThat(balances(account, "asOf=2025-01-01T00:00:00Z")).containsEntry("CASH USD", "1");
        assertThat(balances(account, "asOf=2025-02-28T23:59:59.999999Z")).containsEntry("CASH USD", "1");
        assertThat(balances(account, "asOf=2025-03-01T00:00:00Z")).containsEntry("CASH USD", "31");
        assertThat(balances(account, "asOf=2025-03-01T00:00:00Z&knownAt=" + knownWithMarch))
                .containsEntry("CASH USD", "30");
        assertThat(balances(account, "asOf=2025-03-01T00:00:00Z&knownAt=" + knownWithJanuary))
                .containsEntry("CASH USD", "31");
        assertThat(balances(account, "knownAt=" + knownWithMarch)).containsEntry("CASH USD", "1030");
        assertThat(balances(account, "knownAt=2025-01-01T00:00:00Z")).containsEntry("CASH USD", "0");
    }

    @Test
    void asOfTheEndOfTimeEverythingIsAsItStands() {
        String account = account();
        trade(account);

        Map<String, String> now = new TreeMap<>();
        items(account, "/balances")
                .forEach(line -> now.put(line(line), line.path("posted").asText()));
        assertThat(balances(account, "asOf=2199-01-01T00:00:00Z"))
                .isEqualTo(now)
                .hasSizeGreaterThan(4);

        List<JsonNode> positions = withoutMarks(items(account, "/positions"));
        assertThat(withoutMarks(items(account, "/positions?asOf=2199-01-01T00:00:00Z")))
                .isEqualTo(positions)
                .hasSize(1);
    }

    @Test
    void aPositionIsWhatItWasWhenABustWasNotKnownYet() {
        String account = account();
        List<JsonNode> seen = trade(account);
        JsonNode executions = must(200, api.get(Tokens.readonly(account), "/v1/accounts/" + account + "/executions"))
                .json()
                .path("items");

        assertThat(executions).hasSize(seen.size());
        for (int i = 0; i < seen.size(); i++) {
            String knownAt = executions.get(i).path("recordedAt").asText();
            assertThat(withoutMarks(items(account, "/positions?knownAt=" + knownAt)))
                    .as("after execution " + (i + 1))
                    .isEqualTo(List.of(seen.get(i)));
        }
        JsonNode before = withoutMarks(items(account, "/positions?asOf=2020-01-01T00:00:00Z"))
                .getFirst();
        assertThat(before.path("qty").asText()).isEqualTo("0");
        assertThat(before.path("avgPx").isNull()).isTrue();
    }

    @Test
    void aStatementRunsFromItsOpeningToItsClosing() {
        String account = account();
        deposit(account, "march", "30", "2025-03-01T00:00:00Z");
        deposit(account, "january", "1", "2025-01-01T00:00:00Z");
        deposit(account, "february", "0.5", "2025-02-01T00:00:00Z");

        JsonNode statement = statement(account, "?from=2025-01-01T00:00:00.000001Z&to=2025-03-01T00:00:00.000001Z");
        assertThat(describe(statement.path("opening"))).containsExactly("CASH USD 1", "EXTERNAL USD -1");
        assertThat(statement.path("lines"))
                .extracting(line -> line.path("transferId").asText() + " "
                        + line.path("seq").asLong() + " "
                        + line(line) + " " + line.path("amount").asText() + " "
                        + line.path("balance").asText())
                .containsExactly(
                        "february 4 CASH USD 0.5 1.5",
                        "february 4 EXTERNAL USD -0.5 -1.5",
                        "march 2 CASH USD 30 31.5",
                        "march 2 EXTERNAL USD -30 -31.5");
        assertThat(describe(statement.path("closing"))).containsExactly("CASH USD 31.5", "EXTERNAL USD -31.5");
        assertThat(balances(account, "asOf=2025-03-01T00:00:00Z")).containsEntry("CASH USD", "31.5");

        String csv = must(
                        200,
                        api.get(
                                Tokens.readonly(account),
                                "/v1/accounts/" + account
                                        + "/statement?format=csv&from=2025-02-01T00:00:00Z&to=2025-02-02T00:00:00Z"))
                .text();
        String recorded = recordedAt(account, 4);
        assertThat(csv).isEqualTo("""
                        line,effective_at,recorded_at,seq,leg,transfer_id,kind,order_id,exec_id,code,asset,amount,balance
                        OPENING,2025-02-01T00:00:00Z,,,,,,,,CASH,USD,,1
                        OPENING,2025-02-01T00:00:00Z,,,,,,,,EXTERNAL,USD,,-1
                        TRANSFER,2025-02-01T00:00:00Z,%1$s,4,0,february,DEPOSIT,,,CASH,USD,0.5,1.5
                        TRANSFER,2025-02-01T00:00:00Z,%1$s,4,1,february,DEPOSIT,,,EXTERNAL,USD,-0.5,-1.5
                        CLOSING,2025-02-02T00:00:00Z,,,,,,,,CASH,USD,,1.5
                        CLOSING,2025-02-02T00:00:00Z,,,,,,,,EXTERNAL,USD,,-1.5
                        """.formatted(recorded));
    }

    @Test
    void aStatementWithoutAPeriodClosesWithTheBalances() {
        String account = account();
        trade(account);
        JsonNode statement = statement(account, "");
        assertThat(statement.path("opening"))
                .allMatch(line -> line.path("balance").asText().equals("0"));
        Map<String, BigDecimal> sums = new TreeMap<>();
        statement
                .path("lines")
                .forEach(line -> sums.merge(
                        line(line), new BigDecimal(line.path("amount").asText()), BigDecimal::add));
        for (JsonNode closing : statement.path("closing")) {
            BigDecimal balance = new BigDecimal(closing.path("balance").asText());
            assertThat(sums.getOrDefault(line(closing), BigDecimal.ZERO)).isEqualByComparingTo(balance);
            assertThat(balances(account, "asOf=2199-01-01T00:00:00Z"))
                    .containsEntry(line(closing), closing.path("balance").asText());
        }
    }

    /** Of many pages, most of which are made after more was posted into its period, at times that other transfers have as well. */
    @Test
    void aStatementHasWhatWasPostedWhenItBeganThoughPostingsGoOn() throws Exception {
        String account = account();
        int fees = 30 * 100;
        for (int group = 0; group < fees / 100; group++) {
            must(201, fees(account, "before" + group, 100));
        }
        String path = "/v1/accounts/" + account + "/statement?from=2025-01-01T00:00:00Z&to=2025-02-01T00:00:00Z";
        JsonNode statement;
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> begun =
                    http.send(api.request(Tokens.admin(), path).build(), HttpResponse.BodyHandlers.ofInputStream());
            must(201, fees(account, "after", 100));
            try (InputStream body = begun.body()) {
                statement = new ObjectMapper().readTree(body);
            }
        }

        BigDecimal balance = BigDecimal.ZERO;
        Set<String> seen = new TreeSet<>();
        String last = "";
        for (JsonNode line : statement.path("lines")) {
            if (line.path("code").asText().equals("CASH")) {
                balance = balance.add(new BigDecimal(line.path("amount").asText()));
                assertThat(new BigDecimal(line.path("balance").asText())).isEqualByComparingTo(balance);
                assertThat(line.path("transferId").asText()).startsWith("before");
                assertThat(seen.add(line.path("transferId").asText())).isTrue();
                assertThat(line.path("effectiveAt").asText()).isGreaterThanOrEqualTo(last);
                last = line.path("effectiveAt").asText();
            }
        }
        assertThat(seen).hasSize(fees);
        assertThat(describe(statement.path("closing"))).contains("CASH USD -30");
    }

    /** Each of a cent, and back-dated to one of seven times in January. */
    private Answer fees(String account, String requestId, int count) {
        StringBuilder acts = new StringBuilder();
        for (int i = 0; i < count; i++) {
            acts.append(i == 0 ? "" : ",")
                    .append(("{'act':'POST','accountId':'%s','id':'%s','kind':'FEE','asset':'USD','amount':'0.01',"
                                    + "'effectiveAt':'2025-01-0%dT00:00:00Z'}")
                            .formatted(account, requestId + "-" + "x".repeat(40) + i, 1 + i % 7));
        }
        return api.post(Tokens.admin(), "/v1/admin/ledger", "{'requestId':'" + requestId + "','acts':[" + acts + "]}");
    }

    @Test
    void aTimeThatIsNoneIsRefused() {
        String base = "/v1/accounts/" + account();
        for (String path : List.of(
                "/balances?asOf=yesterday",
                "/balances?knownAt=2026-13-01T00:00:00Z",
                "/positions?asOf=1",
                "/statement?format=pdf",
                "/statement?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z")) {
            assertThat(must(400, api.get(Tokens.admin(), base + path)).code()).isEqualTo("PARAMETER_INVALID");
        }
    }

    private String account() {
        return api.newAccount("1000");
    }

    /** A buy in two parts, a sell, and a bust of the first part: the position after each. */
    private List<JsonNode> trade(String account) {
        String symbol = api.newInstrument();
        List<JsonNode> seen = new ArrayList<>();
        String buy = order(account, symbol, "B", "BUY");
        api.fill(account, buy, "E1-" + symbol, "0.4", "100.00");
        seen.add(position(account));
        api.fill(account, buy, "E2-" + symbol, "0.6", "99.01");
        seen.add(position(account));
        String sell = order(account, symbol, "S", "SELL");
        api.fill(account, sell, "E3-" + symbol, "0.3", "101.00");
        seen.add(position(account));
        api.bust(account, buy, "E1-" + symbol);
        seen.add(position(account));
        return seen;
    }

    private String order(String account, String symbol, String clOrdId, String side) {
        return must(
                        201,
                        api.post(
                                Tokens.trader(account),
                                "/v1/accounts/" + account + "/orders",
                                ApiUnderTest.limitOrder(clOrdId, symbol, side, "1", "100.00")))
                .text("orderId");
    }

    private JsonNode position(String account) {
        return withoutMarks(items(account, "/positions")).getFirst();
    }

    /** Quotes of another time are not kept, and a replay is dated by its last execution. */
    private static List<JsonNode> withoutMarks(JsonNode positions) {
        List<JsonNode> plain = new ArrayList<>();
        positions.forEach(position -> plain.add(((ObjectNode) position)
                .remove(List.of(
                        "mark", "unrealisedPnl", "marketValue", "quoteTime", "quoteAgeMs", "stale", "updatedAt"))));
        return plain;
    }

    private void deposit(String account, String transferId, String amount, String effectiveAt) {
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/accounts/" + account + "/deposits",
                        "{'transferId':'%s','asset':'USD','amount':'%s','effectiveAt':'%s'}"
                                .formatted(transferId, amount, effectiveAt)));
    }

    private String recordedAt(String account, int seq) {
        return items(account, "/journal").get(seq - 1).path("recordedAt").asText();
    }

    private JsonNode items(String account, String path) {
        return must(200, api.get(Tokens.readonly(account), "/v1/accounts/" + account + path))
                .json()
                .path("items");
    }

    private JsonNode statement(String account, String query) {
        return must(200, api.get(Tokens.readonly(account), "/v1/accounts/" + account + "/statement" + query))
                .json();
    }

    private Map<String, String> balances(String account, String query) {
        Map<String, String> posted = new TreeMap<>();
        items(account, "/balances?" + query).forEach(line -> {
            assertThat(line.has("pending")).isFalse();
            posted.put(line(line), line.path("posted").asText());
        });
        return posted;
    }

    private static List<String> describe(JsonNode balances) {
        List<String> lines = new ArrayList<>();
        balances.forEach(
                line -> lines.add(line(line) + " " + line.path("balance").asText()));
        return lines;
    }

    private static String line(JsonNode line) {
        return line.path("code").asText() + " " + line.path("asset").asText();
    }
}
