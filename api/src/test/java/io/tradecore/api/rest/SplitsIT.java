package io.tradecore.api.rest;

import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.oms.execution.ReportType;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator announces a split. */
@ExtendWith(ApiExtension.class)
class SplitsIT {
    private final ApiUnderTest api;

    SplitsIT(ApiUnderTest api) {
        this.api = api;
    }

    @Test
    void aSplitRestatesTheOpenOrdersOfEveryAccountOnce() {
        String symbol = api.newInstrument();
        String one = api.newAccount();
        String other = api.newAccount();
        String order = api.buyOne(one, symbol, "C1").text("orderId");
        String theirs = api.buyOne(other, symbol, "C1").text("orderId");
        api.report(one, order, ReportType.NEW);
        api.fill(one, order, "0.5", "100.00");
        String splitId = api.name("split-");
        Instant before = Instant.now();

        Answer announced = must(201, split(symbol, splitId, "2", "1"));
        assertThat(announced.json().path("accounts").findValuesAsText("accountId"))
                .containsExactlyInAnyOrder(one, other);
        assertThat(announced.json().path("accounts").findValuesAsText("result"))
                .containsExactly("RESTATED", "RESTATED");
        Answer restated = find(one, order);
        assertThat(restated.text("orderQty")).isEqualTo("2");
        assertThat(restated.text("cumQty")).isEqualTo("1");
        assertThat(restated.text("px")).isEqualTo("50");
        assertThat(restated.text("avgPx")).isEqualTo("50");
        assertThat(find(other, theirs).text("orderQty")).isEqualTo("2");

        Answer again = must(200, split(symbol, splitId, "2", "1"));
        assertThat(again.replayed()).isTrue();
        assertThat(again.json().path("accounts").findValuesAsText("result")).isEmpty();
        assertThat(find(one, order).text("orderQty")).isEqualTo("2");
        assertThat(must(200, api.get(Tokens.admin(), "/v1/admin/audit?from=" + before))
                        .json()
                        .path("items")
                        .findValuesAsText("action"))
                .contains("INSTRUMENT_SPLIT");
    }

    @Test
    void anOrderOfAfterTheSplitIsOfTheNewUnits() {
        String symbol = api.newInstrument();
        String account = api.newAccount();
        String splitId = api.name("split-");
        must(201, split(symbol, splitId, "3", "1"));
        String order = api.buyOne(account, symbol, "C1").text("orderId");

        must(200, split(symbol, splitId, "3", "1"));
        assertThat(find(account, order).text("orderQty")).isEqualTo("1");
    }

    @Test
    void anotherSplitUnderTheSameIdIsRefusedAndWhatIsNoneAtAll() {
        String symbol = api.newInstrument();
        String splitId = api.name("split-");
        must(201, split(symbol, splitId, "2", "1"));

        assertThat(must(409, split(symbol, splitId, "3", "1")).text("field")).isEqualTo("numerator");
        assertThat(must(409, split(api.newInstrument(), splitId, "2", "1")).text("field"))
                .isEqualTo("symbol");
        assertThat(must(400, split(symbol, api.name("split-"), "2", "2")).text("field"))
                .isEqualTo("numerator");
        assertThat(must(400, split(symbol, api.name("split-"), "2", "0")).text("field"))
                .isEqualTo("denominator");
        must(404, split("NOTHING", api.name("split-"), "2", "1"));
        must(403, api.post(Tokens.trader(api.newAccount()), path(symbol), body(api.name("split-"), "2", "1")));
    }

    private Answer split(String symbol, String splitId, String numerator, String denominator) {
        return api.post(Tokens.admin(), path(symbol), body(splitId, numerator, denominator));
    }

    private static String path(String symbol) {
        return "/v1/instruments/" + symbol + "/splits";
    }

    private static String body(String splitId, String numerator, String denominator) {
        return "{'splitId':'%s','numerator':%s,'denominator':%s,'reason':'corporate action'}"
                .formatted(splitId, numerator, denominator);
    }

    private Answer find(String account, String orderId) {
        return must(200, api.get(Tokens.trader(account), "/v1/accounts/" + account + "/orders/" + orderId));
    }
}
