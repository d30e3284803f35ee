package io.tradecore.api.margin;

import static io.tradecore.api.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.api.Reconciled;
import io.tradecore.api.margin.MarginFloor.Watching;
import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.TransferKind;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.list.ListType;
import io.tradecore.oms.margin.MarginState;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.pipeline.CommandBus;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Margin calls and stop-outs on the real database, by one watch or by two, one after the other. */
class MarginWatchIT {
    private final MarginFloor floor = new MarginFloor();

    @BeforeEach
    void quote() {
        floor.quote(floor.one, "99.90", "100.00");
        floor.quote(floor.other, "99.90", "100.00");
    }

    @AfterEach
    void close() throws Exception {
        floor.close();
    }

    /** Cash of 1,000 and a long of 50 at 100: a fee of 5, 500 in use or less. */
    private AccountId longOfFifty() throws Exception {
        AccountId account = floor.openAccount("1000");
        floor.order(account, floor.one, Side.BUY, "50", "100.00");
        eventually(() -> assertThat(floor.position(account, floor.one)).isEqualTo("50"));
        return account;
    }

    private List<String> calls(AccountId account) {
        return floor.rows(
                "SELECT CASE WHEN cleared_at IS NULL THEN 'open' ELSE 'cleared' END || ' ' || equity || ' of ' || used"
                        + " FROM margin_calls WHERE account_id = '" + account + "' ORDER BY raised_at");
    }

    private List<String> liquidations(AccountId account) {
        return floor.rows(
                "SELECT coalesce(result, 'RUNNING') || ' ' || liquidation_mode FROM liquidations WHERE account_id = '"
                        + account + "' ORDER BY started_at");
    }

    private List<String> steps(AccountId account) {
        return floor.rows("SELECT step || ' ' || kind || coalesce(' ' || trim_scale(qty), ' of ' || orders)"
                + " FROM liquidation_steps WHERE account_id = '" + account + "' ORDER BY made_at, step");
    }

    private MarginStateView state(AccountId account) {
        Outcome outcome = floor.done(new Command.WatchMargin(account));
        return MarginStateView.of((Outcome.MarginWatched) outcome);
    }

    private record MarginStateView(BigDecimal equity, BigDecimal used) {

        static MarginStateView of(Outcome.MarginWatched watched) {
            var known = (MarginState.Known) watched.state();
            return new MarginStateView(known.equity(), known.used());
        }

        boolean isAtLeast(String level) {
            return used.signum() == 0 || equity.compareTo(used.multiply(new BigDecimal(level))) >= 0;
        }
    }

    @Test
    void anAccountIsCalledOncePerFall() throws Exception {
        AccountId account = longOfFifty();
        floor.watch();
        // 995 less 750, of 425.
        floor.quote(floor.one, "85.00", "85.10");
        eventually(() -> assertThat(calls(account)).containsExactly("open 245.00 of 425.00"));
        floor.quote(floor.one, "84.90", "85.00");
        assertThat(state(account).isAtLeast("1")).isFalse();
        assertThat(calls(account)).containsExactly("open 245.00 of 425.00");

        floor.post(account, TransferKind.DEPOSIT, "2000");
        eventually(() -> assertThat(calls(account)).containsExactly("cleared 245.00 of 425.00"));
        // 2,995 less 2,850, of 215.
        floor.quote(floor.one, "43.00", "43.10");
        eventually(() -> assertThat(calls(account)).hasSize(2));
        assertThat(floor.rows("SELECT action || ' ' || outcome FROM audit_trail WHERE account_id = '" + account
                        + "' AND source = 'MARGIN_CALL' ORDER BY recorded_at"))
                .containsExactly("MARGIN_CALL_RAISED DONE", "MARGIN_CALL_CLEARED DONE", "MARGIN_CALL_RAISED DONE");
        Reconciled.assertReconciled();
    }

    @Test
    void aStopOutCancelsWhatMayOpenAndClosesTheLeastThatRestoresTheLevel() throws Exception {
        AccountId account = longOfFifty();
        floor.restLimits();
        Order resting = floor.order(account, floor.other, Side.BUY, "1", "99.00");
        floor.watch();
        // 995 less 850 are 145, of 415: 145 - 0.083 n = 0.5 x 8.3 x (50 - n) at n = 15.3685, roundings included
        floor.quote(floor.one, "83.00", "83.10");

        eventually(() -> assertThat(liquidations(account)).containsExactly("RESTORED LEAST_QUANTITY"));
        assertThat(steps(account)).containsExactly("1 CANCEL of 1", "2 CLOSE 15.369");
        assertThat(floor.position(account, floor.one)).isEqualTo("34.631");
        assertThat(floor.rows("SELECT ord_status FROM orders WHERE order_id = '" + resting.orderId() + "'"))
                .containsExactly("CANCELED");
        assertThat(floor.rows("SELECT o.exec_inst::text || ' ' || o.ord_type || ' ' || e.actor FROM orders o"
                        + " JOIN order_events e ON (e.account_id, e.order_id) = (o.account_id, o.order_id) AND event_type = 'ORDER_ACCEPTED'"
                        + " JOIN liquidation_steps p ON (p.account_id, p.order_id) = (o.account_id, o.order_id)"
                        + " AND o.cl_ord_id = 'lq-' || p.liquidation_id || '-' || p.step WHERE o.account_id = '"
                        + account + "'"))
                .containsExactly("{REDUCE_ONLY} MARKET stop-out");
        assertThat(state(account).isAtLeast("0.5")).isTrue();
        floor.assertNoFlips(account);
        Reconciled.assertReconciled();
    }

