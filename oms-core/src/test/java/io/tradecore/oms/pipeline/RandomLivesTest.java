package io.tradecore.oms.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.Balance;
import io.tradecore.ledger.BalanceBreak;
import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.oms.bulk.BulkResult;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.execution.Execution;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.instrument.Contract;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.list.ListType;
import io.tradecore.oms.list.OrderList;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderEvent;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.risk.SelfTradePlan;
import io.tradecore.oms.risk.SelfTradePrevention;
import io.tradecore.oms.risk.SelfTrades;
import io.tradecore.oms.scenario.AccountKind;
import io.tradecore.oms.scenario.Scenario;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Random legal and illegal interleavings of requests and reports: after every step the invariants hold, what was refused
 * changed nothing, and no sequence leaves an order unable to end. Seeds are kept in {@code random-lives.seeds}.
 */
class RandomLivesTest {

    private static final Path SEEDS = Path.of("src/test/resources/random-lives.seeds");
    private static final int SEQUENCES = 10_000;
    private static final int MOST_FAILURES_TOLD = 10;
    private static final int MOST_ROUNDS = 20;
    private static final Instrument INSTRUMENT = ofAnAsset(Scenario.instrument("RND", "SIM"));

    /** Everything a refused step must leave as it is. */
    private record Standing(
            Map<OrderId, Order> orders,
            List<OrderList> lists,
            Map<BalanceKey, Balance> balances,
            Position position,
            int events,
            int executions,
            int transfers,
            int requests,
            int routes) {

        static Standing of(AccountState account) {
            return new Standing(
                    account.orders().stream().collect(Collectors.toMap(Order::orderId, order -> order)),
                    account.lists(),
                    balances(account),
                    account.position(INSTRUMENT.symbol()),
                    account.newEvents().size(),
                    account.newExecutions().size(),
                    account.book().postedTransfers().size(),
                    account.newRequests().size(),
                    account.newRoutes().size());
        }

        private static Map<BalanceKey, Balance> balances(AccountState account) {
            return LINES.stream()
                    .collect(Collectors.toMap(
                            line -> line, line -> account.book().balance(line)));
        }
    }

    /** Where the venue's status may go in one step (DESIGN: legal moves); what is not named is over for good. */
    private static final Map<OrdStatus, Set<OrdStatus>> MOVES = Map.of(
            OrdStatus.PENDING_NEW,
            EnumSet.of(
                    OrdStatus.NEW,
                    OrdStatus.REJECTED,
                    OrdStatus.PARTIALLY_FILLED,
                    OrdStatus.FILLED,
                    OrdStatus.CANCELED,
                    OrdStatus.EXPIRED,
                    OrdStatus.DONE_FOR_DAY,
                    OrdStatus.STOPPED,
                    OrdStatus.SUSPENDED),
            OrdStatus.NEW,
            EnumSet.complementOf(EnumSet.of(OrdStatus.DENIED, OrdStatus.PENDING_NEW)),
            OrdStatus.PARTIALLY_FILLED,
            EnumSet.complementOf(EnumSet.of(OrdStatus.DENIED, OrdStatus.PENDING_NEW, OrdStatus.REJECTED)),
            OrdStatus.STOPPED,
            EnumSet.of(
                    OrdStatus.FILLED,
                    OrdStatus.SUSPENDED,
                    OrdStatus.CANCELED,
                    OrdStatus.EXPIRED,
                    OrdStatus.DONE_FOR_DAY,
                    OrdStatus.CALCULATED),
            OrdStatus.SUSPENDED,
            EnumSet.complementOf(EnumSet.of(OrdStatus.DENIED, OrdStatus.PENDING_NEW, OrdStatus.REJECTED)),
            OrdStatus.FILLED,
            EnumSet.of(OrdStatus.NEW, OrdStatus.PARTIALLY_FILLED, OrdStatus.CALCULATED),
            OrdStatus.DONE_FOR_DAY,
            EnumSet.of(
                    OrdStatus.NEW,
                    OrdStatus.PARTIALLY_FILLED,
                    OrdStatus.FILLED,
                    OrdStatus.CANCELED,
                    OrdStatus.EXPIRED,
                    OrdStatus.CALCULATED));

    private static final List<BalanceKey> LINES = lines();

    private static Instrument ofAnAsset(Instrument instrument) {
        Contract contract = instrument.contract();
        return new Instrument(
                instrument.symbol(),
                instrument.venueId(),
                instrument.currency(),
                instrument.currencyScale(),
                instrument.pxScale(),
                instrument.qtyScale(),
                instrument.tickSize(),
                instrument.lotSize(),
                instrument.multiplier(),
                instrument.maxOrderQty(),
                instrument.maxOrderNotional(),
                instrument.priceCollar(),
                instrument.feeRate(),
                instrument.active(),
                instrument.calendar(),
                instrument.halted(),
                new Contract(
                        contract.securityType(),
                        contract.inverse(),
                        contract.negativePx(),
                        contract.settlCurrency(),
                        contract.settlScale(),
                        contract.margin(),
                        RandomLife.ASSET));
    }

