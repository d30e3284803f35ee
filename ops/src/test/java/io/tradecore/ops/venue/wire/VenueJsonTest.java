package io.tradecore.ops.venue.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradecore.ops.venue.matching.ExecType;
import io.tradecore.ops.venue.matching.NewOrder;
import io.tradecore.ops.venue.matching.OrdStatus;
import io.tradecore.ops.venue.matching.OrdType;
import io.tradecore.ops.venue.matching.Orders;
import io.tradecore.ops.venue.matching.Report;
import io.tradecore.ops.venue.matching.Side;
import io.tradecore.ops.venue.matching.TimeInForce;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                        OrdType.LIMIT,
                        TimeInForce.GTC,
                        new BigDecimal("0.00000001"),
                        new BigDecimal("61837.64"),
                        Instant.parse("2024-08-08T23:54:14.024619568Z"))));
    }

    @Test
    void whatIsWrittenReadsTheSame() throws MalformedMessageException {
        NewOrder order = Orders.market("o1", Side.SELL, "1.50", TimeInForce.IOC);

        assertThat(VenueJson.routed(VenueJson.json(order))).isEqualTo(new Routed.Order(order));
        assertThat(VenueJson.routed(VenueJson.json(Orders.cancel("o1", "X-1"))))
                .isEqualTo(new Routed.Cancel(Orders.cancel("o1", "X-1")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\":1|\"version\":2",
                "NewOrderSingle|OrderCancelReplaceRequest",
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
                new BigDecimal("61837.64"),
                new BigDecimal("0.0000001"),
                new BigDecimal("1E+1"),
                Orders.NOW,
                null,
                null);

        assertThat(VenueJson.json(trade))
                .hasToString(
                        "{\"schema\":\"oms.report\",\"version\":1,\"msgType\":\"ExecutionReport\",\"venueId\":\"SIM\","
                                + "\"execId\":\"run-3\",\"execType\":\"TRADE\",\"ordStatus\":\"PARTIALLY_FILLED\",\"accountId\":\"a\","
                                + "\"orderId\":\"o\",\"venueOrderId\":\"run-O1\",\"clOrdId\":\"C-1\",\"lastQty\":\"0.0000001\","
                                + "\"lastPx\":\"61837.64\",\"cumQty\":\"0.0000001\",\"leavesQty\":\"10\","
                                + "\"transactTime\":\"2024-08-08T23:54:14.024619568Z\"}");
    }

    @Test
    void aCancelRejectHasNoExecTypeAndSaysWhy() throws MalformedMessageException {
        Report reject = new Report(
                "SIM",
                "run-4",
                null,
                OrdStatus.FILLED,
                "a",
                "o",
                "run-O1",
                "X-1",
                null,
                null,
                BigDecimal.ONE,
                BigDecimal.ZERO,
                Orders.NOW,
                "TOO_LATE",
                "the order is FILLED");

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
    }
}
