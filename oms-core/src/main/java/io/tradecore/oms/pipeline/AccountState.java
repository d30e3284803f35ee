package io.tradecore.oms.pipeline;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.Book;
import io.tradecore.ledger.Hold;
import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.account.AccountType;
import io.tradecore.oms.account.DeadMansSwitch;
import io.tradecore.oms.account.Desks;
import io.tradecore.oms.account.PositionMode;
import io.tradecore.oms.book.LedgerRequest;
import io.tradecore.oms.bulk.BulkRequest;
import io.tradecore.oms.execution.Commission;
import io.tradecore.oms.execution.Execution;
import io.tradecore.oms.list.OrderList;
import io.tradecore.oms.margin.MarginFact;
import io.tradecore.oms.margin.MarginStanding;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.HeldBy;
import io.tradecore.oms.order.ListId;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderEvent;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.OrderRequest;
import io.tradecore.oms.order.OrderSplit;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.outbox.RouteMessage;
import io.tradecore.oms.position.ActPart;
import io.tradecore.oms.position.Leg;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.position.SettledPosition;
import io.tradecore.oms.risk.Activity;
import io.tradecore.oms.risk.Dealings;
import io.tradecore.oms.risk.Exposure;
import io.tradecore.oms.risk.GroupCredit;
import io.tradecore.oms.risk.Limit;
import io.tradecore.oms.risk.Limits;
import io.tradecore.oms.risk.RiskRules;
import io.tradecore.oms.risk.RuleScope;
import io.tradecore.oms.risk.SelfTradePrevention;
import io.tradecore.oms.risk.SelfTrades;
import io.tradecore.oms.valuation.RatePair;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One account while a batch is decided: what was loaded of it under its lock, and what the batch changes. Each command sees
 * what its predecessors did.
 *
 * <p>Not safe for use by several threads. Lives inside one transaction: if that fails, it is thrown away.
 */
public final class AccountState {

    /** Names an execution: the venue's key that keeps it from being booked twice. */
    public record ExecKey(String venueId, String execId) {}

    private record LegKey(String symbol, Leg leg) {}

    /** Fees of a position in a currency that is neither the one its instrument settles in nor what is traded. */
    public record ForeignFee(String symbol, Leg leg, String currency) {}

    private record Lent(BigDecimal credit, @Nullable BigDecimal bound) {

        GroupCredit of(Limit limit) {
            return new GroupCredit(limit.scope(), limit.scopeId(), limit.value(), credit, bound);
        }
    }

    private static final Lent NOTHING_LENT = new Lent(BigDecimal.ZERO, null);

    /** A message to a venue, by what caused it. */
    public record Route(OrderId orderId, long seq, RouteMessage.Kind kind, String venueId, String clOrdId) {}

    private final AccountId accountId;
    private final AccountType type;
    private final PositionMode mode;
    private final AccountStatus status;
    private final String desk;
    private @Nullable String strategy;
    private final Instant now;
    private final Book book;
    private long eventSeq;

    /** Changes with every order and position; null where nobody asks for it. */
    private @Nullable Exposure exposure;

    private @Nullable String baseCurrency;
    private SelfTradePrevention selfTradePrevention = SelfTradePrevention.NONE;
    private final Map<RuleScope, Lent> lent = new EnumMap<>(RuleScope.class);
    private Activity activity = Activity.NONE;
    private Activity newActivity = Activity.NONE;