    private static List<BalanceKey> lines() {
        List<BalanceKey> lines = new ArrayList<>();
        for (LedgerCode code : LedgerCode.values()) {
            lines.add(new BalanceKey(code, INSTRUMENT.symbol()));
            lines.add(new BalanceKey(code, INSTRUMENT.currency()));
        }
        return lines;
    }

    @Test
    void whateverHappensTheBooksHoldAndEveryOrderCanEnd() throws IOException {
        List<String> failures = new ArrayList<>();
        Reach reach = new Reach();
        long steps = 0;
        for (long seed : seeds()) {
            try {
                steps += live(seed, reach);
            } catch (AssertionError | RuntimeException e) {
                failures.add("seed " + seed + ": " + e);
            }
        }
        assertThat(failures.stream().limit(MOST_FAILURES_TOLD))
                .as("%d of the seeds fail; keep them in %s", failures.size(), SEEDS)
                .isEmpty();
        assertThat(steps).isGreaterThan(5L * SEQUENCES);
        reach.expectEverything();
    }

    /** What was met: lives that never get anywhere prove nothing. */
    private static final class Reach {
        private final Set<OrdStatus> statuses = EnumSet.noneOf(OrdStatus.class);
        private final Set<ReportType> applied = EnumSet.noneOf(ReportType.class);
        private final Set<ReportType> passedOver = EnumSet.noneOf(ReportType.class);
        private final Set<Execution.Flag> flags = EnumSet.noneOf(Execution.Flag.class);
        private final Set<OrderEvent.Type> events = EnumSet.noneOf(OrderEvent.Type.class);
        private final Set<ListType> followed = EnumSet.noneOf(ListType.class);
        private final Set<BulkResult.What> cancelled = EnumSet.noneOf(BulkResult.What.class);
        private final Set<BalanceBreak.Kind> breaks = EnumSet.noneOf(BalanceBreak.Kind.class);
        private final Set<Integer> takenInKind = new HashSet<>();
        private final Set<String> keptApart = new HashSet<>();

        void add(Command command, Outcome outcome, AccountState account) {
            account.orders().forEach(order -> statuses.add(order.ordStatus()));
            account.newExecutions().forEach(execution -> flags.addAll(execution.flags()));
            account.newEvents().forEach(event -> events.add(event.type()));
            account.book().breaks().forEach(raised -> breaks.add(raised.kind()));
            takenInKind.add(account.book()
                    .balance(new BalanceKey(LedgerCode.FEES, INSTRUMENT.symbol()))
                    .posted()
                    .signum());
            account.newRequests().stream()
                    .filter(request -> request.clOrdId().value().startsWith("stp-"))
                    .forEach(request -> keptApart.add(account.selfTradePrevention() + " " + request.kind()));
            account.lists().stream()
                    .filter(list ->
                            list.siblings().stream().anyMatch(sibling -> isFollowed(sibling.orderId(), account)))
                    .forEach(list -> followed.add(list.type()));
            if (outcome instanceof Outcome.BulkDone done) {
                done.request().results().forEach(result -> cancelled.add(result.what()));
            }
            if (command instanceof Command.ApplyReport report) {
                (changesNothing(outcome) ? passedOver : applied)
                        .add(report.report().type());
            }
        }

        /** Whether a request of its list's own was made for it. */
        private static boolean isFollowed(OrderId orderId, AccountState account) {
            return account.newRequests().stream()
                    .anyMatch(request -> request.orderId().equals(orderId)
                            && request.clOrdId().value().startsWith("list:"));
        }

        void expectEverything() {
            assertThat(events).containsExactlyInAnyOrder(OrderEvent.Type.values());
            assertThat(followed).containsExactlyInAnyOrder(ListType.values());
            assertThat(cancelled)
                    .containsExactlyInAnyOrder(
                            BulkResult.What.CANCEL_REQUESTED, BulkResult.What.CANCELED, BulkResult.What.REFUSED);
            assertThat(statuses).containsExactlyInAnyOrder(OrdStatus.values());
            assertThat(passedOver).containsExactlyInAnyOrder(ReportType.values());
            assertThat(applied).isEqualTo(EnumSet.complementOf(EnumSet.of(ReportType.ORDER_STATUS)));
            assertThat(breaks).containsExactlyInAnyOrder(BalanceBreak.Kind.values());
            assertThat(takenInKind).containsExactlyInAnyOrder(-1, 0, 1);
            assertThat(keptApart)
                    .containsExactlyInAnyOrder(
                            "CANCEL_OLDEST CANCEL", "CANCEL_BOTH CANCEL", "DECREMENT CANCEL", "DECREMENT REPLACE");
            assertThat(flags).containsExactlyInAnyOrder(Execution.Flag.LATE, Execution.Flag.OVERFILL);
        }
    }

