package io.tradecore.risk;

import io.tradecore.ledger.Balance;
import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.account.Desks;
import io.tradecore.oms.check.CheckTable;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.halt.TradingBar;
import io.tradecore.oms.halt.TradingScope;
import io.tradecore.oms.halt.TradingState;
import io.tradecore.oms.instrument.Contract;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.instrument.MarginTerms;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.instrument.SecurityType;
import io.tradecore.oms.margin.LiquidationMode;
import io.tradecore.oms.margin.MarginBook;
import io.tradecore.oms.margin.MarginSettings;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.position.Leg;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.risk.GroupCredit;
import io.tradecore.oms.risk.InstrumentSelector;
import io.tradecore.oms.risk.Limit.Severity;
import io.tradecore.oms.risk.LimitKind;
import io.tradecore.oms.risk.PreTradeRisk.AccountView;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import io.tradecore.oms.risk.Recent;
import io.tradecore.oms.risk.Reservation;
import io.tradecore.oms.risk.RuleScope;
import io.tradecore.oms.risk.SelfTradePrevention;
import io.tradecore.oms.risk.SelfTrades;
import io.tradecore.oms.risk.Stakes;
import io.tradecore.oms.risk.Stakes.LegStake;
import io.tradecore.oms.risk.Stakes.Legs;
import io.tradecore.oms.risk.Stakes.Stake;
import io.tradecore.oms.session.SessionHours;
import io.tradecore.oms.session.TradingCalendar;
import io.tradecore.oms.valuation.RatePair;
import io.tradecore.oms.valuation.Rates;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The account, its rules, its dealings and the market that one row of a table of checks tells of. What it does not tell is as
 * {@code checks/README.md} says. For one row.
 */
final class CheckStage {

    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private static final String BTC = "BTC";
    private static final BigDecimal PLENTY = new BigDecimal("1000000000");
    private static final Duration MAX_QUOTE_AGE = Duration.ofSeconds(5);
    private static final List<String> QUOTED = List.of(BTC, "BTCEUR", "ACME", "FUT", "FUTEUR", "EURUSD");

    /** What a phrase does; some name another instrument than BTC. */
    private record Phrase(Pattern pattern, Setting setting) {}

    private interface Setting {
        void apply(String[] words, String symbol);
    }

    private enum Account {
        CASH,
        MARGIN,
        HEDGING
    }

    /** What is open of an instrument. */
    private record Open(String symbol, Side side, BigDecimal qty) {}

    private final TestLimits limits = TestLimits.wide(NOW);
    private final TestDealings dealings = new TestDealings(NOW);
    private final Map<String, Quote> quotes = new HashMap<>();
    private final Map<String, Position> held = new TreeMap<>();
    private final List<LegStake> legs = new ArrayList<>();
    private final List<Open> open = new ArrayList<>();
    private final List<Order> resting = new ArrayList<>();
    private final List<RatePair> pairs = new ArrayList<>(List.of(new RatePair("EUR", "USD", "EURUSD", false)));
    private final List<Phrase> phrases = phrases();

    private Account account = Account.CASH;
    private AccountStatus status = AccountStatus.ACTIVE;
    private SelfTradePrevention prevents = SelfTradePrevention.NONE;
    private @Nullable TradingState firm;
    private @Nullable BigDecimal leverage;
    private @Nullable Duration sentAgo;
    private BigDecimal cash = PLENTY;
    private BigDecimal withheld = BigDecimal.ZERO;
    private @Nullable Reservation hold;
    private TradingCalendar calendar = TradingCalendar.ALWAYS;
    private boolean halted;
    private boolean marginTerms = true;

    /** @throws IllegalArgumentException where the row cannot be read */
    CheckStage(CheckTable.Row row) {
        for (String symbol : QUOTED) {
            boolean rate = symbol.equals("EURUSD");
            quote(symbol, rate ? "1.9" : "99", rate ? "2" : "101", Duration.ZERO);
        }
        each(row, "given", this::given);
        each(row, "quotes", this::quoted);
    }

    private static void each(CheckTable.Row row, String title, Predicate<String> read) {
        String cell = row.cell(title);
        for (String part : cell.equals("-") ? new String[0] : cell.split("; ", -1)) {
            if (!read.test(part)) {
                throw new IllegalArgumentException(row.place() + ": \"" + part + "\" is not understood");
            }
        }
    }