    private final Map<OrderId, Order> orders = new HashMap<>();
    private final Map<ClOrdId, OrderId> ordersByClOrdId = new HashMap<>();
    private final Map<ClOrdId, OrderRequest> requests = new HashMap<>();
    private @Nullable DeadMansSwitch deadMansSwitch;
    private boolean deadMansSwitchChanged;
    private final Map<ClOrdId, BulkRequest> bulkRequests = new HashMap<>();
    private final Map<String, LedgerRequest> ledgerRequests = new HashMap<>();
    private final Map<ExecKey, Execution> executions = new HashMap<>();
    private final Set<ExecKey> recordedReports = new HashSet<>();
    private final Map<String, Position> positions = new HashMap<>();
    private final List<Limit> limits = new ArrayList<>();
    private RiskRules rules = RiskRules.NONE;
    private final Map<OrderId, List<Route>> unretired = new HashMap<>();
    private final Map<OrderId, Set<OrderSplit>> splits = new HashMap<>();
    private final List<OrderSplit> newOrderSplits = new ArrayList<>();
    private final Map<ExecKey, Commission> commissions = new HashMap<>();
    private final List<ExecKey> newCommissions = new ArrayList<>();
    private final Map<ForeignFee, BigDecimal> newForeignFees = new LinkedHashMap<>();
    private final Map<OrderId, BigDecimal> closesQtys = new HashMap<>();
    private final Set<OrderId> changedClosingOrders = new LinkedHashSet<>();

    private final Map<LegKey, BigDecimal> settlementPxs = new HashMap<>();
    private final Set<LegKey> changedSettlements = new LinkedHashSet<>();
    private final Map<String, ActPart> actParts = new HashMap<>();
    private final Set<String> changedActParts = new LinkedHashSet<>();

    /** Of HEDGING accounts, which hold no position that is not one of these. */
    private final Map<LegKey, Position> legs = new HashMap<>();

    private final Set<LegKey> changedLegs = new LinkedHashSet<>();
    private final Map<OrderId, PositionEffect> effects = new HashMap<>();
    private final Set<OrderId> newHedgingOrders = new LinkedHashSet<>();

    private @Nullable MarginStanding margin;
    private final List<MarginFact> newMarginFacts = new ArrayList<>();
    private List<RatePair> ratePairs = List.of();

    private final Map<ListId, OrderList> lists = new HashMap<>();

    private final Map<ListId, Boolean> changedLists = new LinkedHashMap<>();
    private final Set<OrderId> changedTerms = new LinkedHashSet<>();
    private final Set<OrderId> changedTriggers = new LinkedHashSet<>();
    private final Set<OrderId> reopened = new LinkedHashSet<>();
    private final Map<OrderId, Boolean> changedOrders = new LinkedHashMap<>();
    private final List<OrderRequest> newRequests = new ArrayList<>();
    private final List<BulkRequest> newBulkRequests = new ArrayList<>();
    private final List<LedgerRequest> newLedgerRequests = new ArrayList<>();
    private final List<OrderEvent> newEvents = new ArrayList<>();
    private final List<Execution> newExecutions = new ArrayList<>();
    private final Set<String> changedPositions = new LinkedHashSet<>();
    private final List<Route> newRoutes = new ArrayList<>();
    private final List<Route> retiredRoutes = new ArrayList<>();
    private final AccountHalts halts;

    /**
     * @param now the transaction's time by the database's clock
     * @param eventSeq number of the account's last order event
     * @param transferSeq number of the account's last ledger transfer
     */
    public AccountState(
            AccountId accountId,
            AccountType type,
            PositionMode mode,
            AccountStatus status,
            String desk,
            Instant now,
            long eventSeq,
            long transferSeq) {
        this.accountId = accountId;
        this.type = type;
        this.mode = mode;
        this.status = status;
        this.desk = desk;
        this.now = now;
        this.eventSeq = eventSeq;
        this.book = new Book(accountId, transferSeq);
        if (type == AccountType.CASH) {
            book.ownPositions();
        }
        this.halts = new AccountHalts(accountId, desk);
    }

    /** A NETTING account of the main desk. */
    public AccountState(
            AccountId accountId, AccountType type, AccountStatus status, Instant now, long eventSeq, long transferSeq) {
        this(accountId, type, PositionMode.NETTING, status, Desks.MAIN, now, eventSeq, transferSeq);
    }

    // What is known.

    public AccountId accountId() {
        return accountId;
    }

    public AccountType type() {
        return type;
    }

    public PositionMode mode() {
        return mode;
    }

    public AccountStatus status() {
        return status;
    }

    public String desk() {
        return desk;
    }

    public Instant now() {
        return now;
    }

    public Book book() {
        return book;
    }

    public long eventSeq() {
        return eventSeq;
    }

