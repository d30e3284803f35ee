package io.tradecore.api.rest;

import static io.tradecore.api.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** While the database is away requests are told so, and afterwards everything goes on without a restart. */
@ExtendWith(ApiExtension.class)
class OutageIT {
    private final ApiUnderTest api;

    OutageIT(ApiUnderTest api) {
        this.api = api;
    }

    @Test
    void aDatabaseThatIsAwayIsSaidToBeAwayAndComesBack() throws Exception {
        String symbol = api.newInstrument();
        String account = api.newAccount();
        String base = "/v1/accounts/" + account;
        String order = ApiUnderTest.limitOrder("C1", symbol, "BUY", "1", "100.00");

        api.servers().pgbouncer().kill();
        try {
            isAway(api.get(Tokens.trader(account), base + "/balances"), "DATABASE_UNAVAILABLE");
            isAway(api.get(Tokens.trader(account), "/v1/instruments"), "DATABASE_UNAVAILABLE");
            isAway(api.get(Tokens.admin(), "/v1/admin/audit"), "DATABASE_UNAVAILABLE");
            isAway(api.send("PATCH", Tokens.admin(), base, "{'status':'SUSPENDED'}"), "DATABASE_UNAVAILABLE");
            Answer unknown = api.post(Tokens.trader(account), base + "/orders", order);
            assertThat(unknown.status()).isEqualTo(503);
            assertThat(unknown.code()).isIn("DATABASE_UNAVAILABLE", "OUTCOME_UNKNOWN");
        } finally {
            api.servers().pgbouncer().start();
            api.dropPooledConnections();
        }

        eventually(() -> assertThat(
                        api.get(Tokens.trader(account), base + "/balances").status())
                .isEqualTo(200));
        api.quote(symbol, "99.00", "101.00");
        Answer again = api.post(Tokens.trader(account), base + "/orders", order);
        assertThat(again.status()).as(again.text()).isIn(200, 201);
        assertThat(api.get(Tokens.trader(account), base + "/orders")
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(1);
        assertThat(api.get(Tokens.trader(account), base).text("status")).isEqualTo("ACTIVE");
    }

    private static void isAway(Answer answer, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.contentType()).startsWith("application/problem+json");
    }
}