    @Test
    void aStopOutCancelsListsThatMayOpenOrStandInTheWayAndLeavesExitsOfOthers() throws Exception {
        AccountId account = longOfFifty();
        floor.order(account, floor.other, Side.BUY, "1", "100.00");
        eventually(() -> assertThat(floor.position(account, floor.other)).isEqualTo("1"));
        floor.restLimits();
        floor.list(account, "KEPT", ListType.OCO, floor.other, Side.SELL, "1", "103.00", "104.00");
        floor.list(account, "EXITS", ListType.OCO, floor.one, Side.SELL, "10", "103.00", "104.00");
        floor.list(account, "ENTRY", ListType.OTOCO, floor.other, Side.BUY, "1", "99.00", "103.00", "104.00");
        floor.watch();
        floor.quote(floor.one, "83.00", "83.10");

        eventually(() -> assertThat(liquidations(account)).containsExactly("RESTORED LEAST_QUANTITY"));
        // The entry and both exits of what has lost most; what waited for the entry ends with it.
        assertThat(steps(account).getFirst()).isEqualTo("1 CANCEL of 3");
        eventually(() -> assertThat(floor.rows(
                        "SELECT list_id || ' ' || string_agg(ord_status, ' ') FROM orders" + " WHERE account_id = '"
                                + account + "' AND list_id IS NOT NULL GROUP BY list_id ORDER BY list_id"))
                .containsExactly("ENTRY CANCELED CANCELED CANCELED", "EXITS CANCELED CANCELED", "KEPT NEW NEW"));
        assertThat(floor.rows("SELECT trim_scale(pending)::text FROM ledger_balances WHERE account_id = '" + account
                        + "' AND code = 'CASH'"))
                .containsExactly("0");
        floor.assertNoFlips(account);
        Reconciled.assertReconciled();
    }

    @Test
    void aGapToBelowZeroIsBookedAndRaised() throws Exception {
        AccountId account = longOfFifty();
        floor.execute(
                "INSERT INTO margin_settings (account_id, call_level, stop_out_level, restore_level, liquidation_mode, updated_by)"
                        + " VALUES ('" + account + "', 1, 0.5, 0.5, 'WHOLE_POSITION', 'test')");
        floor.watch();
        floor.quote(floor.one, "60.00", "60.10");

        eventually(() -> assertThat(liquidations(account)).containsExactly("FLAT WHOLE_POSITION"));
        assertThat(steps(account)).containsExactly("1 CLOSE 50");
        // 995 less 2,000 and a fee of 3
        assertThat(floor.rows("SELECT posted::text FROM ledger_balances WHERE code = 'CASH' AND account_id = '"
                        + account + "'"))
                .containsExactly("-1008.00");
        assertThat(floor.rows("SELECT kind FROM breaks WHERE resolved_at IS NULL AND account_id = '" + account + "'"))
                .containsExactly("NEGATIVE_CASH");
        Reconciled.assertReconciled();
    }

    @Test
    void ofAHedgingAccountTheLegThatHasLostMostIsClosed() throws Exception {
        AccountId account = floor.openAccount("1000", "HEDGING");
        floor.order(account, floor.one, Side.BUY, "50", "100.00", PositionEffect.OPEN);
        eventually(() -> assertThat(floor.position(account, floor.one)).isEqualTo("50"));
        floor.order(account, floor.one, Side.SELL, "10", "99.90", PositionEffect.OPEN);
        eventually(() -> assertThat(floor.position(account, floor.one)).isEqualTo("50, -10"));
        floor.watch();
        // 994 less 1,100 and with 218 are 112, of 312 for the net of 40.
        floor.quote(floor.one, "78.00", "78.10");

        eventually(() -> assertThat(liquidations(account)).containsExactly("RESTORED LEAST_QUANTITY"));
        assertThat(floor.position(account, floor.one)).endsWith(", -10").doesNotStartWith("50");
        assertThat(floor.rows("SELECT DISTINCT leg FROM liquidation_steps WHERE kind = 'CLOSE' AND account_id = '"
                        + account + "'"))
                .containsExactly("LONG");
        assertThat(state(account).isAtLeast("0.5")).isTrue();
        Reconciled.assertReconciled();
    }