    @Test
    void theSameSeedLivesTheSameLife() throws IOException {
        long seed = seeds().getFirst();
        assertThat(story(seed)).isEqualTo(story(seed)).hasSizeGreaterThan(4);
    }

    /** Those kept because they once failed, then so many from the first on; the system property brings others. */
    private static List<Long> seeds() throws IOException {
        List<Long> kept = new ArrayList<>();
        long first = Long.getLong("random-lives.first", 20261121L);
        for (String line : Files.readAllLines(SEEDS)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                kept.add(Long.parseLong(line.split("#", 2)[0].strip()));
            }
        }
        LongStream.range(first, first + SEQUENCES).forEach(kept::add);
        return kept;
    }

    private static List<String> story(long seed) {
        MemoryDesk desk = desk(seed);
        RandomLife life = new RandomLife(seed, desk.account(), INSTRUMENT);
        int length = life.between(5, 60);
        List<String> story = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            Outcome outcome = desk.submit(life.next());
            story.add(outcome.getClass().getSimpleName() + " "
                    + desk.account().newEvents().stream()
                            .map(event -> event.type() + " " + event.order().ordStatus())
                            .toList());
        }
        return story;
    }

    /** In one life of four orders are kept apart, in each way as often, so that the others stay what they were. */
    private static MemoryDesk desk(long seed) {
        SelfTradePrevention[] modes = SelfTradePrevention.values();
        SelfTradePrevention mode =
                seed % 4 == 1 ? modes[1 + (int) (seed / 4 % (modes.length - 1))] : SelfTradePrevention.NONE;
        return new MemoryDesk(
                new OneInstrument(INSTRUMENT),
                INSTRUMENT.currency(),
                "20000",
                new BigDecimal("150"),
                AccountKind.CASH,
                mode);
    }

    private static int live(long seed, Reach reach) {
        MemoryDesk desk = desk(seed);
        RandomLife life = new RandomLife(seed, desk.account(), INSTRUMENT);
        int length = life.between(5, 60);
        for (int i = 0; i < length; i++) {
            Command next = life.next();
            reach.add(next, step(desk, next, "step " + i), desk.account());
        }
        end(desk, seed % 2 == 0);
        return length;
    }

    private static Outcome step(MemoryDesk desk, Command command, String where) {
        Standing before = Standing.of(desk.account());
        int quarantined = desk.batch().quarantined().size();
        Outcome outcome = desk.submit(command);
        if (changesNothing(outcome) && !endsBoth(outcome, desk.account())) {
            assertThat(Standing.of(desk.account()))
                    .as("%s, %s, changes nothing: %s", where, command, outcome)
                    .isEqualTo(before);
        }
        moves(before, desk.account(), where + ", " + command);
        if (outcome instanceof Outcome.OrderAccepted accepted && !accepted.replayed()) {
            assertThat(left(accepted.order(), desk.account()))
                    .as("%s, %s leaves what it would trade with", where, command)
                    .isEmpty();
        }
        boolean kept = outcome instanceof Outcome.ReportQuarantined;
        assertThat(desk.batch().quarantined()).hasSize(kept ? quarantined + 1 : quarantined);
        assertThat(BookInvariants.broken(desk.account(), INSTRUMENT))
                .as("%s, %s: %s", where, command, outcome)
                .isEmpty();
        return outcome;
    }

    /** Refused or not, a replace may end both orders. */
    private static boolean endsBoth(Outcome outcome, AccountState account) {
        return account.selfTradePrevention() == SelfTradePrevention.CANCEL_BOTH
                && outcome instanceof Outcome.Refused refused
                && refused.reason() == Reason.SELF_TRADE;
    }

    /** What a new order would trade with at its venue, and is to stay there. */
    private static List<Order> left(Order order, AccountState account) {
        if (account.selfTradePrevention() == SelfTradePrevention.NONE || order.isHeld()) {
            return List.of();
        }
        return new SelfTrades(SelfTradePrevention.CANCEL_OLDEST, account.orders())
                .plan(new SelfTradePlan.Incoming(
                        order.symbol(), order.side(), order.px(), order.leavesQty(), order.orderId(), true))
                .canceled();
    }

    private static void moves(Standing before, AccountState account, String where) {
        before.orders().forEach((orderId, order) -> {
            OrdStatus from = order.venueStatus();
            OrdStatus to = Objects.requireNonNull(account.order(orderId)).venueStatus();
            assertThat(to == from || MOVES.getOrDefault(from, Set.of()).contains(to))
                    .as("%s moves an order from %s to %s", where, from, to)
                    .isTrue();
        });
    }

    private static boolean changesNothing(Outcome outcome) {
        return switch (outcome) {
            case Outcome.OrderAccepted accepted -> accepted.replayed();
            case Outcome.OrderDenied denied -> denied.replayed();
            case Outcome.CancelAccepted accepted -> accepted.replayed();
            case Outcome.ReplaceAccepted accepted -> accepted.replayed();
            case Outcome.BooksChanged changed -> changed.replayed();
            case Outcome.BooksRefused refused -> true;
            case Outcome.HoldsExpired expired -> false;
            case Outcome.ActDone done -> false;
            case Outcome.MarginWatched watched -> false;
            case Outcome.BulkDone done -> done.replayed();
            case Outcome.SwitchStands stands -> false;
            case Outcome.OrderPreviewed previewed -> true;
            case Outcome.OrderMoved moved -> !moved.changed();
            case Outcome.ListAccepted accepted -> accepted.replayed();
            case Outcome.ListDenied denied -> denied.replayed();
            // Asked again, it asks the venue again where that had refused.
            case Outcome.ListCancelAccepted accepted -> false;
            case Outcome.ReportApplied applied -> false;
            case Outcome.ReportIgnored ignored -> true;
            case Outcome.ReportQuarantined quarantined -> true;
            case Outcome.Refused refused -> true;
        };
    }

    /** Every order ends: asked for by the trader, or by the venue alone. Then nothing waits and nothing is held. */
    private static void end(MemoryDesk desk, boolean byTrader) {
        int name = 0;
        for (int round = 0; isAnythingLeft(desk); round++) {
            assertThat(round).as("rounds without an end").isLessThan(MOST_ROUNDS);
            for (OrderId orderId :
                    desk.account().orders().stream().map(Order::orderId).toList()) {
                end(desk, orderId, byTrader, "end" + name++);
            }
        }
        for (BalanceKey line : LINES) {
            assertThat(desk.account().book().balance(line).pending())
                    .as("held of %s", line)
                    .isEqualByComparingTo("0");
        }
    }

    private static boolean isAnythingLeft(MemoryDesk desk) {
        return desk.account().orders().stream().anyMatch(order -> !order.isClosed() || order.pending() != null);
    }

    /** A step to its end; what its list asks for because of it, or had waited to ask for, is refused in the next round. */
    private static void end(MemoryDesk desk, OrderId orderId, boolean byTrader, String name) {
        Order order = order(desk, orderId);
        if (order.pending() != null) {
            step(desk, report(order, name + "a", ReportType.CANCEL_REJECT), "answering");
        }
        order = order(desk, orderId);
        if (order.isClosed() || order.pending() != null) {
            return;
        }
        if (byTrader) {
            ClOrdId cancel = new ClOrdId(name);
            Outcome asked = step(
                    desk,
                    new Command.CancelOrder(order.accountId(), cancel, orderId, null, "trader"),
                    "asking for the end");
            assertThat(asked).isInstanceOf(Outcome.CancelAccepted.class);
            order = order(desk, orderId);
            if (order.pending() != null) {
                step(desk, report(order, name + "b", ReportType.CANCELED), "ending");
            }
        } else if (order.isHeld()) {
            step(desk, new Command.ExpireOrder(order.accountId(), new ClOrdId(name), orderId, "time"), "ending");
            order = order(desk, orderId);
            if (!order.isClosed()) {
                // Its time is not over yet.
                step(
                        desk,
                        new Command.CancelOrder(order.accountId(), new ClOrdId(name), orderId, null, "trader"),
                        "ending");
            }
        } else {
            step(desk, report(order, name + "b", ReportType.EXPIRED), "ending");
        }
        assertThat(order(desk, orderId).isClosed()).as("ended: %s", order).isTrue();
    }

    private static Order order(MemoryDesk desk, OrderId orderId) {
        Order order = desk.account().order(orderId);
        assertThat(order).isNotNull();
        return Objects.requireNonNull(order);
    }

    private static Command report(Order order, String execId, ReportType type) {
        ClOrdId pending = order.pendingClOrdId();
        return new Command.ApplyReport(new VenueReport(
                order.accountId(),
                order.orderId(),
                order.venueId(),
                execId,
                type,
                pending == null ? null : pending.value(),
                null,
                null,
                null,
                null,
                TermChange.NONE,
                MemoryDesk.NOW,
                null,
                null,
                "{}"));
    }
}
