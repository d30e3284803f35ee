package io.tradecore.oms.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.Balance;
import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.MinorUnits;
import io.tradecore.ledger.UuidV7;
import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.account.AccountType;
import io.tradecore.oms.account.Desks;
import io.tradecore.oms.account.PositionMode;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.execution.Commission;
import io.tradecore.oms.execution.Execution;
import io.tradecore.oms.execution.Execution.Flag;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.instrument.Contract;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.MarginTerms;
import io.tradecore.oms.instrument.SecurityType;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.SplitRatio;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.pipeline.AccountState.ExecKey;
import io.tradecore.oms.position.ActPart;
import io.tradecore.oms.position.InstrumentAct;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.position.SettledPosition;
import io.tradecore.oms.risk.Exposure;
import io.tradecore.oms.risk.SelfTradePrevention;
import io.tradecore.oms.session.TradingCalendar;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random lives of orders on a MARGIN account, in memory: 200 seeds of 80 steps for each kind of contract. */
class MarginLivesTest {
    private static final int SEEDS = 200;
    private static final int STEPS = 80;

    enum Kind {
        LINEAR(SecurityType.FUT, false, "2.5"),
        BELOW_ZERO(SecurityType.FUT, true, "2.5"),
        INVERSE(SecurityType.PERP, false, "2.5"),
        /** Of an asset that fees are taken in. */
        IN_KIND(SecurityType.FXSPOT, false, "1");

        private final Instrument instrument;

