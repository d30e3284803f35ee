package io.tradecore.api.rest;

import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.oms.instrument.Contract;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.instrument.MarginTerms;
import io.tradecore.oms.instrument.Payoff;
import io.tradecore.oms.instrument.SecurityType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator says what an instrument is, and what it takes to trade it on margin. */
@ExtendWith(ApiExtension.class)
class InstrumentKindsIT {
    private static final String INVERSE =
            "'securityType':'PERP','inverse':true,'settlCurrency':'BTC','margin':{'unit':'RATE','initial':'0.1','maintenance':'0.05'}";

    private final ApiUnderTest api;

    InstrumentKindsIT(ApiUnderTest api) {
        this.api = api;
        api.ensure("/v1/assets", "{'asset':'BTC','scale':8,'name':'Bitcoin'}");
    }

    @Test
    void whatNothingIsSaidOfIsDeliveredInItsCurrency() {
        Answer spot = must(200, api.get(Tokens.admin(), "/v1/instruments/" + api.newInstrument()));

        assertThat(spot.text("securityType")).isEqualTo("SPOT");
        assertThat(spot.text("settlCurrency")).isEqualTo("USD");
        assertThat(spot.json().path("inverse").asBoolean()).isFalse();
        assertThat(spot.json().has("margin")).isFalse();
    }

    @Test
    void anInverseContractIsMadeOnceAndChecksKnowIt() {
        String symbol = api.name("SYM");
        must(201, create(symbol, INVERSE));
        assertThat(must(200, create(symbol, INVERSE))
                        .json()
                        .path("margin")
                        .path("initial")
                        .asText())
                .isEqualTo("0.1");
        assertThat(must(409, create(symbol, INVERSE.replace("'inverse':true,", "")))
                        .text("field"))
                .isEqualTo("inverse");
        assertThat(must(409, create(symbol, INVERSE.replace("PERP", "FUT"))).text("field"))
                .isEqualTo("securityType");

        Contract contract = contract(symbol);
        assertThat(contract.securityType()).isEqualTo(SecurityType.PERP);
        assertThat(contract.inverse()).isTrue();
        assertThat(contract.settlCurrency()).isEqualTo("BTC");
        assertThat(contract.settlScale()).isEqualTo(8);
        assertThat(margin(symbol).initial()).isEqualByComparingTo("0.1");
    }

    @Test
    void aMarginIsChangedOnceAndOnRecord() {
        Instant before = Instant.now();
        String symbol = api.newInstrument();
        String path = "/v1/instruments/" + symbol + "/margin";
        String body = "{'unit':'PER_CONTRACT','initial':'1200','maintenance':'1000'}";

        Answer set = must(200, api.send("PUT", Tokens.admin(), path, body));
        assertThat(set.json().path("margin").path("maintenance").asText()).isEqualTo("1000");
        must(200, api.send("PUT", Tokens.admin(), path, body));

        assertThat(margin(symbol).initial(new BigDecimal("3"), BigDecimal.TEN, Payoff.linear(BigDecimal.ONE)))
                .isEqualByComparingTo("3600");
        assertThat(must(200, api.get(Tokens.admin(), "/v1/admin/audit?from=" + before))
                        .json()
                        .path("items")
                        .findValuesAsText("action"))
                .containsOnlyOnce("INSTRUMENT_MARGIN_SET");
        must(403, api.send("PUT", Tokens.trader(api.newAccount()), path, body));
        must(404, api.send("PUT", Tokens.admin(), "/v1/instruments/NOTHING/margin", body));
    }

    @Test
    void whatDoesNotFitTogetherIsNamed() {
        assertField("settlCurrency", "'settlCurrency':'BTC'");
        assertField("negativePx", "'negativePx':true");
        assertField("inverse", "'inverse':true");
        assertField("inverse", "'securityType':'CFD','inverse':true,'negativePx':true");
        assertField("initial", "'margin':{'unit':'RATE','initial':'1.1','maintenance':'1'}");
        assertField("maintenance", "'margin':{'unit':'PER_CONTRACT','initial':'10','maintenance':'11'}");
    }

    @Test
    void aCashAccountIsDeniedWhatIsNotDelivered() {
        String symbol = api.name("SYM");
        must(201, create(symbol, "'securityType':'FUT'"));
        api.quote(symbol, "99.00", "101.00");
        String account = api.newAccount();

        Answer denied = must(
                422,
                api.post(
                        Tokens.trader(account),
                        "/v1/accounts/" + account + "/orders",
                        ApiUnderTest.limitOrder("C1", symbol, "BUY", "1", "100.00")));
        assertThat(denied.text("code")).isEqualTo("MARGIN_ACCOUNT_REQUIRED");
    }

    private void assertField(String field, String kind) {
        assertThat(must(400, create(api.name("SYM"), kind)).text("field")).isEqualTo(field);
    }

    private Answer create(String symbol, String kind) {
        String body = ApiUnderTest.instrumentBody(symbol);
        return api.post(Tokens.admin(), "/v1/instruments", body.replace("}", "," + kind + "}"));
    }

    private MarginTerms margin(String symbol) {
        return Objects.requireNonNull(contract(symbol).margin());
    }

    private Contract contract(String symbol) {
        return Objects.requireNonNull(api.context().getBean(Instruments.class).bySymbol(symbol))
                .contract();
    }
}
