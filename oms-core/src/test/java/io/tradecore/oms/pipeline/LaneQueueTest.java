package io.tradecore.oms.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.pipeline.LaneQueue.Waiting;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who finds room in a lane, and who is served when. */
class LaneQueueTest {

    private static final AccountId HOT = new AccountId(UUID.randomUUID());
    private static final AccountId LIGHT = new AccountId(UUID.randomUUID());
    private static final OrderId ORDER = new OrderId(UUID.randomUUID());

    private static Waiting order(AccountId account, int number) {
        return new Waiting(Desk.limit(account, "C" + number, Side.BUY, "1", "100.00"), new CompletableFuture<>());
    }

    private static Waiting cancel(AccountId account, int number) {
        return new Waiting(
                new Command.CancelOrder(account, new ClOrdId("X" + number), new OrderId(UUID.randomUUID()), "trader"),
                new CompletableFuture<>());
    }

    /** Offers orders of the account until one is refused; how many were taken. */
    private static int fill(LaneQueue queue, AccountId account) {
        int taken = 0;
        while (queue.hasRoomForOrder(account)) {
            assertThat(queue.offer(order(account, taken))).isTrue();
            taken++;
        }
        assertThat(queue.offer(order(account, taken))).isFalse();
        return taken;
    }

    private static List<Waiting> take(LaneQueue queue, int most) throws InterruptedException {
        List<Waiting> batch = new ArrayList<>();
        queue.take(batch, most);
        return batch;
    }

    private static Map<AccountId, List<String>> byAccount(List<Waiting> batch) {
        Map<AccountId, List<String>> ids = new HashMap<>();
        for (Waiting waiting : batch) {
            Command.PlaceOrder order = (Command.PlaceOrder) waiting.command();
            ids.computeIfAbsent(order.accountId(), _ -> new ArrayList<>())
                    .add(order.clOrdId().value());
        }
        return ids;
    }

    @Test
    void anAccountAloneFillsWholeBatchesInItsOrder() throws Exception {
        LaneQueue queue = new LaneQueue(2_000, 0);
        for (int i = 0; i < 1_000; i++) {
            assertThat(queue.offer(order(HOT, i))).isTrue();
        }
        List<Waiting> batch = take(queue, 500);
        batch.addAll(take(queue, 500));
        assertThat(byAccount(batch).get(HOT))
                .hasSize(1_000)
                .startsWith("C0", "C1", "C2")
                .endsWith("C999");
        for (int i = 0; i < 1_000; i++) {
            assertThat(batch.get(i).command()).isEqualTo(order(HOT, i).command());
        }
        assertThat(queue.size()).isZero();
    }

    @Test
    void aLightAccountIsInTheNextBatchHoweverManyAnotherHasWaiting() throws Exception {
        LaneQueue queue = new LaneQueue(2_000, 0);
        int hot = fill(queue, HOT);
        queue.offer(order(LIGHT, 1));
        queue.offer(order(LIGHT, 2));

        List<Waiting> batch = take(queue, 500);

        assertThat(byAccount(batch).get(LIGHT)).containsExactly("C1", "C2");
        assertThat(batch.indexOf(batch.stream()
                        .filter(waiting -> waiting.command().accountId().equals(LIGHT))
                        .findFirst()
                        .orElseThrow()))
                .isLessThanOrEqualTo(hot / LaneQueue.TURNS);
        // And waits for no more of the other's than that.
        assertThat(batch).hasSize(hot / LaneQueue.TURNS + 2);
        assertThat(queue.size()).isEqualTo(hot + 2 - batch.size());
    }

    @Test
    void whoHasNotThatMuchWaitingDelaysALightAccountByOneTurn() throws Exception {
        LaneQueue queue = new LaneQueue(2_000, 0);
        for (int i = 0; i < 100; i++) {
            queue.offer(order(HOT, i));
        }
        queue.offer(order(LIGHT, 1));

        assertThat(take(queue, 500)).hasSize(LaneQueue.QUANTUM + 1);
        assertThat(take(queue, 500)).hasSize(100 - LaneQueue.QUANTUM);
    }

    @Test
    void whatIsAboutSeveralOrdersCountsAsSoMany() throws Exception {
        LaneQueue queue = new LaneQueue(2_000, 0);
        List<OrderId> part = Collections.nCopies(LaneQueue.QUANTUM, ORDER);
        for (int i = 0; i < 10; i++) {
            queue.offer(new Waiting(
                    new Command.CancelHalted(HOT, new ClOrdId("halt:" + i), part), new CompletableFuture<>()));
        }
        queue.offer(order(LIGHT, 1));

        List<Waiting> batch = take(queue, 500);

        assertThat(batch).hasSize(2);
        assertThat(batch.get(1).command().accountId()).isEqualTo(LIGHT);
    }

    @Test
    void accountsThatHaveMuchWaitingTakeTurns() throws Exception {
        LaneQueue queue = new LaneQueue(2_000, 0);
        for (int i = 0; i < 200; i++) {
            queue.offer(order(HOT, i));
        }
        for (int i = 0; i < 200; i++) {
            queue.offer(order(LIGHT, i));
        }
        Map<AccountId, List<String>> batch = byAccount(take(queue, 10 * LaneQueue.QUANTUM));
        assertThat(batch.get(HOT)).hasSize(5 * LaneQueue.QUANTUM).startsWith("C0", "C1");
        assertThat(batch.get(LIGHT)).hasSize(5 * LaneQueue.QUANTUM).startsWith("C0", "C1");
    }

