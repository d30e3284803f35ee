package io.tradecore.api.rest;

import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradecore.api.Eventually;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.execution.Commission;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.pipeline.CommandBus;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A venue's file is compared with the books, and what does not agree waits for an operator. */
@ExtendWith(ApiExtension.class)
class VenueStatementsIT {
    private static final String PATH = "/v1/admin/venue-statements";
    private static final String HEADER =
            "exec_type,exec_id,exec_ref_id,account,cl_ord_id,symbol,side,last_qty,last_px,fee,currency,transact_time\n";

    private final ApiUnderTest api;
    /** Of the period, in milliseconds as many venues write it. */
    private final Instant noon = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private String venue = "";
    private String symbol = "";

    VenueStatementsIT(ApiUnderTest api) {
        this.api = api;
    }

    @BeforeEach
    void openAVenueOfItsOwn() {
        venue = "V"
                + UUID.randomUUID().toString().replace("-", "").substring(0, 12).toUpperCase(java.util.Locale.ROOT);
        api.ensure("/v1/venues", "{'venueId':'" + venue + "','name':'Of a test'}");
        symbol = instrument();
    }

    private String instrument() {
        String name = api.name("STM");
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/instruments",
                        ApiUnderTest.instrumentBody(name).replace("'SIM'", "'" + venue + "'")));
        api.quote(name, "99.00", "101.00");
        return name;
    }

    private String buy(String account, String clOrdId, String qty) {
        return must(
                        201,
                        api.post(
                                Tokens.trader(account),
                                "/v1/accounts/" + account + "/orders",
                                ApiUnderTest.limitOrder(clOrdId, symbol, "BUY", qty, "100.00")))
                .text("orderId");
    }

    private CompletableFuture<Outcome> report(
            String account,
            String orderId,
            ReportType type,
            String execId,
            @Nullable String execRefId,
            @Nullable String qty,
            @Nullable String px,
            Instant time) {
        return report(account, orderId, type, execId, execRefId, qty, px, null, time);
    }

    private CompletableFuture<Outcome> report(
            String account,
            String orderId,
            ReportType type,
            String execId,
            @Nullable String execRefId,
            @Nullable String qty,
            @Nullable String px,
            @Nullable Commission charged,
            Instant time) {
        return api.context()
                .getBean(CommandBus.class)
                .submit(new Command.ApplyReport(new VenueReport(
                        AccountId.of(account),
                        OrderId.of(orderId),
                        venue,
                        execId,
                        type,
                        null,
                        execRefId,
                        null,
                        qty == null ? null : new BigDecimal(qty),
                        px == null ? null : new BigDecimal(px),
                        TermChange.NONE,
                        charged,
                        time,
                        null,
                        null,
                        "{}")));
    }

    private void fill(String account, String orderId, String execId, String qty, String px) {
        assertThat(report(account, orderId, ReportType.TRADE, execId, null, qty, px, noon)
                        .join())
                .isInstanceOf(Outcome.ReportApplied.class);
    }

    private Answer upload(String file) {
        return upload(file, "venueId=" + venue + "&from=" + noon.minusSeconds(3600) + "&to=" + noon.plusSeconds(3600));
    }

    private Answer upload(String file, String query) {
        return upload(file.getBytes(StandardCharsets.UTF_8), query);
    }

    private Answer upload(byte[] file, String query) {
        return api.send(api.request(Tokens.admin(), PATH + "?" + query)
                .header("Content-Type", "text/csv")
                .timeout(Duration.ofSeconds(60))
                .POST(BodyPublishers.ofByteArray(file)));
    }

    private List<JsonNode> items(Answer statement, String query) {
        List<JsonNode> items = new ArrayList<>();
        String path = PATH + "/" + statement.text("statementId") + "/items?limit=500" + query;
        String cursor = "";
        while (true) {
            Answer page = must(200, api.get(Tokens.admin(), path + cursor));
            page.json().path("items").forEach(items::add);
            if (page.text("nextCursor").isEmpty()) {
                return items;
            }
            cursor = "&cursor=" + page.text("nextCursor");
        }
    }

    private Answer resolve(Answer statement, int itemNo, String body) {
        return api.post(
                Tokens.admin(), PATH + "/" + statement.text("statementId") + "/items/" + itemNo + "/resolve", body);
    }

    private String trade(String execId, String account, String qty, String px) {
        return "TRADE," + execId + ",," + account + ",," + symbol + ",BUY," + qty + "," + px + ",,," + noon + "\n";
    }

    private static void counts(Answer statement, int matched, int missingHere, int missingThere, int differing) {
        assertThat(List.of(
                        statement.text("matched"),
                        statement.text("missingHere"),
                        statement.text("missingThere"),
                        statement.text("differing")))
                .as(statement.text())
                .containsExactly(
                        Integer.toString(matched),
                        Integer.toString(missingHere),
                        Integer.toString(missingThere),
                        Integer.toString(differing));
    }

    @Test
    void everyExecutionIsMatchedMissingHereMissingThereOrDiffers() {
        String account = api.newAccount();
        String order = buy(account, "C1", "10");
        fill(account, order, "E1", "1", "100.00");
        fill(account, order, "E2", "1.5", "99.50");
        fill(account, order, "E3", "2", "99.00");

        Answer statement = must(
                201,
                upload(HEADER
                        + trade("E1", account, "1.000", "100")
                        + trade("E2", account, "1.4", "99.51")
                        + trade("E9", account, "3", "98.00")));

        counts(statement, 1, 1, 1, 1);
        assertThat(statement.text("form")).isEqualTo("EXECUTIONS");
        assertThat(statement.text("fileRows")).isEqualTo("3");
        assertThat(statement.text("open")).isEqualTo("3");
        List<JsonNode> items = items(statement, "");
        assertThat(items)
                .extracting(item -> item.path("finding").asText() + " "
                        + item.path("execId").asText())
                .containsExactly("DIFFERING E2", "MISSING_HERE E9", "MISSING_THERE E3");
        assertThat(items.getFirst().path("differences").toString())
                .isEqualTo("{\"last_px\":{\"ours\":\"99.5\",\"theirs\":\"99.51\"},"
                        + "\"last_qty\":{\"ours\":\"1.5\",\"theirs\":\"1.4\"}}");
        assertThat(items.getFirst().path("fileLine").asInt()).isEqualTo(3);
        assertThat(items.get(1).has("ours")).isFalse();
        assertThat(items.get(1).path("theirs").path("last_qty").asText()).isEqualTo("3");
        assertThat(items.get(2).path("ours").path("cl_ord_id").asText()).isEqualTo("C1");
        assertThat(items(statement, "&finding=DIFFERING")).hasSize(1);
        assertThat(must(200, api.get(Tokens.admin(), PATH + "?venueId=" + venue))
                        .json()
                        .path("items"))
                .hasSize(1);
    }

    @Test
    void theSameFileIsTheSameReconciliationAndALaterOneFindsAnew() {
        String account = api.newAccount();
        fill(account, buy(account, "C1", "10"), "E1", "1", "100.00");
        String file = HEADER + trade("E1", account, "1", "99.00");
        Answer first = must(201, upload(file));
        must(200, resolve(first, 1, "{'resolution':'ACCEPTED_OURS','reason':'They will correct it.'}"));

        Answer again = must(200, upload(file));
        Answer later = must(201, upload(file + "\n"));

        assertThat(again.replayed()).isTrue();
        assertThat(again.text("statementId")).isEqualTo(first.text("statementId"));
        assertThat(again.text("open")).isEqualTo("0");
        assertThat(later.text("statementId")).isNotEqualTo(first.text("statementId"));
        assertThat(items(later, "")).hasSize(1);
        assertThat(items(first, "")).isEmpty();
        assertThat(items(first, "&status=resolved")).hasSize(1);
    }

    @Test
    void anExecutionCountsAsItStandsWithItsCorrectionsAndItsBust() {
        String account = api.newAccount();
        String order = buy(account, "C1", "10");
        for (String execId : List.of("T1", "T2", "T3", "T4", "T5")) {
            fill(account, order, execId, "1", "100.00");
        }
        report(account, order, ReportType.TRADE_CANCEL, "B1", "T1", null, null, noon)
                .join();
        report(account, order, ReportType.TRADE_CORRECT, "K2", "T2", "1", "99.00", noon)
                .join();
        report(account, order, ReportType.TRADE_CORRECT, "L2", "K2", "1", "98.00", noon)
                .join();
        report(account, order, ReportType.TRADE_CANCEL, "B3", "T3", null, null, noon)
                .join();

        Answer statement = must(
                201,
                upload(HEADER
                        // T1 is not told: it stands on neither side. T2 is told with the correction of its correction.
                        + trade("T2", account, "1", "100")
                        + trade("K2", account, "1", "99").replace("TRADE,K2,,", "TRADE_CORRECT,K2,T2,")
                        + trade("L2", account, "1", "98").replace("TRADE,L2,,", "TRADE_CORRECT,L2,T2,")
                        // T3 stands there, T4 is busted there, T5 is corrected there.
                        + trade("T3", account, "1", "100")
                        + "TRADE_CANCEL,B4,T4,,," + symbol + ",,,,,," + noon + "\n"
                        + trade("K5", account, "1", "97").replace("TRADE,K5,,", "TRADE_CORRECT,K5,T5,")));

        counts(statement, 2, 0, 0, 3);
        Map<String, String> differences = new TreeMap<>();
        items(statement, "")
                .forEach(item -> differences.put(
                        item.path("execId").asText(), item.path("differences").toString()));
        assertThat(differences)
                .isEqualTo(Map.of(
                        "T3", "{\"exec_type\":{\"ours\":\"TRADE_CANCEL\",\"theirs\":\"TRADE\"}}",
                        "T4", "{\"exec_type\":{\"ours\":\"TRADE\",\"theirs\":\"TRADE_CANCEL\"}}",
                        "T5", "{\"last_px\":{\"ours\":\"100\",\"theirs\":\"97\"}}"));
    }

    /** E1 by the fee rate, in what the instrument settles in; the others as the venue told it, E4 after a correction. */
    @Test
    void aFeeIsComparedInTheCurrencyItWasChargedIn() {
        api.ensure("/v1/assets", "{'asset':'BNB','scale':4,'name':'BNB'}");
        String account = api.newAccount();
        String order = buy(account, "C1", "10");
        fill(account, order, "E1", "1", "100.00");
        charge(account, order, ReportType.TRADE, "E2", null, "0.0123", "BNB");
        charge(account, order, ReportType.TRADE, "E3", null, "0.0123", "BNB");
        charge(account, order, ReportType.TRADE, "E4", null, "0.2", "USD");
        charge(account, order, ReportType.TRADE_CORRECT, "K4", "E4", "0.01", "BNB");

        Answer statement = must(
                201,
                upload(HEADER
                        + charged("E1", account, "0.1,USD")
                        + charged("E2", account, "0.0123,BNB")
                        + charged("E3", account, "0.0124,BNB")
                        + charged("K4", account, "0.01,BNB").replace("TRADE,K4,,", "TRADE_CORRECT,K4,E4,")));

        counts(statement, 3, 0, 0, 1);
        JsonNode differing = items(statement, "").getFirst();
        assertThat(differing.path("differences").toString())
                .isEqualTo("{\"fee\":{\"ours\":\"0.0123\",\"theirs\":\"0.0124\"}}");
        assertThat(differing.path("ours").path("currency").asText()).isEqualTo("BNB");
    }

    private void charge(
            String account,
            String order,
            ReportType type,
            String execId,
            @Nullable String execRefId,
            String fee,
            String currency) {
        Commission charged = new Commission(new BigDecimal(fee), currency);
        assertThat(report(account, order, type, execId, execRefId, "1", "100.00", charged, noon)
                        .join())
                .isInstanceOf(Outcome.ReportApplied.class);
    }

    private String charged(String execId, String account, String feeAndCurrency) {
        return trade(execId, account, "1", "100").replace(",,," + noon, "," + feeAndCurrency + "," + noon);
    }

    @Test
    void positionsAndCashAreComparedAtTheEndOfThePeriod() {
        String account = api.newAccount("1000");
        String other = api.newAccount("500");
        fill(account, buy(account, "C1", "2"), "E1", "2", "100.00");
        fill(other, buy(other, "C1", "1"), "E2", "1", "100.00");

        Answer positions = must(201, upload("account,symbol,qty\n" + account + "," + symbol + ",2.5\n"));
        Answer cash = must(201, upload("account,asset,amount\n" + account + ",USD,799.80\n" + other + ",USD,1\n"));

        counts(positions, 0, 0, 1, 1);
        assertThat(items(positions, "").getFirst().path("differences").toString())
                .isEqualTo("{\"qty\":{\"ours\":\"2\",\"theirs\":\"2.5\"}}");
        counts(cash, 1, 0, 0, 1);
        assertThat(items(cash, "").getFirst().path("differences").toString())
                .isEqualTo("{\"amount\":{\"ours\":\"399.9\",\"theirs\":\"1\"}}");
    }

    @Test
    void anItemIsResolvedOnceWithAReasonAndAudited() {
        String account = api.newAccount();
        String order = buy(account, "C1", "10");
        Answer statement =
                must(201, upload(HEADER + trade("E1", account, "1", "100") + trade("E2", account, "1", "100")));
        String booked =
                "{'resolution':'BOOKED','reason':'The report was lost.','accountId':'" + account + "','execId':'E1'}";

        Answer early = resolve(statement, 1, booked);
        assertThat(must(422, early).code()).isEqualTo("BOOKING_NOT_FOUND");
        fill(account, order, "E1", "1", "100.00");
        Answer resolved = must(200, resolve(statement, 1, booked));

        assertThat(resolved.text("resolution")).isEqualTo("BOOKED");
        assertThat(resolved.text("bookedExecId")).isEqualTo("E1");
        assertThat(must(200, resolve(statement, 1, booked)).json()).isEqualTo(resolved.json());
        assertThat(must(409, resolve(statement, 1, "{'resolution':'FALSE_ALARM','reason':'No.'}"))
                        .code())
                .isEqualTo("STATEMENT_ITEM_RESOLVED");
        must(
                200,
                resolve(
                        statement,
                        2,
                        "{'resolution':'BOOKED','reason':'By hand.','accountId':'" + account
                                + "','transferId':'opening'}"));
        assertThat(items(statement, "")).isEmpty();
        assertThat(must(200, api.get(Tokens.admin(), "/v1/admin/audit?actor=olga&limit=500&accountId=" + account))
                        .text())
                .contains("STATEMENT_ITEM_RESOLVED", "The report was lost.");
    }

    static Stream<String> resolutions() {
        return Stream.of(
                "400 BODY_MISSING |",
                "400 FIELD_MISSING resolution|{'reason':'x'}",
                "400 FIELD_MISSING reason|{'resolution':'FALSE_ALARM'}",
                "400 FIELD_INVALID reason|{'resolution':'FALSE_ALARM','reason':' '}",
                "400 FIELD_INVALID resolution|{'resolution':'MAYBE','reason':'x'}",
                "400 FIELD_UNKNOWN colour|{'resolution':'FALSE_ALARM','reason':'x','colour':'red'}",
                "400 FIELD_MISSING accountId|{'resolution':'BOOKED','reason':'x','transferId':'t'}",
                "400 FIELD_INVALID transferId|{'resolution':'BOOKED','reason':'x','accountId':'{account}'}",
                "400 FIELD_INVALID transferId|{'resolution':'FALSE_ALARM','reason':'x','transferId':'t'}",
                "400 PARAMETER_INVALID accountId|{'resolution':'BOOKED','reason':'x','accountId':'a','transferId':'t'}",
                "422 BOOKING_NOT_FOUND transferId|{'resolution':'BOOKED','reason':'x','accountId':'{account}','transferId':'t'}");
    }

    @Test
    void aResolutionThatIsNoneLeavesTheItemOpen() {
        String account = api.newAccount();
        Answer statement = must(201, upload(HEADER + trade("E1", account, "1", "100")));
        resolutions().forEach(line -> {
            String[] expected = line.substring(0, line.indexOf('|')).split(" ", -1);
            Answer answer =
                    resolve(statement, 1, line.substring(line.indexOf('|') + 1).replace("{account}", account));
            assertThat(List.of(Integer.toString(answer.status()), answer.code(), answer.text("field")))
                    .as(line + " " + answer.text())
                    .containsExactly(expected[0], expected[1], expected[2]);
        });
        assertThat(must(404, resolve(statement, 2, "{'resolution':'FALSE_ALARM','reason':'x'}"))
                        .code())
                .isEqualTo("STATEMENT_ITEM_NOT_FOUND");
        assertThat(must(404, api.get(Tokens.admin(), PATH + "/" + UUID.randomUUID()))
                        .code())
                .isEqualTo("STATEMENT_NOT_FOUND");
        assertThat(must(404, api.get(Tokens.admin(), PATH + "/x/items")).code()).isEqualTo("STATEMENT_NOT_FOUND");
        assertThat(items(statement, "")).hasSize(1);
    }

    /** A file that is wrong: what is answered, and which line and field are named. */
    record Wrong(String name, String file, int status, String code, String line, String field) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Wrong row(String name, String row, String code, String field) {
        int status = code.equals("INSTRUMENT_UNKNOWN") ? 422 : 400;
        return new Wrong(name, HEADER + "{good}\n" + row + "\n", status, code, "3", field);
    }

    static Stream<Wrong> wrongFiles() {
        String good = "TRADE,X2,,,,{symbol},BUY,1,100,,,{time}";
        return Stream.of(
                new Wrong("empty", "", 400, "STATEMENT_EMPTY", "", ""),
                new Wrong("a lone line break", "\n", 400, "STATEMENT_EMPTY", "", ""),
                new Wrong("another header", "a,b,c\n1,2,3\n", 400, "STATEMENT_HEADER_INVALID", "1", ""),
                new Wrong("too few columns", "exec_type,exec_id\n", 400, "STATEMENT_HEADER_INVALID", "1", ""),
                new Wrong(
                        "columns of two forms",
                        "account,symbol,qty,asset,amount\n",
                        400,
                        "STATEMENT_HEADER_INVALID",
                        "1",
                        ""),
                new Wrong("a column twice", "account,symbol,qty,qty\n", 400, "STATEMENT_HEADER_INVALID", "1", "qty"),
                new Wrong(
                        "a header in capitals",
                        HEADER.toUpperCase(java.util.Locale.ROOT),
                        400,
                        "STATEMENT_HEADER_INVALID",
                        "1",
                        ""),
                new Wrong("a tab for a comma", HEADER.replace(',', '\t'), 400, "STATEMENT_HEADER_INVALID", "1", ""),
                row("a field too few", "TRADE,X2", "STATEMENT_MALFORMED", ""),
                row("a field too many", good + ",", "STATEMENT_MALFORMED", ""),
                row("NaN", good.replace(",1,100,", ",NaN,100,"), "DECIMAL_MALFORMED", "last_qty"),
                row("Infinity", good.replace(",1,100,", ",1,Infinity,"), "DECIMAL_MALFORMED", "last_px"),
                row("an exponent", good.replace(",1,100,", ",1e3,100,"), "DECIMAL_MALFORMED", "last_qty"),
                row("a comma in a number", good.replace(",1,100,", ",\"1,000\",100,"), "DECIMAL_MALFORMED", "last_qty"),
                row(
                        "too many digits",
                        good.replace(",1,100,", ",1" + "0".repeat(18) + ",100,"),
                        "DECIMAL_OUT_OF_RANGE",
                        "last_qty"),
                row("nothing executed", good.replace(",1,100,", ",0,100,"), "DECIMAL_NOT_POSITIVE", "last_qty"),
                row("a fee of words", good.replace(",100,,", ",100,free,"), "DECIMAL_MALFORMED", "fee"),
                row("no quantity", good.replace(",1,100,", ",,100,"), "FIELD_MISSING", "last_qty"),
                row("no ExecID", good.replace("X2", ""), "FIELD_MISSING", "exec_id"),
                row("an ExecID with a line break", good.replace("X2", "\"X\n2\""), "FIELD_INVALID", "exec_id"),
                row("an ExecID too long", good.replace("X2", "x".repeat(129)), "FIELD_INVALID", "exec_id"),
                row("another type", good.replace("TRADE,", "FILL,"), "FIELD_INVALID", "exec_type"),
                row("another side", good.replace("BUY", "LONG"), "FIELD_INVALID", "side"),
                row("an account that is none", good.replace("X2,,,", "X2,,me,"), "FIELD_INVALID", "account"),
                row("a trade of another", good.replace("X2,,", "X2,X1,"), "FIELD_INVALID", "exec_ref_id"),
                row("a bust of nothing", good.replace("TRADE,", "TRADE_CANCEL,"), "FIELD_MISSING", "exec_ref_id"),
                row("a bust of itself", good.replace("TRADE,X2,,", "TRADE_CANCEL,X2,X2,"), "STATEMENT_MALFORMED", ""),
                row("another day", good.replace("{time}", "2001-01-01T00:00:00Z"), "FIELD_INVALID", "transact_time"),
                row("no time", good.replace("{time}", "noon"), "FIELD_INVALID", "transact_time"),
                row("an unknown symbol", good.replace("{symbol}", "NOPE"), "INSTRUMENT_UNKNOWN", "symbol"),
                row("a symbol that is none", good.replace("{symbol}", "'; DROP TABLE"), "FIELD_INVALID", "symbol"),
                new Wrong("an ExecID twice", HEADER + "{good}\n{good}\n", 422, "STATEMENT_ROW_TWICE", "3", "exec_id"),
                new Wrong(
                        "a position twice",
                        "account,symbol,qty\n{account},{symbol},1\n{account},{symbol},1\n",
                        422,
                        "STATEMENT_ROW_TWICE",
                        "3",
                        "symbol"),
                new Wrong(
                        "an unknown currency",
                        "account,asset,amount\n{account},NOPE,1\n",
                        422,
                        "ASSET_UNKNOWN",
                        "2",
                        "asset"),
                new Wrong(
                        "a quote that does not end",
                        HEADER + "{good}\n\"TRADE" + ",x".repeat(70_000),
                        400,
                        "STATEMENT_MALFORMED",
                        "2",
                        ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongFiles")
    void aFileThatIsWrongIsRefusedByLineAndNothingOfItIsKept(Wrong wrong) {
        String good = "TRADE,X1,,,,{symbol},BUY,1,100,,," + noon;
        String file = wrong.file()
                .replace("{good}", good)
                .replace("{symbol}", symbol)
                .replace("{account}", UUID.randomUUID().toString())
                .replace("{time}", noon.toString());
        Map<String, Long> before = api.rowCounts();

        Answer answer = upload(file);

        assertThat(answer.status()).as(answer.text()).isEqualTo(wrong.status());
        assertThat(answer.code()).isEqualTo(wrong.code());
        assertThat(answer.json().path("numbers").path("line").asText())
                .as(answer.text())
                .isEqualTo(wrong.line());
        assertThat(answer.text("field")).isEqualTo(wrong.field());
        assertThat(api.rowCounts()).isEqualTo(before);
    }

    @Test
    void whatIsNoFileOfAVenueAtAllIsRefused() {
        String period = "&from=" + noon + "&to=" + noon.plusSeconds(60);
        byte[] garbage = new byte[10_000];
        new Random(7).nextBytes(garbage);
        Map<String, Long> before = api.rowCounts();

        assertThat(must(400, upload(garbage, "venueId=" + venue + period)).code())
                .startsWith("STATEMENT_");
        assertThat(must(422, upload(HEADER, "venueId=NOPE" + period)).code()).isEqualTo("VENUE_UNKNOWN");
        for (String query : List.of(
                "from=" + noon + "&to=" + noon.plusSeconds(60),
                "venueId=x" + period,
                "venueId=" + venue,
                "venueId=" + venue + "&from=yesterday&to=" + noon,
                "venueId=" + venue + "&from=" + noon + "&to=" + noon,
                "venueId=" + venue + "&from=" + noon + "&to=" + noon.plus(32, ChronoUnit.DAYS))) {
            assertThat(must(400, upload(HEADER, query)).code()).as(query).isEqualTo("PARAMETER_INVALID");
        }
        assertThat(must(413, upload(new byte[33 * 1024 * 1024 - 10], "venueId=" + venue + period))
                        .code())
                .isEqualTo("STATEMENT_TOO_LARGE");
        assertThat(must(
                                413,
                                upload(
                                        "account,symbol,qty\n" + (UUID.randomUUID() + ",BTC,1\n").repeat(250_001),
                                        "venueId=" + venue + period))
                        .code())
                .isEqualTo("STATEMENT_TOO_LARGE");
        Answer json = api.send(api.request(Tokens.admin(), PATH + "?venueId=" + venue + period)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));
        assertThat(must(415, json).code()).isEqualTo("MEDIA_TYPE_UNSUPPORTED");
        assertThat(api.rowCounts()).isEqualTo(before);
    }

    /** An execution of ours, and how the venue's file tells it. */
    private static final class Chain {
        private final List<String[]> rows = new ArrayList<>();
        private boolean dead;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theResultNamesExactlyWhatWasEdited(long seed) {
        Random random = new Random(seed);
        String account = api.newAccount();
        String other = api.newAccount();
        Map<String, Chain> chains = executions(random, account);
        chains.putAll(executions(random, other));
        Map<String, String> expected = new TreeMap<>();
        StringBuilder file = new StringBuilder(HEADER);
        chains.forEach((execId, chain) -> edit(random, execId, chain, account, expected)
                .forEach(row -> file.append(String.join(",", row)).append('\n')));

        Answer statement = must(201, upload(file.toString()));

        Map<String, String> found = new TreeMap<>();
        items(statement, "").forEach(item -> {
            List<String> fields = new ArrayList<>();
            item.path("differences").fieldNames().forEachRemaining(fields::add);
            found.put(
                    item.path("execId").asText(),
                    item.path("finding").asText() + (fields.isEmpty() ? "" : " " + String.join(",", fields)));
        });
        assertThat(found).as("seed " + seed).isEqualTo(expected);
        int unmatched = (int) expected.values().stream()
                .filter(finding -> !finding.equals("MISSING_HERE"))
                .count();
        assertThat(statement.json().path("matched").asInt()).isEqualTo(chains.size() - unmatched);
    }

    /** Fills of an order, some of them corrected, some busted. */
    private Map<String, Chain> executions(Random random, String account) {
        String order = buy(account, "C1", "100");
        Map<String, Chain> chains = new HashMap<>();
        for (int i = 0; i < 25; i++) {
            String execId = account.substring(24) + "-" + i;
            Chain chain = new Chain();
            chains.put(execId, chain);
            tell(chain, account, order, ReportType.TRADE, execId, "", random);
            String last = execId;
            while (random.nextInt(4) == 0) {
                String correction = last + "k";
                tell(chain, account, order, ReportType.TRADE_CORRECT, correction, last, random);
                last = correction;
            }
            if (random.nextInt(6) == 0) {
                tell(chain, account, order, ReportType.TRADE_CANCEL, last + "b", last, random);
                chain.dead = true;
            }
        }
        Map<String, BigDecimal> fees = new HashMap<>();
        must(200, api.get(Tokens.admin(), "/v1/accounts/" + account + "/executions?limit=500"))
                .json()
                .path("items")
                .forEach(row -> fees.put(
                        row.path("execId").asText(),
                        new BigDecimal(row.path("fee").asText())));
        chains.values().forEach(chain -> {
            BigDecimal fee = BigDecimal.ZERO;
            for (String[] row : chain.rows) {
                fee = fee.add(fees.getOrDefault(row[1], BigDecimal.ZERO));
                row[9] = fee.toPlainString();
            }
        });
        return chains;
    }

    private void tell(
            Chain chain, String account, String order, ReportType type, String execId, String ref, Random random) {
        String qty = new BigDecimal(1 + random.nextInt(1000)).movePointLeft(3).toPlainString();
        String px = new BigDecimal(9000 + random.nextInt(1000)).movePointLeft(2).toPlainString();
        Instant time = noon.plusMillis(chain.rows.size());
        boolean bust = type == ReportType.TRADE_CANCEL;
        assertThat(report(
                                account,
                                order,
                                type,
                                execId,
                                ref.isEmpty() ? null : ref,
                                bust ? null : qty,
                                bust ? null : px,
                                time)
                        .join())
                .isInstanceOf(Outcome.ReportApplied.class);
        // Trailing zeros say nothing.
        String zeros = "0".repeat(random.nextInt(3));
        chain.rows.add(new String[] {
            type.name(),
            execId,
            ref,
            account,
            "C1",
            symbol,
            bust ? "" : "BUY",
            bust ? "" : qty + zeros,
            bust ? "" : px + zeros,
            "0",
            "USD",
            time.toString()
        });
    }

    /** The venue's rows after an edit, and what has to be found of it. */
    private List<String[]> edit(
            Random random, String execId, Chain chain, String account, Map<String, String> expected) {
        String[] last = chain.rows.getLast();
        switch (random.nextInt(8)) {
            case 0 -> {
                if (!chain.dead) {
                    expected.put(execId, "MISSING_THERE");
                }
                return List.of();
            }
            case 1 -> {
                String added = execId + "-added";
                expected.put(added, "MISSING_HERE");
                List<String[]> rows = new ArrayList<>(chain.rows);
                rows.add(new String[] {
                    "TRADE", added, "", account, "", symbol, "SELL", "1", "100", "", "", noon.toString()
                });
                return rows;
            }
            case 2 -> {
                if (!chain.dead) {
                    change(random, last, expected, execId);
                }
                return chain.rows;
            }
            case 3 -> {
                if (chain.dead) {
                    expected.put(execId, "DIFFERING exec_type");
                    return chain.rows.subList(0, chain.rows.size() - 1);
                }
                return chain.rows;
            }
            default -> {
                return chain.rows;
            }
        }
    }

    private void change(Random random, String[] row, Map<String, String> expected, String execId) {
        record Edit(int place, String field, String value) {}
        List<Edit> edits = List.of(
                new Edit(3, "account", UUID.randomUUID().toString()),
                new Edit(4, "cl_ord_id", "another"),
                new Edit(6, "side", "SELL"),
                new Edit(7, "last_qty", row[7] + "1"),
                new Edit(8, "last_px", "-1"),
                new Edit(9, "fee", "77"),
                new Edit(10, "currency", "XXX"),
                new Edit(11, "transact_time", noon.plusSeconds(30).toString()));
        Edit edit = edits.get(random.nextInt(edits.size()));
        row[edit.place()] = edit.value();
        expected.put(execId, "DIFFERING " + edit.field());
    }

    @Test
    void openItemsAreCountedForWhoeverWatches() throws Exception {
        must(201, upload(HEADER + trade("E1", UUID.randomUUID().toString(), "1", "100")));

        Pattern counted = Pattern.compile("oms_statement_items_open\\{finding=\"MISSING_HERE\",?} [1-9]");
        Eventually.eventually(
                () -> assertThat(api.get(Tokens.admin(), "/prometheus").text()).containsPattern(counted));
    }

    @Test
    void aFileOfAHundredThousandRowsIsComparedInSeconds() {
        String account = api.newAccount();
        String order = buy(account, "C1", "100");
        List<CompletableFuture<Outcome>> fills = new ArrayList<>();
        StringBuilder file = new StringBuilder(HEADER);
        for (int i = 0; i < 100_000; i++) {
            boolean ours = i % 50 == 0;
            if (ours) {
                fills.add(report(account, order, ReportType.TRADE, "L" + i, null, "0.001", "100.00", noon));
            }
            file.append(trade("L" + i, account, i == 50 ? "0.002" : "0.001", "100"));
        }
        fills.forEach(fill -> assertThat(fill.join()).isInstanceOf(Outcome.ReportApplied.class));

        Answer statement = must(201, upload(file.toString()));

        counts(statement, 1_999, 98_000, 0, 1);
        assertThat(items(statement, "&finding=DIFFERING"))
                .extracting(item -> item.path("execId").asText())
                .containsExactly("L50");
    }
}
