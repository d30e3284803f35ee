package io.tradecore.api.grpc;

import static io.tradecore.api.grpc.TradingClient.buy;
import static io.tradecore.api.grpc.TradingClient.failure;
import static io.tradecore.api.grpc.TradingClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.tradecore.api.Eventually;
import io.tradecore.api.grpc.TradingClient.Trading;
import io.tradecore.api.rest.ApiExtension;
import io.tradecore.api.rest.ApiUnderTest;
import io.tradecore.api.rest.Tokens;
import io.tradecore.grpc.v1.BatchRequest;
import io.tradecore.grpc.v1.BulkAnswer;
import io.tradecore.grpc.v1.ClosePositionRequest;
import io.tradecore.grpc.v1.MassCancelRequest;
import io.tradecore.grpc.v1.OrderPreview;
import io.tradecore.grpc.v1.OrderRequest;
import io.tradecore.grpc.v1.OrderResponse;
import io.tradecore.grpc.v1.PreviewOrderRequest;
import io.tradecore.grpc.v1.SetDeadMansSwitchRequest;
import io.tradecore.grpc.v1.Side;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The calls of OrderControl. */
@ExtendWith(ApiExtension.class)
class GrpcControlIT {
    private final ApiUnderTest api;
    private final TradingClient client;
    private final String account;
    private final String symbol;

