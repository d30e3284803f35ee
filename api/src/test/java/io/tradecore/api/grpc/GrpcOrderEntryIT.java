package io.tradecore.api.grpc;

import static io.tradecore.api.grpc.TradingClient.Trading.ask;
import static io.tradecore.api.grpc.TradingClient.buy;
import static io.tradecore.api.grpc.TradingClient.failure;
import static io.tradecore.api.grpc.TradingClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.tradecore.api.grpc.TradingClient.Failure;
import io.tradecore.api.rest.ApiExtension;
import io.tradecore.api.rest.ApiUnderTest;
import io.tradecore.api.rest.Tokens;
import io.tradecore.grpc.v1.CancelOrder;
import io.tradecore.grpc.v1.CancelOrderRequest;
import io.tradecore.grpc.v1.GetOrderRequest;
import io.tradecore.grpc.v1.NewOrder;
import io.tradecore.grpc.v1.OrdType;
import io.tradecore.grpc.v1.Order;
import io.tradecore.grpc.v1.OrderAnswer;
import io.tradecore.grpc.v1.OrderRequest;
import io.tradecore.grpc.v1.OrderResponse;
import io.tradecore.grpc.v1.PendingRequest;
import io.tradecore.grpc.v1.PlaceOrderRequest;
import io.tradecore.grpc.v1.PositionEffect;
import io.tradecore.grpc.v1.ReplaceOrder;
import io.tradecore.grpc.v1.ReplaceOrderRequest;
import io.tradecore.oms.execution.ReportType;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An order's way over gRPC, by single calls and on a stream, and that it is the way of REST. */
@ExtendWith(ApiExtension.class)
class GrpcOrderEntryIT {
    private final ApiUnderTest api;
    private final TradingClient client;

