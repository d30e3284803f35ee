package io.tradecore.api.rest;

import static io.tradecore.api.Eventually.eventually;
import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.oms.execution.ReportType;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calendars, halts, and orders whose time is over. */
@ExtendWith(ApiExtension.class)
class TradingHoursIT {
    private final ApiUnderTest api;
    /** Where it is about noon now: no test runs over a midnight. */
    private final ZoneId zone =
            ZoneOffset.ofHours(12 - Instant.now().atZone(ZoneOffset.UTC).getHour());

    TradingHoursIT(ApiUnderTest api) {
        this.api = api;
    }

    @Test
    void outsideOfASessionOnlyOrdersThatWaitAreTaken() throws Exception {
        String symbol = api.newInstrument();
        String account = api.newAccount();
        tradesBy(symbol, "MON-SUN 00:00 to 00:01");

        Answer denied = place(account, ApiUnderTest.limitOrder("C1", symbol, "BUY", "1", "100.00"));
        assertThat(denied.status()).isEqualTo(422);
        assertThat(denied.code()).isEqualTo("SESSION_CLOSED");
        assertThat(denied.json().path("ordRejReason").asInt()).isEqualTo(2);
        assertThat(denied.json().path("numbers").has("nextSessionOpens")).isTrue();
        must(201, place(account, order("C2", symbol, "LIMIT", "OPG", "'px':'100.00'")));
        String stop = must(201, place(account, order("C3", symbol, "STOP", "GTC", "'stopPx':'105.00'")))
                .text("orderId");

        // What is quoted outside of a session triggers nothing; once it trades, the next quote does.
        api.quote(symbol, "105.00", "106.00");
        api.quote(symbol, "99.00", "101.00");
        must(200, api.send("PUT", Tokens.admin(), "/v1/instruments/" + symbol + "/calendar", "{}"));
        assertThat(find(account, stop).text("heldBy")).isEqualTo("TRIGGER");
        api.quote(symbol, "105.00", "106.00");
        eventually(() -> assertThat(find(account, stop).json().has("heldBy")).isFalse());
        api.quote(symbol, "99.00", "101.00");
        must(201, place(account, ApiUnderTest.limitOrder("C4", symbol, "BUY", "1", "100.00")));
    }

    @Test
    void aHaltedInstrumentTakesNoOrdersAndTriggersNoneUntilItIsResumed() throws Exception {
        String symbol = api.newInstrument();
        String account = api.newAccount();
        String stop = must(201, place(account, order("S", symbol, "STOP", "GTC", "'stopPx':'105.00'")))
                .text("orderId");
        String path = "/v1/instruments/" + symbol + "/halt";
        Instant before = Instant.now();

        Answer halted = must(200, api.send("PUT", Tokens.admin(), path, "{'reason':'news'}"));
        assertThat(halted.text("haltReason")).isEqualTo("news");
        Answer denied = place(account, ApiUnderTest.limitOrder("C1", symbol, "BUY", "1", "100.00"));
        assertThat(denied.code()).isEqualTo("INSTRUMENT_HALTED");
        api.quote(symbol, "105.00", "106.00");
        assertThat(find(account, stop).text("heldBy")).isEqualTo("TRIGGER");

        must(200, api.send("DELETE", Tokens.admin(), path, ""));
        eventually(() -> assertThat(find(account, stop).json().has("heldBy")).isFalse());
        must(201, place(account, ApiUnderTest.limitOrder("C2", symbol, "BUY", "1", "106.00")));
        assertThat(must(200, api.get(Tokens.admin(), "/v1/admin/audit?from=" + before))
                        .json()
                        .path("items")
                        .findValuesAsText("action"))
                .contains("INSTRUMENT_HALTED", "INSTRUMENT_RESUMED");
    }

    @Test
    void anOrderForTheDayEndsWithTheDay() throws Exception {
        String symbol = api.newInstrument();
        String account = api.newAccount("1000");
        String day = must(201, place(account, order("D", symbol, "LIMIT", "DAY", "'px':'100.00'")))
                .text("orderId");
        String held = must(201, place(account, order("H", symbol, "STOP", "DAY", "'stopPx':'105.00'")))
                .text("orderId");
        String goesOn = must(201, place(account, order("G", symbol, "LIMIT", "GTC", "'px':'100.00'")))
                .text("orderId");
        api.report(account, day, ReportType.NEW);

        endTheDay(symbol);

        eventually(() -> assertThat(find(account, held).text("ordStatus")).isEqualTo("EXPIRED"));
        eventually(() -> assertThat(find(account, day).text("ordStatus")).isEqualTo("PENDING_CANCEL"));
        api.report(account, day, ReportType.EXPIRED);
        assertThat(find(account, day).text("leavesQty")).isEqualTo("0");
        assertThat(find(account, goesOn).text("ordStatus")).isEqualTo("PENDING_NEW");
    }