    @Test
    void legsThatMakeUpForEachOtherAreClosedWhereTheyAreHeldOnDebt() throws Exception {
        AccountId account = floor.openAccount("1000", "HEDGING");
        floor.order(account, floor.one, Side.BUY, "50", "100.00", PositionEffect.OPEN);
        eventually(() -> assertThat(floor.position(account, floor.one)).isEqualTo("50"));
        floor.order(account, floor.one, Side.SELL, "10", "99.90", PositionEffect.OPEN);
        eventually(() -> assertThat(floor.position(account, floor.one)).isEqualTo("50, -10"));
        floor.watch();
        // 994 less 2,000 and with 398 are below zero, also when what is left of the long leg makes up for the short
        // one.
        floor.quote(floor.one, "60.00", "60.10");

        eventually(() -> assertThat(liquidations(account)).containsExactly("FLAT LEAST_QUANTITY"));
        assertThat(floor.position(account, floor.one)).isEmpty();
        Reconciled.assertReconciled();
    }

    @Test
    void whatAnOperatorHasHaltedStaysOpenAndWhatElseThereIsIsClosed() throws Exception {
        AccountId account = floor.openAccount("1200");
        floor.order(account, floor.one, Side.BUY, "50", "100.00");
        floor.order(account, floor.other, Side.BUY, "50", "100.00");
        eventually(() -> {
            assertThat(floor.position(account, floor.one)).isEqualTo("50");
            assertThat(floor.position(account, floor.other)).isEqualTo("50");
        });
        floor.halt(floor.one);
        floor.watch();
        // 1,190 less 750 and 250 are 190, of 425 and 475: the first has lost most, and may not be traded.
        floor.quote(floor.one, "85.00", "85.10");
        floor.quote(floor.other, "95.00", "95.10");

        eventually(() -> assertThat(floor.position(account, floor.other)).isEmpty());
        for (int look = 0; look < 5; look++) {
            assertThat(state(account).isAtLeast("0.5")).isFalse();
        }
        assertThat(closedSymbols(account)).containsOnly(floor.other);
        assertThat(floor.position(account, floor.one)).isEqualTo("50");
        assertThat(liquidations(account)).containsExactly("RUNNING LEAST_QUANTITY");

        floor.lift(floor.one);
        eventually(() -> assertThat(liquidations(account)).containsExactly("RESTORED LEAST_QUANTITY"));
        assertThat(closedSymbols(account)).containsExactly(floor.other, floor.one);
        assertThat(state(account).isAtLeast("0.5")).isTrue();
        Reconciled.assertReconciled();
    }

    private List<String> closedSymbols(AccountId account) {
        return floor.rows("SELECT symbol FROM liquidation_steps WHERE kind = 'CLOSE' AND account_id = '" + account
                + "' ORDER BY made_at, step");
    }

    @Test
    void nothingIsClosedByAQuoteThatIsOldAndNothingWithoutAny() throws Exception {
        AccountId account = longOfFifty();
        floor.watch();
        floor.quoteOld(floor.one, "83.00", "83.10");
        eventually(() -> assertThat(calls(account)).hasSize(1));
        assertThat(state(account).isAtLeast("0.5")).isFalse();
        assertThat(steps(account)).isEmpty();
        floor.forget(floor.one);
        assertThat(floor.done(new Command.WatchMargin(account)))
                .isInstanceOfSatisfying(
                        Outcome.MarginWatched.class,
                        watched -> assertThat(watched.state()).isInstanceOf(MarginState.Unknown.class));
        assertThat(steps(account)).isEmpty();
        floor.quote(floor.one, "83.00", "83.10");
        eventually(() -> assertThat(liquidations(account)).containsExactly("RESTORED LEAST_QUANTITY"));
    }

    @Test
    void aVenueThatIsSilentIsWaitedForAndNothingIsSentTwice() throws Exception {
        AccountId account = longOfFifty();
        floor.venueAnswers(false);
        Watching first = floor.watch();
        floor.quote(floor.one, "83.00", "83.10");
        eventually(() -> assertThat(steps(account)).containsExactly("1 CLOSE 15.369"));
        first.close();
        // Whoever looks now finds the order that was sent, as does the one that comes after.
        state(account);
        Watching second = floor.watch();
        state(account);
        assertThat(steps(account)).containsExactly("1 CLOSE 15.369");
        floor.venueAnswers(true);
        eventually(() -> assertThat(liquidations(account)).containsExactly("RESTORED LEAST_QUANTITY"));
        assertThat(steps(account)).containsExactly("1 CLOSE 15.369");
        second.close();
        Reconciled.assertReconciled();
    }

