package io.tradecore.oms.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.Hold;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.UuidV7;
import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.account.AccountType;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Command.PlaceList;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.list.ListMember;
import io.tradecore.oms.list.ListRules;
import io.tradecore.oms.list.ListType;
import io.tradecore.oms.list.OrderList;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.ListId;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.OrderRequest;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.risk.Exposure;
import io.tradecore.oms.risk.Reservation;
import io.tradecore.oms.risk.SelfTradePrevention;
import io.tradecore.oms.risk.Stakes;
import io.tradecore.oms.risk.Stakes.Stake;
import io.tradecore.oms.scenario.AccountKind;
import io.tradecore.oms.scenario.Scenario;
import io.tradecore.oms.trigger.TriggerTerms;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Random lives of lists and orders on a MARGIN account, in memory: 400 seeds of 60 steps. Every price is 100, so that margin tells quantities. */
class MarginListLivesTest {
    private static final int SEEDS = 400;
    private static final int STEPS = 60;
    private static final int MOST_ROUNDS = 20;
    private static final BigDecimal PX = new BigDecimal("100");
    private static final Instrument FUTURE = Scenario.instrument(Scenario.SYMBOL, "SIM", AccountKind.MARGIN);

    @Test
    @DisplayName(
            "What works is covered by what is held and what margin is due for, and nothing is held when all has ended")
    void lives() {
        Set<ListType> accepted = EnumSet.noneOf(ListType.class);
        for (int seed = 0; seed < SEEDS; seed++) {
            Life life = new Life(seed);
            for (int step = 0; step < STEPS; step++) {
                life.step();
                life.check();
            }
            life.account.lists().forEach(list -> accepted.add(list.type()));
            life.end();
        }
        assertThat(accepted).containsExactlyInAnyOrder(ListType.values());
    }

    private static final class Life {
        private final String seed;
        private final Random random;
        private final AccountState account;
        private final BatchState batch;
        private final BatchDecider decider;
        private final List<String[]> trades = new ArrayList<>();
        private int names;

        Life(int seed) {
            this.seed = "seed " + seed;
            this.random = new Random(seed);
            this.account = new AccountState(
                    new AccountId(new UUID(1, 1)), AccountType.MARGIN, AccountStatus.ACTIVE, MemoryDesk.NOW, 0, 0);
            account.load(new Exposure());
            account.load("USD", SelfTradePrevention.NONE);
            this.batch = new BatchState(1, Map.of(account.accountId(), account));
            this.decider = new BatchDecider(new OneInstrument(FUTURE), new AdmitAll(), new UuidV7(Clock.systemUTC()));
        }

        void step() {
            List<Order> orders = orders();
            int die = random.nextInt(20);
            if (orders.isEmpty() || die == 0) {
                submit(placeList());
            } else if (die == 1) {
                submit(order(side(), qty(), OrdType.LIMIT));
            } else if (die == 2 && !account.lists().isEmpty()) {
                var lists = account.lists();
                submit(new Command.CancelList(
                        account.accountId(),
                        lists.get(random.nextInt(lists.size())).listId(),
                        "trader"));
            } else {
                move(orders.get(random.nextInt(orders.size())), die);
            }
        }

        private void move(Order order, int die) {
            OrderRequest pending = order.pending();
            if (pending != null) {
                answer(order, pending, die < 15);
            } else if (die == 3 && !trades.isEmpty()) {
                String[] trade = trades.remove(random.nextInt(trades.size()));
                submit(Desk.bust(order(OrderId.of(trade[0])), name(), trade[1]));
            } else if (order.isClosed()) {
                return;
            } else if (die == 4) {
                submit(Desk.cancel(order, name()));
            } else if (order.isHeld()) {
                submit(new Command.TriggerOrder(account.accountId(), order.orderId(), PX, "market"));
            } else if (die == 5) {
                submit(Desk.report(order, name(), ReportType.CANCELED));
            } else if (die < 9) {
                submit(Desk.report(order, name(), ReportType.NEW));
            } else {
                String execId = name();
                BigDecimal part = qty().min(order.leavesQty());
                submit(Desk.trade(order, execId, part.toPlainString(), "100"));
                trades.add(new String[] {order.orderId().toString(), execId});
            }
        }

        private void answer(Order order, OrderRequest pending, boolean asAsked) {
            ReportType done = switch (pending.kind()) {
                case CANCEL -> ReportType.CANCELED;
                case REPLACE -> ReportType.REPLACED;
            };
            submit(Desk.answer(
                    order,
                    name(),
                    asAsked ? done : ReportType.CANCEL_REJECT,
                    pending.clOrdId().value()));
        }

        /** An entry has no price, so that exits may have the same as all others: both limits, or both stops. */
        private Command placeList() {
            ListType type = ListType.values()[random.nextInt(ListType.values().length)];
            Side side = side();
            BigDecimal qty = qty();
            List<PlaceList.Entry> entries = new ArrayList<>();
            ClOrdId parent = null;
            if (type.hasParent()) {
                BigDecimal entered = type == ListType.OTO ? qty.add(qty) : qty;
                Command.PlaceOrder entry = order(side, entered, OrdType.MARKET);
                parent = entry.clOrdId();
                entries.add(new PlaceList.Entry(entry, null));
            }
            Side siblings = parent != null && random.nextInt(4) > 0 ? other(side) : side;
            OrdType ordType = random.nextBoolean() ? OrdType.LIMIT : OrdType.STOP;
            boolean apart = type == ListType.OUO_ABSOLUTE || type == ListType.OUO_PROPORTIONAL;
            for (int i = 0; i < 2; i++) {
                entries.add(new PlaceList.Entry(order(siblings, apart ? qty() : qty, ordType), parent));
            }
            return new PlaceList(account.accountId(), new ListId(name()), type, entries, "trader");
        }