    @Test
    void anOrderThatWaitsWhenItsDayEndsIsAskedAboutAgain() throws Exception {
        String symbol = api.newInstrument();
        String account = api.newAccount("1000");
        String waits = must(201, place(account, order("W", symbol, "LIMIT", "DAY", "'px':'100.00'")))
                .text("orderId");
        String ends = must(201, place(account, order("E", symbol, "STOP", "DAY", "'stopPx':'105.00'")))
                .text("orderId");
        api.report(account, waits, ReportType.NEW);
        must(202, request(account, waits, "replace", "{'clOrdId':'R','px':'99.50'}"));

        endTheDay(symbol);
        eventually(() -> assertThat(find(account, ends).text("ordStatus")).isEqualTo("EXPIRED"));
        assertThat(find(account, waits).text("ordStatus")).isEqualTo("PENDING_REPLACE");

        // Its replace is answered long after the day was looked through.
        api.answer(account, waits, ReportType.REPLACED, "R");
        eventually(() -> assertThat(find(account, waits).text("ordStatus")).isEqualTo("PENDING_CANCEL"));
    }

    @Test
    void whatAReplaceMakesAnOrderForTheDayEndsWithTheDayOfTheReplace() throws Exception {
        String symbol = api.newInstrument();
        String account = api.newAccount("1000");
        String forToday = must(201, place(account, order("F", symbol, "STOP", "GTC", "'stopPx':'105.00'")))
                .text("orderId");
        String goesOn = must(201, place(account, order("G", symbol, "STOP", "DAY", "'stopPx':'105.00'")))
                .text("orderId");
        String held = must(201, place(account, order("H", symbol, "STOP", "DAY", "'stopPx':'105.00'")))
                .text("orderId");
        must(202, request(account, forToday, "replace", "{'clOrdId':'F2','timeInForce':'DAY'}"));
        must(202, request(account, goesOn, "replace", "{'clOrdId':'G2','timeInForce':'GTC'}"));

        endTheDay(symbol);
        eventually(() -> assertThat(find(account, held).text("ordStatus")).isEqualTo("EXPIRED"));
        eventually(() -> assertThat(find(account, forToday).text("ordStatus")).isEqualTo("EXPIRED"));
        assertThat(find(account, goesOn).text("heldBy")).isEqualTo("TRIGGER");
    }

    @Test
    void anOrderOfSeveralDaysShowsWhatItHasOfTheDay() {
        String symbol = api.newInstrument();
        String account = api.newAccount();
        String order = api.buyOne(account, symbol, "C1").text("orderId");
        api.fill(account, order, "0.4", "99.50");

        Answer shown = find(account, order);
        assertThat(shown.text("dayOrderQty")).isEqualTo("1");
        assertThat(shown.text("dayCumQty")).isEqualTo("0.4");
        assertThat(shown.text("dayAvgPx")).isEqualTo("99.5");
        assertThat(must(200, api.get(Tokens.trader(account), "/v1/accounts/" + account + "/orders"))
                        .json()
                        .path("items")
                        .findValuesAsText("dayCumQty"))
                .containsExactly("0.4");
        String day = must(
                        201,
                        api.post(
                                Tokens.trader(account),
                                "/v1/accounts/" + account + "/orders",
                                ApiUnderTest.limitOrder("D", symbol, "BUY", "1", "100.00")
                                        .replace("GTC", "DAY")))
                .text("orderId");
        assertThat(find(account, day).json().has("dayOrderQty")).isFalse();
    }