    /** Losers and winners, longs and shorts of both instruments, the same for the same seed. */
    private List<AccountId> crowd(int count, long seed) throws Exception {
        Random random = new Random(seed);
        List<AccountId> accounts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            AccountId account = floor.openAccount(Integer.toString(1_000 + random.nextInt(800)));
            accounts.add(account);
            for (String symbol : List.of(floor.one, floor.other)) {
                boolean buys = random.nextInt(4) > 0;
                String qty = String.format(Locale.ROOT, "%.3f", 20 + random.nextDouble() * 25);
                floor.order(account, symbol, buys ? Side.BUY : Side.SELL, qty, buys ? "100.00" : "99.90");
            }
        }
        eventually(() -> {
            for (AccountId account : accounts) {
                assertThat(floor.rows("SELECT symbol FROM positions WHERE qty <> 0 AND account_id = '" + account + "'"))
                        .hasSize(2);
            }
        });
        return accounts;
    }

    /** Down by a fifth, over what the market does by itself. */
    private void pushDown() throws IOException {
        List<Double> moves = RecordedMoves.read();
        for (int i = 0; i < moves.size(); i++) {
            quote(moves, i);
        }
    }

    private void quote(List<Double> moves, int at) {
        double fallen = 1 - 0.2 * (at + 1) / moves.size();
        BigDecimal bid = new BigDecimal("99.90")
                .multiply(BigDecimal.valueOf(moves.get(at) * fallen))
                .setScale(2, RoundingMode.HALF_EVEN);
        String ask = bid.add(new BigDecimal("0.10")).toPlainString();
        floor.quote(floor.one, bid.toPlainString(), ask);
        floor.quote(floor.other, bid.toPlainString(), ask);
    }

    private List<String> positions(List<AccountId> accounts) {
        return accounts.stream()
                .map(account -> floor.position(account, floor.one) + " and " + floor.position(account, floor.other))
                .toList();
    }

    private void assertStoppedOut(List<AccountId> accounts) throws Exception {
        eventually(() -> {
            for (AccountId account : accounts) {
                assertThat(liquidations(account)).doesNotContain("RUNNING LEAST_QUANTITY");
                assertThat(state(account).isAtLeast("0.5")).isTrue();
            }
        });
        for (AccountId account : accounts) {
            floor.assertNoFlips(account);
        }
    }

    @Test
    void theMarketFallsAndAWatchThatIsKilledHalfWayLeavesTheSameEnd() throws Exception {
        List<AccountId> whole = crowd(30, 7);
        List<AccountId> halved = crowd(30, 7);
        pushDown();
        // The first are stopped out by one watch that sees no others, the second by one that dies.
        Watching one = floor.watch(only(whole, Integer.MAX_VALUE));
        assertStoppedOut(whole);
        one.close();
        Watching dying = floor.watch(only(halved, 25));
        eventually(() -> assertThat(halved.stream()
                        .mapToInt(account -> steps(account).size())
                        .sum())
                .isPositive());
        dying.close();
        assertThat(halved.stream().map(this::liquidations).toList()).contains(List.of("RUNNING LEAST_QUANTITY"));
        floor.watch();
        assertStoppedOut(halved);

        assertThat(positions(halved)).isEqualTo(positions(whole));
        assertThat(whole.stream().filter(account -> !steps(account).isEmpty())).hasSizeGreaterThan(5);
        Reconciled.assertReconciled();
    }

    @Test
    void whoeverWatchesWhileTheMarketFallsNoAccountStaysBelowItsLevelAndNoPositionFlips() throws Exception {
        List<AccountId> accounts = crowd(20, 11);
        List<Double> moves = RecordedMoves.read();
        Watching watching = floor.watch();
        for (int i = 0; i < moves.size(); i++) {
            quote(moves, i);
            if (i == moves.size() * 9 / 10) {
                watching.close();
                watching = floor.watch();
            }
            // The pace of the feed.
            LockSupport.parkNanos(1_000_000);
        }
        assertStoppedOut(accounts);
        assertThat(accounts.stream().filter(account -> !steps(account).isEmpty()))
                .isNotEmpty();
        Reconciled.assertReconciled();
    }

    /** A way in that lets so many looks at these accounts through, and then loses everything as a process that is gone does. */
    private CommandBus only(List<AccountId> accounts, int most) {
        AtomicInteger left = new AtomicInteger(most);
        return new CommandBus() {
            @Override
            public CompletableFuture<Outcome> submit(Command command) {
                return accounts.contains(command.accountId()) && left.getAndDecrement() > 0
                        ? floor.lanes.submit(command)
                        : CompletableFuture.failedFuture(new IllegalStateException("gone"));
            }

            @Override
            public boolean hasRoomForOrder(AccountId accountId) {
                return true;
            }
        };
    }
}
