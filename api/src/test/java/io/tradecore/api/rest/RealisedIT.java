package io.tradecore.api.rest;

import static io.tradecore.api.Eventually.eventually;
import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradecore.api.config.Databases;
import io.tradecore.ledger.AccountId;
import io.tradecore.migrations.DbRole;
import io.tradecore.oms.instrument.HotQuotes;
import io.tradecore.oms.valuation.Rate;
import io.tradecore.oms.valuation.Unconverted;
import io.tradecore.oms.valuation.pg.PgConversions;
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
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is realised in another currency is converted once, at the rate of its time. */
@ExtendWith(ApiExtension.class)
class RealisedIT {
    private final ApiUnderTest api;

    RealisedIT(ApiUnderTest api) {
        this.api = api;
    }

    @Test
    void whatWasConvertedStaysAsItWasWhateverTheRateDoes() throws Exception {
        String eur = newAsset();
        String eurusd = priced("USD", "1.08", "1.09");
        String dax = priced(eur, "100.00", "100.00");
        pair(eur, eurusd);
        String account = newAccount(eur);
        trade(account, dax, "BUY", "2", "100.00");
        trade(account, dax, "SELL", "1", "105.00");

        eventually(
                () -> assertThat(realised(account).path("realisedPnl").asText()).isEqualTo("5.4"));
        JsonNode item = realised(account).path("items").get(0);
        assertThat(item.path("currency").asText()).isEqualTo(eur);
        assertThat(item.path("realisedPnl").asText()).isEqualTo("5");
        assertThat(item.path("waiting").asText()).isEqualTo("0");
        assertThat(item.path("conversions").asLong()).isEqualTo(1);

        api.quote(eurusd, "2.00", "2.10");
        trade(account, dax, "SELL", "1", "95.00");
        // A loss of 5 at the ask of its time, beside the gain at the bid of the time before.
        eventually(
                () -> assertThat(realised(account).path("realisedPnl").asText()).isEqualTo("-5.1"));
        assertThat(realised(account).path("items").get(0).path("realisedPnl").asText())
                .isEqualTo("0");
    }

    @Test
    void whatHasNoRateIsListedAndWaitsForTheFirstThatIsFresh() throws Exception {
        String eur = newAsset();
        String eurusd = priced("USD", "1.08", "1.09");
        String dax = priced(eur, "100.00", "100.00");
        String account = newAccount(eur);
        trade(account, dax, "BUY", "2", "100.00");
        trade(account, dax, "SELL", "1", "105.00");

        waits(account, "5");
        anotherIsConverted();
        waits(account, "5");

        // A pair with a quote of long ago is no rate of now.
        api.quote(eurusd, "1.00", "1.00", Instant.now().minus(Duration.ofDays(1)));
        pair(eur, eurusd);
        anotherIsConverted();
        waits(account, "5");

        api.quote(eurusd, "1.20", "1.30");
        eventually(
                () -> assertThat(realised(account).path("realisedPnl").asText()).isEqualTo("6"));
        assertThat(realised(account).path("items").get(0).path("conversions").asLong())
                .isEqualTo(1);
    }

    @Test
    void whatWasTakenBackBeforeThereWasARateIsNeverConverted() throws Exception {
        String eur = newAsset();
        String eurusd = priced("USD", "1.08", "1.09");
        String dax = priced(eur, "100.00", "100.00");
        String account = newAccount(eur);
        trade(account, dax, "BUY", "2", "100.00");
        String order = place(account, dax, "SELL", "1", "105.00");
        api.fill(account, order, "E-" + order, "1", "105.00");
        waits(account, "5");
        anotherIsConverted();

        api.bust(account, order, "E-" + order);
        anotherIsConverted();
        pair(eur, eurusd);
        anotherIsConverted();

        JsonNode realised = realised(account);
        assertThat(realised.path("realisedPnl").asText()).isEqualTo("0");
        assertThat(realised.path("items").get(0).path("conversions").asLong()).isZero();
    }

    @Test
    void whatIsRealisedInTheAccountsCurrencyNeedsNoConversion() {
        String symbol = priced("USD", "100.00", "100.00");
        String account = api.newAccount("1000");
        trade(account, symbol, "BUY", "2", "100.00");
        trade(account, symbol, "SELL", "1", "105.00");

        JsonNode realised = realised(account);
        assertThat(realised.path("realisedPnl").asText()).isEqualTo("5");
        assertThat(realised.path("items").get(0).path("conversions").asLong()).isZero();
        assertThat(realised(api.newAccount("1")).path("realisedPnl").asText()).isEqualTo("0");
        assertThat(api.get(Tokens.admin(), "/v1/accounts/" + UUID.randomUUID() + "/realised")
                        .code())
                .isEqualTo("ACCOUNT_UNKNOWN");
    }

    @Test
    void ofTwoThatConvertTheSameOneCounts() throws Exception {
        String eur = newAsset();
        String eurusd = priced("USD", "1.08", "1.09");
        String dax = priced(eur, "100.00", "100.00");
        String account = newAccount(eur);
        trade(account, dax, "BUY", "2", "100.00");
        trade(account, dax, "SELL", "1", "105.00");
        var kept = new PgConversions(api.context().getBean(Databases.class).relay());
        Unconverted found = kept.all().stream()
                .filter(one -> one.accountId().equals(AccountId.of(account)))
                .findFirst()
                .orElseThrow();
        assertThat(found.amount()).isEqualByComparingTo("5");
        Rate.Known rate = Rate.of(
                Objects.requireNonNull(api.context().getBean(HotQuotes.class).quote(eurusd)));

        kept.keep(found.at(rate));
        kept.keep(found.at(new Rate.Known(new BigDecimal("9"), new BigDecimal("9"), rate.quotes())));

        assertThat(realised(account).path("realisedPnl").asText()).isEqualTo("5.4");
        assertThat(kept.all()).noneMatch(one -> one.accountId().equals(AccountId.of(account)));
    }

