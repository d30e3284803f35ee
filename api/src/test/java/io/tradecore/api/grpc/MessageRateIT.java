package io.tradecore.api.grpc;

import static io.tradecore.api.grpc.TradingClient.buy;
import static io.tradecore.api.grpc.TradingClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.tradecore.api.rest.ApiExtension;
import io.tradecore.api.rest.ApiUnderTest;
import io.tradecore.api.rest.Tokens;
import io.tradecore.grpc.v1.CancelOrder;
import io.tradecore.grpc.v1.CancelOrderRequest;
import io.tradecore.grpc.v1.MassCancelRequest;
import io.tradecore.grpc.v1.OrderRequest;
import io.tradecore.grpc.v1.OrderResponse;
import io.tradecore.grpc.v1.PlaceOrderRequest;
import io.tradecore.grpc.v1.Refused;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The rate of all that an account sends, on a stream and by single calls: orders are refused, cancels pass. */
@ExtendWith(ApiExtension.class)
class MessageRateIT {
    private static final int SENT = 20;

    private final ApiUnderTest api;
    private final TradingClient client;

    MessageRateIT(ApiUnderTest api) {
        this.api = api;
        this.client = new TradingClient(api);
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    private static OrderRequest cancel(long correlationId, String account, String orderId) {
        return OrderRequest.newBuilder()
                .setCorrelationId(correlationId)
                .setAccountId(account)
                .setCancelOrder(
                        CancelOrder.newBuilder().setClOrdId("X" + correlationId).setOrderId(orderId))
                .build();
    }

    private String place(String trader, String account, String clOrdId, String symbol) {
        return client.calls(trader)
                .placeOrder(PlaceOrderRequest.newBuilder()
                        .setAccountId(account)
                        .setOrder(buy(clOrdId, symbol, "0.01"))
                        .build())
                .getOrder()
                .getOrderId();
    }

    @Test
    void cancelsPassWhileOrdersAreRefused() {
        String symbol = api.newInstrument();
        String account = api.newAccount();
        String trader = Tokens.trader(account);
        String working = place(trader, account, "W1", symbol);
        String other = place(trader, account, "W2", symbol);
        api.limit(account, "MESSAGES_PER_SECOND", "1");
        // The batch of this one tells the process that rules have changed.
        place(trader, account, "W3", symbol);

        TradingClient.Trading trading = client.trade(trader);
        for (int i = 0; i < SENT; i++) {
            trading.send(request(i, account, buy("C" + i, symbol, "0.01")));
        }
        trading.send(cancel(SENT, account, working));
        trading.complete();
        assertThat(trading.end().isOk()).isTrue();
        List<OrderResponse> responses = trading.responses();
        assertThat(responses)
                .filteredOn(response -> response.getCorrelationId() == SENT)
                .singleElement()
                .satisfies(response -> assertThat(response.hasAccepted()).isTrue());
        List<Refused> refused = responses.stream()
                .filter(OrderResponse::hasRefused)
                .map(OrderResponse::getRefused)
                .toList();
        assertThat(refused).isNotEmpty().allSatisfy(each -> {
            assertThat(each.getCode()).isEqualTo("MESSAGE_RATE_EXCEEDED");
            assertThat(each.getNumbersMap()).containsEntry("messagesPerSecond", "1");
            assertThat(each.getRetryAfterMs()).isPositive();
        });

        TradingClient.Failure last = TradingClient.failure(() -> {
            for (int i = 0; i < SENT; i++) {
                place(trader, account, "U" + i, symbol);
            }
        });
        assertThat(last.status()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(last.code()).isEqualTo("MESSAGE_RATE_EXCEEDED");
        assertThat(last.retryAfter()).matches("[1-9][0-9]*");
        assertThat(client.calls(trader)
                        .cancelOrder(CancelOrderRequest.newBuilder()
                                .setAccountId(account)
                                .setCancel(CancelOrder.newBuilder()
                                        .setClOrdId("X-unary")
                                        .setOrderId(other))
                                .build())
                        .getOrder()
                        .getOrdStatus())
                .isEqualTo("PENDING_CANCEL");
        assertThat(client.control(trader)
                        .massCancel(MassCancelRequest.newBuilder()
                                .setAccountId(account)
                                .setClOrdId("M1")
                                .build())
                        .getResultsCount())
                .isPositive();
    }
}
