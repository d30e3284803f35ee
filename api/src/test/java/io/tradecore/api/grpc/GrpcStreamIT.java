package io.tradecore.api.grpc;

import static io.tradecore.api.grpc.TradingClient.buy;
import static io.tradecore.api.grpc.TradingClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import io.tradecore.api.grpc.TradingClient.Trading;
import io.tradecore.api.rest.ApiExtension;
import io.tradecore.api.rest.ApiUnderTest;
import io.tradecore.api.rest.Tokens;
import io.tradecore.grpc.v1.OrderEntryGrpc;
import io.tradecore.grpc.v1.OrderRequest;
import io.tradecore.grpc.v1.OrderResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a stream promises: every request is answered once, after its commit, and nobody can make the server hoard. */
@ExtendWith(ApiExtension.class)
class GrpcStreamIT {
    private static final int ORDERS = 5_000;
    private static final int ACCOUNTS = 5;
    /** So few that there is room for all of them. */
    private static final int MOST_UNANSWERED = 1_000;

    private final ApiUnderTest api;

    GrpcStreamIT(ApiUnderTest api) {
        this.api = api;
    }

    /** Keeps a symbol's quote fresh. */
    private static final class Quoting implements AutoCloseable {
        private final Thread thread;

        Quoting(ApiUnderTest api, String symbol) {
            thread = Thread.ofVirtual().start(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    api.quote(symbol, "99.00", "101.00");
                    LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
                }
            });
        }

        @Override
        public void close() throws InterruptedException {
            thread.interrupt();
            thread.join();
        }
    }

    @Test
    void fiveThousandOrdersAreEachAnsweredOnceCommittedAndTakenInTheOrderSent() throws Exception {
        String symbol = api.newInstrument();
        List<String> accounts =
                IntStream.range(0, ACCOUNTS).mapToObj(_ -> api.newAccount()).toList();
        try (TradingClient client = new TradingClient(api);
                Quoting _ = new Quoting(api, symbol)) {
            Trading trading = client.trade(Tokens.trader(accounts.toArray(String[]::new)));
            for (int i = 0; i < ORDERS; i++) {
                while (i - trading.answered() >= MOST_UNANSWERED) {
                    LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
                }
                trading.send(request(i, accounts.get(i % ACCOUNTS), buy("S" + i, symbol, "0.001")));
            }
            trading.complete();
            assertThat(trading.end()).isEqualTo(Status.OK);

            Set<Long> answered = new HashSet<>();
            Set<String> orderIds = new HashSet<>();
            for (OrderResponse response : trading.responses()) {
                assertThat(response.hasAccepted()).as("%s", response).isTrue();
                answered.add(response.getCorrelationId());
                orderIds.add(response.getAccepted().getOrderId());
            }
            assertThat(trading.responses()).hasSize(ORDERS);
            assertThat(answered).hasSize(ORDERS);
            assertThat(orderIds).hasSize(ORDERS);
        }
        for (int i = 0; i < ACCOUNTS; i++) {
            int first = i;
            assertThat(clOrdIdsAsTaken(accounts.get(i)))
                    .isEqualTo(IntStream.range(0, ORDERS / ACCOUNTS)
                            .mapToObj(n -> "S" + (first + n * ACCOUNTS))
                            .toList());
        }
        assertThat(violations()).isEmpty();
    }

    @Test
    void aStreamThatIsNotReadIsNotReadFromAndLosesNothing() {
        String account = api.newAccount();
        ManagedChannel channel = NettyChannelBuilder.forAddress(
                        "127.0.0.1",
                        api.context().getBean(GrpcEmbeddedServer.class).getPort())
                .usePlaintext()
                .flowControlWindow(64 * 1024)
                .build();
        try {
            SlowReader reader = new SlowReader();
            OrderEntryGrpc.newStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(bearer(Tokens.trader(account))))
                    .trade(reader);

            int most = 300_000;
            int sent = reader.sendUntilHeldBack(account, most);
            assertThat(sent).isGreaterThan(TradeStream.WINDOW).isLessThan(most);
            reader.readAll();
            assertThat(reader.end.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo(Status.OK);
            assertThat(reader.answered).hasSize(sent);
            assertThat(reader.answers).isEqualTo(sent);
        } finally {
            channel.shutdownNow();
        }
    }

    private static Metadata bearer(String token) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        return headers;
    }

    /** Sends requests that are refused, which is quick, and reads nothing until told to. */
    private static final class SlowReader implements ClientResponseObserver<OrderRequest, OrderResponse> {
        private static final Duration HELD_BACK = Duration.ofSeconds(3);

        private @Nullable ClientCallStreamObserver<OrderRequest> server;
        private final Set<Long> answered = ConcurrentHashMap.newKeySet();
        private final CompletableFuture<Status> end = new CompletableFuture<>();
        private int answers;

        @Override
        public void beforeStart(ClientCallStreamObserver<OrderRequest> requestStream) {
            server = requestStream;
            requestStream.disableAutoRequestWithInitial(0);
        }

        private ClientCallStreamObserver<OrderRequest> server() {
            if (server == null) {
                throw new IllegalStateException("not started");
            }
            return server;
        }

        int sendUntilHeldBack(String account, int most) {
            int sent = 0;
            while (sent < most && isReady()) {
                server().onNext(request(sent++, account, buy("not an id", "X", "1")));
            }
            return sent;
        }

        private boolean isReady() {
            long deadline = System.nanoTime() + HELD_BACK.toNanos();
            while (!server().isReady()) {
                if (System.nanoTime() - deadline > 0) {
                    return false;
                }
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            }
            return true;
        }

        void readAll() {
            server().onCompleted();
            server().request(Integer.MAX_VALUE);
        }

        @Override
        public void onNext(OrderResponse response) {
            answers++;
            if (response.getRefused().getCode().equals("FIELD_INVALID")) {
                answered.add(response.getCorrelationId());
            }
        }

        @Override
        public void onError(Throwable t) {
            end.complete(Status.fromThrowable(t));
        }

        @Override
        public void onCompleted() {
            end.complete(Status.OK);
        }
    }

    private List<String> clOrdIdsAsTaken(String account) throws SQLException {
        return column("SELECT cl_ord_id FROM orders WHERE account_id = '" + account + "' ORDER BY order_id");
    }

    /** The invariants of the books that do not hold. */
    private List<String> violations() throws SQLException {
        return column(
                "SELECT invariant || ': ' || violations || ', e.g. ' || example FROM reconcile() WHERE violations > 0");
    }

    private List<String> column(String sql) throws SQLException {
        try (Connection connection = api.adminConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }
}