    private List<Phrase> phrases() {
        return List.of(
                phrase("(margin|hedging) account", (words, _) -> account = constant(Account.class, words[0])),
                phrase("account (SUSPENDED|CLOSED)", (words, _) -> status = AccountStatus.valueOf(words[1])),
                phrase("firm (HALTED|REDUCE_ONLY)", (words, _) -> firm = TradingState.valueOf(words[1])),
                phrase("limit [A-Z_]+ [0-9.]+", this::limit),
                phrase("no limit [A-Z_]+", (words, _) -> limits.without(LimitKind.valueOf(words[2]))),
                phrase("permitted nothing", (_, _) -> limits.permitNothing()),
                phrase("permitted [A-Z]+", (words, _) -> limits.permit(InstrumentSelector.of(words[1]), null)),
                phrase("takes nothing", (_, _) -> limits.takeNothing()),
                phrase("takes [A-Z_]+ [A-Z]+", this::takes),
                phrase("session [0-9:]+ to [0-9:]+", (words, _) -> calendar = daily(words[1], words[3])),
                phrase("no session", (_, _) -> calendar = new TradingCalendar(ZoneOffset.UTC, Map.of(), Map.of())),
                phrase("halted by its venue", (_, _) -> halted = true),
                phrase("held [-0-9.]+ @ [0-9.]+", this::held),
                phrase("held [-0-9.]+ @ [0-9.]+ with [-0-9.]+ realised and [-0-9.]+ fees today", this::held),
                phrase("[0-9.]+ of it withheld", (words, _) -> withheld = new BigDecimal(words[0])),
                phrase("open (buy|sell) [0-9.]+ @ [0-9.]+", this::open),
                phrase("the same sent [0-9]+ ms ago", (words, _) -> sentAgo = Duration.ofMillis(number(words[3]))),
                phrase("executed (buy|sell) [0-9]+ times [0-9]+ s ago", this::executed),
                phrase("[0-9]+ messages and [0-9]+ trades today", this::active),
                phrase("cash [-0-9.]+", (words, _) -> cash = new BigDecimal(words[1])),
                phrase("leverage [0-9.]+", (words, _) -> leverage = new BigDecimal(words[1])),
                phrase("prevents [A-Z_]+", (words, _) -> prevents = SelfTradePrevention.valueOf(words[1])),
                phrase("rests (buy|sell) [0-9.]+ @ ([0-9.]+|market)", this::rests),
                phrase("lent [0-9.]+ of 1000", this::lent),
                phrase("(long|short) leg [0-9.]+ of which [0-9.]+ is being closed", this::leg),
                phrase("located [0-9.]+", this::located),
                phrase("no margin terms", (_, _) -> marginTerms = false),
                phrase("no rate pair", (_, _) -> pairs.clear()));
    }

    private static Phrase phrase(String pattern, Setting setting) {
        return new Phrase(Pattern.compile("(" + pattern + ")(?: of ([A-Z]+))?"), setting);
    }

    private boolean given(String text) {
        for (Phrase phrase : phrases) {
            var matcher = phrase.pattern().matcher(text);
            if (matcher.matches()) {
                String symbol = matcher.group(matcher.groupCount());
                phrase.setting().apply(matcher.group(1).split(" ", -1), symbol == null ? BTC : symbol);
                return true;
            }
        }
        return false;
    }

    private static final Pattern QUOTES = Pattern.compile("(none|([0-9.]+) s (old|ahead))(?: of ([A-Z]+))?");

    /** Of one quote, or of all. */
    private boolean quoted(String text) {
        var matcher = QUOTES.matcher(text);
        if (!matcher.matches()) {
            return text.equals("fresh");
        }
        for (String symbol : matcher.group(4) == null ? QUOTED : List.of(matcher.group(4))) {
            Quote known = quotes.remove(symbol);
            if (matcher.group(2) != null && known != null) {
                Duration age = Duration.ofMillis(
                        new BigDecimal(matcher.group(2)).movePointRight(3).longValueExact());
                quote(
                        symbol,
                        known.bidPx().toPlainString(),
                        known.askPx().toPlainString(),
                        matcher.group(3).equals("old") ? age : age.negated());
            }
        }
        return true;
    }

    private void quote(String symbol, String bidPx, String askPx, Duration age) {
        quotes.put(
                symbol,
                new Quote(
                        symbol,
                        new BigDecimal(bidPx),
                        BigDecimal.TEN,
                        new BigDecimal(askPx),
                        BigDecimal.TEN,
                        NOW.minus(age)));
    }

    // What the phrases set.

