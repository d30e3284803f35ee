package io.tradecore.api.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradecore.api.json.MalformedMessageException;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.execution.Commission;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.RequestKind;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.order.TimeInForce;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportJsonTest {
    private static final String ACCOUNT = "0191c5a0-0000-7000-8000-000000000001";
    private static final String ORDER = "0191c5a0-0000-7000-8000-00000000000a";
    private static final String SUBJECT = "oms.report.SIM." + ACCOUNT;
    private static final String TRADE =
            "{'schema':'oms.report','version':1,'msgType':'ExecutionReport','venueId':'SIM','execId':'x-1',"
                    + "'execType':'TRADE','ordStatus':'FILLED','accountId':'" + ACCOUNT + "','orderId':'" + ORDER
                    + "','venueOrderId':'v-9','clOrdId':'c-1','lastQty':'0.5','lastPx':'101.25','cumQty':'0.5',"
                    + "'leavesQty':'0','transactTime':'2024-08-08T10:11:12.123456789Z','reason':'0','text':'ok'}";

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static VenueReport read(String text) throws MalformedMessageException {
        return ReportJson.read(SUBJECT, json(text));
    }

    @Test
    void aCommissionIsReadWithItsCurrencyAndOfFillsOnly() throws Exception {
        String charged = TRADE.replace("'reason'", "'commission':'-0.02','commCurrency':'BNB','reason'");
        assertThat(read(charged).commission()).isEqualTo(new Commission(new BigDecimal("-0.02"), "BNB"));
        assertThat(read(TRADE).commission()).isNull();
        assertThat(read(charged.replace("'TRADE'", "'NEW'")).commission()).isNull();
        assertThatThrownBy(() -> read(charged.replace("'commCurrency':'BNB',", "")))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("come together");
    }

    @Test
    void aTradeIsReadWhole() throws Exception {
        assertThat(read(TRADE))
                .isEqualTo(new VenueReport(
                        AccountId.of(ACCOUNT),
                        OrderId.of(ORDER),
                        "SIM",
                        "x-1",
                        ReportType.TRADE,
                        "c-1",
                        null,
                        null,
                        new BigDecimal("0.5"),
                        new BigDecimal("101.25"),
                        TermChange.NONE,
                        Instant.parse("2024-08-08T10:11:12.123456789Z"),
                        "0",
                        "ok",
                        TRADE.replace('\'', '"')));
    }

    @Test
    void aCancelRejectHasNoExecType() throws Exception {
        String reject = TRADE.replace("ExecutionReport", "OrderCancelReject").replace("'execType':'TRADE',", "");
        assertThat(read(reject).type()).isEqualTo(ReportType.CANCEL_REJECT);
        assertThat(read(reject).lastQty()).isNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = ReportType.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CANCEL_REJECT"})
    void everyExecTypeIsKnownByItsName(ReportType type) throws Exception {
        String report = TRADE.replace("TRADE", type.name()).replace("'text':", "'execRefId':'x-0','text':");
        assertThat(read(report).type()).isEqualTo(type);
    }

    @Test
    void aBustAndACorrectionNameWhatTheyTakeThePlaceOf() throws Exception {
        String bust = TRADE.replace("'TRADE'", "'TRADE_CANCEL'").replace("'lastQty':'0.5',", "");
        assertThatThrownBy(() -> read(bust))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("execRefId is missing");
        assertThat(read(bust.replace("'text':", "'execRefId':'x-0','text':")).execRefId())
                .isEqualTo("x-0");
        assertThat(read(TRADE.replace("'text':", "'execRefId':'x-0','text':")).execRefId())
                .isNull();
    }

    @Test
    void aReplacedAndARestatedMayNameTheTermsAndNothingElseDoes() throws Exception {
        String terms = "'orderQty':'3','px':'99.5','timeInForce':'GTD','expireTime':'2030-01-01T00:00:00Z',"
                + "'execRestatementReason':'REPRICING','text':";
        TermChange named = new TermChange(
                new BigDecimal("3"),
                new BigDecimal("99.5"),
                TimeInForce.GTD,
                Instant.parse("2030-01-01T00:00:00Z"),
                null);
        assertThat(read(TRADE.replace("TRADE", "REPLACED").replace("'text':", terms))
                        .terms())
                .isEqualTo(named);
        VenueReport restated = read(TRADE.replace("TRADE", "RESTATED").replace("'text':", terms));
        assertThat(restated.terms()).isEqualTo(named);
        assertThat(restated.reason()).isEqualTo("REPRICING");
        assertThat(read(TRADE.replace("'text':", terms)).terms()).isEqualTo(TermChange.NONE);
    }

    @Test
    void whatIsStoppedIsTold() throws Exception {
        assertThat(read(TRADE.replace("TRADE", "STOPPED")).lastQty()).isEqualByComparingTo("0.5");
    }

    @Test
    void aCancelRejectMaySayWhichKindOfRequestItRefuses() throws Exception {
        String reject = TRADE.replace("ExecutionReport", "OrderCancelReject").replace("'execType':'TRADE',", "");
        assertThat(read(reject).rejected()).isNull();
        assertThat(read(reject.replace("'text':", "'cxlRejResponseTo':'REPLACE','text':"))
                        .rejected())
                .isEqualTo(RequestKind.REPLACE);
        assertThatThrownBy(() -> read(reject.replace("'text':", "'cxlRejResponseTo':'2','text':")))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void onlyATradeCarriesAQuantity() throws Exception {
        VenueReport done = read(TRADE.replace("TRADE", "NEW").replace("'lastQty':'0.5'", "'lastQty':'0'"));
        assertThat(done.lastQty()).isNull();
        assertThat(done.lastPx()).isNull();
    }

    @Test
    void aPriceMayBeNegative() throws Exception {
        assertThat(read(TRADE.replace("101.25", "-37.63")).lastPx()).isEqualTo("-37.63");
    }

    @Test
    void fieldsNobodyKnowsAndNullsArePassedOver() throws Exception {
        String more = TRADE.replace("'text':'ok'", "'text':null,'parties':[{'id':1}],'fee':1e9,'x':{'y':{}}");
        assertThat(read(more).text()).isNull();
    }

    @Test
    void aRemarkIsShortenedAndMadeStorable() throws Exception {
        VenueReport report = read(TRADE.replace("'ok'", "'a\\u0000\\ud800b" + "x".repeat(2000) + "'"));
        assertThat(report.text()).startsWith("a\uFFFD\uFFFDbx").hasSize(500);
    }

    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "'oms.report', 'oms.route', schema must be",
                "'version':1, 'version':2, version must be the number 1",
                "'version':1, 'version':'1', version must be the number 1",
                "'ExecutionReport', 'Heartbeat', msgType must be",
                "'ExecutionReport', 'OrderCancelReject', execType has no place",
                "'venueId':'SIM', 'venueId':'OTHER', venueId must be",
                "'venueId':'SIM', 'venueId':null, venueId must be",
                "'accountId':'0191, 'accountId':'0291, accountId must be",
                "'orderId':'0191c5a0, 'orderId':'0191C5A0, orderId must be a UUID",
                "'orderId':'0191c5a0-, 'orderId':'1-, orderId must be a UUID",
                "'execId':'x-1', 'execId':'', execId must be 1 to 128",
                "'execId':'x-1', 'execId':'x\\u0000', execId must be 1 to 128",
                "'execId':'x-1', 'execId':7, execId must be a string",
                "'execId':'x-1', 'execid':'x-1', execId is missing",
                "'execType':'TRADE', 'execType':'FILL', execType is not",
                "'execType':'TRADE', 'execType':'CANCEL_REJECT', execType is not",
                "'execType':'TRADE', 'execType':'trade', execType is not",
                "'clOrdId':'c-1', 'clOrdId':'ü', clOrdId must be",
                "'lastQty':'0.5', 'lastQty':0.5, lastQty must be a string",
                "'lastQty':'0.5', 'lastQty':'0.0', lastQty of a TRADE must be positive",
                "'lastQty':'0.5', 'lastQty':'-0.5', lastQty must be a plain decimal",
                "'lastQty':'0.5', 'lastQty':'5e-1', lastQty must be a plain decimal",
                "'lastQty':'0.5', 'lastQty':'Infinity', lastQty must be a plain decimal",
                "'lastQty':'0.5', 'lastQty':'.5', lastQty must be a plain decimal",
                "'lastQty':'0.5', 'lastQty':'٣', lastQty must be a plain decimal",
                "'lastQty':'0.5', 'lastQty':'1000000000000000000000000', lastQty must be a plain decimal",
                "'lastQty':'0.5', 'lastQty':'0.1234567890123456789', lastQty must be a plain decimal",
                "'lastQty':'0.5', 'lastQuantity':'0.5', lastQty is missing",
                "'lastPx':'101.25', 'lastPx':'NaN', lastPx must be a plain decimal",
                "'lastPx':'101.25', 'lastPx':null, lastPx is missing",
                "12.123456789Z, 12.123456789, transactTime must be",
                "12.123456789Z, 12+02:00, transactTime must be",
                "2024-08-08T, 1924-08-08T, transactTime must be",
                "2024-08-08T, +999999999-08-08T, transactTime must be",
                "'text':'ok'}, 'text':'ok', not JSON",
                "'text':'ok'}, 'text':'ok'}{}, something follows",
                "'text':'ok', 'text':'ok'|'text':'ok', not JSON",
                "'text':'ok', 'text':{'a':1}, text must be a string",
            })
    void aReportThatIsNoneSaysWhichFieldAndWhy(String part, String instead, String why) {
        String malformed = TRADE.replace(part, instead.replace('|', ','));
        assertThat(malformed).isNotEqualTo(TRADE);
        assertThatThrownBy(() -> read(malformed))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "'text'", "{", "{}", "\u0000", "[[[[[[[[[[[[[[[[[[[[[[[["})
    void whatIsNoObjectIsRefused(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void brokenUtf8IsRefused() {
        assertThatThrownBy(() -> ReportJson.read(SUBJECT, new byte[] {'{', (byte) 0xC3, '}'}))
                .hasMessage("not UTF-8");
    }

    @Test
    void aBodyThatIsTooLongIsRefused() {
        assertThatThrownBy(() -> read(TRADE.replace("ok", "x".repeat(20_000)))).hasMessageContaining("longer than");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"oms.report.SIM", "oms.report", "oms.report.SIM." + ACCOUNT + ".x", "oms.report.OTHER." + ACCOUNT
            })
    void theSubjectMustBeTheVenuesAndTheAccounts(String subject) {
        assertThatThrownBy(() -> ReportJson.read(subject, json(TRADE))).isInstanceOf(MalformedMessageException.class);
    }
}
