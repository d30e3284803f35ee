package io.tradecore.api.rest;

import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.execution.Commission;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.pipeline.CommandBus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A venue tells what it has charged: one is bought for 100 of 1000 USD, and 10 BNB are there to pay with. */
@ExtendWith(ApiExtension.class)
class CommissionIT {
    private final ApiUnderTest api;
    private String account = "";
    private String orderId = "";

    CommissionIT(ApiUnderTest api) {
        this.api = api;
    }

    @BeforeEach
    void buyOne() {
        api.ensure("/v1/assets", "{'asset':'BNB','scale':4,'name':'BNB'}");
        account = api.newAccount("1000");
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/accounts/" + account + "/deposits",
                        "{'transferId':'bnb','asset':'BNB','amount':'10'}"));
        orderId = api.buyOne(account, api.newInstrument(), "C1").text("orderId");
    }

    @Test
    void inAThirdCurrencyItIsPaidFromThatCurrencyAndGivenBackByABust() {
        trade("T1", ReportType.TRADE, null, "100.00", new Commission(new BigDecimal("0.12345"), "BNB"));
        // To the minor unit, half-even; the fee rate charges nothing.
        assertThat(cash()).containsEntry("BNB", "9.8766").containsEntry("USD", "900");

        trade("T2", ReportType.TRADE_CORRECT, "T1", "99.00", null);
        assertThat(cash()).containsEntry("BNB", "9.8766").containsEntry("USD", "901");
        trade("T3", ReportType.TRADE_CORRECT, "T2", "99.00", new Commission(new BigDecimal("0.1"), "BNB"));
        assertThat(cash()).containsEntry("BNB", "9.9").containsEntry("USD", "901");
        api.bust(account, orderId, account + "T3");
        assertThat(cash()).containsEntry("BNB", "10").containsEntry("USD", "1000");
    }

    @Test
    void inTheOwnCurrencyItTakesThePlaceOfTheFeeRateAndARebateIsNegative() {
        trade("T1", ReportType.TRADE, null, "100.00", new Commission(new BigDecimal("-0.05"), "USD"));
        assertThat(cash()).containsEntry("USD", "900.05");
        assertThat(items("/positions").get(0).path("fees").asText()).isEqualTo("-0.05");

        api.bust(account, orderId, account + "T1");
        assertThat(cash()).containsEntry("USD", "1000");
    }

    @Test
    void moreThanThereIsIsBookedAllTheSame() {
        trade("T1", ReportType.TRADE, null, "100.00", new Commission(new BigDecimal("11"), "BNB"));
        assertThat(cash()).containsEntry("BNB", "-1");
    }

    @Test
    void whatCannotBeBookedIsKeptForAnOperator() {
        assertThat(trade("T1", ReportType.TRADE, null, "100.00", new Commission(BigDecimal.ONE, "NOTHING")))
                .isInstanceOfSatisfying(
                        Outcome.ReportQuarantined.class,
                        kept -> assertThat(kept.reason()).isEqualTo(Reason.REPORT_UNBOOKABLE));
        trade("T2", ReportType.TRADE, null, "100.00", null);
        assertThat(trade("T3", ReportType.TRADE_CORRECT, "T2", "99.00", new Commission(BigDecimal.ONE, "BNB")))
                .isInstanceOf(Outcome.ReportQuarantined.class);
        assertThat(cash()).containsEntry("BNB", "10").containsEntry("USD", "899.9");
    }

    private Outcome trade(
            String execId, ReportType type, @Nullable String execRefId, String px, @Nullable Commission commission) {
        VenueReport report = new VenueReport(
                AccountId.of(account),
                OrderId.of(orderId),
                "SIM",
                account + execId,
                type,
                null,
                execRefId == null ? null : account + execRefId,
                null,
                BigDecimal.ONE,
                new BigDecimal(px),
                TermChange.NONE,
                commission,
                Instant.now(),
                null,
                null,
                "{}");
        return api.context()
                .getBean(CommandBus.class)
                .submit(new Command.ApplyReport(report))
                .join();
    }

    private Map<String, String> cash() {
        Map<String, String> cash = new TreeMap<>();
        for (JsonNode line : items("/balances")) {
            if (line.path("code").asText().equals("CASH")) {
                cash.put(line.path("asset").asText(), line.path("posted").asText());
            }
        }
        return cash;
    }

    private JsonNode items(String path) {
        return must(200, api.get(Tokens.trader(account), "/v1/accounts/" + account + path))
                .json()
                .path("items");
    }
}