    /** What the kill switch says of its orders; nothing unless the batch asks for it. */
    public AccountHalts halts() {
        return halts;
    }

    public @Nullable Order order(OrderId orderId) {
        return orders.get(orderId);
    }

    public @Nullable Order order(ClOrdId clOrdId) {
        OrderId orderId = ordersByClOrdId.get(clOrdId);
        return orderId == null ? null : orders.get(orderId);
    }

    /** The cancel or replace that used up this ClOrdID. */
    public @Nullable OrderRequest request(ClOrdId clOrdId) {
        return requests.get(clOrdId);
    }

    /** Null where it was never set. */
    public @Nullable DeadMansSwitch deadMansSwitch() {
        return deadMansSwitch;
    }

    /** The request about several orders that was made under this ClOrdID. */
    public @Nullable BulkRequest bulkRequest(ClOrdId clOrdId) {
        return bulkRequests.get(clOrdId);
    }

    /** The request to change books that was made under this id. */
    public @Nullable LedgerRequest ledgerRequest(String requestId) {
        return ledgerRequests.get(requestId);
    }

    public @Nullable Execution execution(ExecKey key) {
        return executions.get(key);
    }

    /** Every execution loaded or made. */
    public Collection<Execution> executions() {
        return executions.values();
    }

    /** Whether a report that would be recorded each time it comes has been recorded already. */
    public boolean isReportRecorded(ExecKey key) {
        return recordedReports.contains(key);
    }

    public Position position(String symbol) {
        Position position = positions.get(symbol);
        return position == null ? Position.flat(symbol) : position;
    }

    /** What it holds of an instrument on a leg, NET but in a HEDGING account, with the basis of its daily settlement, where it has one. */
    SettledPosition settled(String symbol, Leg leg) {
        return new SettledPosition(position(symbol, leg), settlementPxs.get(new LegKey(symbol, leg)));
    }

    /** All that it holds of an instrument: its position, or its two legs; perhaps flat. */
    List<SettledPosition> settled(String symbol) {
        return switch (mode) {
            case NETTING -> List.of(settled(symbol, Leg.NET));
            case HEDGING -> List.of(settled(symbol, Leg.LONG), settled(symbol, Leg.SHORT));
        };
    }

    /** What it holds of an instrument on a leg, NET but in a HEDGING account. */
    public Position position(String symbol, Leg leg) {
        if (leg == Leg.NET) {
            return position(symbol);
        }
        Position position = legs.get(new LegKey(symbol, leg));
        return position == null ? Position.flat(symbol, leg) : position;
    }

    /** Every position loaded, also those of legs. */
    public Collection<Position> positions() {
        return Stream.concat(positions.values().stream(), legs.values().stream())
                .toList();
    }

    /** What an order of a HEDGING account does to its leg; null of one that is not loaded, and in a NETTING account. */
    public @Nullable PositionEffect effect(OrderId orderId) {
        return effects.get(orderId);
    }

    /** The leg that an order is of. What it does to it is loaded with it: without that it is booked nowhere. */
    Leg leg(OrderId orderId, Side side) {
        PositionEffect effect = effects.get(orderId);
        if (mode == PositionMode.HEDGING && effect == null) {
            throw new IllegalStateException("it is not known which leg order " + orderId + " is of");
        }
        return Leg.of(side, effect);
    }

    /** The bounds of what somebody does in this account. */
    Limits limits(String user) {
        return rules.limits(desk, strategy, user, limits, now);
    }

    /** What it has sent and traded today, in UTC, as the batch has left it. */
    public Activity activity() {
        return activity.plus(newActivity);
    }

    /** What it has open and holds, as the batch has left it; null where no command of the batch is judged by it and it was not known. */
    public @Nullable Exposure exposure() {
        return exposure;
    }

    /** What a check is told of it. Only of an account that a command of the batch is judged by. */
    Dealings dealings() {
        return new Dealings(
                Objects.requireNonNull(baseCurrency, "the account's currency is not loaded"),
                mode == PositionMode.HEDGING,
                now,
                Objects.requireNonNull(exposure, "the account's exposure is not loaded"),
                activity(),
                new SelfTrades(selfTradePrevention, orders.values()),
                groupCredits());
    }

