package io.tradecore.api.grpc;

import static io.tradecore.api.grpc.TradingClient.buy;
import static io.tradecore.api.grpc.TradingClient.failure;
import static io.tradecore.api.grpc.TradingClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.tradecore.api.Eventually;
import io.tradecore.api.grpc.TradingClient.Failure;
import io.tradecore.api.grpc.TradingClient.Trading;
import io.tradecore.api.rest.ApiExtension;
import io.tradecore.api.rest.ApiUnderTest;
import io.tradecore.api.rest.Tokens;
import io.tradecore.grpc.v1.GetOrderRequest;
import io.tradecore.grpc.v1.Order;
import io.tradecore.grpc.v1.OrderEntryGrpc;
import io.tradecore.grpc.v1.PlaceOrderRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may call what, and for how long. */
@ExtendWith(ApiExtension.class)
class GrpcAccessIT {
    private final ApiUnderTest api;
    private final TradingClient client;
    private final String account;

    GrpcAccessIT(ApiUnderTest api) {
        this.api = api;
        this.client = new TradingClient(api);
        this.account = api.newAccount();
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    private JWTClaimsSet.Builder good() {
        return Tokens.claims("tess", List.of("trader")).claim("accounts", List.of(account));
    }

    private Failure place(String token) {
        return failure(() -> client.calls(token)
                .placeOrder(PlaceOrderRequest.newBuilder()
                        .setAccountId(account)
                        .setOrder(buy("X", "NOPE", "1"))
                        .build()));
    }

    @Test
    void aTokenThatIsNotGoodOpensNothing() {
        String secret = "another-secret-that-is-long-enough-for-any-of-these-algorithms-0123456789";
        Map<String, String> bad = Map.ofEntries(
                Map.entry("nothing", ""),
                Map.entry("garbage", "a.b.c"),
                Map.entry("forged", Tokens.sign(good().build(), JWSAlgorithm.HS256, secret)),
                Map.entry("other algorithm", Tokens.sign(good().build(), JWSAlgorithm.HS512, Tokens.SECRET)),
                Map.entry("unsigned", new PlainJWT(good().build()).serialize()),
                Map.entry(
                        "expired",
                        Tokens.sign(good().expirationTime(new Date(0)).build())),
                Map.entry("without end", Tokens.sign(good().expirationTime(null).build())),
                Map.entry("other issuer", Tokens.sign(good().issuer("somebody").build())),
                Map.entry(
                        "other audience",
                        Tokens.sign(good().audience("somebody").build())),
                Map.entry("nobody's", Tokens.sign(good().subject(null).build())),
                Map.entry(
                        "not yet",
                        Tokens.sign(good().notBeforeTime(Date.from(Instant.now().plusSeconds(300)))
                                .build())));
        bad.forEach((name, token) -> {
            Failure unary = place(token);
            assertThat(unary.status()).as(name).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(unary.code()).as(name).isEqualTo("UNAUTHENTICATED");
            assertThat(client.trade(token).end().getCode()).as(name).isEqualTo(Status.Code.UNAUTHENTICATED);
        });
        assertThat(failure(() -> client.calls(null).getOrder(GetOrderRequest.getDefaultInstance()))
                        .status())
                .isEqualTo(Status.Code.UNAUTHENTICATED);
        // The claims the bad ones were made from are good.
        assertThat(place(Tokens.sign(good().build())).code()).isEqualTo("INSTRUMENT_UNKNOWN");
    }

    @Test
    void onlyTradersAndServicesTradeAndOthersMayLook() {
        for (String token : List.of(Tokens.readonly(account), Tokens.admin())) {
            assertThat(place(token).status()).isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThat(place(token).code()).isEqualTo("FORBIDDEN");
            assertThat(client.trade(token).end().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThat(failure(() -> client.calls(token)
                                    .getOrder(GetOrderRequest.newBuilder()
                                            .setAccountId(account)
                                            .setClOrdId("X")
                                            .build()))
                            .code())
                    .isEqualTo("ORDER_UNKNOWN");
        }
        assertThat(place(Tokens.system()).code()).isEqualTo("INSTRUMENT_UNKNOWN");
    }

    @Test
    void aStreamEndsSoonAfterItsTokenAndTakesNothingMore() throws Exception {
        String symbol = api.newInstrument();
        Instant expiry = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 4);
        String token = Tokens.sign(good().expirationTime(Date.from(expiry)).build());
        Trading trading = client.trade(token);
        trading.send(request(1, account, buy("C1", symbol, "1")));
        Eventually.eventually(() -> assertThat(trading.responses()).hasSize(1));
        assertThat(trading.responses().getFirst().hasAccepted()).isTrue();

        assertThat(trading.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(Instant.now()).isAfterOrEqualTo(expiry);
        assertThat(place(token).status()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void aConnectionHasSoManyCallsAtATimeAndOneMoreWaitsUntilOthersEnd() throws Exception {
        // Calls that are begun and never asked anything stay open.
        var held = OrderEntryGrpc.getTradeMethod().toBuilder()
                .setFullMethodName(OrderEntryGrpc.getGetOrderMethod().getFullMethodName())
                .build();
        String token = Tokens.readonly(account);
        List<ClientCall<?, ?>> calls = new ArrayList<>();
        for (int i = 0; i < GrpcServerSetup.CALLS_PER_CONNECTION; i++) {
            var call = client.begin(token, held);
            calls.add(call);
            Eventually.eventually(() -> assertThat(call.isReady()).isTrue());
        }
        GetOrderRequest request = GetOrderRequest.newBuilder()
                .setAccountId(account)
                .setClOrdId("X")
                .build();
        CompletableFuture<Failure> oneMore = CompletableFuture.supplyAsync(
                () -> failure(() -> client.calls(token).getOrder(request)));
        try (TradingClient other = new TradingClient(api)) {
            for (int i = 0; i < 100; i++) {
                assertThat(failure(() -> other.calls(token).getOrder(request)).code())
                        .isEqualTo("ORDER_UNKNOWN");
            }
        }
        assertThat(oneMore).isNotDone();

        calls.forEach(call -> call.cancel("enough", null));
        assertThat(oneMore.orTimeout(20, TimeUnit.SECONDS).join().code()).isEqualTo("ORDER_UNKNOWN");
    }

    @Test
    void theServerDoesNotDescribeItself() {
        MethodDescriptor<Order, Order> reflection = MethodDescriptor.<Order, Order>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("grpc.reflection.v1.ServerReflection/ServerReflectionInfo")
                .setRequestMarshaller(ProtoUtils.marshaller(Order.getDefaultInstance()))
                .setResponseMarshaller(ProtoUtils.marshaller(Order.getDefaultInstance()))
                .build();
        assertThat(failure(() -> ClientCalls.blockingUnaryCall(
                                client.channel(), reflection, CallOptions.DEFAULT, Order.getDefaultInstance()))
                        .status())
                .isEqualTo(Status.Code.UNIMPLEMENTED);
    }
}