    GrpcOrderEntryIT(ApiUnderTest api) {
        this.api = api;
        this.client = new TradingClient(api);
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    private OrderAnswer place(String token, String account, NewOrder.Builder order) {
        return client.calls(token)
                .placeOrder(PlaceOrderRequest.newBuilder()
                        .setAccountId(account)
                        .setOrder(order)
                        .build());
    }

    private OrderAnswer cancel(String token, String account, String orderId, String clOrdId) {
        return client.calls(token)
                .cancelOrder(CancelOrderRequest.newBuilder()
                        .setAccountId(account)
                        .setCancel(CancelOrder.newBuilder().setClOrdId(clOrdId).setOrderId(orderId))
                        .build());
    }

    private Order byOrderId(String token, String account, String orderId) {
        return client.calls(token)
                .getOrder(GetOrderRequest.newBuilder()
                        .setAccountId(account)
                        .setOrderId(orderId)
                        .build());
    }

    private Order byClOrdId(String token, String account, String clOrdId) {
        return client.calls(token)
                .getOrder(GetOrderRequest.newBuilder()
                        .setAccountId(account)
                        .setClOrdId(clOrdId)
                        .build());
    }

    @Test
    void anOrderIsPlacedFilledInPartCanceledAndReadByEitherId() {
        String symbol = api.newInstrument();
        String account = api.newAccount();
        String trader = Tokens.trader(account);

        Order placed = place(trader, account, buy("C1", symbol, "3")).getOrder();
        assertThat(placed.getOrdStatus()).isEqualTo("PENDING_NEW");
        assertThat(placed.getLeavesQty()).isEqualTo("3");
        assertThat(placed.getPx()).isEqualTo("100");
        api.report(account, placed.getOrderId(), ReportType.NEW);
        api.fill(account, placed.getOrderId(), "1", "100.00");
        Order pending = cancel(trader, account, placed.getOrderId(), "C2").getOrder();
        assertThat(pending.getOrdStatus()).isEqualTo("PENDING_CANCEL");
        assertThat(pending.getPendingClOrdId()).isEqualTo("C2");
        api.report(account, placed.getOrderId(), ReportType.CANCELED);

        Order order = byOrderId(trader, account, placed.getOrderId());
        assertThat(order.getOrdStatus()).isEqualTo("CANCELED");
        assertThat(order.getCumQty()).isEqualTo("1");
        assertThat(order.getAvgPx()).isEqualTo("100");
        assertThat(byClOrdId(Tokens.readonly(account), account, "C1")).isEqualTo(order);
        assertThat(api.get(trader, "/v1/accounts/" + account + "/orders/" + order.getOrderId())
                        .text("ordStatus"))
                .isEqualTo("CANCELED");
    }

    @Test
    void anOrderOfAHedgingAccountSaysWhatItDoesToItsLeg() {
        String symbol = api.newInstrument();
        String account = api.post(
                        Tokens.admin(),
                        "/v1/accounts",
                        "{'name':'Legs','accountType':'MARGIN','positionMode':'HEDGING','baseCurrency':'USD'}")
                .text("accountId");
        String trader = Tokens.trader(account);

        Failure missing = failure(() -> place(trader, account, buy("C1", symbol, "1")));
        assertThat(missing.code()).isEqualTo("POSITION_EFFECT_MISSING");
        var close = buy("C2", symbol, "1").setPositionEffect(PositionEffect.POSITION_EFFECT_CLOSE);
        assertThat(failure(() -> place(trader, account, close)).code()).isEqualTo("CLOSE_EXCEEDS_LEG");
        assertThat(byClOrdId(trader, account, "C2").getPositionEffect()).isEqualTo("CLOSE");
    }

    @Test
    void aLimitMayBeBelowZeroWhereTheInstrumentMayTradeThere() {
        String oil = below("'securityType':'FUT','negativePx':true,"
                + "'margin':{'unit':'PER_CONTRACT','initial':'10','maintenance':'5'}");
        String account = api.post(
                        Tokens.admin(), "/v1/accounts", "{'name':'Oil','accountType':'MARGIN','baseCurrency':'USD'}")
                .text("accountId");
        String trader = Tokens.trader(account);
        api.post(
                Tokens.admin(),
                "/v1/accounts/" + account + "/deposits",
                "{'transferId':'opening','asset':'USD','amount':'100'}");

        Order placed =
                place(trader, account, buy("C1", oil, "1").setPx("-37.63")).getOrder();
        assertThat(placed.getPx()).isEqualTo("-37.63");
        api.fill(account, placed.getOrderId(), "1", "-37.63");
        assertThat(byClOrdId(trader, account, "C1").getAvgPx()).isEqualTo("-37.63");
        assertThat(failure(() -> place(
                                trader,
                                account,
                                buy("C2", api.newInstrument(), "1").setPx("-37.63")))
                        .code())
                .isEqualTo("PX_NOT_POSITIVE");
    }

    /** An instrument quoted at -38 to -37. */
    private String below(String kind) {
        String symbol = api.name("CL");
        String body = "{'symbol':'" + symbol
                + "','venueId':'SIM','currency':'USD','pxScale':2,'qtyScale':3,'tickSize':'0.01',"
                + "'lotSize':'0.001','maxOrderQty':'1000','maxOrderNotional':'1000000','priceCollar':'0.1','feeRate':'0.001',"
                + kind + "}";
        assertThat(api.post(Tokens.admin(), "/v1/instruments", body).status()).isEqualTo(201);
        api.quote(symbol, "-38.00", "-37.00");
        return symbol;
    }

    @Test
    void anOrderIsReplacedByACallOfItsOwnAndOnAStream() {
        String symbol = api.newInstrument();
        String account = api.newAccount();
        String trader = Tokens.trader(account);
        String orderId =
                place(trader, account, buy("C1", symbol, "3")).getOrder().getOrderId();
        api.report(account, orderId, ReportType.NEW);

        Order pending = client.calls(trader)
                .replaceOrder(ReplaceOrderRequest.newBuilder()
                        .setAccountId(account)
                        .setReplace(ReplaceOrder.newBuilder()
                                .setClOrdId("C2")
                                .setOrigClOrdId("C1")
                                .setOrderId(orderId)
                                .setOrderQty("4"))
                        .build())
                .getOrder();
        assertThat(pending.getOrdStatus()).isEqualTo("PENDING_REPLACE");
        assertThat(pending.getPending().getKind()).isEqualTo(PendingRequest.Kind.KIND_REPLACE);
        assertThat(pending.getPending().getOrderQty()).isEqualTo("4");
        api.answer(account, orderId, ReportType.REPLACED, "C2");
        assertThat(byClOrdId(trader, account, "C2").getCurrentClOrdId()).isEqualTo("C2");

        OrderRequest replace = OrderRequest.newBuilder()
                .setCorrelationId(7)
                .setAccountId(account)
                .setReplaceOrder(ReplaceOrder.newBuilder()
                        .setClOrdId("C3")
                        .setOrderId(orderId)
                        .setPx("99.00"))
                .build();
        OrderResponse asked = ask(client, trader, replace);
        assertThat(asked.getAccepted().getOrdStatus()).isEqualTo("PENDING_REPLACE");
        assertThat(ask(client, trader, replace).getAccepted().getReplayed()).isTrue();
        OrderResponse refused = ask(
                client,
                trader,
                replace.toBuilder()
                        .setReplaceOrder(replace.getReplaceOrder().toBuilder().setClOrdId("C4"))
                        .build());
        assertThat(refused.getRefused().getCode()).isEqualTo("REPLACE_ALREADY_PENDING");
        assertThat(refused.getRefused().getCxlRejReason()).isEqualTo(3);
    }

    @Test
    void aHeldOrderIsReplacedAtOnceWithAnotherStopPrice() {
        String account = api.newAccount();
        String trader = Tokens.trader(account);
        NewOrder.Builder stop = buy("C1", api.newInstrument(), "1")
                .setOrdType(OrdType.ORD_TYPE_STOP)
                .clearPx()
                .setStopPx("105.00");
        String orderId = place(trader, account, stop).getOrder().getOrderId();
        ReplaceOrder.Builder asked =
                ReplaceOrder.newBuilder().setClOrdId("C2").setOrderId(orderId).setStopPx("110.00");

        Order replaced = client.calls(trader)
                .replaceOrder(ReplaceOrderRequest.newBuilder()
                        .setAccountId(account)
                        .setReplace(asked)
                        .build())
                .getOrder();
        assertThat(replaced.getStopPx()).isEqualTo("110");
        assertThat(replaced.getHeldBy()).isEqualTo("TRIGGER");
        assertThat(replaced.getCurrentClOrdId()).isEqualTo("C2");
        OrderRequest trail = OrderRequest.newBuilder()
                .setCorrelationId(1)
                .setAccountId(account)
                .setReplaceOrder(ReplaceOrder.newBuilder()
                        .setClOrdId("C3")
                        .setOrderId(orderId)
                        .setTrailPercent("5"))
                .build();
        assertThat(ask(client, trader, trail).getRefused().getCode()).isEqualTo("TRAIL_NOT_ALLOWED");
    }

    @Test
    void aStreamPlacesAndCancelsAndItsAnswersNameTheirRequests() {
        String symbol = api.newInstrument();
        String account = api.newAccount();
        String trader = Tokens.trader(account);

        OrderResponse placed = ask(client, trader, request(-1, account, buy("C1", symbol, "1")));
        assertThat(placed.getCorrelationId()).isEqualTo(-1);
        assertThat(placed.getAccepted().getOrdStatus()).isEqualTo("PENDING_NEW");
        assertThat(placed.getAccepted().getReplayed()).isFalse();
        String orderId = placed.getAccepted().getOrderId();
        assertThat(byOrderId(trader, account, orderId).getClOrdId()).isEqualTo("C1");

        OrderResponse canceled = ask(
                client,
                trader,
                OrderRequest.newBuilder()
                        .setCorrelationId(8)
                        .setAccountId(account)
                        .setCancelOrder(
                                CancelOrder.newBuilder().setClOrdId("C2").setOrderId(orderId))
                        .build());
        assertThat(canceled.getCorrelationId()).isEqualTo(8);
        assertThat(canceled.getAccepted().getOrdStatus()).isEqualTo("PENDING_CANCEL");
    }

    @Test
    void theSameRequestIsAnsweredAgainAndAnotherOfItsIdIsRefused() {
        String symbol = api.newInstrument();
        String account = api.newAccount();
        String trader = Tokens.trader(account);
        String orderId =
                place(trader, account, buy("C1", symbol, "1")).getOrder().getOrderId();

        OrderAnswer again = place(trader, account, buy("C1", symbol, "1.000"));
        assertThat(again.getReplayed()).isTrue();
        assertThat(again.getOrder().getOrderId()).isEqualTo(orderId);
        OrderResponse onStream = ask(client, trader, request(1, account, buy("C1", symbol, "1")));
        assertThat(onStream.getAccepted().getReplayed()).isTrue();
        assertThat(onStream.getAccepted().getOrderId()).isEqualTo(orderId);

        Failure conflict = failure(() -> place(trader, account, buy("C1", symbol, "2")));
        assertThat(conflict.status()).isEqualTo(Status.Code.ALREADY_EXISTS);
        assertThat(conflict.code()).isEqualTo("EXISTS_WITH_DIFFERENT_ORDER_QTY");
        assertThat(conflict.field()).isEqualTo("orderQty");
        OrderResponse refused = ask(client, trader, request(1, account, buy("C1", symbol, "2")));
        assertThat(refused.getRefused().getCode()).isEqualTo("EXISTS_WITH_DIFFERENT_ORDER_QTY");
        assertThat(refused.getRefused().getField()).isEqualTo("orderQty");
    }

    @Test
    void aDenialNamesItsReasonItsNumbersAndTheOrderThatRecordsIt() {
        String symbol = api.newInstrument();
        String account = api.newAccount("50");
        String trader = Tokens.trader(account);

        OrderResponse denied = ask(client, trader, request(1, account, buy("C1", symbol, "1")));
        assertThat(denied.getDenied().getCode()).isEqualTo("CASH_INSUFFICIENT");
        assertThat(denied.getDenied().getNumbersMap()).isNotEmpty();
        assertThat(byOrderId(trader, account, denied.getDenied().getOrderId()).getOrdStatus())
                .isEqualTo("DENIED");

        Failure unary = failure(() -> place(trader, account, buy("C2", symbol, "1")));
        assertThat(unary.status()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(unary.code()).isEqualTo("CASH_INSUFFICIENT");
        String orderId = unary.info().getMetadataOrThrow("orderId");
        assertThat(byOrderId(trader, account, orderId).getReasonCode()).isEqualTo("CASH_INSUFFICIENT");
    }

    @Test
    void anotherTenantsAccountAndOrdersLookLikeMissingOnes() {
        String symbol = api.newInstrument();
        String mine = api.newAccount();
        String theirs = api.newAccount();
        String orderId = place(Tokens.trader(theirs), theirs, buy("C1", symbol, "1"))
                .getOrder()
                .getOrderId();
        String me = Tokens.trader(mine);
        String nobodys = UUID.randomUUID().toString();

        for (String account : new String[] {theirs, nobodys, "not-an-id", ""}) {
            Failure unary = failure(() -> place(me, account, buy("X1", symbol, "1")));
            assertThat(unary.status()).isEqualTo(Status.Code.NOT_FOUND);
            assertThat(unary.code()).isEqualTo("ACCOUNT_UNKNOWN");
            assertThat(failure(() -> byOrderId(me, account, orderId)).code()).isEqualTo("ACCOUNT_UNKNOWN");
            assertThat(failure(() -> cancel(me, account, orderId, "X2")).code()).isEqualTo("ACCOUNT_UNKNOWN");
            OrderResponse onStream = ask(client, me, request(1, account, buy("X3", symbol, "1")));
            assertThat(onStream.getRefused())
                    .isEqualTo(ask(client, me, request(1, nobodys, buy("X3", symbol, "1")))
                            .getRefused());
            assertThat(onStream.getRefused().getCode()).isEqualTo("ACCOUNT_UNKNOWN");
        }
        assertThat(failure(() -> byOrderId(me, mine, orderId)).code()).isEqualTo("ORDER_UNKNOWN");
        assertThat(failure(() -> cancel(me, mine, orderId, "X4")).code()).isEqualTo("ORDER_UNKNOWN");
        assertThat(byOrderId(Tokens.trader(theirs), theirs, orderId).getOrdStatus())
                .isEqualTo("PENDING_NEW");
    }

    @Test
    void anAccountOverItsRateIsToldWhenToTryAgain() {
        String symbol = api.newInstrument();
        String account = api.newAccount();
        api.limit(account, "ORDERS_PER_SECOND", "1");
        String trader = Tokens.trader(account);
        TradingClient.Trading trading = client.trade(trader);
        for (int i = 0; i < 20; i++) {
            trading.send(request(i, account, buy("C" + i, symbol, "1")));
        }
        trading.complete();
        assertThat(trading.end().isOk()).isTrue();
        assertThat(trading.responses()).hasSize(20).anySatisfy(response -> {
            assertThat(response.getRefused().getCode()).isEqualTo("RATE_LIMIT_EXCEEDED");
            assertThat(response.getRefused().getRetryAfterMs()).isPositive();
        });
        assertThat(trading.responses())
                .anySatisfy(response -> assertThat(response.hasAccepted()).isTrue());

        Failure last = failure(() -> {
            for (int i = 0; i < 20; i++) {
                place(trader, account, buy("U" + i, symbol, "1"));
            }
        });
        assertThat(last.status()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(last.code()).isEqualTo("RATE_LIMIT_EXCEEDED");
        assertThat(last.retryAfter()).matches("[1-9][0-9]*");
    }
}
