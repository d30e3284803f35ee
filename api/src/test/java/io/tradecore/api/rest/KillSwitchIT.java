package io.tradecore.api.rest;

import static io.tradecore.api.Eventually.eventually;
import static io.tradecore.api.rest.ApiUnderTest.limitOrder;
import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradecore.api.admin.KillSwitch;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.halt.TradingScope;
import io.tradecore.oms.halt.TradingState;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Operators and rules stop trading, over REST and in Java, on real servers without NATS: no venue has got any order. */
@ExtendWith(ApiExtension.class)
class KillSwitchIT {
    private static final String STATES = "/v1/admin/trading-states";
    private static final String OTHER_ADMIN =
            Tokens.sign(Tokens.claims("otto", List.of("admin")).build());

    private final ApiUnderTest api;
    private final List<String> toLift = new ArrayList<>();
    private String symbol = "";
    private String account = "";
    private String trader = "";
    private String base = "";

    KillSwitchIT(ApiUnderTest api) {
        this.api = api;
    }

    @BeforeEach
    void makeAnInstrumentAndAnAccount() {
        symbol = api.newInstrument();
        account = api.newAccount();
        trader = traderCalled("user-" + account);
        base = "/v1/accounts/" + account;
    }

    @AfterEach
    void tradeAgain() {
        toLift.forEach(path -> {
            api.send("PUT", Tokens.admin(), path, "{'state':'ACTIVE','reason':'test over'}");
            must(200, api.send("PUT", OTHER_ADMIN, path, "{'state':'ACTIVE','reason':'test over'}"));
        });
    }

    private String traderCalled(String subject) {
        return Tokens.sign(Tokens.claims(subject, List.of("trader"))
                .claim("accounts", List.of(account))
                .build());
    }

    private String scopeId(TradingScope scope) {
        return switch (scope) {
            case FIRM -> "ALL";
            case DESK -> "MAIN";
            case ACCOUNT -> account;
            case USER -> "user-" + account;
            case INSTRUMENT -> symbol;
            case VENUE -> "SIM";
        };
    }

    private String path(TradingScope scope) {
        return STATES + "/" + scope + "/" + scopeId(scope);
    }

    private Answer set(TradingScope scope, TradingState state, String reason) {
        toLift.add(path(scope));
        return must(
                200,
                api.send("PUT", Tokens.admin(), path(scope), "{'state':'" + state + "','reason':'" + reason + "'}"));
    }

    private Answer place(String token, String clOrdId, String side, String qty) {
        return api.post(token, base + "/orders", limitOrder(clOrdId, symbol, side, qty, "100.00"));
    }

    private String placed(String clOrdId) {
        return must(201, place(trader, clOrdId, "BUY", "1")).text("orderId");
    }

    private String status(String orderId) {
        return must(200, api.get(trader, base + "/orders/" + orderId)).text("ordStatus");
    }

    @ParameterizedTest
    @EnumSource(TradingScope.class)
    void aHaltCancelsWhatIsOpenAndLetsNothingNewPassUntilAnotherOperatorLiftsIt(TradingScope scope) {
        String unknownToVenue = placed("A1");
        String working = placed("A2");
        api.report(account, working, ReportType.NEW);

        Answer halted = set(scope, TradingState.HALTED, "runaway");

        assertThat(halted.json().path("inForce").asBoolean()).isTrue();
        assertThat(halted.json().path("changed").asBoolean()).isTrue();
        assertThat(halted.json().path("state").path("setBy").asText()).isEqualTo("olga");
        assertThat(status(unknownToVenue)).isEqualTo("CANCELED");
        assertThat(status(working)).isEqualTo("PENDING_CANCEL");
        JsonNode done = accountOf(halted.json().path("accounts"));
        assertThat(done.path("canceled").asInt()).isEqualTo(1);
        assertThat(done.path("cancelRequested").asInt()).isEqualTo(1);
        Answer denied = place(trader, "A3", "BUY", "1");
        assertThat(denied.code()).isEqualTo("TRADING_HALTED");
        assertThat(denied.json().path("numbers").path("scope").asText()).isEqualTo(scope.name());
        assertThat(denied.json().path("numbers").path("scopeId").asText()).isEqualTo(scopeId(scope));
        assertThat(place(trader, "A4", "SELL", "1").code()).isEqualTo("TRADING_HALTED");
        api.report(account, working, ReportType.CANCELED);

        Answer same = api.send("PUT", Tokens.admin(), path(scope), "{'state':'HALTED','reason':'runaway'}");
        assertThat(same.json().path("changed").asBoolean()).isFalse();
        Answer alone = api.send("PUT", Tokens.admin(), path(scope), "{'state':'ACTIVE','reason':'all well'}");
        assertThat(alone.code()).isEqualTo("FOUR_EYES");
        must(200, api.send("PUT", OTHER_ADMIN, path(scope), "{'state':'ACTIVE','reason':'all well'}"));
        must(201, place(trader, "A5", "BUY", "1"));
    }

