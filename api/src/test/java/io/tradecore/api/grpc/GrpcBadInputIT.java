package io.tradecore.api.grpc;

import static io.tradecore.api.grpc.TradingClient.failure;
import static io.tradecore.api.grpc.TradingClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import io.grpc.Status;
import io.tradecore.api.grpc.TradingClient.Failure;
import io.tradecore.api.grpc.TradingClient.Trading;
import io.tradecore.api.rest.Answer;
import io.tradecore.api.rest.ApiExtension;
import io.tradecore.api.rest.ApiUnderTest;
import io.tradecore.api.rest.Tokens;
import io.tradecore.grpc.v1.CancelOrder;
import io.tradecore.grpc.v1.CancelOrderRequest;
import io.tradecore.grpc.v1.NewOrder;
import io.tradecore.grpc.v1.OrdType;
import io.tradecore.grpc.v1.OrderRequest;
import io.tradecore.grpc.v1.OrderResponse;
import io.tradecore.grpc.v1.PlaceOrderRequest;
import io.tradecore.grpc.v1.Side;
import io.tradecore.grpc.v1.TimeInForce;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bad input is refused with the code REST gives it, by a single call and on a stream alike, and writes nothing. */
@ExtendWith(ApiExtension.class)
class GrpcBadInputIT {
    private static final UnknownFieldSet FIELD_99 = UnknownFieldSet.newBuilder()
            .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();

    private final ApiUnderTest api;
    private final TradingClient client;
    private String symbol = "";
    private String account = "";

    GrpcBadInputIT(ApiUnderTest api) {
        this.api = api;
        this.client = new TradingClient(api);
    }

    /** An order that is good but for one thing. */
    private record Case(NewOrder order, String code, String field) {}

