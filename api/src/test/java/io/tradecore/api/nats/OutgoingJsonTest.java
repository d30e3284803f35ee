package io.tradecore.api.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.order.ExecInst;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.outbox.EventMessage;
import io.tradecore.oms.outbox.RouteMessage;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The messages as {@code docs/nats.md} shows them. */
class OutgoingJsonTest {
    private static final AccountId ACCOUNT = AccountId.of("0191c5a0-0000-7000-8000-000000000001");
    private static final OrderId ORDER = OrderId.of("0191c5a0-0000-7000-8000-00000000000a");
    private static final Instant TIME = Instant.parse("2024-08-08T10:11:12.123456Z");

    private static RouteMessage route(RouteMessage.Kind kind, OrdType ordType, @Nullable BigDecimal px) {
        return route(kind, ordType, Set.of(), Terms.of(new BigDecimal("1E+2"), px, TimeInForce.IOC));
    }

    private static RouteMessage route(RouteMessage.Kind kind, OrdType ordType, Set<ExecInst> execInst, Terms terms) {
        boolean request = kind != RouteMessage.Kind.NEW_ORDER;
        return new RouteMessage(
                ACCOUNT,
                ORDER,
                17,
                kind,
                "SIM",
                request ? "cxl-1" : "ord-1",
                request ? "ord-1" : null,
                "BTCUSDT",
                Side.BUY,
                ordType,
                execInst,
                terms,
                TIME);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    @Test
    void aLimitOrder() {
        RouteMessage message = route(RouteMessage.Kind.NEW_ORDER, OrdType.LIMIT, new BigDecimal("61250.50"));
        assertThat(Subjects.of(message)).isEqualTo("oms.route.SIM.0191c5a0-0000-7000-8000-000000000001");
        assertThat(text(RouteJson.of(message))).isEqualTo("""
                {"schema":"oms.route","version":1,"msgType":"NewOrderSingle",\
                "messageId":"0191c5a0-0000-7000-8000-000000000001:17",\
                "accountId":"0191c5a0-0000-7000-8000-000000000001","orderId":"0191c5a0-0000-7000-8000-00000000000a",\
                "clOrdId":"ord-1","symbol":"BTCUSDT","side":"BUY","ordType":"LIMIT","timeInForce":"IOC","orderQty":"100",\
                "px":"61250.50","transactTime":"2024-08-08T10:11:12.123456Z"}""");
    }

    @Test
    void aMarketOrderHasNoPx() {
        assertThat(text(RouteJson.of(route(RouteMessage.Kind.NEW_ORDER, OrdType.MARKET, null))))
                .contains("\"ordType\":\"MARKET\"")
                .doesNotContain("px");
    }

    @Test
    void aCancelRequest() {
        assertThat(text(RouteJson.of(route(RouteMessage.Kind.CANCEL, OrdType.LIMIT, BigDecimal.ONE))))
                .isEqualTo("""
                {"schema":"oms.route","version":1,"msgType":"OrderCancelRequest",\
                "messageId":"0191c5a0-0000-7000-8000-000000000001:17",\
                "accountId":"0191c5a0-0000-7000-8000-000000000001","orderId":"0191c5a0-0000-7000-8000-00000000000a",\
                "clOrdId":"cxl-1","origClOrdId":"ord-1","symbol":"BTCUSDT","side":"BUY","orderQty":"100",\
                "transactTime":"2024-08-08T10:11:12.123456Z"}""");
    }

    @Test
    void anOrderWithInstructionsThatExpires() {
        Terms terms = new Terms(
                new BigDecimal("5"),
                new BigDecimal("61250.50"),
                TimeInForce.GTD,
                Instant.parse("2024-08-09T00:00:00Z"),
                BigDecimal.ONE);
        Set<ExecInst> execInst = EnumSet.of(ExecInst.REDUCE_ONLY, ExecInst.POST_ONLY);
        assertThat(text(RouteJson.of(route(RouteMessage.Kind.NEW_ORDER, OrdType.LIMIT, execInst, terms))))
                .endsWith("\"timeInForce\":\"GTD\",\"orderQty\":\"5\",\"px\":\"61250.50\","
                        + "\"expireTime\":\"2024-08-09T00:00:00Z\",\"displayQty\":\"1\","
                        + "\"execInst\":[\"POST_ONLY\",\"REDUCE_ONLY\"],"
                        + "\"transactTime\":\"2024-08-08T10:11:12.123456Z\"}");
    }

    @Test
    void aReplaceRequestBringsTheWholeOrderAsItShallBe() {
        assertThat(text(RouteJson.of(route(RouteMessage.Kind.REPLACE, OrdType.LIMIT, new BigDecimal("61250.50")))))
                .isEqualTo("""
                {"schema":"oms.route","version":1,"msgType":"OrderCancelReplaceRequest",\
                "messageId":"0191c5a0-0000-7000-8000-000000000001:17",\
                "accountId":"0191c5a0-0000-7000-8000-000000000001","orderId":"0191c5a0-0000-7000-8000-00000000000a",\
                "clOrdId":"cxl-1","origClOrdId":"ord-1","symbol":"BTCUSDT","side":"BUY","ordType":"LIMIT",\
                "timeInForce":"IOC","orderQty":"100","px":"61250.50","transactTime":"2024-08-08T10:11:12.123456Z"}""");
    }

    @Test
    void aFill() {
        var event = new EventMessage(
                ACCOUNT,
                18,
                ORDER,
                "TRADE",
                "PARTIALLY_FILLED",
                "ord-1",
                "SIM-000042",
                null,
                "BTCUSDT",
                Side.BUY,
                new BigDecimal("0.25"),
                new BigDecimal("61250.40"),
                null,
                null,
                new BigDecimal("0.25"),
                new BigDecimal("99.75"),
                null,
                null,
                TIME,
                TIME.plusMillis(3));
        assertThat(Subjects.of(event)).isEqualTo("oms.event.0191c5a0-0000-7000-8000-000000000001.fill");
        assertThat(text(EventJson.of(event))).isEqualTo("""
                {"schema":"oms.event","version":1,"accountId":"0191c5a0-0000-7000-8000-000000000001","seq":18,\
                "orderId":"0191c5a0-0000-7000-8000-00000000000a","eventType":"TRADE","ordStatus":"PARTIALLY_FILLED",\
                "clOrdId":"ord-1","execId":"SIM-000042","symbol":"BTCUSDT","side":"BUY","lastQty":"0.25","lastPx":"61250.40",\
                "cumQty":"0.25","leavesQty":"99.75","transactTime":"2024-08-08T10:11:12.123456Z",\
                "recordedAt":"2024-08-08T10:11:12.126456Z"}""");
    }
}
