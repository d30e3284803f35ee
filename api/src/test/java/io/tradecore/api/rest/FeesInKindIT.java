package io.tradecore.api.rest;

import static io.tradecore.api.Eventually.eventually;
import static io.tradecore.api.Reconciled.assertReconciled;
import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradecore.ledger.AccountId;
import io.tradecore.migrations.DbRole;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.execution.Commission;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.pipeline.CommandBus;
import io.tradecore.servers.TestServers;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A venue takes its fees in what is traded: accounts of 1000 USD, quotes of 99 to 101. Every test ends in the reconciliation. */
@ExtendWith(ApiExtension.class)
class FeesInKindIT {
    private final ApiUnderTest api;
    private String symbol = "";
    private String account = "";

    FeesInKindIT(ApiUnderTest api) {
        this.api = api;
    }

    @BeforeEach
    void begin() {
        api.ensure("/v1/assets", "{'asset':'KND','scale':8,'name':'Taken in kind'}");
        symbol = instrument("");
        account = api.newAccount("1000");
    }

    @Test
    void itIsTakenFromThePositionAtItsAverageAndCountsAtTheFillsPrice() {
        fill(order("C1", "BUY", "1", "100.00"), "T1", "1", "100.00", "0.010");

        assertThat(positions("")).containsExactly("NET 0.99 @ 100 0 1");
        assertThat(lines())
                .containsExactly("CASH USD 900", "CLEARING -1", "CLEARING USD 100", "FEES 0.01", "POSITION 0.99");
        JsonNode execution = items("/executions").get(0);
        assertThat(execution.path("commission").asText() + " "
                        + execution.path("commCurrency").asText() + " "
                        + execution.path("fee").asText())
                .isEqualTo("0.01 KND 0");
        assertThat(must(422, place("C2", "SELL", "1", "100.00")).code()).isEqualTo("POSITION_INSUFFICIENT");

        // All that there is, in one order.
        Answer close = must(
                200,
                api.post(
                        Tokens.trader(account),
                        path("/positions/close"),
                        "{'clOrdId':'X1','symbol':'" + symbol + "','px':'101.00'}"));
        JsonNode closing = close.json().path("results").get(0);
        assertThat(closing.path("orderQty").asText()).isEqualTo("0.99");
        api.fill(account, closing.path("orderId").asText(), account + "T2", "0.99", "101.00");
        // 0.99 x (101 - 100), and 0.10 by the fee rate, as nothing was told.
        assertThat(positions("")).containsExactly("NET 0 @ null 0.99 1.1");
        assertReconciled();
    }

    @Test
    void correctionsAndBustsReplayIt() {
        String order = order("C1", "BUY", "1", "100.00");
        fill(order, "T1", "1", "100.00", "0.010");
        fill(order("C2", "BUY", "1", "100.00"), "T2", "1", "98.00", null);
        // 0.99 at 100 and 1 at 98.
        assertThat(positions("")).containsExactly("NET 1.99 @ 98.994974874372 0 1.1");

        // What tells nothing of it leaves it.
        amend(ReportType.TRADE_CORRECT, order, "T3", "T1", "1", "99.00", null);
        assertThat(positions("")).containsExactly("NET 1.99 @ 98.497487437186 0 1.09");
        amend(ReportType.TRADE_CORRECT, order, "T4", "T3", "1", "99.00", commission("0.020"));
        assertThat(positions("")).containsExactly("NET 1.98 @ 98.494949494949 0 2.08");
        assertThat(lines()).contains("FEES 0.02", "POSITION 1.98", "CLEARING -2");
        // In a currency instead.
        amend(ReportType.TRADE_CORRECT, order, "T5", "T4", "1", "99.00", new Commission(new BigDecimal("0.5"), "USD"));
        assertThat(positions("")).containsExactly("NET 2 @ 98.5 0 0.6");
        amend(ReportType.TRADE_CORRECT, order, "T6", "T5", "1", "99.00", commission("0.020"));
        assertThat(positions("?asOf=2199-01-01T00:00:00Z")).containsExactly("NET 1.98 @ 98.494949494949 0 2.08");

        amend(ReportType.TRADE_CANCEL, order, "T7", "T6", null, null, null);
        assertThat(positions("")).containsExactly("NET 1 @ 98 0 0.1");
        assertThat(positions("?asOf=2199-01-01T00:00:00Z")).containsExactly("NET 1 @ 98 0 0.1");
        assertThat(lines()).contains("FEES 0", "POSITION 1", "CLEARING -1");
        assertReconciled();
    }