    @BeforeEach
    void makeAnInstrumentAndAnAccount() {
        symbol = api.newInstrument();
        account = api.newAccount();
        api.buyOne(account, symbol, "TAKEN");
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    private Case bad(String code, String field, Consumer<NewOrder.Builder> spoil) {
        NewOrder.Builder order = TradingClient.buy("C1", symbol, "1");
        spoil.accept(order);
        return new Case(order.build(), code, field);
    }

    private List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String text : List.of(
                "NaN",
                "Infinity",
                "1e400",
                "1E-3",
                "+1",
                " 1",
                "1.",
                ".5",
                "01",
                "1,000",
                "0x10",
                "\u0661",
                "1\u0000")) {
            cases.add(bad("DECIMAL_MALFORMED", "orderQty", order -> order.setOrderQty(text)));
            cases.add(bad("DECIMAL_MALFORMED", "px", order -> order.setPx(text)));
        }
        for (String text : List.of("0", "0.000", "-0", "-1", "-0.5")) {
            cases.add(bad("DECIMAL_NOT_POSITIVE", "orderQty", order -> order.setOrderQty(text)));
            cases.add(bad("PX_NOT_POSITIVE", "px", order -> order.setPx(text)));
        }
        for (String text : List.of("1" + "0".repeat(18), "0." + "0".repeat(18) + "1", "9".repeat(60_000))) {
            cases.add(bad("DECIMAL_OUT_OF_RANGE", "orderQty", order -> order.setOrderQty(text)));
        }
        for (String text : List.of("a b", "C\u0000", "x".repeat(65), "\u00fc")) {
            cases.add(bad("FIELD_INVALID", "clOrdId", order -> order.setClOrdId(text)));
        }
        cases.add(bad("FIELD_INVALID", "symbol", order -> order.setSymbol("\u0000")));
        cases.add(bad("FIELD_INVALID", "symbol", order -> order.setSymbol("S".repeat(65))));
        cases.add(bad("FIELD_INVALID", "side", order -> order.setSideValue(9)));
        cases.add(bad("FIELD_INVALID", "ordType", order -> order.setOrdTypeValue(9)));
        cases.add(bad("FIELD_INVALID", "timeInForce", order -> order.setTimeInForceValue(9)));
        cases.add(bad("FIELD_INVALID", "px", order -> order.setOrdType(OrdType.ORD_TYPE_MARKET)));
        cases.add(bad("FIELD_MISSING", "px", NewOrder.Builder::clearPx));
        cases.add(bad("FIELD_MISSING", "clOrdId", NewOrder.Builder::clearClOrdId));
        cases.add(bad("FIELD_MISSING", "symbol", NewOrder.Builder::clearSymbol));
        cases.add(bad("FIELD_MISSING", "side", NewOrder.Builder::clearSide));
        cases.add(bad("FIELD_MISSING", "ordType", NewOrder.Builder::clearOrdType));
        cases.add(bad("FIELD_MISSING", "timeInForce", NewOrder.Builder::clearTimeInForce));
        cases.add(bad("FIELD_MISSING", "orderQty", NewOrder.Builder::clearOrderQty));
        cases.add(bad("FIELD_UNKNOWN", "", order -> order.setUnknownFields(FIELD_99)));
        cases.add(bad("INSTRUMENT_UNKNOWN", "symbol", order -> order.setSymbol("NOPE")));
        cases.add(bad("QTY_SCALE", "orderQty", order -> order.setOrderQty("1.0001")));
        cases.add(bad("PX_SCALE", "px", order -> order.setPx("100.001")));
        cases.add(bad(
                "EXISTS_WITH_DIFFERENT_ORDER_QTY",
                "orderQty",
                order -> order.setClOrdId("TAKEN").setOrderQty("2")));
        cases.add(bad(
                "EXISTS_WITH_DIFFERENT_PX",
                "px",
                order -> order.setClOrdId("TAKEN").setPx("100.01")));
        return cases;
    }

    @Test
    void everyBadOrderIsRefusedWithTheSameCodeByCallByStreamAndByRestAndNothingIsWritten() {
        List<Case> cases = cases();
        String trader = Tokens.trader(account);
        Map<String, Long> before = api.rowCounts();

        Trading trading = client.trade(trader);
        for (int i = 0; i < cases.size(); i++) {
            trading.send(request(i, account, cases.get(i).order().toBuilder()));
        }
        trading.complete();
        assertThat(trading.end().isOk()).isTrue();
        assertThat(trading.responses()).hasSameSizeAs(cases);
        for (OrderResponse response : trading.responses()) {
            Case expected = cases.get((int) response.getCorrelationId());
            assertThat(response.getRefused().getCode()).as("%s", expected).isEqualTo(expected.code());
            assertThat(response.getRefused().getField()).as("%s", expected).isEqualTo(expected.field());
        }
        for (Case expected : cases) {
            Failure unary = failure(() -> client.calls(trader)
                    .placeOrder(PlaceOrderRequest.newBuilder()
                            .setAccountId(account)
                            .setOrder(expected.order())
                            .build()));
            assertThat(unary.code()).as("%s", expected).isEqualTo(expected.code());
            assertThat(unary.field()).as("%s", expected).isEqualTo(expected.field());
            Answer rest = api.post(trader, "/v1/accounts/" + account + "/orders", json(expected.order()));
            assertThat(rest.code()).as("%s", expected).isEqualTo(expected.code());
        }
        assertThat(api.rowCounts()).isEqualTo(before);
    }

    @Test
    void aRequestForNothingAndABadCancelAreRefused() {
        String trader = Tokens.trader(account);
        Map<String, Long> before = api.rowCounts();
        String nothing = UUID.randomUUID().toString();

        assertThat(stream(
                        trader, OrderRequest.newBuilder().setAccountId(account).build()))
                .isEqualTo("FIELD_MISSING");
        assertThat(stream(
                        trader,
                        OrderRequest.newBuilder()
                                .setAccountId(account)
                                .setCancelOrder(CancelOrder.newBuilder().setClOrdId("X1"))
                                .setUnknownFields(FIELD_99)
                                .build()))
                .isEqualTo("FIELD_UNKNOWN");
        assertThat(cancel(trader, CancelOrder.newBuilder().setOrderId(nothing))).isEqualTo("FIELD_MISSING");
        assertThat(cancel(trader, CancelOrder.newBuilder().setOrderId(nothing).setClOrdId("a b")))
                .isEqualTo("FIELD_INVALID");
        assertThat(cancel(trader, CancelOrder.newBuilder().setOrderId(nothing).setClOrdId("X1")))
                .isEqualTo("ORDER_UNKNOWN");
        assertThat(cancel(trader, CancelOrder.newBuilder().setOrderId("no id").setClOrdId("X1")))
                .isEqualTo("ORDER_UNKNOWN");
        assertThat(api.rowCounts()).isEqualTo(before);
    }

    @Test
    void aMessageOfMoreThan64KibIsNotRead() {
        Failure failure = failure(() -> client.calls(Tokens.trader(account))
                .placeOrder(PlaceOrderRequest.newBuilder()
                        .setAccountId("x".repeat(70_000))
                        .build()));
        assertThat(failure.status()).isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.CANCELLED);
    }

    private String stream(String token, OrderRequest request) {
        return Trading.ask(client, token, request).getRefused().getCode();
    }

    /** The code both ways give. */
    private String cancel(String token, CancelOrder.Builder cancel) {
        String code = failure(() -> client.calls(token)
                        .cancelOrder(CancelOrderRequest.newBuilder()
                                .setAccountId(account)
                                .setCancel(cancel)
                                .build()))
                .code();
        OrderRequest request = OrderRequest.newBuilder()
                .setAccountId(account)
                .setCancelOrder(cancel)
                .build();
        assertThat(stream(token, request)).isEqualTo(code);
        return code;
    }

    /** The same order as REST takes it. */
    private static String json(NewOrder order) {
        StringJoiner json = new StringJoiner(",", "{", "}");
        text(json, "clOrdId", order.getClOrdId());
        text(json, "symbol", order.getSymbol());
        text(
                json,
                "side",
                name(
                        order.getSide() == Side.UNRECOGNIZED
                                ? "X_X"
                                : order.getSide().name(),
                        "SIDE_"));
        text(
                json,
                "ordType",
                name(
                        order.getOrdType() == OrdType.UNRECOGNIZED
                                ? "X_X"
                                : order.getOrdType().name(),
                        "ORD_TYPE_"));
        text(
                json,
                "timeInForce",
                name(
                        order.getTimeInForce() == TimeInForce.UNRECOGNIZED
                                ? "X_X"
                                : order.getTimeInForce().name(),
                        "TIME_IN_FORCE_"));
        text(json, "orderQty", order.getOrderQty());
        text(json, "px", order.getPx());
        if (order.getUnknownFields().getSerializedSize() > 0) {
            json.add("'colour':1");
        }
        return json.toString();
    }

    private static String name(String constant, String prefix) {
        String name = constant.replace(prefix, "");
        return name.equals("UNSPECIFIED") ? "" : name;
    }

    private static void text(StringJoiner json, String field, String value) {
        if (!value.isEmpty()) {
            json.add("'" + field + "':'" + value.replace("\u0000", "\\u0000") + "'");
        }
    }
}