    private void limit(String[] words, String symbol) {
        LimitKind kind = LimitKind.valueOf(words[1]);
        if (symbol.equals(BTC)) {
            limits.firm(kind, words[2]);
        } else {
            limits.add(kind, InstrumentSelector.of(symbol), words[2], Severity.HARD);
        }
    }

    private void located(String[] words, String symbol) {
        limits.add(LimitKind.MAX_SHORT_QTY, InstrumentSelector.of(symbol), words[1], Severity.HARD);
    }

    private void takes(String[] words, String symbol) {
        limits.take(
                InstrumentSelector.of(symbol),
                Set.of(OrdType.valueOf(words[1])),
                Set.of(TimeInForce.valueOf(words[2])));
    }

    private void held(String[] words, String symbol) {
        boolean traded = words.length > 4;
        dealings.held(symbol, words[1], words[3], traded ? words[5] : "0", traded ? words[8] : "0");
        held.put(symbol, position(symbol, words[1], words[3], Leg.NET));
    }

    private void open(String[] words, String symbol) {
        open(symbol, side(words[1]), words[2], words[4]);
    }

    private void open(String symbol, Side side, String qty, String px) {
        dealings.open(symbol, side, qty, px);
        open.add(new Open(symbol, side, new BigDecimal(qty)));
    }

    private void executed(String[] words, String symbol) {
        dealings.exposure()
                .recent()
                .executed(symbol, side(words[1]), (int) number(words[2]), NOW.minusSeconds(number(words[4])));
    }

    private void active(String[] words, String symbol) {
        dealings.activity(number(words[0]), number(words[3]));
    }

    private void rests(String[] words, String symbol) {
        resting.add(TableOrder.resting(side(words[1]), words[2], words[4].equals("market") ? null : words[4], symbol));
    }

    private void lent(String[] words, String symbol) {
        BigDecimal limit = new BigDecimal(words[3]);
        dealings.groups(new GroupCredit(RuleScope.DESK, Desks.MAIN, limit, new BigDecimal(words[1]), limit));
    }

    private void leg(String[] words, String symbol) {
        Leg leg = constant(Leg.class, words[0]);
        String signed = leg == Leg.SHORT ? "-" + words[2] : words[2];
        dealings.leg(symbol, signed, leg);
        held.put(symbol, position(symbol, signed, "100", leg));
        legs.add(new LegStake(symbol, leg, new BigDecimal(words[2]), new BigDecimal(words[5])));
    }

