package io.tradecore.api.rest;

import static io.tradecore.api.Eventually.eventually;
import static io.tradecore.api.Reconciled.violations;
import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.tradecore.ledger.AccountId;
import io.tradecore.migrations.DbRole;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.pipeline.CommandBus;
import io.tradecore.oms.position.InstrumentAct;
import io.tradecore.servers.TestServers;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator announces what happens to all positions in an instrument. */
@ExtendWith(ApiExtension.class)
class ActsIT {
    private final ApiUnderTest api;

    ActsIT(ApiUnderTest api) {
        this.api = api;
    }

    @Test
    void fundingAndDividendsReachEveryAccountThatHoldsTheInstrumentOnce() {
        String symbol = api.newInstrument();
        String holder = holder(symbol, "1");
        String other = holder(symbol, "0.5");
        String none = api.newAccount();
        String actId = api.name("act-");
        Instant before = Instant.now();
        String body = "{'actId':'%s','kind':'FUNDING','mark':'100','rate':'0.01','reason':'8h'}".formatted(actId);

        Answer announced = must(201, announce(symbol, body));
        assertThat(figures(announced)).isEqualTo("2 2 0 1.5");
        Answer again = must(200, announce(symbol, body));
        assertThat(again.replayed()).isTrue();
        assertThat(figures(again)).isEqualTo("2 2 0 1.5");
        assertThat(journal(holder)).endsWith("FUNDING -1");
        assertThat(journal(other)).endsWith("FUNDING -0.5");
        assertThat(journal(none)).doesNotContain("FUNDING -1");

        String dividend = api.name("act-");
        must(
                201,
                announce(symbol, "{'actId':'%s','kind':'DIVIDEND','amount':'0.24','reason':'q3'}".formatted(dividend)));
        assertThat(figures(find(dividend))).isEqualTo("2 2 0.36 0");
        Answer parts = must(200, api.get(Tokens.admin(), "/v1/admin/acts/" + dividend + "/accounts?limit=1"));
        assertThat(parts.json().path("items")).hasSize(1);
        Answer rest = must(
                200,
                api.get(
                        Tokens.admin(),
                        "/v1/admin/acts/" + dividend + "/accounts?limit=1&cursor=" + parts.text("nextCursor")));
        assertThat(List.of(item(parts), item(rest))).containsExactlyInAnyOrder("DONE 1 0.24", "DONE 0.5 0.12");
        assertThat(must(200, api.get(Tokens.admin(), "/v1/admin/audit?from=" + before + "&limit=500"))
                        .json()
                        .path("items")
                        .findValuesAsText("action"))
                .contains("INSTRUMENT_FUNDING", "INSTRUMENT_DIVIDEND");
    }