    @Test
    void aRebateAddsToThePositionAtTheFillsPrice() {
        fill(order("C1", "BUY", "1", "100.00"), "T1", "1", "100.00", null);
        fill(order("C2", "BUY", "1", "101.00"), "T2", "1", "101.00", "-0.500");

        // 100 and 1.5 x 101; 0.10 of fees less 50.5.
        assertThat(positions("")).containsExactly("NET 2.5 @ 100.6 0 -50.4");
        assertThat(lines()).contains("FEES -0.5", "POSITION 2.5", "CLEARING -2");
        assertReconciled();
    }

    @Test
    void whatASellOwesMakesThePositionNegativeAndRaisesABreak() {
        fill(order("C1", "BUY", "1", "100.00"), "T1", "1", "100.00", null);
        String sell = order("C2", "SELL", "1", "100.00");
        fill(sell, "T2", "1", "100.00", "0.002");

        assertThat(positions("")).containsExactly("NET -0.002 @ 100 0 0.3");
        assertThat(breaks()).containsExactly("NEGATIVE_POSITION " + symbol + " 1 -0.002");
        assertThat(must(422, place("C3", "SELL", "0.001", "100.00")).code()).isEqualTo("POSITION_INSUFFICIENT");

        // Bought back, it is flat again.
        fill(order("C4", "BUY", "0.002", "101.00"), "T4", "0.002", "101.00", null);
        assertThat(positions("")).containsExactly("NET 0 @ null -0.002 0.3");
        assertReconciled();
    }

    @Test
    void anOpenSellStaysWhenAFeeTakesOfWhatItHoldsAndItsLastFillRaisesTheBreak() {
        String buy = order("C1", "BUY", "1", "100.00");
        fill(buy, "T1", "1", "100.00", "0");
        String sell = order("C2", "SELL", "1", "100.00");
        amend(ReportType.TRADE_CORRECT, buy, "T2", "T1", "1", "100.00", commission("0.001"));
        assertThat(breaks()).isEmpty();

        fill(sell, "T3", "0.5", "100.00", null);
        assertThat(positions("")).containsExactly("NET 0.499 @ 100 0 0.15");
        fill(sell, "T4", "0.5", "100.00", null);
        assertThat(positions("")).containsExactly("NET -0.001 @ 100 0 0.2");
        assertThat(breaks()).containsExactly("NEGATIVE_POSITION " + symbol + " 0.499 -0.001");
        assertReconciled();
    }

    @Test
    void ofAHedgingAccountItIsTakenFromTheLegOfTheExecution() {
        symbol = instrument(",'securityType':'FXSPOT','margin':{'unit':'RATE','initial':'0.1','maintenance':'0.05'}");
        account = hedging();
        String open = placed(legOrder("C1", "BUY", "OPEN", "5"));
        String hedge = placed(legOrder("C2", "SELL", "OPEN", "3"));
        fill(open, "T1", "5", "100.00", "0.05");
        fill(hedge, "T2", "3", "100.00", "0.03");
        assertThat(positions("")).containsExactly("LONG 4.95 @ 100 0 5", "SHORT -3.03 @ 100 0 3");

        // Booked as it was: it leaves the leg on the other side, which the execution says.
        String close = placed(legOrder("C3", "SELL", "CLOSE", "4.95"));
        fill(close, "T3", "4.95", "100.00", "0.05");
        assertThat(positions("")).containsExactly("LONG -0.05 @ 100 0 10", "SHORT -3.03 @ 100 0 3");
        assertThat(items("/executions").get(2).path("flags").toString()).contains("OVERCLOSE");
        assertThat(breaks()).as("on margin a position may be negative").isEmpty();
        amend(ReportType.TRADE_CANCEL, open, "T4", "T1", null, null, null);
        assertThat(positions("")).containsExactly("LONG -5 @ 100 0 5", "SHORT -3.03 @ 100 0 3");
        assertThat(positions("?asOf=2199-01-01T00:00:00Z"))
                .containsExactly("LONG -5 @ 100 0 5", "SHORT -3.03 @ 100 0 3");
        assertReconciled();
    }