        Kind(SecurityType securityType, boolean negativePx, String multiplier) {
            boolean inverse = securityType == SecurityType.PERP;
            MarginTerms margin = new MarginTerms(MarginTerms.Unit.RATE, new BigDecimal("0.1"), new BigDecimal("0.05"));
            instrument = new Instrument(
                    "FUT1",
                    "SIM",
                    "USD",
                    2,
                    2,
                    3,
                    new BigDecimal("0.01"),
                    new BigDecimal("0.001"),
                    new BigDecimal(multiplier),
                    new BigDecimal("1000"),
                    new BigDecimal("1000000"),
                    new BigDecimal("0.1"),
                    new BigDecimal("0.0007"),
                    true,
                    TradingCalendar.ALWAYS,
                    false,
                    new Contract(
                            securityType,
                            inverse,
                            negativePx,
                            inverse ? "BTC" : "USD",
                            inverse ? 8 : 2,
                            margin,
                            securityType.isDelivered() ? "EUR" : null));
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("Position, cash and holds follow the live executions, and nothing is held when all orders have ended")
    void livesOnMargin(Kind kind) {
        assertThat(live(kind, PositionMode.NETTING)).containsExactlyInAnyOrder(Flag.LATE, Flag.OVERFILL);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("So do they of each leg by itself, and margin and what the ledger holds of it follow the net")
    void livesOfLegs(Kind kind) {
        assertThat(live(kind, PositionMode.HEDGING)).containsExactlyInAnyOrder(Flag.values());
    }

    /** What was odd about the fills: lives without them show less. */
    private static Set<Flag> live(Kind kind, PositionMode mode) {
        Set<Execution.Kind> booked = EnumSet.noneOf(Execution.Kind.class);
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        for (int seed = 0; seed < SEEDS; seed++) {
            Life life = new Life(kind.instrument, mode, seed);
            life.run();
            for (Execution execution : life.account.executions()) {
                booked.add(execution.kind());
                flags.addAll(execution.flags());
            }
        }
        assertThat(booked).as("lives without one of them show nothing").isEqualTo(EnumSet.allOf(Execution.Kind.class));
        return flags;
    }

    private static final class Life {
        private final Instrument instrument;
        private final String seed;
        private final Random random;
        private final AccountState account;
        private final BatchState batch;
        private final BatchDecider decider;
        private final List<OrderId> orders = new ArrayList<>();
        private final List<String[]> trades = new ArrayList<>();
        private boolean wasSplit;
        private int names;

        Life(Instrument instrument, PositionMode mode, int seed) {
            this.instrument = instrument;
            this.account = new AccountState(
                    new AccountId(new UUID(1, 1)),
                    AccountType.MARGIN,
                    mode,
                    AccountStatus.ACTIVE,
                    Desks.MAIN,
                    NOW,
                    0,
                    0);
            this.account.load(new Exposure());
            this.account.load("USD", SelfTradePrevention.NONE);
            this.batch = new BatchState(1, Map.of(account.accountId(), account));
            this.seed = instrument.contract().securityType() + " " + mode + " seed " + seed;
            this.random = new Random(seed);
            this.decider =
                    new BatchDecider(new OneInstrument(instrument), new AdmitAll(), new UuidV7(Clock.systemUTC()));
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                step();
                check();
            }
            for (OrderId orderId : orders) {
                if (order(orderId).leavesQty().signum() > 0) {
                    submit(Desk.report(order(orderId), name(), ReportType.CANCELED));
                }
            }
            check();
            assertThat(balance(LedgerCode.CASH, Balance::pending)).as(seed).isEqualByComparingTo("0");
        }

        private void step() {
            int die = random.nextInt(25) == 0 ? 12 + random.nextInt(2) : random.nextInt(12);
            if (die < 4 || orders.isEmpty()) {
                place();
                return;
            }
            if (die > 11) {
                happen(die == 12 ? new InstrumentAct.Settlement(settlementPx()) : split());
                return;
            }
            Order order = order(orders.get(random.nextInt(orders.size())));
            if (die < 8) {
                fill(order);
            } else if (die == 8 && order.leavesQty().signum() > 0) {
                submit(Desk.report(order, name(), ReportType.CANCELED));
            } else if (die == 9 && order.leavesQty().signum() > 0) {
                String clOrdId = name();
                submit(Desk.replace(
                        order, clOrdId, order.orderQty().add(quantity()).toPlainString(), null));
                submit(Desk.answer(order(order.orderId()), name(), ReportType.REPLACED, clOrdId));
            } else if (!trades.isEmpty()) {
                amend(trades.get(random.nextInt(trades.size())), die == 10);
            }
        }

        private void place() {
            Outcome outcome = submit(new Command.PlaceOrder(
                    account.accountId(),
                    new ClOrdId(name()),
                    instrument.symbol(),
                    random.nextBoolean() ? Side.BUY : Side.SELL,
                    OrdType.LIMIT,
                    Set.of(),
                    Terms.of(quantity(), px(), TimeInForce.GTC),
                    null,
                    null,
                    effect(),
                    "trader"));
            orders.add(((Outcome.OrderAccepted) outcome).order().orderId());
        }

        private @Nullable PositionEffect effect() {
            return switch (account.mode()) {
                case NETTING -> null;
                case HEDGING -> random.nextBoolean() ? PositionEffect.OPEN : PositionEffect.CLOSE;
            };
        }

        /** Sometimes for more than is left, or of an order that has ended. */
        private void fill(Order order) {
            boolean odd = random.nextInt(10) == 0;
            if (odd || order.leavesQty().signum() > 0) {
                String execId = name();
                BigDecimal part = odd ? quantity() : quantity().min(order.leavesQty());
                submit(charging(Desk.trade(order, execId, part.toPlainString(), px().toPlainString())));
                trades.add(new String[] {order.orderId().toString(), execId});
            }
        }

        private void amend(String[] trade, boolean bust) {
            Order order = order(OrderId.of(trade[0]));
            submit(
                    bust
                            ? Desk.bust(order, name(), trade[1])
                            : charging(Desk.correct(
                                    order, name(), trade[1], quantity().toPlainString(), px().toPlainString())));
        }

        /** Mostly in what is traded, also more of it than there is, and given back; sometimes in another currency or not at all. */
        private Command charging(Command report) {
            if (instrument.contract().baseAsset() == null || random.nextInt(4) == 0) {
                return report;
            }
            BigDecimal amount = BigDecimal.valueOf(random.nextInt(random.nextInt(10) == 0 ? 500 : 20) - 4, 2);
            String currency = List.of("EUR", "EUR", "EUR", "USD", "JPY").get(random.nextInt(5));
            return new Command.ApplyReport(
                    Desk.charging(((Command.ApplyReport) report).report(), new Commission(amount, currency)));
        }

        private void happen(InstrumentAct.Terms terms) {
            InstrumentAct act = new InstrumentAct(name(), instrument.symbol(), terms, NOW, NOW.plusSeconds(names));
            account.load(new ActPart(act, BigDecimal.ZERO, false, null));
            submit(new Command.ApplyAct(account.accountId(), act, "ops"));
            wasSplit |= terms instanceof InstrumentAct.Split;
        }

        /** What an inverse contract is worth is a quotient. */
        private BigDecimal settlementPx() {
            return instrument.payoff().inverse() ? px().abs() : px();
        }

        private InstrumentAct.Split split() {
            return random.nextBoolean()
                    ? new InstrumentAct.Split(new SplitRatio(2, 1), null)
                    : new InstrumentAct.Split(new SplitRatio(2, 3), px());
        }

        private BigDecimal quantity() {
            return BigDecimal.valueOf(1 + random.nextInt(9_999), 3);
        }

        private BigDecimal px() {
            int hundredths = 5_000 + random.nextInt(10_000);
            return BigDecimal.valueOf(
                    instrument.contract().negativePx() && random.nextBoolean() ? -hundredths : hundredths, 2);
        }

        private void check() {
            List<SettledPosition> settled = account.settled(instrument.symbol());
            List<Position> positions =
                    settled.stream().map(SettledPosition::position).toList();
            settled.forEach(this::checkReplayed);
            assertThat(ExposureFigures.of(
                            Objects.requireNonNull(account.exposure()), LocalDate.ofInstant(NOW, ZoneOffset.UTC)))
                    .as(seed)
                    .isEqualTo(ExposureFigures.anew(account));
            int scale = instrument.contract().settlScale();
            BigDecimal brought = settled.stream()
                    .map(position -> MinorUnits.round(position.paid(instrument.payoff()), scale))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal inKind = inKind(account.executions(), Execution::lastPx);
            // What was taken in kind before a split is told in quotients after it; what is posted is whole minor units.
            BigDecimal fees = MinorUnits.round(sum(positions, Position::fees).subtract(inKind), scale);
            BigDecimal held = orders.stream().map(account::held).reduce(BigDecimal.ZERO, BigDecimal::add);

            assertThat(account.book()
                            .balance(new BalanceKey(LedgerCode.POSITION, instrument.symbol()))
                            .posted())
                    .as(seed)
                    .isEqualByComparingTo(sum(positions, Position::qty));
            assertThat(balance(LedgerCode.CASH, Balance::posted)).as(seed).isEqualByComparingTo(brought.subtract(fees));
            assertThat(balance(LedgerCode.FEES, Balance::posted)).as(seed).isEqualByComparingTo(fees);
            if (!wasSplit
                    && (instrument.contract().inverse() || instrument.contract().negativePx())) {
                assertThat(fees).as(seed).isEqualByComparingTo(feesOfEach(scale));
            }
            assertThat(balance(LedgerCode.CASH, Balance::pending)).as(seed).isEqualByComparingTo(held);
            if (!wasSplit) {
                assertThat(account.book()
                                .balance(new BalanceKey(LedgerCode.FEES, instrument.symbol()))
                                .posted())
                        .as(seed)
                        .isEqualByComparingTo(inKind(account.executions(), _ -> BigDecimal.ONE));
            }
        }

        /** Where an order's totals do not tell what was traded every execution is charged by itself. */
        private BigDecimal feesOfEach(int scale) {
            return live(account.executions())
                    .map(live -> instrument
                            .payoff()
                            .value(live.lastQty(), live.lastPx())
                            .abs()
                            .multiply(instrument.feeRate()))
                    .map(fee -> MinorUnits.round(fee, scale))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        /** What those that count have taken in what is traded, times so much. */
        private BigDecimal inKind(Collection<Execution> executions, Function<Execution, BigDecimal> times) {
            return live(executions)
                    .filter(last -> account.commission(key(last)) != null)
                    .filter(last -> Objects.requireNonNull(account.commission(key(last)))
                            .currency()
                            .equals(instrument.contract().baseAsset()))
                    .map(last -> times.apply(last)
                            .multiply(Objects.requireNonNull(account.commission(key(last)))
                                    .amount()))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        /** What trades have become, without those that were busted. */
        private Stream<Execution> live(Collection<Execution> executions) {
            LiveExecutions live = LiveExecutions.of(executions, instrument.symbol());
            return executions.stream()
                    .filter(execution -> execution.kind() == Execution.Kind.TRADE)
                    .map(trade -> Objects.requireNonNull(live.last(trade.venueId(), trade.execId())))
                    .filter(last -> last.kind() != Execution.Kind.TRADE_CANCEL);
        }

        private static ExecKey key(Execution execution) {
            return new ExecKey(execution.venueId(), execution.execId());
        }

        /** Against the live executions of its orders, and of no others. */
        private void checkReplayed(SettledPosition settled) {
            Position position = settled.position();
            List<Execution> executions = account.executions().stream()
                    .filter(execution -> account.leg(execution.orderId(), execution.side()) == position.leg())
                    .toList();
            LiveExecutions live = LiveExecutions.of(executions, instrument.symbol());
            SettledPosition replayed = live.replay(
                            instrument,
                            position.leg(),
                            account.replayedActs(instrument.symbol()),
                            execution -> account.commission(key(execution)))
                    .settled();
            assertThat(settled).as(seed).isEqualTo(replayed.withFees(position.fees()));
            if (!wasSplit) {
                checkExecuted(position, executions);
            }
        }

        /** After a split the executions are of other units. */
        private void checkExecuted(Position position, List<Execution> executions) {
            BigDecimal executed = live(executions)
                    .map(last -> last.side() == Side.BUY
                            ? last.lastQty()
                            : last.lastQty().negate())
                    .reduce(BigDecimal.ZERO, BigDecimal::add);

            assertThat(position.qty())
                    .as(seed)
                    .isEqualByComparingTo(executed.subtract(inKind(executions, _ -> BigDecimal.ONE)));
        }

        private static BigDecimal sum(List<Position> positions, Function<Position, BigDecimal> part) {
            return positions.stream().map(part).reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        private BigDecimal balance(LedgerCode code, Function<Balance, BigDecimal> part) {
            return part.apply(account.book()
                    .balance(new BalanceKey(code, instrument.contract().settlCurrency())));
        }

        private Order order(OrderId orderId) {
            return Objects.requireNonNull(account.order(orderId));
        }

        private Outcome submit(Command command) {
            return decider.decide(List.of(command), batch).getFirst();
        }

        private String name() {
            return "N" + ++names;
        }
    }

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
}