    /** What it has of credits that it has together with others: none where there are none. */
    List<GroupCredit> groupCredits() {
        return rules.groupCredit(desk, strategy, now).stream()
                .map(limit -> lent.getOrDefault(limit.scope(), NOTHING_LENT).of(limit))
                .toList();
    }

    public SelfTradePrevention selfTradePrevention() {
        return selfTradePrevention;
    }

    /** The exposure for others to go on with: no change of this account changes it from here on. */
    public @Nullable Exposure handOverExposure() {
        Exposure handed = exposure;
        exposure = null;
        return handed;
    }

    /** What the order's hold still holds, zero when there is none. */
    public BigDecimal held(OrderId orderId) {
        Hold hold = book.hold(orderId.value());
        return hold == null ? BigDecimal.ZERO : hold.remaining();
    }

    /** What the venue said it charged for an execution; null where it said nothing, or nothing is loaded of it. */
    public @Nullable Commission commission(ExecKey key) {
        return commissions.get(key);
    }

    /** How much of an order on margin was to close a position when it was placed, in units of now; zero where nothing was. */
    public BigDecimal closesQty(OrderId orderId) {
        return closesQtys.getOrDefault(orderId, BigDecimal.ZERO);
    }

    /** Every order loaded. */
    public Collection<Order> orders() {
        return orders.values();
    }

    /** The splits the order was restated for, as far as they are loaded. */
    Collection<OrderSplit> splits(OrderId orderId) {
        return splits.getOrDefault(orderId, Set.of());
    }

    /** What an act on an instrument means to the account; null where it was not announced to it, or is not loaded. */
    @Nullable
    ActPart actPart(String actId) {
        return actParts.get(actId);
    }

    /** What acts have made of the account's position, as far as they are loaded. */
    List<ActPart> replayedActs(String symbol) {
        return actParts.values().stream()
                .filter(part -> part.isReplayed() && part.act().symbol().equals(symbol))
                .sorted(ActPart.AS_BOOKED)
                .toList();
    }

    /** What it is judged by on margin; null of a CASH account, and where it is not loaded. */
    @Nullable
    MarginStanding margin() {
        return margin;
    }

    /** Whose quotes tell rates, where its margin is loaded. */
    List<RatePair> ratePairs() {
        return ratePairs;
    }

    /** Every list loaded or made. */
    public List<OrderList> lists() {
        return List.copyOf(lists.values());
    }

    public @Nullable OrderList list(ListId listId) {
        return lists.get(listId);
    }

    /**
     * Whether an order's list holds it back for what its parent has yet to open: so long it closes nothing of what is there, and opens
     * nothing. The list of an order on margin is loaded with it.
     */
    boolean isHeldBack(Order order) {
        if (!order.isHeld() || order.heldBy() != HeldBy.LIST) {
            return false;
        }
        return switch (type) {
            case CASH -> order.side() == Side.SELL;
            case MARGIN -> {
                OrderList list =
                        Objects.requireNonNull(ListHolds.listOf(order, this), "the order's list is not loaded");
                Order parent = Objects.requireNonNull(
                        orders.get(Objects.requireNonNull(list.parent()).orderId()));
                yield parent.side() != order.side();
            }
        };
    }

    // Loading.

    public void load(Exposure known) {
        exposure = known;
    }

    /** Puts in what the account was opened with, or set to. */
    public void load(String base, SelfTradePrevention prevention) {
        baseCurrency = base;
        selfTradePrevention = prevention;
    }

    /** Puts in the strategy it is of. */
    public void loadStrategy(String strategyId) {
        strategy = strategyId;
    }

    /** Puts in what is lent to it of a credit that it has together with others, under a limit. */
    public void load(RuleScope scope, BigDecimal credit, @Nullable BigDecimal bound) {
        lent.put(scope, new Lent(credit, bound));
    }

    /** So much is lent to it under the limit of now. */
    public void lend(RuleScope scope, BigDecimal credit) {
        groupCredits().stream()
                .filter(group -> group.scope() == scope)
                .forEach(group -> load(scope, credit, group.limit()));
    }