    @Test
    void theReconciliationNamesConversionsThatDoNotAddUp() throws Exception {
        String eur = newAsset();
        String eurusd = priced("USD", "1.08", "1.09");
        String dax = priced(eur, "100.00", "100.00");
        pair(eur, eurusd);
        String account = newAccount(eur);
        trade(account, dax, "BUY", "3", "100.00");
        trade(account, dax, "SELL", "1", "105.00");
        eventually(
                () -> assertThat(realised(account).path("realisedPnl").asText()).isEqualTo("5.4"));
        trade(account, dax, "SELL", "1", "103.33");
        eventually(
                () -> assertThat(realised(account).path("realisedPnl").asText()).isEqualTo("9"));
        assertThat(violatedOnceHere(account, "seq > 0", "amount = amount")).isEmpty();

        assertThat(violatedOnceHere(account, "seq = 2", "seq = 3"))
                .containsExactly("8 conversions of what was realised have no gap");
        assertThat(violatedOnceHere(account, "seq = 2", "realised_total = realised_total + 1"))
                .containsExactly("2 what was converted is the sum of the conversions");
        assertThat(violatedOnceHere(account, "seq = 2", "rate = rate + 1"))
                .containsExactly("2 a conversion is its amount at its rate");
        assertThat(violatedOnceHere(account, "seq = 1", "in_base = in_base + 0.01"))
                .containsExactly("2 what conversions posted adds up to the rounded whole");
        assertThat(violatedOnceHere(account, "seq = 1", "currency = 'BTC'"))
                .containsExactly("2 a conversion is from the currency its instrument settles in to the account's");
    }

    /** What the reconciliation names of the account while a conversion is another one, which is not kept. */
    private static List<String> violatedOnceHere(String account, String which, String change) throws SQLException {
        List<String> violated = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(
                TestServers.get().addresses().directUrl(),
                DbRole.SUPERUSER.username(),
                TestServers.get().passwords().of(DbRole.SUPERUSER))) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("UPDATE realised_conversions SET %s WHERE account_id = '%s' AND %s"
                        .formatted(change, account, which));
                ResultSet row = statement.executeQuery("SELECT invariant FROM reconcile_realised()"
                        + " WHERE violations > 0 AND example LIKE '" + account + "%'");
                while (row.next()) {
                    violated.add(row.getString(1));
                }
            } finally {
                connection.rollback();
            }
        }
        return violated;
    }

    /** The watch has looked at all that was booked before. */
    private void anotherIsConverted() throws Exception {
        String gbp = newAsset();
        String gbpusd = priced("USD", "1.50", "1.60");
        String ftse = priced(gbp, "100.00", "100.00");
        pair(gbp, gbpusd);
        String account = newAccount(gbp);
        trade(account, ftse, "BUY", "2", "100.00");
        trade(account, ftse, "SELL", "1", "105.00");
        eventually(
                () -> assertThat(realised(account).path("realisedPnl").asText()).isEqualTo("7.5"));
    }

    private void waits(String account, String amount) {
        JsonNode realised = realised(account);
        assertThat(realised.path("realisedPnl").isNull()).isTrue();
        assertThat(realised.path("items").get(0).path("waiting").asText()).isEqualTo(amount);
        assertThat(realised.path("items").get(0).path("inBase").asText()).isEqualTo("0");
    }

    private JsonNode realised(String account) {
        return must(200, api.get(Tokens.trader(account), "/v1/accounts/" + account + "/realised"))
                .json();
    }

    private String newAsset() {
        String asset = api.name("CU");
        api.ensure("/v1/assets", "{'asset':'" + asset + "','scale':2,'name':'A currency'}");
        return asset;
    }

    private String priced(String currency, String bidPx, String askPx) {
        String symbol = api.name("RX");
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/instruments",
                        ApiUnderTest.instrumentBody(symbol).replace("'USD'", "'" + currency + "'")));
        api.quote(symbol, bidPx, askPx);
        return symbol;
    }

    private void pair(String fromAsset, String symbol) {
        must(
                200,
                api.send("PUT", Tokens.admin(), "/v1/rate-pairs/" + fromAsset + "/USD", "{'symbol':'" + symbol + "'}"));
    }

    /** An account in USD with cash of another currency. */
    private String newAccount(String asset) {
        String account = api.newAccount("1");
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/accounts/" + account + "/deposits",
                        "{'transferId':'in','asset':'" + asset + "','amount':'1000'}"));
        return account;
    }

    private void trade(String account, String symbol, String side, String qty, String px) {
        api.fill(account, place(account, symbol, side, qty, px), qty, px);
    }

    private String place(String account, String symbol, String side, String qty, String px) {
        return must(
                        201,
                        api.post(
                                Tokens.trader(account),
                                "/v1/accounts/" + account + "/orders",
                                ApiUnderTest.limitOrder(api.name("C"), symbol, side, qty, px)))
                .text("orderId");
    }
}