    @Test
    void ofManyOrdersAllAreCanceledAFewAtATimeAndTold() throws Exception {
        for (int i = 0; i < 40; i++) {
            must(201, place(trader, "M" + i, "BUY", "0.00" + (1 + i % 9)));
        }

        JsonNode halted =
                set(TradingScope.ACCOUNT, TradingState.HALTED, "runaway").json();

        assertThat(accountOf(halted.path("accounts")).path("canceled").asInt()).isEqualTo(40);
        String change = halted.path("state").path("changeId").asText();
        JsonNode told = must(200, api.get(Tokens.admin(), STATES + "/changes/" + change + "/accounts"))
                .json()
                .path("items");
        assertThat(accountOf(told).path("canceled").asInt()).isEqualTo(40);
        assertThat(count("bulk_requests WHERE cl_ord_id LIKE 'halt:%' AND account_id = '" + account + "'"))
                .isEqualTo(3);
    }

    private JsonNode accountOf(JsonNode accounts) {
        for (JsonNode each : accounts) {
            if (each.path("accountId").asText().equals(account)) {
                return each;
            }
        }
        throw new AssertionError("nothing is told of " + account + ": " + accounts);
    }

    @Test
    void anotherUserOfTheAccountTradesOnAndHisOrdersStay() {
        String hers = placed("A1");
        String other = traderCalled("other-" + account);
        String his = must(201, place(other, "B1", "BUY", "1")).text("orderId");

        set(TradingScope.USER, TradingState.HALTED, "left the firm");

        assertThat(status(hers)).isEqualTo("CANCELED");
        assertThat(status(his)).isEqualTo("PENDING_NEW");
        must(201, place(other, "B2", "BUY", "1"));
        // Whoever may not place orders may cancel them, also those of others.
        must(202, api.post(trader, base + "/orders/" + his + "/cancel", "{'clOrdId':'C1'}"));
    }

    @Test
    void whereOnlyWhatClosesIsTradedSalesAndSmallerReplacesPass() {
        String bought = placed("A1");
        api.fill(account, bought, "1", "100.00");
        String open = placed("A2");
        api.report(account, open, ReportType.NEW);

        Answer restricted = set(TradingScope.INSTRUMENT, TradingState.REDUCE_ONLY, "delisted soon");

        assertThat(restricted.json().path("accounts")).isEmpty();
        assertThat(status(open)).as("what is open stays").isEqualTo("NEW");
        assertThat(place(trader, "A3", "BUY", "0.001").code()).isEqualTo("TRADING_REDUCE_ONLY");
        String replace = base + "/orders/" + open + "/replace";
        assertThat(api.post(trader, replace, "{'clOrdId':'R1','orderQty':'1.5'}")
                        .code())
                .isEqualTo("TRADING_REDUCE_ONLY");
        must(202, api.post(trader, replace, "{'clOrdId':'R1','orderQty':'0.5'}"));
        must(201, place(trader, "A4", "SELL", "1"));
    }

    @Test
    void theStrictestStateThatAppliesWins() {
        set(TradingScope.ACCOUNT, TradingState.REDUCE_ONLY, "margin");
        set(TradingScope.INSTRUMENT, TradingState.HALTED, "news");

        assertThat(place(trader, "A1", "SELL", "1").code()).isEqualTo("TRADING_HALTED");
    }