    public void load(Activity today) {
        activity = today;
    }

    /** More than once does no harm. */
    public void load(OrderSplit split) {
        splits.computeIfAbsent(split.orderId(), _ -> new LinkedHashSet<>()).add(split);
    }

    public void load(ExecKey key, Commission commission) {
        commissions.put(key, commission);
    }

    /** Puts in how much of an order was to close a position. */
    public void loadClosing(OrderId orderId, BigDecimal closesQty) {
        closesQtys.put(orderId, closesQty);
    }

    public void load(ActPart part) {
        actParts.put(part.act().actId(), part);
    }

    public void load(MarginStanding standing) {
        margin = standing;
    }

    public void loadRatePairs(List<RatePair> pairs) {
        ratePairs = pairs;
    }

    public void load(OrderList list) {
        lists.put(list.listId(), list);
    }

    public void load(Order order) {
        orders.put(order.orderId(), order);
        ordersByClOrdId.put(order.clOrdId(), order.orderId());
    }

    public void load(OrderRequest request) {
        requests.put(request.clOrdId(), request);
    }

    public void load(DeadMansSwitch stored) {
        deadMansSwitch = stored;
    }

    public void load(BulkRequest request) {
        bulkRequests.put(request.clOrdId(), request);
    }

    public void load(LedgerRequest request) {
        ledgerRequests.put(request.requestId(), request);
    }

    public void load(Execution execution) {
        executions.put(new ExecKey(execution.venueId(), execution.execId()), execution);
    }

    public void loadRecordedReport(ExecKey key) {
        recordedReports.add(key);
    }

    public void load(SettledPosition settled) {
        load(settled.position());
        if (settled.settlementPx() != null) {
            settlementPxs.put(key(settled.position()), settled.settlementPx());
        }
    }

    public void load(Position position) {
        if (position.leg() == Leg.NET) {
            positions.put(position.symbol(), position);
        } else {
            legs.put(key(position), position);
        }
    }

    private static LegKey key(Position position) {
        return new LegKey(position.symbol(), position.leg());
    }

    public void load(OrderId orderId, PositionEffect effect) {
        effects.put(orderId, effect);
    }

    /** One of the account's own. */
    public void load(Limit limit) {
        limits.add(limit);
    }

    /** Those of the firm, its desks, strategies and users. */
    public void load(RiskRules houseRules) {
        rules = houseRules;
    }

    public void load(Route unretiredRoute) {
        unretired
                .computeIfAbsent(unretiredRoute.orderId(), _ -> new ArrayList<>())
                .add(unretiredRoute);
    }

    // Changing.

    void add(Order order) {
        load(order);
        expose(null, order);
        changedOrders.put(order.orderId(), true);
        if (!order.terms().equals(order.placed())) {
            changedTerms.add(order.orderId());
        }
    }

    void change(Order order) {
        Order before = orders.put(order.orderId(), order);
        expose(before, order);
        if (before != null && !mayBeAskedFor(before) && mayBeAskedFor(order)) {
            reopened.add(order.orderId());
        }
        if (before != null && hasOtherTerms(before, order)) {
            changedTerms.add(order.orderId());
        }
        if (before != null && order.trigger() != null && waitsOtherwise(before, order)) {
            changedTriggers.add(order.orderId());
        }
        changedOrders.putIfAbsent(order.orderId(), false);
    }

    private void expose(@Nullable Order before, Order after) {
        if (exposure != null) {
            exposure.change(before, after, this::isHeldBack);
        }
    }

    /** Whether it is one of those that requests about all open orders are about. */
    private static boolean mayBeAskedFor(Order order) {
        return order.leavesQty().signum() > 0 || order.pending() != null;
    }

    /** The order waits for another price, and nothing else of it has changed: its own row stays as it is. */
    void changeTrigger(Order order) {
        orders.put(order.orderId(), order);
        changedTriggers.add(order.orderId());
    }

