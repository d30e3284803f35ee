package io.tradecore.api.rest;

import static io.tradecore.api.Eventually.eventually;
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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Fees in a third currency: 10 of it are there to pay with, and two are bought in two orders of 1000 USD. */
@ExtendWith(ApiExtension.class)
class ForeignFeesIT {
    private final ApiUnderTest api;
    private String third = "";
    private String priced = "";
    private String symbol = "";
    private String account = "";
    private String first = "";
    private String second = "";

    ForeignFeesIT(ApiUnderTest api) {
        this.api = api;
    }

    @BeforeEach
    void buyTwo() {
        third = "T"
                + UUID.randomUUID().toString().replace("-", "").substring(0, 10).toUpperCase(Locale.ROOT);
        api.ensure("/v1/assets", "{'asset':'" + third + "','scale':4,'name':'Third'}");
        priced = api.newInstrument();
        symbol = api.newInstrument();
        account = api.newAccount("1000");
        must(
                201,
                api.post(
                        Tokens.admin(),
                        path("/deposits"),
                        "{'transferId':'third','asset':'" + third + "','amount':'10'}"));
        first = api.buyOne(account, symbol, "C1").text("orderId");
        second = api.buyOne(account, symbol, "C2").text("orderId");
    }

    @Test
    void withoutARateThereIsNoFigureAndTheFirstFreshOneConvertsItForGood() throws Exception {
        report(ReportType.TRADE, first, "T1", null, commission("0.02"));
        // 0.10 by the fee rate, and what is in the other currency.
        report(ReportType.TRADE, second, "T2", null, null);
        assertThat(fees("")).isNull();
        assertThat(equity()).isNull();
        assertThat(fees("?asOf=2199-01-01T00:00:00Z")).isNull();

        // A quote of long ago is no rate of now.
        api.quote(priced, "290.00", "300.00", Instant.now().minus(Duration.ofDays(1)));
        pair();
        assertStays(null);

        api.quote(priced, "290.00", "301.00");
        // 0.02 at the ask.
        eventually(() -> assertThat(fees("")).isEqualTo("6.12"));
        api.quote(priced, "400.00", "401.00");
        assertThat(equity()).isNotNull();
        assertStays("6.12");

        // What comes then is of the rate of then: 0.01 at 401.
        api.quote(priced, "400.00", "401.00");
        report(ReportType.TRADE_CORRECT, first, "T3", "T1", commission("0.03"));
        eventually(() -> assertThat(fees("")).isEqualTo("10.13"));
        // A bust gives it back at the bid of then.
        api.quote(priced, "400.00", "401.00");
        report(ReportType.TRADE_CANCEL, first, "T4", "T3", null);
        eventually(() -> assertThat(fees("")).isEqualTo("-1.87"));
        assertThat(violatedOnce("UPDATE foreign_fees SET charged = charged WHERE @"))
                .isEmpty();
    }

    @Test
    void whatIsTakenBackBeforeThereIsARateLeavesNothing() {
        report(ReportType.TRADE, first, "T1", null, commission("0.02"));
        report(ReportType.TRADE, second, "T2", null, null);
        assertThat(fees("")).isNull();
        report(ReportType.TRADE_CORRECT, first, "T3", "T1", new Commission(new BigDecimal("0.30"), "USD"));
        assertThat(fees("")).isEqualTo("0.4");
        assertThat(fees("?asOf=2199-01-01T00:00:00Z")).isEqualTo("0.4");
    }

    @Test
    void whoChangesARowOfItIsFound() throws Exception {
        pair();
        api.quote(priced, "290.00", "301.00");
        report(ReportType.TRADE, first, "T1", null, commission("-0.02"));
        // A rebate, at the bid.
        eventually(() -> assertThat(fees("")).isEqualTo("-5.8"));

        String total = "3 fees in third currencies are those of live executions";
        String chain = "2 conversions of fees add up";
        assertThat(violatedOnce("UPDATE foreign_fees SET charged = 1 WHERE @")).containsExactly(total);
        assertThat(violatedOnce("UPDATE execution_commissions SET commission = 1 WHERE @"))
                .containsExactly(total);
        assertThat(violatedOnce("UPDATE fee_conversions SET rate = 1 WHERE @")).containsExactly(chain);
        assertThat(violatedOnce("UPDATE fee_conversions SET seq = 2 WHERE @")).containsExactly(chain);
        assertThat(violatedOnce("UPDATE fee_conversions SET in_settl = 1 WHERE @"))
                .containsExactly(chain);
        assertThat(violatedOnce("UPDATE fee_conversions SET settl_currency = 'EUR' WHERE @"))
                .containsExactly(chain);
    }

    /** Also once the watch has looked at all that was booked before, which it has when another is converted. */
    private void assertStays(@Nullable String fees) throws Exception {
        String mine = account;
        String of = symbol;
        String rate = priced;
        String asset = third;
        String[] orders = {first, second};
        buyTwo();
        pair();
        api.quote(priced, "2.00", "2.00");
        report(ReportType.TRADE, first, "T1", null, commission("1"));
        eventually(() -> assertThat(fees("")).isEqualTo("2"));
        account = mine;
        symbol = of;
        priced = rate;
        third = asset;
        first = orders[0];
        second = orders[1];
        assertThat(fees("")).isEqualTo(fees);
    }

    private void pair() {
        must(200, api.send("PUT", Tokens.admin(), "/v1/rate-pairs/" + third + "/USD", "{'symbol':'" + priced + "'}"));
    }

    private Commission commission(String amount) {
        return new Commission(new BigDecimal(amount), third);
    }

    private @Nullable String fees(String query) {
        JsonNode fees = must(200, api.get(Tokens.trader(account), path("/positions" + query)))
                .json()
                .path("items")
                .get(0)
                .path("fees");
        return fees.isNull() ? null : fees.asText();
    }

    private @Nullable String equity() {
        JsonNode equity = must(200, api.get(Tokens.trader(account), path("/equity")))
                .json()
                .path("equity");
        return equity.isNull() ? null : equity.asText();
    }

    private String path(String rest) {
        return "/v1/accounts/" + account + rest;
    }

    private void report(
            ReportType type,
            String orderId,
            String execId,
            @Nullable String execRefId,
            @Nullable Commission commission) {
        boolean bust = type == ReportType.TRADE_CANCEL;
        VenueReport report = new VenueReport(
                AccountId.of(account),
                OrderId.of(orderId),
                "SIM",
                account + execId,
                type,
                null,
                execRefId == null ? null : account + execRefId,
                null,
                bust ? null : BigDecimal.ONE,
                bust ? null : new BigDecimal("100.00"),
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
