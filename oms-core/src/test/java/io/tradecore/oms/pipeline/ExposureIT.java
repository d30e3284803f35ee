package io.tradecore.oms.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.risk.Exposure;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What processes remember of accounts is what the database has, whoever of them changed it. Every test ends in the reconciliation. */
class ExposureIT {

    private static final int STEPS = 250;

    @SuppressWarnings("NullAway.Init")
    private static Desk desk;

    @SuppressWarnings("NullAway.Init")
    private static Desk other;

    @BeforeAll
    static void open() {
        desk = new Desk(1);
        other = new Desk(1);
    }

    @AfterAll
    static void close() {
        other.close();
        desk.close();
    }

    @AfterEach
    void theBooksAreRight() {
        assertThat(desk.violations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {20_261_121, 7})
    @DisplayName(
            "Two processes that take turns on an account remember what the database has, after each of 250 random steps")
    void twoProcessesTakeTurns(long seed) {
        Life life = new Life(desk.openAccount("1000000.00"), seed);
        int remembered = 0;
        for (int step = 0; step < STEPS; step++) {
            Desk process = life.random.nextBoolean() ? desk : other;
            life.step(process);
            Map<String, String> known = remembered(process, life.account);
            if (!known.isEmpty()) {
                assertThat(known).as("seed %d, step %d", seed, step).isEqualTo(stored(life.account));
                remembered++;
            }
        }
        assertThat(remembered)
                .as("a process that remembers nothing is never wrong")
                .isGreaterThan(STEPS / 3);
        assertThat(life.reached).as("lives that get nowhere show nothing").hasSizeGreaterThanOrEqualTo(6);
    }

    @Test
    void aBatchThatFailsLeavesNothingBehindAndTheNextOneIsRightAgain() {
        AccountId account = desk.openAccount("1000000.00");
        desk.accepted(Desk.limit(account, "C1", Side.BUY, "2", "100.00"));
        assertThat(remembered(desk, account)).isEqualTo(stored(account)).containsKey("BTCUSDT buys");
        // No column takes 24 digits: decided, counted, and refused by the database.
        String huge = "1" + "0".repeat(24);

        desk.pipeline.execute(List.of(Desk.limit(account, "HUGE", Side.BUY, huge, "0.01")));

        assertThat(remembered(desk, account)).isEmpty();
        desk.accepted(Desk.limit(account, "C2", Side.BUY, "3", "100.00"));
        assertThat(remembered(desk, account)).isEqualTo(stored(account)).containsEntry("BTCUSDT buys", "2 5 500 0.05");
    }

    @Test
    void whatOneProcessDidIsNeverMissedByAnother() {
        AccountId account = desk.openAccount("1000000.00");
        Order order = desk.accepted(Desk.limit(account, "C1", Side.BUY, "2", "100.00"));
        other.accepted(Desk.trade(order, account + "-1", "2", "100.00"));
        other.accepted(Desk.limit(account, "C2", Side.BUY, "1", "100.00"));

        assertThat(remembered(desk, account)).isEmpty();
        desk.accepted(Desk.limit(account, "C3", Side.BUY, "4", "100.00"));

        assertThat(remembered(desk, account))
                .isEqualTo(stored(account))
                .containsEntry("BTCUSDT buys", "2 5 500 0.05")
                .hasEntrySatisfying("BTCUSDT NET", held -> assertThat(held).startsWith("2 at 100 "));
        assertThat(remembered(other, account))
                .as("it has not seen the last order")
                .isEmpty();
    }

    @Test
    void onlySoManyAreRemembered() {
        Exposures few = new Exposures(2);
        List<AccountId> accounts =
                List.of(desk.openAccount("1.00"), desk.openAccount("1.00"), desk.openAccount("1.00"));
        accounts.forEach(account -> few.putBack(account, 1, 1, new Exposure()));

        assertThat(accounts.stream().map(few::knows)).containsExactly(false, true, true);
        assertThat(few.take(accounts.get(1), 1, 2)).as("of another transfer").isNull();
        assertThat(few.take(accounts.get(2), 1, 1)).isNotNull();
        assertThat(few.take(accounts.get(2), 1, 1)).as("taken twice").isNull();
    }

    @Test
    void aBatchOnThreeHundredAccountsThatAreKnownTakesTwoRoundTripsAndOneOnOthersNoMore() {
        List<AccountId> accounts = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            accounts.add(desk.openAccount("1000.00"));
        }
        RoundTrips trips = new RoundTrips();
        try (Desk counted = new Desk(trips)) {
            List<Integer> counts = new ArrayList<>();
            for (String clOrdId : List.of("unknown", "known")) {
                int before = trips.count();
                assertThat(counted.pipeline.execute(accounts.stream()
                                .<Command>map(account -> Desk.limit(account, clOrdId, Side.BUY, "1", "100.00"))
                                .toList()))
                        .allSatisfy(settled -> assertThat(settled)
                                .isInstanceOfSatisfying(
                                        Pipeline.Settled.Done.class,
                                        done -> assertThat(done.outcome()).isInstanceOf(Outcome.OrderAccepted.class)));
                counts.add(trips.count() - before);
            }
            // The rules are read once, with the first batch.
            assertThat(counts.get(1)).isEqualTo(2);
            assertThat(counts.get(0)).isLessThanOrEqualTo(3);

            desk.accepted(Desk.limit(accounts.get(7), "elsewhere", Side.BUY, "1", "100.00"));
            int before = trips.count();
            counted.pipeline.execute(List.of(Desk.limit(accounts.get(7), "again", Side.BUY, "1", "100.00")));
            assertThat(trips.count() - before)
                    .as("where another process was there")
                    .isEqualTo(3);
        }
    }