    private static boolean hasOtherTerms(Order before, Order after) {
        return !before.terms().equals(after.terms())
                || !before.currentClOrdId().equals(after.currentClOrdId())
                || !before.reservePx().equals(after.reservePx());
    }

    private static boolean waitsOtherwise(Order before, Order after) {
        return before.isTriggerWatched() != after.isTriggerWatched()
                || !Objects.equals(before.trigger(), after.trigger());
    }

    void add(MarginFact fact) {
        margin = Objects.requireNonNull(margin).after(fact, now);
        newMarginFacts.add(fact);
    }

    void add(OrderList list) {
        load(list);
        changedLists.put(list.listId(), true);
    }

    void change(OrderList list) {
        if (!list.equals(lists.put(list.listId(), list))) {
            changedLists.putIfAbsent(list.listId(), false);
        }
    }

    void add(OrderRequest request) {
        load(request);
        newRequests.add(request);
    }

    void change(DeadMansSwitch next) {
        deadMansSwitch = next;
        deadMansSwitchChanged = true;
    }

    void add(ExecKey key, Commission commission) {
        load(key, commission);
        newCommissions.add(key);
    }

    /** So much more was charged. */
    void add(ForeignFee fee, BigDecimal amount) {
        newForeignFees.merge(fee, amount, BigDecimal::add);
    }

    /** So much of a new order, or of one that was restated, is to close a position. */
    void setClosing(OrderId orderId, BigDecimal closesQty) {
        loadClosing(orderId, closesQty);
        changedClosingOrders.add(orderId);
    }

    /** What a new order does to its leg. */
    void add(OrderId orderId, PositionEffect effect) {
        load(orderId, effect);
        newHedgingOrders.add(orderId);
    }

    void add(OrderSplit split) {
        load(split);
        newOrderSplits.add(split);
    }

    void change(ActPart part) {
        load(part);
        changedActParts.add(part.act().actId());
    }

    void add(BulkRequest request) {
        load(request);
        newBulkRequests.add(request);
    }

    void add(LedgerRequest request) {
        load(request);
        newLedgerRequests.add(request);
    }

    /** Numbers and keeps what happened to an order, as it stands now. */
    OrderEvent record(EventDraft draft) {
        OrderEvent event = draft.numbered(++eventSeq, held(draft.order().orderId()));
        newEvents.add(event);
        newActivity = newActivity.plus(Activity.of(event));
        if (event.execId() != null) {
            recordedReports.add(new ExecKey(draft.order().venueId(), event.execId()));
        }
        return event;
    }

    void add(Execution execution) {
        load(execution);
        if (exposure != null && execution.kind() == Execution.Kind.TRADE) {
            exposure.recent().executed(execution.symbol(), execution.side(), 1, now);
        }
        newExecutions.add(execution);
    }

    void change(Position position) {
        Position before = position(position.symbol(), position.leg());
        load(position);
        expose(before, position);
        if (position.leg() == Leg.NET) {
            changedPositions.add(position.symbol());
        } else {
            changedLegs.add(key(position));
        }
    }

    private void expose(Position before, Position after) {
        if (exposure != null) {
            exposure.change(before, after, settlementPxs.get(key(after)), LocalDate.ofInstant(now, ZoneOffset.UTC));
        }
    }

    /** The position and, where it is or was settled, its basis. */
    void change(SettledPosition settled) {
        LegKey key = key(settled.position());
        BigDecimal px = settled.settlementPx();
        change(settled.position());
        BigDecimal before = px == null ? settlementPxs.remove(key) : settlementPxs.put(key, px);
        if (!Objects.equals(before, px)) {
            changedSettlements.add(key);
            expose(settled.position(), settled.position());
        }
    }

    /** Sends a message to the order's venue; seq is that of the event that caused it. */
    void route(Order order, long seq, RouteMessage.Kind kind, ClOrdId clOrdId) {
        Route route = new Route(order.orderId(), seq, kind, order.venueId(), clOrdId.value());
        load(route);
        newRoutes.add(route);
    }

