package io.tradecore.oms.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.BookAct;
import io.tradecore.ledger.TransferKind;
import io.tradecore.oms.command.Command.ChangeBooks;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.order.ClOrdId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many writers on few accounts, from four nodes through PgBouncer. Every test ends in the reconciliation. */
class BookStormIT {

    private static final int NODES = 4;
    private static final BigDecimal CENT = new BigDecimal("0.01");

    private static final List<Desk> NODE = new ArrayList<>();

    @BeforeAll
    static void open() {
        for (int i = 0; i < NODES; i++) {
            NODE.add(new Desk(2));
        }
    }

    @AfterAll
    static void close() {
        NODE.forEach(Desk::close);
    }

    /** What one writer was answered. */
    private record Tally(int done, int replayed, int refused) {}

    @Test
    void sixtyFourWritersOnOneAccountPostTwentyThousandTransfers() throws Exception {
        int writers = 64;
        int postings = 20_000;
        Desk desk = NODE.getFirst();
        AccountId account = desk.openAccount("1000000.00");

        List<Tally> tallies = atOnce(writers, writer -> {
            int mine = postings / writers + (writer < postings % writers ? 1 : 0);
            return write(NODE.get(writer % NODES), account, writer, mine);
        });

        int done = tallies.stream().mapToInt(Tally::done).sum();
        int replayed = tallies.stream().mapToInt(Tally::replayed).sum();
        int refused = tallies.stream().mapToInt(Tally::refused).sum();
        assertThat(done + replayed + refused).isEqualTo(postings);
        assertThat(replayed).isBetween(postings / 25, postings / 15);
        assertThat(refused).isBetween(postings / 25, postings / 15);
        // The opening deposit is the first.
        assertThat(desk.value("SELECT count(*) || ' ' || max(seq) || ' ' || count(DISTINCT seq) FROM ledger_transfers"
                        + " WHERE account_id = '" + account + "'"))
                .isEqualTo((done + 1) + " " + (done + 1) + " " + (done + 1));
        assertThat(desk.cash(account))
                .isEqualByComparingTo(new BigDecimal("1000000").subtract(CENT.multiply(BigDecimal.valueOf(done))));
        assertThat(desk.violations()).isEmpty();
    }

    private static Tally write(Desk node, AccountId account, int writer, int postings) {
        Random random = new Random(writer);
        int done = 0;
        int replayed = 0;
        int refused = 0;
        for (int i = 0; i < postings; i++) {
            int kind = random.nextInt(20);
            boolean again = kind == 0 && done > 0;
            boolean tooMuch = kind == 1;
            BookAct.Post post = again
                    ? fee(account, "w" + writer + "-first")
                    : tooMuch
                            ? new BookAct.Post(
                                    account,
                                    "w" + writer + "-" + i,
                                    TransferKind.WITHDRAWAL,
                                    "USDT",
                                    new BigDecimal("1000001"),
                                    null)
                            : fee(account, "w" + writer + "-" + (done == 0 ? "first" : i));
            switch (node.done(ChangeBooks.of(post, "writer"))) {
                case Outcome.BooksChanged changed -> {
                    assertThat(changed.replayed()).isEqualTo(again);
                    done += again ? 0 : 1;
                    replayed += again ? 1 : 0;
                }
                case Outcome.BooksRefused no -> {
                    assertThat(no.reason()).isEqualTo(Reason.CASH_INSUFFICIENT);
                    refused++;
                }
                case Outcome other -> throw new AssertionError("neither done nor refused: " + other);
            }
        }
        return new Tally(done, replayed, refused);
    }

    private static BookAct.Post fee(AccountId account, String id) {
        return new BookAct.Post(account, id, TransferKind.FEE, "USDT", CENT, null);
    }

    @Test
    void groupsThatLockTheSameAccountsInOppositeOrderGoThroughTenThousandRounds() throws Exception {
        int writers = 8;
        int rounds = 10_000;
        int together = 25;
        Desk desk = NODE.getFirst();
        AccountId a = desk.openAccount("1000.00");
        AccountId b = desk.openAccount("1000.00");
        AccountId c = desk.openAccount("1000.00");

        List<Integer> done = atOnce(writers, writer -> {
            Desk node = NODE.get(writer % NODES);
            int groups = 0;
            for (int round = writer; round < rounds; round += writers * together) {
                List<CompletableFuture<Outcome>> answers = new ArrayList<>();
                for (int i = round; i < Math.min(rounds, round + writers * together); i += writers) {
                    answers.add(node.lanes.submit(chain("there-" + i, a, b, c)));
                    answers.add(node.lanes.submit(chain("back-" + i, c, b, a)));
                }
                for (CompletableFuture<Outcome> answer : answers) {
                    assertThat(answer.orTimeout(30, TimeUnit.SECONDS).join()).isInstanceOf(Outcome.BooksChanged.class);
                    groups++;
                }
            }
            return groups;
        });

        assertThat(done.stream().mapToInt(Integer::intValue).sum()).isEqualTo(2 * rounds);
        for (AccountId account : List.of(a, b, c)) {
            assertThat(desk.cash(account)).isEqualByComparingTo("1000.00");
        }
        assertThat(desk.value("SELECT transfer_seq FROM accounts WHERE account_id = '" + b + "'"))
                .isEqualTo(Integer.toString(4 * rounds + 1));
        assertThat(desk.violations()).isEmpty();
    }

    private static ChangeBooks chain(String id, AccountId first, AccountId second, AccountId third) {
        return ChangeBooks.of(
                new ClOrdId(id),
                List.of(
                        new BookAct.Move(first, second, id + "-1", "USDT", CENT, null),
                        new BookAct.Move(second, third, id + "-2", "USDT", CENT, null)),
                "writer");
    }

    private static <T> List<T> atOnce(int writers, IntFunction<T> work)
            throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                int number = writer;
                running.add(threads.submit(() -> work.apply(number)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        }
    }
}