    @Test
    void aSplitMultipliesWhatItHasLeftAndWhatACorrectionAfterItLeaves() throws Exception {
        String order = order("C1", "BUY", "1", "100.00");
        fill(order, "T1", "1", "100.00", "0.010");
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/instruments/" + symbol + "/splits",
                        "{'splitId':'%s','numerator':2,'denominator':1,'reason':'units'}"
                                .formatted(api.name("split-"))));
        eventually(() -> assertThat(positions("")).containsExactly("NET 1.98 @ 50 0 1"));

        // In the units of now, of which 0.02 were taken.
        amend(ReportType.TRADE_CORRECT, order, "T2", "T1", "2", "49.00", null);
        assertThat(positions("")).containsExactly("NET 1.98 @ 49 0 0.98");
        assertThat(positions("?asOf=2199-01-01T00:00:00Z")).containsExactly("NET 1.98 @ 49 0 0.98");
        assertThat(items("/executions").get(1).path("commission").asText()).isEqualTo("0.02");
        assertReconciled();
        amend(ReportType.TRADE_CANCEL, order, "T3", "T2", null, null, null);
        assertThat(positions("")).containsExactly("NET 0 @ null 0 0");
        assertReconciled();
    }

    @Test
    void aVenuesStatementIsComparedWithWhatItHasTakenInKind() {
        fill(order("C1", "BUY", "1", "100.00"), "T1", "1", "100.00", "0.010");
        String header = "exec_type,exec_id,account,symbol,side,last_qty,last_px,fee,currency,transact_time\n";
        String row = "TRADE,%s,%s,%s,BUY,1,100,%%s,%%s,%s\n"
                .formatted(
                        account + "T1",
                        account,
                        symbol,
                        items("/executions").get(0).path("transactTime").asText());

        assertThat(differences(header + row.formatted("0.0100", "KND"))).isEqualTo("{}");
        assertThat(differences(header + row.formatted("1", "USD")))
                .isEqualTo(
                        "{\"fee\":{\"ours\":\"0.01\",\"theirs\":\"1\"},\"currency\":{\"ours\":\"KND\",\"theirs\":\"USD\"}}");
        assertThat(differences("account,symbol,qty\n" + account + "," + symbol + ",1\n"))
                .isEqualTo("{\"qty\":{\"ours\":\"0.99\",\"theirs\":\"1\"}}");
    }

    @Test
    void whoChangesARowOfItIsFound() throws SQLException {
        fill(order("C1", "BUY", "1", "100.00"), "T1", "1", "100.00", "0.010");
        assertThat(violatedOnce("UPDATE positions SET qty = qty WHERE @")).isEmpty();

        assertThat(violatedOnce("UPDATE execution_commissions SET commission = 0.02 WHERE @"))
                .containsExactly(
                        "3 position is the sum of its live executions, less fees in kind",
                        "3 fees in kind are their ledger balance",
                        "3 fees of a position are those of its executions, those in kind at the prices of their fills");
        assertThat(violatedOnce("UPDATE positions SET qty = 1 WHERE @"))
                .containsExactly(
                        "3 position is the sum of its live executions, less fees in kind",
                        "3 position is its ledger balance");
        assertThat(violatedOnce("UPDATE positions SET fees = 0 WHERE @"))
                .containsExactly(
                        "3 fees of a position are those of its executions, those in kind at the prices of their fills");
        assertThat(violatedOnce(
                        "INSERT INTO breaks (account_id, break_id, kind, transfer_seq, asset, balance_before, balance_after)"
                                + " SELECT account_id, gen_random_uuid(), 'NEGATIVE_POSITION', seq, asset, 0, -1 FROM ledger_transfers"
                                + " WHERE @ AND kind = 'TRADE'"))
                .containsExactly("2 cash, and what a CASH account holds, that became negative was raised");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'baseAsset':'KND','securityType':'FUT'       | 400 | FIELD_INVALID
            'baseAsset':'KND','multiplier':'10'          | 400 | FIELD_INVALID
            'baseAsset':'USD'                            | 400 | FIELD_INVALID
            'baseAsset':'lower'                          | 400 | FIELD_INVALID
            'baseAsset':'NOSUCHASSET'                    | 422 | ASSET_UNKNOWN
            """, quoteCharacter = '"')
    void onlyWhatIsDeliveredIsOfAnAssetOfAnotherNameThanItsCurrency(String fields, int status, String code) {
        Answer refused = api.post(
                Tokens.admin(),
                "/v1/instruments",
                ApiUnderTest.instrumentBody(api.name("KND")).replace("'feeRate'", fields.trim() + ",'feeRate'"));
        assertThat(must(status, refused).code()).isEqualTo(code);
    }

    @Test
    void theBaseAssetIsShownAndStays() {
        Answer shown = must(200, api.get(Tokens.trader(account), "/v1/instruments/" + symbol));
        assertThat(shown.text("baseAsset")).isEqualTo("KND");
        assertThat(must(409, api.post(Tokens.admin(), "/v1/instruments", ApiUnderTest.instrumentBody(symbol)))
                        .json()
                        .path("field")
                        .asText())
                .isEqualTo("baseAsset");
    }

    private String instrument(String more) {
        String made = api.name("KND");
        String body = ApiUnderTest.instrumentBody(made).replace("'feeRate'", "'baseAsset':'KND','feeRate'");
        must(201, api.post(Tokens.admin(), "/v1/instruments", body.substring(0, body.lastIndexOf('}')) + more + "}"));
        api.quote(made, "99.00", "101.00");
        return made;
    }

    private String hedging() {
        String made = must(
                        201,
                        api.post(
                                Tokens.admin(),
                                "/v1/accounts",
                                "{'name':'Legs','accountType':'MARGIN','positionMode':'HEDGING','baseCurrency':'USD'}"))
                .text("accountId");
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/accounts/" + made + "/deposits",
                        "{'transferId':'opening','asset':'USD','amount':'1000'}"));
        return made;
    }

    private Answer place(String clOrdId, String side, String qty, String px) {
        return api.post(
                Tokens.trader(account), path("/orders"), ApiUnderTest.limitOrder(clOrdId, symbol, side, qty, px));
    }

    private String order(String clOrdId, String side, String qty, String px) {
        return placed(place(clOrdId, side, qty, px));
    }

    private Answer legOrder(String clOrdId, String side, String effect, String qty) {
        String order = ApiUnderTest.limitOrder(clOrdId, symbol, side, qty, "100.00");
        return api.post(
                Tokens.trader(account), path("/orders"), order.replace("}", ",'positionEffect':'" + effect + "'}"));
    }

    private static String placed(Answer answer) {
        return must(201, answer).text("orderId");
    }

    private static Commission commission(String amount) {
        return new Commission(new BigDecimal(amount), "KND");
    }

    private void fill(String orderId, String execId, String qty, String px, @Nullable String inKind) {
        amend(ReportType.TRADE, orderId, execId, null, qty, px, inKind == null ? null : commission(inKind));
    }

    private void amend(
            ReportType type,
            String orderId,
            String execId,
            @Nullable String execRefId,
            @Nullable String qty,
            @Nullable String px,
            @Nullable Commission commission) {
        VenueReport report = new VenueReport(
                AccountId.of(account),
                OrderId.of(orderId),
                "SIM",
                account + execId,
                type,
                null,
                execRefId == null ? null : account + execRefId,
                null,
                qty == null ? null : new BigDecimal(qty),
                px == null ? null : new BigDecimal(px),
                TermChange.NONE,
                commission,
                Instant.now(),
                null,
                null,
                "{}");
        assertThat(api.context()
                        .getBean(CommandBus.class)
                        .submit(new Command.ApplyReport(report))
                        .join())
                .isInstanceOf(Outcome.ReportApplied.class);
    }

    private String path(String rest) {
        return "/v1/accounts/" + account + rest;
    }

    private JsonNode items(String path) {
        return must(200, api.get(Tokens.trader(account), path(path))).json().path("items");
    }

    /** As leg, quantity @ average, realised and fees. */
    private List<String> positions(String query) {
        List<String> positions = new ArrayList<>();
        items("/positions" + query)
                .forEach(position -> positions.add(position.path("leg").asText() + " "
                        + position.path("qty").asText() + " @ "
                        + position.path("avgPx").asText() + " "
                        + position.path("realisedPnl").asText() + " "
                        + position.path("fees").asText()));
        return positions;
    }

    /** What is posted, without where it came from; of the instrument without its symbol. */
    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (JsonNode line : items("/balances")) {
            if (!line.path("code").asText().equals("EXTERNAL")) {
                lines.add((line.path("code").asText() + " " + line.path("asset").asText() + " "
                                + line.path("posted").asText())
                        .replace(symbol + " ", ""));
            }
        }
        return lines;
    }

    private List<String> breaks() {
        List<String> breaks = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = must(200, api.get(Tokens.admin(), "/v1/admin/breaks?limit=500" + cursor))
                    .json();
            for (JsonNode item : page.path("items")) {
                if (item.path("accountId").asText().equals(account)) {
                    breaks.add(item.path("kind").asText() + " "
                            + item.path("asset").asText() + " "
                            + item.path("balanceBefore").asText() + " "
                            + item.path("balanceAfter").asText());
                }
            }
            cursor = page.path("nextCursor").isTextual()
                    ? "&cursor=" + page.path("nextCursor").asText()
                    : null;
        } while (cursor != null);
        return breaks;
    }

    /** Of what the statement tells of the account. */
    private String differences(String file) {
        Instant now = Instant.now();
        Answer statement = must(
                201,
                api.send(api.request(
                                Tokens.admin(),
                                "/v1/admin/venue-statements?venueId=SIM&from=" + now.minusSeconds(3600) + "&to="
                                        + now.plusSeconds(60))
                        .header("Content-Type", "text/csv")
                        .timeout(Duration.ofSeconds(60))
                        .POST(BodyPublishers.ofString(file))));
        String items =
                "/v1/admin/venue-statements/" + statement.text("statementId") + "/items?limit=500&finding=DIFFERING";
        for (JsonNode item : must(200, api.get(Tokens.admin(), items)).json().path("items")) {
            if (item.path("accountId").asText().equals(account)) {
                return item.path("differences").toString();
            }
        }
        return "{}";
    }

    /** What the reconciliation says while this is so, which is not kept. */
    private List<String> violatedOnce(String change) throws SQLException {
        List<String> violated = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(
                TestServers.get().addresses().directUrl(),
                DbRole.SUPERUSER.username(),
                TestServers.get().passwords().of(DbRole.SUPERUSER))) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                assertThat(statement.executeUpdate(change.replace("@", "account_id = '" + account + "'")))
                        .isEqualTo(1);
                ResultSet row = statement.executeQuery(
                        "SELECT invariant FROM reconcile() WHERE violations > 0 AND example LIKE '" + account + "%'");
                while (row.next()) {
                    violated.add(row.getString(1));
                }
            } finally {
                connection.rollback();
            }
        }
        return violated;
    }
}
