package io.tradecore.ops.venue.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradecore.ops.venue.matching.CxlRejReason;
import io.tradecore.ops.venue.matching.CxlRejResponseTo;
import io.tradecore.ops.venue.matching.Detail;
import io.tradecore.ops.venue.matching.ExecInst;
import io.tradecore.ops.venue.matching.ExecType;
import io.tradecore.ops.venue.matching.NewOrder;
import io.tradecore.ops.venue.matching.OrdStatus;
import io.tradecore.ops.venue.matching.OrdType;
import io.tradecore.ops.venue.matching.Orders;
import io.tradecore.ops.venue.matching.ReplaceRequest;
import io.tradecore.ops.venue.matching.Report;
import io.tradecore.ops.venue.matching.RestatementReason;
import io.tradecore.ops.venue.matching.Side;
import io.tradecore.ops.venue.matching.Terms;
import io.tradecore.ops.venue.matching.TimeInForce;
import io.tradecore.ops.venue.matching.Touch;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class VenueJsonTest {

    private static final String NEW_ORDER = """
            {"schema":"oms.route","version":1,"msgType":"NewOrderSingle","messageId":"a:7","accountId":"a","orderId":"o",
            "clOrdId":"C-1","symbol":"BTCUSDT","side":"BUY","ordType":"LIMIT","timeInForce":"GTC","orderQty":"0.00000001",
            "px":"61837.64","transactTime":"2024-08-08T23:54:14.024619568Z","later":{"field":[1]}}
            """;

    private static Routed read(String text) throws MalformedMessageException {
        return VenueJson.routed(VenueJson.parse(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aRoutedOrderIsReadAndFieldsNotKnownArePassedOver() throws MalformedMessageException {
        assertThat(read(NEW_ORDER))
                .isEqualTo(new Routed.Order(new NewOrder(
                        "a:7",
                        "a",
                        "o",
                        "C-1",
                        "BTCUSDT",
                        Side.BUY,
                        Orders.terms(OrdType.LIMIT, TimeInForce.GTC, "0.00000001", "61837.64"),
                        Set.of(),
                        Instant.parse("2024-08-08T23:54:14.024619568Z"))));
    }

    @Test
    void whatIsWrittenReadsTheSame() throws MalformedMessageException {
        NewOrder order = Orders.market("o1", Side.SELL, "1.50", TimeInForce.IOC);

        assertThat(VenueJson.routed(VenueJson.json(order))).isEqualTo(new Routed.Order(order));
        assertThat(VenueJson.routed(VenueJson.json(Orders.cancel("o1", "X-1"))))
                .isEqualTo(new Routed.Cancel(Orders.cancel("o1", "X-1")));
        ReplaceRequest replace = Orders.replace("o1", "R-1", "2", "101");
        assertThat(VenueJson.routed(VenueJson.json(replace))).isEqualTo(new Routed.Replace(replace));
    }

    @Test
    void whatAnOrderMayHaveReadsTheSame() throws MalformedMessageException {
        Terms terms = new Terms(
                OrdType.LIMIT,
                TimeInForce.GTD,
                new BigDecimal("2"),
                new BigDecimal("101"),
                Orders.NOW,
                new BigDecimal("0.5"));
        NewOrder order = Orders.order("o1", "BTCUSDT", Side.BUY, terms, ExecInst.POST_ONLY, ExecInst.REDUCE_ONLY);

        assertThat(VenueJson.json(order).path("execInst")).hasToString("[\"POST_ONLY\",\"REDUCE_ONLY\"]");
        assertThat(VenueJson.routed(VenueJson.json(order))).isEqualTo(new Routed.Order(order));
    }

    @ParameterizedTest
    @MethodSource("details")
    void everyReportReadsTheSameAsItIsWritten(@Nullable ExecType execType, Detail detail)
            throws MalformedMessageException {
        Report report = report(execType, OrdStatus.NEW, detail);

        assertThat(VenueJson.report(VenueJson.json(report))).isEqualTo(report);
    }

    static List<Arguments> details() {
        Terms terms = Orders.goodTill(Orders.NOW, "2", "101");
        return List.of(
                Arguments.of(ExecType.PENDING_REPLACE, Detail.NONE),
                Arguments.of(ExecType.REJECTED, new Detail.Refusal("NO_QUOTE", "why")),
                Arguments.of(ExecType.TRADE_CANCEL, new Detail.Bust("run-1")),
                Arguments.of(ExecType.TRADE_CORRECT, new Detail.Correction("run-1", BigDecimal.ONE, BigDecimal.TWO)),
                Arguments.of(ExecType.REPLACED, new Detail.Replacement("C-1", terms)),
                Arguments.of(
                        ExecType.RESTATED,
                        new Detail.Restatement(RestatementReason.PARTIAL_DECLINE, BigDecimal.TWO, null)),
                Arguments.of(
                        null,
                        new Detail.CancelRefusal(CxlRejResponseTo.REPLACE, "C-1", CxlRejReason.BROKER_OPTION, "why")));
    }

    @Test
    void aCancelRejectOfAnEarlierJournalAnswersACancel() throws MalformedMessageException {
        Detail refusal = new Detail.CancelRefusal(CxlRejResponseTo.CANCEL, null, CxlRejReason.TOO_LATE, "why");
        ObjectNode earlier = VenueJson.json(report(null, OrdStatus.FILLED, refusal));
        earlier.remove("cxlRejResponseTo");

        assertThat(VenueJson.report(earlier).detail()).isEqualTo(refusal);
    }

    @Test
    void aReportThatDoesNotSayWhatItsKindSaysCannotBeMade() {
        assertThatThrownBy(() -> report(ExecType.TRADE, OrdStatus.NEW, Detail.NONE))
                .hasMessageContaining("TRADE");
        assertThatThrownBy(() -> report(ExecType.NEW, OrdStatus.NEW, new Detail.Bust("run-1")))
                .hasMessageContaining("NEW");
    }

    private static Report report(@Nullable ExecType execType, OrdStatus ordStatus, Detail detail) {
        return new Report(
                "SIM",
                "run-4",
                execType,
                ordStatus,
                "a",
                "o",
                "run-O1",
                "X-1",
                BigDecimal.ONE,
                BigDecimal.ZERO,
                Orders.NOW,
                detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\":1|\"version\":2",
                "NewOrderSingle|OrderCancelReplaceRequest",
                "NewOrderSingle|Quote",
                "\"GTC\"|\"GTD\"",
                "\"later\"|\"expireTime\":\"2024-08-08T23:54:14Z\",\"later\"",
                "\"later\"|\"displayQty\":\"0\",\"later\"",
                "\"later\"|\"execInst\":[\"ALL_OR_NONE\"],\"later\"",
                "\"later\"|\"execInst\":\"POST_ONLY\",\"later\"",
                "\"orderId\":\"o\",|''",
                "\"BUY\"|\"HOLD\"",
                "0.00000001|1e-8",
                "0.00000001|NaN",
                "0.00000001|-1",
                "\"0.00000001\"|1",
                "\"px\":\"61837.64\",|''",
                "\"LIMIT\"|\"MARKET\"",
                "2024-08-08T|yesterday",
            })
    void anOrderThatIsNotWhatTheProtocolSaysIsMalformed(String part, String wrong) {
        assertThatThrownBy(() -> read(NEW_ORDER.replace(part, wrong))).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void aTradeIsWrittenAsTheProtocolSays() {
        Report trade = new Report(
                "SIM",
                "run-3",
                ExecType.TRADE,
                OrdStatus.PARTIALLY_FILLED,
                "a",
                "o",
                "run-O1",
                "C-1",
                new BigDecimal("0.0000001"),
                new BigDecimal("1E+1"),
                Orders.NOW,
                new Detail.Fill(new BigDecimal("0.0000001"), new BigDecimal("61837.64")));

        assertThat(VenueJson.json(trade))
                .hasToString(
                        "{\"schema\":\"oms.report\",\"version\":1,\"msgType\":\"ExecutionReport\",\"venueId\":\"SIM\","
                                + "\"execId\":\"run-3\",\"execType\":\"TRADE\",\"ordStatus\":\"PARTIALLY_FILLED\",\"accountId\":\"a\","
                                + "\"orderId\":\"o\",\"venueOrderId\":\"run-O1\",\"clOrdId\":\"C-1\",\"cumQty\":\"0.0000001\","
                                + "\"leavesQty\":\"10\",\"transactTime\":\"2024-08-08T23:54:14.024619568Z\","
                                + "\"lastQty\":\"0.0000001\",\"lastPx\":\"61837.64\"}");
    }

    @Test
    void aCancelRejectHasNoExecTypeAndSaysWhy() throws MalformedMessageException {
        Report reject = report(
                null,
                OrdStatus.FILLED,
                new Detail.CancelRefusal(CxlRejResponseTo.CANCEL, "C-1", CxlRejReason.TOO_LATE, "the order is FILLED"));

        assertThat(VenueJson.json(reject).has("execType")).isFalse();
        assertThat(VenueJson.json(reject).path("msgType").asText()).isEqualTo("OrderCancelReject");
        assertThat(VenueJson.report(VenueJson.json(reject))).isEqualTo(reject);
    }

    @Test
    void aUrlIsLoggedWithoutItsPassword() {
        assertThat(PrintableUrl.of("nats://sim:p@ssw@host:4222")).isEqualTo("nats://host:4222");
        assertThat(PrintableUrl.of("redis://host:6379")).isEqualTo("redis://host:6379");
    }

    @Test
    void aHotQuoteCarriesTheTimeItIsWrittenAt() {
        assertThat(VenueJson.hotQuote(Orders.touch("1", "2", "3", "4"), Orders.NOW))
                .isEqualTo("{\"symbol\":\"BTCUSDT\",\"bidPx\":\"1\",\"bidQty\":\"2\",\"askPx\":\"3\",\"askQty\":\"4\","
                        + "\"quoteTime\":\"2024-08-08T23:54:14.024619568Z\"}");
        assertThat(VenueJson.hotQuote(
                        new Touch(
                                "BTCUSDT",
                                BigDecimal.ONE,
                                BigDecimal.ONE,
                                BigDecimal.TEN,
                                BigDecimal.ONE,
                                new BigDecimal("1.5")),
                        Orders.NOW))
                .contains("\"askQty\":\"1\",\"lastPx\":\"1.5\",\"quoteTime\"");
    }
}