    @Test
    void aGtdOrderEndsAtItsSecond() throws Exception {
        String symbol = api.newInstrument();
        String account = api.newAccount("1000");
        Instant expireTime = Instant.now().plus(Duration.ofSeconds(3)).truncatedTo(ChronoUnit.SECONDS);
        String expires = "'expireTime':'" + expireTime + "'";
        String order = must(201, place(account, order("D", symbol, "LIMIT", "GTD", "'px':'100.00'," + expires)))
                .text("orderId");
        String held = must(201, place(account, order("H", symbol, "STOP", "GTD", "'stopPx':'105.00'," + expires)))
                .text("orderId");
        api.report(account, order, ReportType.NEW);

        eventually(() -> assertThat(find(account, held).text("ordStatus")).isEqualTo("EXPIRED"));
        eventually(() -> assertThat(find(account, order).text("ordStatus")).isEqualTo("PENDING_CANCEL"));
        assertThat(Instant.now()).isAfterOrEqualTo(expireTime);
        api.report(account, order, ReportType.CANCELED);
        assertThat(find(account, order).text("ordStatus")).isEqualTo("CANCELED");
    }

    @Test
    void aCalendarIsShownWithItsNextSessionAndBadOnesAreRefused() {
        String id = api.name("CAL");
        String path = "/v1/calendars/" + id;
        String body =
                "{'zone':'America/New_York','sessions':['MON-FRI 09:30 to 16:00'],'exceptions':['2026-12-25 closed']}";

        Answer set = must(200, api.send("PUT", Tokens.admin(), path, body));
        assertThat(set.json().path("sessions").get(0).asText()).isEqualTo("MON-FRI 09:30 to 16:00");
        assertThat(set.json().path("tradingDate").asText()).matches("\\d{4}-\\d\\d-\\d\\d");
        must(200, api.send("PUT", Tokens.admin(), path, body));
        assertThat(must(200, api.get(Tokens.trader(api.newAccount()), path)).text("zone"))
                .isEqualTo("America/New_York");

        assertThat(api.send("PUT", Tokens.admin(), path, body.replace("New_York", "Atlantis"))
                        .json()
                        .path("field")
                        .asText())
                .isEqualTo("zone");
        assertThat(api.send("PUT", Tokens.admin(), path, body.replace("09:30", "17:30"))
                        .json()
                        .path("field")
                        .asText())
                .isEqualTo("sessions");
        assertThat(api.send("PUT", Tokens.admin(), path, body.replace("closed", "shut"))
                        .json()
                        .path("field")
                        .asText())
                .isEqualTo("exceptions");
        assertThat(api.get(Tokens.admin(), "/v1/calendars/NONE").code()).isEqualTo("CALENDAR_NOT_FOUND");
        assertThat(api.send(
                                "PUT",
                                Tokens.admin(),
                                "/v1/instruments/" + api.newInstrument() + "/calendar",
                                "{'calendarId':'NONE'}")
                        .code())
                .isEqualTo("CALENDAR_UNKNOWN");
    }

    /** In a moment. */
    private void endTheDay(String symbol) {
        LocalTime end = LocalTime.now(zone).plusSeconds(2).truncatedTo(ChronoUnit.SECONDS);
        tradesBy(symbol, "MON-SUN 00:00 to " + (end.getSecond() == 0 ? end + ":00" : end));
    }

    private Answer request(String account, String orderId, String what, String body) {
        return api.post(Tokens.trader(account), "/v1/accounts/" + account + "/orders/" + orderId + "/" + what, body);
    }

    private void tradesBy(String symbol, String session) {
        String id = api.name("CAL");
        must(
                200,
                api.send(
                        "PUT",
                        Tokens.admin(),
                        "/v1/calendars/" + id,
                        "{'zone':'" + zone + "','sessions':['" + session + "']}"));
        must(
                200,
                api.send(
                        "PUT",
                        Tokens.admin(),
                        "/v1/instruments/" + symbol + "/calendar",
                        "{'calendarId':'" + id + "'}"));
    }

    private Answer place(String account, String body) {
        return api.post(Tokens.trader(account), "/v1/accounts/" + account + "/orders", body);
    }

    private static String order(String clOrdId, String symbol, String ordType, String timeInForce, String more) {
        return "{'clOrdId':'%s','symbol':'%s','side':'BUY','ordType':'%s','timeInForce':'%s','orderQty':'1',%s}"
                .formatted(clOrdId, symbol, ordType, timeInForce, more);
    }

    private Answer find(String account, String orderId) {
        return must(200, api.get(Tokens.trader(account), "/v1/accounts/" + account + "/orders/" + orderId));
    }
}