    /** What a process would go on with; empty where it would load it anew. */
    private static Map<String, String> remembered(Desk process, AccountId account) {
        long eventSeq = number("event_seq", account);
        long transferSeq = number("transfer_seq", account);
        Exposure exposure = process.exposures.take(account, eventSeq, transferSeq);
        if (exposure == null) {
            return Map.of();
        }
        process.exposures.putBack(account, eventSeq, transferSeq, exposure);
        return ExposureFigures.of(exposure, today());
    }

    private static Map<String, String> stored(AccountId account) {
        return ExposureFigures.stored(account, today());
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    private static long number(String column, AccountId account) {
        return Long.parseLong(Objects.requireNonNull(
                desk.value("SELECT " + column + " FROM accounts WHERE account_id = '" + account + "'")));
    }

    /** Random orders of one account, and what may happen to them. */
    private static final class Life {
        private final AccountId account;
        private final Random random;
        private final Map<OrderId, Order> orders =
                new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
        private final List<String> executions = new ArrayList<>();
        private final Map<String, Order> executed = new TreeMap<>();
        private final Map<OrdStatus, Integer> reached = new TreeMap<>();
        private int names;

        Life(AccountId account, long seed) {
            this.account = account;
            this.random = new Random(seed);
        }

        void step(Desk process) {
            Order known = switch (process.done(next())) {
                case Outcome.OrderAccepted accepted -> accepted.order();
                case Outcome.CancelAccepted accepted -> accepted.order();
                case Outcome.ReplaceAccepted accepted -> accepted.order();
                case Outcome.ReportApplied applied -> applied.order();
                case Outcome _ -> null;
            };
            if (known != null) {
                orders.put(known.orderId(), known);
                reached.merge(known.ordStatus(), 1, Integer::sum);
            }
        }

        private Command next() {
            int die = random.nextInt(20);
            if (orders.isEmpty() || die < 5) {
                return Desk.limit(account, name(), die % 3 == 0 ? Side.SELL : Side.BUY, qty(), px());
            }
            Order order = List.copyOf(orders.values()).get(random.nextInt(orders.size()));
            return switch (die) {
                case 5, 6, 7 -> Desk.replace(order, name(), qty(), px());
                case 8 -> Desk.cancel(order, name());
                case 9 -> Desk.terms(order, name(), ReportType.REPLACED, pending(order), TermChange.NONE);
                case 10 -> Desk.answer(order, name(), ReportType.CANCELED, pending(order));
                case 11 -> amended(order);
                case 12 -> Desk.report(order, name(), ReportType.NEW);
                case 13 -> Desk.answer(order, name(), ReportType.CANCEL_REJECT, pending(order));
                default -> trade(order);
            };
        }

        private Command amended(Order order) {
            if (executions.isEmpty()) {
                return trade(order);
            }
            String execution = executions.get(random.nextInt(executions.size()));
            Order of = Objects.requireNonNull(executed.get(execution));
            return random.nextBoolean()
                    ? Desk.bust(of, name(), execution)
                    : Desk.correct(of, name(), execution, qty(), px());
        }

        private Command trade(Order order) {
            String execution = name();
            executions.add(execution);
            executed.put(execution, order);
            BigDecimal leaves = order.leavesQty();
            String qty = leaves.signum() > 0 && random.nextBoolean() ? leaves.toPlainString() : qty();
            return Desk.trade(order, execution, qty, px());
        }

        private String pending(Order order) {
            return order.pendingClOrdId() == null
                    ? order.currentClOrdId().value()
                    : order.pendingClOrdId().value();
        }

        private String name() {
            return account + "-" + ++names;
        }

        private String qty() {
            return BigDecimal.valueOf(1 + random.nextInt(3_000), 3).toPlainString();
        }

        private String px() {
            return BigDecimal.valueOf(9_000 + random.nextInt(2_000), 2).toPlainString();
        }
    }
}