    @Test
    void onceAHaltIsAnsweredNothingOfAStreamOfOrdersIsAccepted() throws Exception {
        AtomicBoolean answered = new AtomicBoolean();
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger names = new AtomicInteger();
        Queue<String> acceptedAfter = new ConcurrentLinkedQueue<>();
        Queue<String> deniedAfter = new ConcurrentLinkedQueue<>();
        CountDownLatch running = new CountDownLatch(30);
        List<Thread> traders = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            traders.add(Thread.ofVirtual().start(() -> {
                while (!over.get()) {
                    boolean after = answered.get();
                    Answer answer = place(trader, "S" + names.incrementAndGet(), "BUY", "0.001");
                    running.countDown();
                    if (after) {
                        (answer.status() == 201 ? acceptedAfter : deniedAfter).add(answer.toString());
                    }
                }
            }));
        }
        running.await();

        set(TradingScope.ACCOUNT, TradingState.HALTED, "runaway");
        answered.set(true);

        eventually(() -> assertThat(deniedAfter).hasSizeGreaterThan(20));
        over.set(true);
        for (Thread each : traders) {
            each.join();
        }
        assertThat(acceptedAfter).isEmpty();
        assertThat(deniedAfter).allMatch(answer -> answer.contains("TRADING_HALTED"));
        eventually(() -> assertThat(openOrders()).isZero());
    }

    private long openOrders() throws SQLException {
        return count("orders WHERE account_id = '" + account + "' AND leaves_qty > 0 AND pending_cl_ord_id IS NULL");
    }

    private long count(String rows) throws SQLException {
        try (Connection admin = api.adminConnection();
                Statement statement = admin.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM " + rows)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The process ended when the halt was committed and nothing was canceled. */
    @Test
    void aHaltWhoseCancelsWereNotSentIsCarriedOn() throws Exception {
        String open = placed("A1");
        String working = placed("A2");
        api.report(account, working, ReportType.NEW);
        toLift.add(path(TradingScope.ACCOUNT));
        try (Connection admin = api.adminConnection();
                Statement statement = admin.createStatement()) {
            admin.setAutoCommit(false);
            statement.execute("SELECT lock_trading_states()");
            statement.execute("""
                    INSERT INTO trading_state_changes (change_id, scope, scope_id, from_state, to_state, reason, changed_by)
                    SELECT coalesce(max(change_id), 0) + 1, 'ACCOUNT', '%s', 'ACTIVE', 'HALTED', 'test', 'gone'
                    FROM trading_state_changes""".formatted(account));
            statement.execute("""
                    INSERT INTO trading_states (scope, scope_id, state, reason, set_by, change_id)
                    SELECT 'ACCOUNT', '%s', 'HALTED', 'test', 'gone', max(change_id) FROM trading_state_changes""".formatted(account));
            admin.commit();
        }

        eventually(() -> assertThat(status(open)).isEqualTo("CANCELED"));
        eventually(() -> assertThat(status(working)).isEqualTo("PENDING_CANCEL"));
        assertThat(place(trader, "A3", "BUY", "1").code()).isEqualTo("TRADING_HALTED");
    }

    @Test
    void anOrderThatWaitedForItsReplaceIsCancelledOnceThatIsAnswered() throws Exception {
        String open = placed("A1");
        api.report(account, open, ReportType.NEW);
        must(202, api.post(trader, base + "/orders/" + open + "/replace", "{'clOrdId':'R1','orderQty':'2'}"));
        set(TradingScope.ACCOUNT, TradingState.HALTED, "runaway");
        // No relay runs: the replace is known to be nowhere.
        assertThat(status(open)).isEqualTo("PENDING_CANCEL");
        api.answer(account, open, ReportType.CANCEL_REJECT, pendingOf(open));

        eventually(() -> assertThat(status(open)).isEqualTo("PENDING_CANCEL"));
    }

    private String pendingOf(String orderId) {
        return must(200, api.get(trader, base + "/orders/" + orderId)).text("pendingClOrdId");
    }

    @Test
    void aRuleHaltsInItsOwnNameAndOneOperatorLiftsThat() {
        KillSwitch killSwitch = api.context().getBean(KillSwitch.class);

        var halted = killSwitch.set(
                TradingScope.ACCOUNT, account, TradingState.HALTED, "5,000 orders in 2 s", "rule:runaway");

        assertThat(halted.inForce()).isTrue();
        assertThat(place(trader, "A1", "BUY", "1").code()).isEqualTo("TRADING_HALTED");
        must(
                200,
                api.send(
                        "PUT",
                        Tokens.admin(),
                        path(TradingScope.ACCOUNT),
                        "{'state':'ACTIVE','reason':'it was a test'}"));
        JsonNode changes = must(200, api.get(Tokens.admin(), STATES + "/changes?scope=ACCOUNT&scopeId=" + account))
                .json()
                .path("items");
        assertThat(changes.findValuesAsText("changedBy")).containsExactly("olga", "rule:runaway");
        assertThat(changes.findValuesAsText("from")).containsExactly("HALTED", "ACTIVE");
        assertThat(changes.findValuesAsText("to")).containsExactly("ACTIVE", "HALTED");
        assertThat(changes.findValuesAsText("reason")).containsExactly("it was a test", "5,000 orders in 2 s");
    }

    @Test
    void aRuleDoesNotTakeOverWhatAnOperatorHasHalted() {
        KillSwitch killSwitch = api.context().getBean(KillSwitch.class);
        set(TradingScope.ACCOUNT, TradingState.HALTED, "suspicious");

        assertThat(killSwitch.haltUnlessHalted(AccountId.of(account), "5,000 orders in 2 s", "rule:runaway"))
                .isFalse();

        Answer alone =
                api.send("PUT", Tokens.admin(), path(TradingScope.ACCOUNT), "{'state':'ACTIVE','reason':'all well'}");
        assertThat(alone.code()).isEqualTo("FOUR_EYES");
    }

    @Test
    void everyUseIsOnTheAuditTrailAndInTheHistory() {
        placed("A1");
        JsonNode state =
                set(TradingScope.ACCOUNT, TradingState.HALTED, "runaway").json().path("state");

        List<JsonNode> audited = new ArrayList<>();
        must(200, api.get(Tokens.admin(), "/v1/admin/audit?accountId=" + account))
                .json()
                .path("items")
                .forEach(item -> {
                    if (item.path("action").asText().equals("TRADING_STATE_SET")) {
                        audited.add(item);
                    }
                });
        assertThat(audited).hasSize(1);
        assertThat(audited.getFirst().path("actor").asText()).isEqualTo("olga");
        assertThat(audited.getFirst().path("detail").path("to").asText()).isEqualTo("HALTED");
        JsonNode listed = must(200, api.get(Tokens.admin(), STATES)).json().path("items");
        assertThat(listed.findValuesAsText("scopeId")).contains(account);
        JsonNode accounts = must(
                        200,
                        api.get(
                                Tokens.admin(),
                                STATES + "/changes/" + state.path("changeId").asText() + "/accounts"))
                .json()
                .path("items");
        assertThat(accountOf(accounts).path("canceled").asInt()).isEqualTo(1);
    }

    @Test
    void whatIsNotThereIsNotHaltedAndTradersHaltNothing() {
        String body = "{'state':'HALTED','reason':'x'}";
        assertThat(api.send("PUT", trader, path(TradingScope.ACCOUNT), body).status())
                .isEqualTo(403);
        assertThat(api.send("PUT", Tokens.admin(), STATES + "/FIRM/SOME", body).code())
                .isEqualTo("SCOPE_NOT_FOUND");
        assertThat(api.send("PUT", Tokens.admin(), STATES + "/VENUE/NONE", body).code())
                .isEqualTo("SCOPE_NOT_FOUND");
        assertThat(api.send("PUT", Tokens.admin(), STATES + "/DESK/NONE", body).code())
                .isEqualTo("SCOPE_NOT_FOUND");
        assertThat(api.send("PUT", Tokens.admin(), STATES + "/INSTRUMENT/NONE", body)
                        .code())
                .isEqualTo("INSTRUMENT_NOT_FOUND");
        assertThat(api.send("PUT", Tokens.admin(), STATES + "/ACCOUNT/" + account.toUpperCase(), body)
                        .code())
                .isEqualTo("ACCOUNT_UNKNOWN");
        assertThat(api.send("PUT", Tokens.admin(), STATES + "/CITY/X", body).code())
                .isEqualTo("PARAMETER_INVALID");
    }
}
