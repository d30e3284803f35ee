package io.tradecore.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.tradecore.api.entry.CoreProblems;
import io.tradecore.api.security.Caller;
import io.tradecore.grpc.v1.CancelOrder;
import io.tradecore.grpc.v1.OrderRequest;
import io.tradecore.grpc.v1.OrderResponse;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.pipeline.CommandBus;
import io.tradecore.oms.pipeline.OutcomeUnknownException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How one stream reads, answers and ends; the core and the connection are played by hand. */
class TradeStreamTest {
    private static final String ACCOUNT = UUID.randomUUID().toString();
    private static final Outcome NO = new Outcome.Refused(Reason.CANCEL_TOO_LATE, "Filled.");

    private final Core core = new Core();
    private final Connection client = new Connection();
    private final TradeStream stream = new TradeStream(
            new Caller("tess", false, Set.of(ACCOUNT)),
            core,
            (_, asker) -> asker.admitted(),
            Runnable::run,
            client,
            null);

    /** Answers when the test says so. */
    private static final class Core implements CommandBus {
        private final List<CompletableFuture<Outcome>> asked = new ArrayList<>();

        @Override
        public CompletableFuture<Outcome> submit(Command command) {
            CompletableFuture<Outcome> answer = new CompletableFuture<>();
            asked.add(answer);
            return answer;
        }

        @Override
        public boolean hasRoomForOrder(AccountId accountId) {
            return true;
        }
    }

    /** A client whose readiness is set by hand. */
    private static final class Connection extends ServerCallStreamObserver<OrderResponse> {
        private final List<OrderResponse> sent = new ArrayList<>();
        private int requested;
        private boolean ready = true;
        private boolean canceled;
        private @Nullable Status end;
        private Runnable onReady = () -> {};

        @Override
        public boolean isCancelled() {
            return canceled;
        }

        @Override
        public void setOnCancelHandler(Runnable handler) {}

        @Override
        public void setCompression(String compression) {}

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void setOnReadyHandler(Runnable handler) {
            onReady = handler;
        }

        @Override
        public void disableAutoInboundFlowControl() {}

        @Override
        public void disableAutoRequest() {}

        @Override
        public void request(int count) {
            requested += count;
        }

        @Override
        public void setMessageCompression(boolean enable) {}

        @Override
        public void onNext(OrderResponse response) {
            sent.add(response);
        }

        @Override
        public void onError(Throwable t) {
            end = Status.fromThrowable(t);
        }

        @Override
        public void onCompleted() {
            end = Status.OK;
        }
    }

    private void ask(long correlationId) {
        stream.onNext(OrderRequest.newBuilder()
                .setCorrelationId(correlationId)
                .setAccountId(ACCOUNT)
                .setCancelOrder(CancelOrder.newBuilder()
                        .setClOrdId("C" + correlationId)
                        .setOrderId(UUID.randomUUID().toString()))
                .build());
    }

    private void answer(int index) {
        core.asked.get(index).complete(NO);
    }

    @Test
    void itReadsOneMoreForEachAnswerAndNoMoreThanItsWindow() {
        stream.begin();
        assertThat(client.requested).isEqualTo(TradeStream.WINDOW);
        ask(0);
        ask(1);
        assertThat(client.requested).isEqualTo(TradeStream.WINDOW);
        answer(1);
        assertThat(client.requested).isEqualTo(TradeStream.WINDOW + 1);
        assertThat(client.sent).hasSize(1);
        assertThat(client.sent.getFirst().getCorrelationId()).isEqualTo(1);
    }

    @Test
    void itReadsNoMoreWhileItsAnswersAreNotTaken() {
        stream.begin();
        ask(0);
        ask(1);
        client.ready = false;
        answer(0);
        answer(1);
        assertThat(client.sent).hasSize(2);
        assertThat(client.requested).isEqualTo(TradeStream.WINDOW);
        client.ready = true;
        client.onReady.run();
        assertThat(client.requested).isEqualTo(TradeStream.WINDOW + 2);
    }

    @Test
    void anOverloadedCoreRefusesAndSaysWhenToTryAgain() {
        ask(7);
        core.asked.getFirst().complete(new Outcome.Refused(Reason.OVERLOADED, "Too many."));
        assertThat(client.sent.getFirst().getRefused().getCode()).isEqualTo("OVERLOADED");
        assertThat(client.sent.getFirst().getRefused().getRetryAfterMs()).isPositive();
        assertThat(client.end).isNull();
    }

    @Test
    void whatIsRefusedWhileItIsReadIsAnsweredWithoutTroublingAnotherThread() {
        List<Runnable> tasks = new ArrayList<>();
        TradeStream full = new TradeStream(
                new Caller("tess", false, Set.of(ACCOUNT)),
                core,
                (_, asker) -> asker.refused(CoreProblems.OVERLOADED),
                tasks::add,
                client,
                null);
        for (int i = 0; i < 3; i++) {
            full.onNext(OrderRequest.newBuilder()
                    .setCorrelationId(i)
                    .setAccountId(ACCOUNT)
                    .setNewOrder(TradingClient.buy("C" + i, "X", "1"))
                    .build());
        }
        assertThat(client.sent)
                .hasSize(3)
                .allSatisfy(
                        response -> assertThat(response.getRefused().getCode()).isEqualTo("OVERLOADED"));
        assertThat(client.requested).isEqualTo(3);
        assertThat(tasks).isEmpty();
    }

    @Test
    void whatCannotBeToldIsNotCalledRefused() {
        ask(0);
        ask(1);
        core.asked.get(0).completeExceptionally(new OutcomeUnknownException("lost", new IllegalStateException()));
        core.asked.get(1).completeExceptionally(new IllegalStateException("a bug"));
        assertThat(client.sent.get(0).getUnknown().getCode()).isEqualTo("OUTCOME_UNKNOWN");
        assertThat(client.sent.get(1).getUnknown().getCode()).isEqualTo("INTERNAL");
        assertThat(client.sent.get(1).getUnknown().getMessage()).doesNotContain("bug");
        assertThat(client.end).isNull();
    }

    @Test
    void itEndsWhenTheClientHasSentAllAndEverythingIsAnswered() {
        ask(0);
        stream.onCompleted();
        assertThat(client.end).isNull();
        answer(0);
        assertThat(client.sent).hasSize(1);
        assertThat(client.end).isEqualTo(Status.OK);
    }

    @Test
    void whenItIsEndedItAnswersWhatIsInFlightAndTakesNothingMore() {
        ask(0);
        stream.end(Status.UNAVAILABLE);
        ask(1);
        assertThat(core.asked).hasSize(1);
        assertThat(client.end).isNull();
        answer(0);
        assertThat(client.sent).hasSize(1);
        assertThat(Objects.requireNonNull(client.end).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void aClientThatIsGoneIsSentNothing() {
        ask(0);
        client.canceled = true;
        stream.onError(Status.CANCELLED.asRuntimeException());
        answer(0);
        assertThat(client.sent).isEmpty();
        assertThat(client.end).isNull();
    }
}
