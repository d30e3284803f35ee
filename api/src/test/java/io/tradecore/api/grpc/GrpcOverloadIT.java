package io.tradecore.api.grpc;

import static io.tradecore.api.Eventually.eventually;
import static io.tradecore.api.grpc.TradingClient.buy;
import static io.tradecore.api.grpc.TradingClient.failure;
import static io.tradecore.api.grpc.TradingClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.tradecore.api.grpc.TradingClient.Failure;
import io.tradecore.api.grpc.TradingClient.Trading;
import io.tradecore.api.rest.Answer;
import io.tradecore.api.rest.ApiExtension;
import io.tradecore.api.rest.ApiUnderTest;
import io.tradecore.api.rest.Tokens;
import io.tradecore.grpc.v1.PlaceOrderRequest;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.pipeline.Lanes;
import java.math.BigDecimal;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every way in answers to an order there is no room for: no, at once, and when to try again. */
@ExtendWith(ApiExtension.class)
class GrpcOverloadIT {
    private static final int STREAMED = 100;

    private final ApiUnderTest api;

    GrpcOverloadIT(ApiUnderTest api) {
        this.api = api;
    }

    @Test
    void everyWayInRefusesAtOnceWhileNothingIsCommittedAndTakesOrdersAgainAfterwards() throws Exception {
        String symbol = api.newInstrument();
        String account = api.newAccount();
        String token = Tokens.trader(account);
        String path = "/v1/accounts/" + account + "/orders";
        String body = ApiUnderTest.limitOrder("REST", symbol, "BUY", "0.001", "100.00");
        Lanes lanes = api.context().getBean(Lanes.class);
        List<CompletableFuture<Outcome>> taken = new ArrayList<>();
        try (TradingClient client = new TradingClient(api);
                Connection rival = api.adminConnection()) {
            // As long as somebody holds the account's row, nothing of it is committed.
            rival.setAutoCommit(false);
            try (var statement = rival.createStatement()) {
                statement.execute("SELECT 1 FROM accounts WHERE account_id = '" + account + "' FOR UPDATE");
            }
            taken.add(lanes.submit(order(account, symbol, 0)));
            eventually(() -> assertThat(lanes.waiting()).isZero());
            while (lanes.hasRoomForOrder(AccountId.of(account))) {
                taken.add(lanes.submit(order(account, symbol, taken.size())));
            }

            Answer rest = api.post(token, path, body);
            assertThat(rest.status()).isEqualTo(503);
            assertThat(rest.code()).isEqualTo("OVERLOADED");
            assertThat(rest.header("Retry-After")).isEqualTo("1");

            Failure unary = failure(() -> client.calls(token)
                    .placeOrder(PlaceOrderRequest.newBuilder()
                            .setAccountId(account)
                            .setOrder(buy("UNARY", symbol, "0.001"))
                            .build()));
            assertThat(unary.status()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(unary.code()).isEqualTo("OVERLOADED");
            assertThat(unary.retryAfter()).isEqualTo("1");

            Trading trading = client.trade(token);
            for (int i = 0; i < STREAMED; i++) {
                trading.send(request(i, account, buy("S" + i, symbol, "0.001")));
            }
            eventually(() -> assertThat(trading.responses()).hasSize(STREAMED).allSatisfy(response -> {
                assertThat(response.getRefused().getCode()).isEqualTo("OVERLOADED");
                assertThat(response.getRefused().getRetryAfterMs()).isPositive();
            }));
            assertThat(trading.isOpen()).isTrue();

            assertThat(taken).noneMatch(CompletableFuture::isDone);
            rival.rollback();
            assertThat(taken)
                    .allSatisfy(answer -> assertThat(
                                    answer.orTimeout(30, TimeUnit.SECONDS).join())
                            .isInstanceOf(Outcome.OrderAccepted.class));
            trading.send(request(STREAMED, account, buy("S0", symbol, "0.001")));
            trading.complete();
            assertThat(trading.end()).isEqualTo(Status.OK);
            assertThat(trading.responses().getLast().hasAccepted()).isTrue();
        }
        ApiUnderTest.must(201, api.post(token, path, body));
    }

    private static Command order(String account, String symbol, int number) {
        return new Command.PlaceOrder(
                AccountId.of(account),
                new ClOrdId("C" + number),
                symbol,
                Side.BUY,
                OrdType.LIMIT,
                TimeInForce.GTC,
                new BigDecimal("0.001"),
                new BigDecimal("100.00"),
                "tess");
    }
}