    @Test
    void aBatchThatIsFullInTheMiddleOfATurnLosesNothing() throws Exception {
        LaneQueue queue = new LaneQueue(2_000, 0);
        for (int i = 0; i < 50; i++) {
            queue.offer(order(HOT, i));
            queue.offer(order(LIGHT, i));
        }
        List<Waiting> all = new ArrayList<>();
        while (queue.size() > 0) {
            all.addAll(take(queue, 7));
        }
        List<String> inOrder = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            inOrder.add("C" + i);
        }
        assertThat(byAccount(all)).containsEntry(HOT, inOrder).containsEntry(LIGHT, inOrder);
    }

    @Test
    void anAccountAloneLeavesTheLastSeventhOfThePlacesToOthers() {
        LaneQueue queue = new LaneQueue(1_750, 0);
        assertThat(fill(queue, HOT)).isEqualTo(1_500);
        assertThat(queue.hasRoomForOrder(LIGHT)).isTrue();
        assertThat(fill(queue, LIGHT)).isBetween(200, 250);
        // What is left is for those that have little waiting; who has much must wait until others are served.
        assertThat(queue.hasRoomForOrder(new AccountId(UUID.randomUUID()))).isTrue();
        assertThat(queue.hasRoomForOrder(HOT)).isFalse();
    }

    @Test
    void aFullQueueTakesNoOrderOfAnyone() {
        LaneQueue queue = new LaneQueue(100, 0);
        for (int i = 0; i < 100; i++) {
            assertThat(queue.offer(order(new AccountId(UUID.randomUUID()), i))).isTrue();
        }
        assertThat(queue.offer(order(LIGHT, 0))).isFalse();
        assertThat(queue.offer(cancel(LIGHT, 0))).isFalse();
        assertThat(queue.size()).isEqualTo(100);
    }

    @Test
    void whatIsNoOrderHasPlacesThatOrdersCannotTake() {
        LaneQueue queue = new LaneQueue(100, 30);
        for (int i = 0; i < 70; i++) {
            assertThat(queue.offer(order(new AccountId(UUID.randomUUID()), i))).isTrue();
        }
        assertThat(queue.offer(order(LIGHT, 0))).isFalse();
        for (int i = 0; i < 30; i++) {
            assertThat(queue.offer(cancel(i % 2 == 0 ? HOT : LIGHT, i))).isTrue();
        }
        assertThat(queue.offer(cancel(HOT, 30))).isFalse();
    }

    @Test
    void whatOurWatchesAskForTakesHalfOfThePlacesThatOrdersCannotTake() {
        LaneQueue queue = new LaneQueue(100, 30);
        for (int i = 0; i < 70; i++) {
            assertThat(queue.offer(order(new AccountId(UUID.randomUUID()), i))).isTrue();
        }
        assertThat(queue.offer(watched(new Command.MoveTrail(HOT, ORDER, BigDecimal.TEN, "watch"))))
                .isFalse();
        for (int i = 0; i < 15; i++) {
            assertThat(queue.offer(watched(new Command.TriggerOrder(HOT, ORDER, BigDecimal.TEN, "watch"))))
                    .isTrue();
        }
        assertThat(queue.offer(watched(new Command.TriggerOrder(LIGHT, ORDER, BigDecimal.TEN, "watch"))))
                .isFalse();
        assertThat(queue.offer(watched(new Command.ExpireOrder(LIGHT, new ClOrdId("E"), ORDER, "watch"))))
                .isFalse();
        for (int i = 0; i < 15; i++) {
            assertThat(queue.offer(cancel(HOT, i))).isTrue();
        }
    }

    private static Waiting watched(Command command) {
        return new Waiting(command, new CompletableFuture<>());
    }

    @Test
    void theOneWhoTakesWaitsForWhatComesAndEndsWhenItIsClosedAndEmpty() throws Exception {
        LaneQueue queue = new LaneQueue(10, 0);
        List<Waiting> batch = new ArrayList<>();
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        CompletableFuture<Void> first = new CompletableFuture<>();
        Thread lane = Thread.ofPlatform().start(() -> {
            try {
                while (queue.take(batch, 1)) {
                    batch.clear();
                    first.complete(null);
                }
                ended.complete(true);
            } catch (InterruptedException e) {
                ended.complete(false);
            }
        });
        while (lane.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        queue.offer(order(HOT, 0));
        first.orTimeout(10, TimeUnit.SECONDS).join();
        queue.close();
        assertThat(ended.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
        assertThat(queue.offer(cancel(HOT, 0))).isFalse();
        assertThat(queue.hasRoomForOrder(HOT)).isFalse();
    }

    @Test
    void whatWaitsWhenItIsClosedIsStillTaken() throws Exception {
        LaneQueue queue = new LaneQueue(10, 0);
        queue.offer(order(HOT, 0));
        queue.close();
        List<Waiting> batch = new ArrayList<>();
        assertThat(queue.take(batch, 5)).isTrue();
        assertThat(batch).hasSize(1);
        assertThat(queue.take(batch, 5)).isFalse();
    }
}