    GrpcControlIT(ApiUnderTest api) {
        this.api = api;
        this.client = new TradingClient(api);
        this.account = api.newAccount();
        this.symbol = api.newInstrument();
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    private MassCancelRequest.Builder massCancel() {
        return MassCancelRequest.newBuilder().setAccountId(account).setClOrdId("M1");
    }

    @Test
    void aMassCancelAnswersForEachOrderOnce() {
        String orderId = api.buyOne(account, symbol, "B1").text("orderId");
        MassCancelRequest request =
                massCancel().setSymbol(symbol).setSide(Side.SIDE_BUY).build();

        BulkAnswer answer = client.control(Tokens.trader(account)).massCancel(request);

        assertThat(answer.getReplayed()).isFalse();
        assertThat(answer.getResultsList()).singleElement().satisfies(result -> {
            assertThat(result.getOrderId()).isEqualTo(orderId);
            assertThat(result.getResult()).isEqualTo("CANCEL_REQUESTED");
            assertThat(result.hasCode()).isFalse();
        });
        assertThat(client.control(Tokens.trader(account)).massCancel(request))
                .isEqualTo(answer.toBuilder().setReplayed(true).build());
        var different = failure(() -> client.control(Tokens.trader(account))
                .massCancel(massCancel().setSymbol("OTHER").build()));
        assertThat(different.status()).isEqualTo(Status.Code.ALREADY_EXISTS);
    }

    @Test
    void aPreviewAndACloseSayWhatTheySayOverRest() {
        var control = client.control(Tokens.trader(account));
        PreviewOrderRequest preview = PreviewOrderRequest.newBuilder()
                .setAccountId(account)
                .setOrder(buy("P1", symbol, "2"))
                .build();

        OrderPreview answer = control.previewOrder(preview);

        assertThat(answer.getAccepted()).isTrue();
        assertThat(answer.getFigures().getReserved()).isEqualTo("200.2");
        OrderPreview denied = control.previewOrder(preview.toBuilder()
                .setOrder(buy("P1", symbol, "2").setSide(Side.SIDE_SELL))
                .build());
        assertThat(denied.getAccepted()).isFalse();
        assertThat(denied.getCode()).isEqualTo("POSITION_INSUFFICIENT");
        assertThat(denied.hasFigures()).isFalse();

        ClosePositionRequest close = ClosePositionRequest.newBuilder()
                .setAccountId(account)
                .setClOrdId("X1")
                .setSymbol(symbol)
                .build();
        assertThat(failure(() -> control.closePosition(close)).code()).isEqualTo("POSITION_FLAT");
        api.fill(account, api.buyOne(account, symbol, "B1").text("orderId"), "1", "100.00");
        assertThat(control.closePosition(close).getResultsList())
                .singleElement()
                .satisfies(result -> assertThat(result.getOrderQty()).isEqualTo("1"));
        assertThat(control.closePosition(close).getReplayed()).isTrue();
        assertThat(failure(() -> control.closePosition(
                                close.toBuilder().setPercent("101").build()))
                        .field())
                .isEqualTo("percent");
    }

    private String status(String clOrdId) {
        return api.get(Tokens.trader(account), "/v1/accounts/" + account + "/orders/by-cl-ord-id/" + clOrdId)
                .text("ordStatus");
    }

    private Trading stream(String token, String... clOrdIds) throws Exception {
        Trading stream = client.tradeCancellingOnDisconnect(token, "true");
        for (String clOrdId : clOrdIds) {
            stream.send(request(1, account, buy(clOrdId, symbol, "1")));
        }
        Eventually.eventually(() -> assertThat(stream.responses()).hasSize(clOrdIds.length));
        return stream;
    }

    @Test
    void aStreamThatBreaksTakesItsOrdersWithItAndNoOthers() throws Exception {
        api.buyOne(account, symbol, "OTHER");
        String token = Tokens.trader(account);
        Trading stream = stream(token, "S1", "S2");

        stream.cancel();

        Eventually.eventually(
                () -> assertThat(status("S1") + " " + status("S2")).isEqualTo("PENDING_CANCEL PENDING_CANCEL"));
        assertThat(status("OTHER")).isEqualTo("PENDING_NEW");
    }

    @Test
    void aStreamThatIsClosedByItsClientLeavesItsOrders() throws Exception {
        Trading stream = stream(Tokens.trader(account), "S1");
        stream.complete();
        assertThat(stream.end().isOk()).isTrue();
        // Its end is answered after anything it could have had cancelled was handed in.
        assertThat(status("S1")).isEqualTo("PENDING_NEW");
    }

    @Test
    void aStreamThatEndsWithItsTokenTakesItsOrdersWithIt() throws Exception {
        Instant expiry = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 4);
        String token = Tokens.sign(Tokens.claims("tess", List.of("trader"))
                .claim("accounts", List.of(account))
                .expirationTime(Date.from(expiry))
                .build());
        Trading stream = stream(token, "S1");
        assertThat(stream.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        Eventually.eventually(() -> assertThat(status("S1")).isEqualTo("PENDING_CANCEL"));
    }

    @Test
    void aStreamThatDidNotAskForItLeavesItsOrdersWhenItBreaks() throws Exception {
        String token = Tokens.trader(account);
        Trading plain = client.trade(token);
        plain.send(request(1, account, buy("P1", symbol, "1")));
        Eventually.eventually(() -> assertThat(plain.responses()).hasSize(1));
        Trading asking = stream(token, "S1");
        plain.cancel();
        asking.cancel();
        Eventually.eventually(() -> assertThat(status("S1")).isEqualTo("PENDING_CANCEL"));
        assertThat(status("P1")).isEqualTo("PENDING_NEW");
        assertThat(client.tradeCancellingOnDisconnect(token, "yes").end().getCode())
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aDeadMansSwitchIsSetAndSwitchedOff() {
        var control = client.control(Tokens.trader(account));
        var request = SetDeadMansSwitchRequest.newBuilder().setAccountId(account);
        assertThat(failure(() -> control.setDeadMansSwitch(request.build())).field())
                .isEqualTo("timeoutSeconds");
        assertThat(control.setDeadMansSwitch(request.setTimeoutSeconds(60).build())
                        .hasFiresAt())
                .isTrue();
        assertThat(control.setDeadMansSwitch(request.setTimeoutSeconds(0).build())
                        .hasFiresAt())
                .isFalse();
    }

    @Test
    void aBatchIsAnsweredOnceForEachRequestOfAnyOfTheCallersAccounts() {
        String other = api.newAccount();
        String token = Tokens.trader(account, other);
        BatchRequest.Builder batch = BatchRequest.newBuilder()
                .addRequests(request(1, account, buy("B1", symbol, "1")))
                .addRequests(request(2, other, buy("B1", symbol, "1")))
                .addRequests(request(3, account, buy("B1", symbol, "2")))
                .addRequests(request(4, api.newAccount(), buy("B1", symbol, "1")))
                .addRequests(request(5, account, buy("B2", symbol, "2000")))
                .addRequests(OrderRequest.newBuilder().setCorrelationId(6).setAccountId(account));

        List<OrderResponse> responses =
                client.control(token).submitBatch(batch.build()).getResponsesList();

        assertThat(responses).extracting(OrderResponse::getCorrelationId).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(responses.get(0).hasAccepted()).isTrue();
        assertThat(responses.get(1).hasAccepted()).isTrue();
        assertThat(responses.get(2).getRefused().getCode()).isEqualTo("EXISTS_WITH_DIFFERENT_ORDER_QTY");
        assertThat(responses.get(3).getRefused().getCode()).isEqualTo("ACCOUNT_UNKNOWN");
        assertThat(responses.get(4).getDenied().getCode()).isEqualTo("QTY_EXCEEDS_MAX");
        assertThat(responses.get(5).getRefused().getCode()).isEqualTo("FIELD_MISSING");
        for (int i = 6; i <= 100; i++) {
            batch.addRequests(request(i, account, buy("X" + i, symbol, "1")));
        }
        assertThat(failure(() -> client.control(token).submitBatch(batch.build()))
                        .field())
                .isEqualTo("requests");
    }

    @Test
    void onlyTradersAndServicesAskAndOnlyOfTheirAccounts() {
        for (String token : List.of(Tokens.readonly(account), Tokens.admin())) {
            assertThat(failure(() -> client.control(token)
                                    .massCancel(massCancel().build()))
                            .status())
                    .isEqualTo(Status.Code.PERMISSION_DENIED);
        }
        assertThat(failure(() -> client.control(Tokens.trader(api.newAccount()))
                                .massCancel(massCancel().build()))
                        .code())
                .isEqualTo("ACCOUNT_UNKNOWN");
        assertThat(failure(() -> client.control(null).massCancel(massCancel().build()))
                        .status())
                .isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(client.control(Tokens.system())
                        .massCancel(massCancel().build())
                        .getResultsCount())
                .isZero();
    }
}