    @Test
    void aSplitIsOfOrdersAndPositionsTogether() {
        String symbol = api.newInstrument();
        String account = holder(symbol, "1");
        String order = api.buyOne(account, symbol, "C2").text("orderId");
        api.report(account, order, ReportType.NEW);
        String splitId = api.name("split-");

        Instant before = Instant.now();
        Answer announced = must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/instruments/" + symbol + "/splits",
                        "{'splitId':'%s','numerator':2,'denominator':1,'reason':'corporate action'}"
                                .formatted(splitId)));
        assertThat(announced.text("accountsDone")).isEqualTo("1");
        assertThat(position(account)).isEqualTo("2 50");
        assertThat(must(200, api.get(Tokens.trader(account), "/v1/accounts/" + account + "/orders/" + order))
                        .text("orderQty"))
                .isEqualTo("2");
        assertThat(figures(find(splitId))).isEqualTo("1 1 0 0");
        api.fill(account, order, "2", "50.00");
        assertThat(position(account)).isEqualTo("4 50");
        assertThat(position(account, "?asOf=" + Instant.now())).isEqualTo("4 50");
        assertThat(position(account, "?asOf=" + before)).isEqualTo("1 100");
    }

    @Test
    void whatWasAnnouncedAndBrokeOffIsFinishedWithoutBeingAskedFor() throws Exception {
        String symbol = api.newInstrument();
        List<String> holders = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            holders.add(holder(symbol, "1"));
        }
        String actId = api.name("act-");
        // What is left of an announcement whose process ended after the second account.
        try (Connection admin = TestServers.get().connection(DbRole.ADMIN);
                Statement statement = admin.createStatement()) {
            admin.setAutoCommit(false);
            statement.execute("""
                    INSERT INTO instrument_acts (act_id, kind, symbol, amount, reason, announced_by)
                    VALUES ('%s', 'DIVIDEND', '%s', 2, 'q3', 'ops')""".formatted(actId, symbol));
            statement.execute("""
                    INSERT INTO instrument_act_parts (account_id, act_id, announced_qty)
                    SELECT account_id, '%s', qty FROM positions WHERE symbol = '%s'""".formatted(actId, symbol));
            admin.commit();
        }
        Instant now = Instant.now();
        var act = new InstrumentAct(actId, symbol, new InstrumentAct.Dividend(BigDecimal.TWO), now, now);
        CommandBus bus = api.context().getBean(CommandBus.class);
        for (String account : holders.subList(0, 2)) {
            bus.submit(new Command.ApplyAct(AccountId.of(account), act, "ops")).join();
        }

        eventually(() -> assertThat(figures(find(actId))).isEqualTo("5 5 10 0"));
        holders.forEach(account -> assertThat(journal(account)).endsWith("DIVIDEND 2"));
    }

    @Test
    void anotherActUnderTheSameIdNamesTheFieldAndBadOnesAreRefused() {
        String symbol = api.newInstrument();
        String actId = api.name("act-");
        String body = "{'actId':'%s','kind':'FUNDING','mark':'%s','rate':'%s','reason':'%s'}";
        must(201, announce(symbol, body.formatted(actId, "100", "0.01", "8h")));
        assertThat(must(200, announce(symbol, body.formatted(actId, "100.00", "0.010", "8h")))
                        .replayed())
                .isTrue();

        assertThat(must(409, announce(symbol, body.formatted(actId, "101", "0.01", "8h")))
                        .text("field"))
                .isEqualTo("mark");
        assertThat(must(409, announce(symbol, body.formatted(actId, "100", "0.02", "8h")))
                        .text("field"))
                .isEqualTo("rate");
        assertThat(must(409, announce(symbol, body.formatted(actId, "100", "0.01", "other")))
                        .text("field"))
                .isEqualTo("reason");
        assertThat(must(409, announce(api.newInstrument(), body.formatted(actId, "100", "0.01", "8h")))
                        .text("field"))
                .isEqualTo("symbol");
        assertThat(must(
                                409,
                                announce(
                                        symbol,
                                        "{'actId':'%s','kind':'DIVIDEND','amount':'1','reason':'8h'}".formatted(actId)))
                        .text("field"))
                .isEqualTo("kind");
        assertThat(must(400, announce(symbol, body.formatted(api.name("act-"), "NaN", "0.01", "8h")))
                        .text("field"))
                .isEqualTo("mark");
        assertThat(must(400, announce(symbol, "{'actId':'x','kind':'FUNDING','mark':'1','reason':'8h'}"))
                        .text("field"))
                .isEqualTo("rate");
        assertThat(must(400, announce(symbol, "{'actId':'x','kind':'DIVIDEND','amount':'-1','reason':'8h'}"))
                        .text("field"))
                .isEqualTo("amount");
        must(404, announce("NOTHING", body.formatted(api.name("act-"), "100", "0.01", "8h")));
        must(404, api.get(Tokens.admin(), "/v1/admin/acts/nothing"));
        Answer fraction = must(
                400,
                api.post(
                        Tokens.admin(),
                        "/v1/instruments/" + symbol + "/splits",
                        "{'splitId':'r','numerator':1,'denominator':10,'reason':'reverse'}"));
        assertThat(fraction.text("field")).isEqualTo("fractionPx");
    }

    /** Announced, it could be booked nowhere: nothing would end it, and no other act could be announced after it. */
    @Test
    void aPriceThatTheInstrumentCannotHaveIsRefusedBeforeAnythingIsAnnounced() {
        String inverse = "'securityType':'FUT','inverse':true,'settlCurrency':'EUR'";
        api.ensure("/v1/assets", "{'asset':'EUR','scale':2,'name':'Euro'}");
        String symbol = api.name("SYM");
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/instruments",
                        ApiUnderTest.instrumentBody(symbol).replace("}", "," + inverse + "}")));
        for (String px : List.of("0", "-1")) {
            assertRefused(symbol, "mark", "'kind':'FUNDING','mark':'" + px + "','rate':'0.01'");
            assertRefused(symbol, "settlementPx", "'kind':'SETTLEMENT','settlementPx':'" + px + "'");
            assertRefused(api.newInstrument(), "mark", "'kind':'FUNDING','mark':'" + px + "','rate':'0.01'");
        }
        String oil = api.name("SYM");
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/instruments",
                        ApiUnderTest.instrumentBody(oil).replace("}", ",'securityType':'FUT','negativePx':true}")));
        must(201, announce(oil, act(api.name("act-"), "'kind':'SETTLEMENT','settlementPx':'-37.63'")));
        must(201, announce(oil, act(api.name("act-"), "'kind':'FUNDING','mark':'0','rate':'0.01'")));
    }

    private void assertRefused(String symbol, String field, String terms) {
        String actId = api.name("act-");
        Answer refused = must(400, announce(symbol, act(actId, terms)));
        assertThat(refused.code()).isEqualTo("DECIMAL_NOT_POSITIVE");
        assertThat(refused.text("field")).isEqualTo(field);
        must(404, api.get(Tokens.admin(), "/v1/admin/acts/" + actId));
    }

    private static String act(String actId, String terms) {
        return "{'actId':'" + actId + "'," + terms + ",'reason':'end of day'}";
    }

    @Test
    void anActWaitsUntilTheSplitBeforeItHasReachedAllPositions() throws SQLException {
        String symbol = api.newInstrument();
        String account = holder(symbol, "1");
        String splitId = api.name("split-");
        try (Connection admin = TestServers.get().connection(DbRole.ADMIN);
                Statement statement = admin.createStatement()) {
            admin.setAutoCommit(false);
            // Of later than now, so that nobody takes it up.
            statement.execute("""
                    INSERT INTO instrument_acts (act_id, kind, symbol, numerator, denominator, reason, announced_by, announced_at)
                    VALUES ('%s', 'SPLIT', '%s', 2, 1, 'split', 'ops', now() + interval '1 hour')""".formatted(splitId, symbol));
            statement.execute("""
                    INSERT INTO instrument_act_parts (account_id, act_id, announced_qty)
                    VALUES ('%s', '%s', 1)""".formatted(account, splitId));
            admin.commit();
        }
        String dividend = "{'actId':'%s','kind':'DIVIDEND','amount':'1','reason':'q3'}".formatted(api.name("act-"));
        assertThat(must(409, announce(symbol, dividend)).code()).isEqualTo("ACT_UNFINISHED");
    }

    @Test
    void fundingOfAnInverseContractIsPaidInWhatItSettlesIn() throws SQLException {
        api.ensure("/v1/assets", "{'asset':'BTC','scale':8,'name':'Bitcoin'}");
        String symbol = api.name("SYM");
        String kind = ",'securityType':'PERP','inverse':true,'settlCurrency':'BTC','multiplier':'100',"
                + "'margin':{'unit':'RATE','initial':'0.1','maintenance':'0.05'}}";
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/instruments",
                        ApiUnderTest.instrumentBody(symbol).replace("}", kind)));
        api.quote(symbol, "99.00", "101.00");
        String longs = onMargin(symbol, "BUY", "9");
        String shorts = onMargin(symbol, "SELL", "6");

        String funding = api.name("act-");
        String body = "{'actId':'%s','kind':'FUNDING','mark':'%s','rate':'%s','reason':'8h'}";
        must(201, announce(symbol, body.formatted(funding, "96", "0.0001")));
        // 9 x 100 / 96 x 0.0001 and 6 x 100 / 96 x 0.0001
        assertThat(journal(longs)).endsWith("FUNDING -0.0009375");
        assertThat(journal(shorts)).endsWith("FUNDING 0.000625");
        assertThat(find(funding).text("asset")).isEqualTo("BTC");
        must(201, announce(symbol, body.formatted(api.name("act-"), "97", "-0.0001")));
        assertThat(journal(longs)).endsWith("FUNDING 0.00092784");
        assertThat(violations()).isEmpty();

        // What it is worth is a quotient, and has no sign of its own.
        for (String mark : List.of("0", "-96")) {
            Answer refused = must(400, announce(symbol, body.formatted(api.name("act-"), mark, "0.0001")));
            assertThat(refused.code() + " " + refused.text("field")).isEqualTo("DECIMAL_NOT_POSITIVE mark");
        }
    }

    @Test
    void whatIsMoreThanAnAccountCanHaveIsRefusedWhole() {
        String symbol = api.newInstrument();
        holder(symbol, "1");
        String actId = api.name("act-");
        String body = "{'actId':'%s','kind':'FUNDING','mark':'%s','rate':'%s','reason':'8h'}";
        Answer refused = must(400, announce(symbol, body.formatted(actId, "1000000000000", "1000000000000")));
        assertThat(refused.code() + " " + refused.text("field")).isEqualTo("DECIMAL_OUT_OF_RANGE rate");
        must(404, api.get(Tokens.admin(), "/v1/admin/acts/" + actId));
        must(201, announce(symbol, body.formatted(actId, "100", "0.01")));
    }

    @Test
    void anAccountThatAnActDoesNotReachIsCountedUntilItDoes() throws Exception {
        String symbol = api.newInstrument();
        String account = holder(symbol, "1");
        String actId = api.name("act-");
        double before = unfinished();
        double during;
        try (Connection admin = TestServers.get().connection(DbRole.ADMIN);
                Statement statement = admin.createStatement()) {
            admin.setAutoCommit(false);
            statement.execute("SELECT FROM accounts WHERE account_id = '" + account + "' FOR NO KEY UPDATE");
            try (Connection other = TestServers.get().connection(DbRole.ADMIN);
                    Statement announcing = other.createStatement()) {
                announcing.execute("""
                        INSERT INTO instrument_acts (act_id, kind, symbol, amount, reason, announced_by, announced_at)
                        VALUES ('%1$s', 'DIVIDEND', '%2$s', 2, 'q3', 'ops', now() - interval '2 minutes');
                        INSERT INTO instrument_act_parts (account_id, act_id, announced_qty) VALUES ('%3$s', '%1$s', 1)""".formatted(actId, symbol, account));
            }
            eventually(() -> assertThat(unfinished()).isGreaterThan(before));
            during = unfinished();
        }
        eventually(() -> assertThat(unfinished()).isLessThan(during));
        assertThat(journal(account)).endsWith("DIVIDEND 2");
    }

    private double unfinished() {
        return api.context()
                .getBean(MeterRegistry.class)
                .get("oms.acts.unfinished")
                .gauge()
                .value();
    }

    /** An account with a bitcoin that has a position of so much at 100. */
    private String onMargin(String symbol, String side, String qty) {
        String account = must(
                        201,
                        api.post(
                                Tokens.admin(),
                                "/v1/accounts",
                                "{'name':'On margin','accountType':'MARGIN','baseCurrency':'BTC'}"))
                .text("accountId");
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/accounts/" + account + "/deposits",
                        "{'transferId':'opening','asset':'BTC','amount':'100'}"));
        String order = must(
                        201,
                        api.post(
                                Tokens.trader(account),
                                "/v1/accounts/" + account + "/orders",
                                ApiUnderTest.limitOrder("C1", symbol, side, qty, "100.00")))
                .text("orderId");
        api.fill(account, order, qty, "100.00");
        return account;
    }

    /** An account that has bought so much at 100. */
    private String holder(String symbol, String qty) {
        String account = api.newAccount();
        String order = api.buyOne(account, symbol, "C1").text("orderId");
        api.report(account, order, ReportType.NEW);
        api.fill(account, order, qty, "100.00");
        if (!qty.equals("1")) {
            api.report(account, order, ReportType.CANCELED);
        }
        return account;
    }

    private Answer announce(String symbol, String body) {
        return api.post(Tokens.admin(), "/v1/instruments/" + symbol + "/acts", body);
    }

    private Answer find(String actId) {
        return must(200, api.get(Tokens.admin(), "/v1/admin/acts/" + actId));
    }

    /** Accounts, done, credited, debited. */
    private static String figures(Answer act) {
        return String.join(" ", act.text("accounts"), act.text("done"), act.text("credited"), act.text("debited"));
    }

    private static String item(Answer page) {
        var item = page.json().path("items").get(0);
        return item.path("state").asText() + " " + item.path("announcedQty").asText() + " "
                + item.path("posted").asText();
    }

    /** Kinds and amounts, the last at the end. */
    private String journal(String account) {
        StringBuilder lines = new StringBuilder();
        must(200, api.get(Tokens.admin(), "/v1/accounts/" + account + "/journal"))
                .json()
                .path("items")
                .forEach(item -> lines.append(' ')
                        .append(item.path("kind").asText())
                        .append(' ')
                        .append(item.path("amount").asText()));
        return lines.toString();
    }

    private String position(String account) {
        return position(account, "");
    }

    private String position(String account, String query) {
        var position = must(200, api.get(Tokens.admin(), "/v1/accounts/" + account + "/positions" + query))
                .json()
                .path("items")
                .get(0);
        return position.path("qty").asText() + " " + position.path("avgPx").asText();
    }
}