    private static TradingCalendar daily(String opens, String closes) {
        Map<DayOfWeek, List<SessionHours>> week = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            week.put(day, List.of(SessionHours.within(LocalTime.parse(opens), LocalTime.parse(closes))));
        }
        return new TradingCalendar(ZoneOffset.UTC, week, Map.of());
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }

    private static Side side(String word) {
        return constant(Side.class, word);
    }

    private static long number(String word) {
        return Long.parseLong(word);
    }

    private static Position position(String symbol, String qty, String avgPx, Leg leg) {
        return new Position(symbol, new BigDecimal(qty), new BigDecimal(avgPx), BigDecimal.ZERO, BigDecimal.ZERO, leg);
    }

    // What is asked.

    /** What comes of a new order, as tables write it. */
    String place(String text) {
        TableOrder asked = TableOrder.read(text);
        PlaceOrder order = asked.placed();
        if (sentAgo != null) {
            dealings.exposure().recent().sent(Recent.Content.of(order), NOW.minus(sentAgo));
        }
        return told(checks().check(order, instrument(asked.symbol()), view(null)));
    }

    /** What comes of a replace of an order that is open. */
    String replace(String text) {
        String[] both = text.split(" to ", 2);
        TableOrder before = TableOrder.read(both[0]);
        TableOrder after = TableOrder.read(both[1]);
        Instrument instrument = instrument(before.symbol());
        Order order = before.open();
        open(
                before.symbol(),
                before.side(),
                order.leavesQty().toPlainString(),
                order.reservePx().toPlainString());
        hold = hold(order, instrument);
        return told(checks().checkReplace(
                        order, after.terms(), after.trigger(), instrument, view(before.effect()), hold.amount()));
    }

    private Reservation hold(Order order, Instrument instrument) {
        if (account == Account.CASH) {
            return Reservation.of(instrument, order.side(), order.leavesQty(), order.reservePx(), order.feeRate());
        }
        boolean bare = instrument.contract().margin() == null;
        return Reservation.onMargin(
                instrument, bare ? BigDecimal.ZERO : order.leavesQty(), order.reservePx(), order.feeRate());
    }

    private static String told(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Passed _ -> CheckTable.PASSED;
            case Verdict.Denied denied -> CheckTable.denied(denied.reason().name(), denied.numbers());
        };
    }

    private LimitChecks checks() {
        return new LimitChecks(
                quotes::get,
                Clock.fixed(NOW, ZoneOffset.UTC),
                MAX_QUOTE_AGE,
                new BigDecimal("0.05"),
                instruments(),
                () -> new Rates(pairs, quotes::get));
    }

    /** @param effect of the order that is replaced */
    private AccountView view(@Nullable PositionEffect effect) {
        dealings.selfTrades(new SelfTrades(prevents, resting));
        TradingState state = firm;
        return new AccountView(
                status,
                Desks.MAIN,
                TestLimits.USER,
                limits.now(),
                this::balance,
                account == Account.CASH ? null : stakes(effect),
                dealings.in("USD"),
                _ -> state == null ? null : new TradingBar(TradingScope.FIRM, TradingScope.ALL, state, "ops"));
    }

    /** The cash that is told is what is available beside the hold; of what is held the hold is a part. */
    private Balance balance(BalanceKey line) {
        BigDecimal ofHold = hold != null && hold.line().equals(line) ? hold.amount() : BigDecimal.ZERO;
        if (line.code() == LedgerCode.CASH) {
            return new Balance(cash.add(ofHold), ofHold);
        }
        Position position = held.get(line.asset());
        return position == null ? Balance.ZERO : new Balance(position.qty(), withheld.add(ofHold));
    }

    private Stakes stakes(@Nullable PositionEffect effect) {
        Instruments known = instruments();
        List<Stake> stakes = held.values().stream()
                .map(position ->
                        new Stake(known.bySymbol(position.symbol()), position, BigDecimal.ZERO, BigDecimal.ZERO))
                .toList();
        return new Stakes(
                stakes,
                _ -> BigDecimal.ZERO,
                symbol -> open(symbol, Side.SELL),
                account == Account.HEDGING ? new Legs(legs, _ -> effect) : null,
                new Stakes.Whole(
                        book(balance(new BalanceKey(LedgerCode.CASH, "USD")).posted()), known, pairs),
                _ -> false,
                Stakes.Beside.NOTHING);
    }

    private BigDecimal open(String symbol, Side side) {
        return open.stream()
                .filter(one -> one.symbol().equals(symbol) && one.side() == side)
                .map(Open::qty)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private MarginBook book(BigDecimal posted) {
        Set<String> symbols = new TreeSet<>(held.keySet());
        open.forEach(one -> symbols.add(one.symbol()));
        MarginSettings settings = new MarginSettings(
                leverage, BigDecimal.ONE, new BigDecimal("0.5"), new BigDecimal("0.5"), LiquidationMode.LEAST_QUANTITY);
        return new MarginBook(
                "USD",
                2,
                settings,
                new TreeMap<>(Map.of("USD", posted)),
                new TreeMap<>(),
                symbols.stream()
                        .map(symbol -> new MarginBook.Exposure(
                                symbol,
                                List.of(Objects.requireNonNullElse(held.get(symbol), Position.flat(symbol))),
                                open(symbol, Side.BUY),
                                open(symbol, Side.SELL)))
                        .toList());
    }

    private Instruments instruments() {
        return TestDealings.instruments(
                instrument(BTC), instrument("BTCEUR"), instrument("ACME"), instrument("FUT"), instrument("FUTEUR"));
    }

    private Instrument instrument(String symbol) {
        String currency = symbol.endsWith("EUR") ? "EUR" : "USD";
        SecurityType type =
                symbol.startsWith(BTC) ? SecurityType.SPOT : symbol.equals("ACME") ? SecurityType.CS : SecurityType.FUT;
        BigDecimal share = new BigDecimal(type == SecurityType.CS ? "0.5" : "0.1");
        boolean onMargin = type != SecurityType.SPOT && (marginTerms || !symbol.equals("FUT"));
        return new Instrument(
                symbol,
                "SIM",
                currency,
                2,
                2,
                3,
                new BigDecimal("0.01"),
                new BigDecimal("0.001"),
                BigDecimal.ONE,
                new BigDecimal("1000"),
                new BigDecimal("100000"),
                new BigDecimal("0.1"),
                TableOrder.FEE_RATE,
                true,
                calendar,
                halted,
                new Contract(
                        type,
                        false,
                        false,
                        currency,
                        2,
                        onMargin ? new MarginTerms(MarginTerms.Unit.RATE, share, share) : null,
                        null));
    }
}