    /** The venue has answered: its messages of this kind need not be published again. */
    void retire(OrderId orderId, RouteMessage.Kind kind) {
        List<Route> waiting = unretired.getOrDefault(orderId, List.of());
        for (Route route : List.copyOf(waiting)) {
            if (route.kind() == kind) {
                waiting.remove(route);
                retiredRoutes.add(route);
            }
        }
    }

    // What the batch changed, for the store to write.

    public List<Order> newOrders() {
        return changedOrders(true);
    }

    public List<Order> updatedOrders() {
        return changedOrders(false);
    }

    /** Of the orders changed, also where they are new, those whose terms are others now. */
    public List<Order> ordersWithOtherTerms() {
        return changedTerms.stream()
                .map(orders::get)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    /** Of the orders changed, also where they are new, those that wait for another price or wait no more. */
    public List<Order> ordersWaitingOtherwise() {
        return changedTriggers.stream()
                .map(orders::get)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    /** Orders that had nothing left, and have something now: a bust or a replace brought them back. */
    public List<OrderId> reopenedOrders() {
        return List.copyOf(reopened);
    }

    public List<OrderList> newLists() {
        return changedLists(true);
    }

    public List<OrderList> updatedLists() {
        return changedLists(false);
    }

    private List<OrderList> changedLists(boolean isNew) {
        List<OrderList> changed = new ArrayList<>();
        changedLists.forEach((listId, madeHere) -> {
            OrderList list = lists.get(listId);
            if (madeHere == isNew && list != null) {
                changed.add(list);
            }
        });
        return changed;
    }

    private List<Order> changedOrders(boolean isNew) {
        List<Order> changed = new ArrayList<>();
        changedOrders.forEach((orderId, madeHere) -> {
            Order order = orders.get(orderId);
            if (madeHere == isNew && order != null) {
                changed.add(order);
            }
        });
        return changed;
    }

    public List<OrderRequest> newRequests() {
        return newRequests;
    }

    /** The switch, if the batch has changed it. */
    public List<DeadMansSwitch> changedDeadMansSwitch() {
        return deadMansSwitch == null || !deadMansSwitchChanged ? List.of() : List.of(deadMansSwitch);
    }

    /** Executions this batch made of which the venue told a commission. */
    public List<ExecKey> newCommissions() {
        return newCommissions;
    }

    /** How much more was charged by this batch, by what it is of. */
    public List<Map.Entry<ForeignFee, BigDecimal>> newForeignFees() {
        return List.copyOf(newForeignFees.entrySet());
    }

    /** Orders that are to close a position, where this batch made or restated them. */
    public List<OrderId> changedClosingOrders() {
        return List.copyOf(changedClosingOrders);
    }

    /** What was done because of its margin, in its order. */
    public List<MarginFact> newMarginFacts() {
        return newMarginFacts;
    }

    public List<OrderSplit> newOrderSplits() {
        return newOrderSplits;
    }

    public List<ActPart> changedActParts() {
        return changedActParts.stream()
                .map(actParts::get)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    public List<BulkRequest> newBulkRequests() {
        return newBulkRequests;
    }

    public List<LedgerRequest> newLedgerRequests() {
        return newLedgerRequests;
    }

    public List<OrderEvent> newEvents() {
        return newEvents;
    }

    /** What the batch adds to what it has sent and traded today. */
    public Activity newActivity() {
        return newActivity;
    }

    public List<Execution> newExecutions() {
        return newExecutions;
    }

    public List<Position> changedPositions() {
        return changedPositions.stream().map(this::position).toList();
    }

    public List<SettledPosition> changedSettlements() {
        return changedSettlements.stream()
                .map(key -> settled(key.symbol(), key.leg()))
                .toList();
    }

    /** Of a HEDGING account. */
    public List<Position> changedLegs() {
        return changedLegs.stream()
                .map(key -> position(key.symbol(), key.leg()))
                .toList();
    }

    /** Orders this batch made in a HEDGING account. */
    public List<OrderId> newHedgingOrders() {
        return List.copyOf(newHedgingOrders);
    }

    public List<Route> newRoutes() {
        return newRoutes;
    }

    public List<Route> retiredRoutes() {
        return retiredRoutes;
    }
}