        private Command.PlaceOrder order(Side side, BigDecimal qty, OrdType ordType) {
            return new Command.PlaceOrder(
                    account.accountId(),
                    new ClOrdId(name()),
                    FUTURE.symbol(),
                    side,
                    ordType,
                    Set.of(),
                    Terms.of(qty, ordType == OrdType.LIMIT ? PX : null, TimeInForce.GTC),
                    ordType == OrdType.STOP ? new TriggerTerms(null, PX, null) : null,
                    "trader");
        }

        void check() {
            BigDecimal held = account.orders().stream()
                    .map(order -> account.held(order.orderId()))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            for (var list : account.lists()) {
                Hold hold = account.book().hold(list.holdId());
                held = hold == null ? held : held.add(hold.remaining());
            }
            assertThat(pending()).as(seed).isEqualByComparingTo(held);
            assertThat(account.orders().stream()
                            .filter(order -> ListHolds.isSibling(order, account))
                            .map(order -> account.held(order.orderId())))
                    .as("siblings hold together, %s", seed)
                    .allSatisfy(own -> assertThat(own).isEqualByComparingTo("0"));
            assertThat(ExposureFigures.of(
                            Objects.requireNonNull(account.exposure()),
                            LocalDate.ofInstant(MemoryDesk.NOW, ZoneOffset.UTC)))
                    .as(seed)
                    .isEqualTo(ExposureFigures.anew(account));
            assertThat(covered(held)).as(seed).isGreaterThanOrEqualTo(mostHeld());
        }

        /** What margin is there for, of the position and held for orders. */
        private BigDecimal covered(BigDecimal held) {
            Stakes stakes = Objects.requireNonNull(MarginStakes.of(account, new OneInstrument(FUTURE)));
            BigDecimal due = stakes.stakes().stream().map(Stake::exposed).reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal ofOne = Reservation.onMargin(FUTURE, BigDecimal.ONE, PX, FUTURE.feeRate())
                    .amount();
            return due.add(held.divide(ofOne, 1, RoundingMode.CEILING));
        }

        /** The largest position that orders at their venues may lead to where all of one side are executed and none of the other. */
        private BigDecimal mostHeld() {
            Position position = account.position(FUTURE.symbol());
            return position.qty().add(left(Side.BUY)).max(left(Side.SELL).subtract(position.qty()));
        }

        private BigDecimal left(Side side) {
            return Pending.sum(account, order -> order.side() == side && !order.isHeld(), this::due);
        }

        /** What an order of a list has left once its venue has followed what the others have executed: that was held for all, once. */
        private BigDecimal due(Order order) {
            OrderList list = ListHolds.isSibling(order, account) ? ListHolds.listOf(order, account) : null;
            if (list == null) {
                return order.leavesQty();
            }
            ListMember member = list.members().stream()
                    .filter(one -> one.orderId().equals(order.orderId()))
                    .findFirst()
                    .orElseThrow();
            BigDecimal entitled = ListRules.entitled(list, member, account::order, FUTURE.lotSize());
            return order.leavesQty().min(entitled.subtract(order.cumQty())).max(BigDecimal.ZERO);
        }

        /** Whatever is open ends, and whatever is asked for because of that. */
        void end() {
            for (int round = 0; isAnythingLeft(); round++) {
                assertThat(round).as("rounds without an end, %s", seed).isLessThan(MOST_ROUNDS);
                for (Order listed : orders()) {
                    Order order = order(listed.orderId());
                    if (order.pending() != null) {
                        answer(order, order.pending(), false);
                    } else if (order.isHeld()) {
                        submit(Desk.cancel(order, name()));
                    } else if (!order.isClosed()) {
                        submit(Desk.report(order, name(), ReportType.CANCELED));
                    }
                    check();
                }
            }
            assertThat(pending()).as(seed).isEqualByComparingTo("0");
        }

        private boolean isAnythingLeft() {
            return account.orders().stream().anyMatch(order -> !order.isClosed() || order.pending() != null);
        }

        private BigDecimal pending() {
            return account.book()
                    .balance(new BalanceKey(LedgerCode.CASH, "USD"))
                    .pending();
        }

        /** In the order they were made: what a hash map says must not decide. */
        private List<Order> orders() {
            return account.orders().stream()
                    .sorted(Comparator.comparing(order -> order.clOrdId().value()))
                    .toList();
        }

        private Order order(OrderId orderId) {
            return Objects.requireNonNull(account.order(orderId));
        }

        private Outcome submit(Command command) {
            return decider.decide(List.of(command), batch).getFirst();
        }

        private Side side() {
            return random.nextBoolean() ? Side.BUY : Side.SELL;
        }

        private static Side other(Side side) {
            return side == Side.BUY ? Side.SELL : Side.BUY;
        }

        private BigDecimal qty() {
            return BigDecimal.valueOf(5L * (1 + random.nextInt(20)), 1);
        }

        private String name() {
            return "N" + ++names;
        }
    }
}
