package io.tradecore.oms.list;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.oms.account.AccountType;
import io.tradecore.oms.command.Command.PlaceList;
import io.tradecore.oms.command.Command.PlaceList.Entry;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.ListId;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.trigger.TriggerTerms;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which orders make a list. */
class ListShapeTest {

    private static Entry limit(String clOrdId, Side side, String qty, @Nullable String px, @Nullable String after) {
        return order(clOrdId, "BTCUSDT", side, qty, px, after);
    }

    private static Entry order(
            String clOrdId, String symbol, Side side, String qty, @Nullable String px, @Nullable String after) {
        return new Entry(
                new PlaceOrder(
                        Lists.ACCOUNT,
                        new ClOrdId(clOrdId),
                        symbol,
                        side,
                        px == null ? OrdType.MARKET : OrdType.LIMIT,
                        TimeInForce.GTC,
                        new BigDecimal(qty),
                        px == null ? null : new BigDecimal(px),
                        "trader"),
                after == null ? null : new ClOrdId(after));
    }

    private static final Entry ENTRY = limit("P", Side.BUY, "10", "100", null);
    private static final Entry EXIT = limit("T", Side.SELL, "10", "110", "P");

    private static @Nullable Reason reason(ListType type, Entry... entries) {
        return reason(AccountType.CASH, type, entries);
    }

    private static @Nullable Reason reason(AccountType account, ListType type, Entry... entries) {
        var misfit = ListShape.misfit(
                new PlaceList(Lists.ACCOUNT, new ListId("L"), type, List.of(entries), "trader"), account);
        return misfit == null ? null : misfit.reason();
    }

    @Test
    void aBracketIsAParentAndTwoExitsOnItsProfitableSide() {
        assertThat(reason(ListType.OTOCO, ENTRY, EXIT, limit("S", Side.SELL, "10", "120", "P")))
                .isNull();
        assertThat(reason(ListType.OTOCO, EXIT, limit("S", Side.SELL, "10", "120", "P"), ENTRY))
                .as("the parent need not come first")
                .isNull();
    }

    @Test
    void anExitOnTheWrongSideOfTheEntryIsRefused() {
        assertThat(reason(ListType.OTOCO, ENTRY, EXIT, limit("S", Side.SELL, "10", "100", "P")))
                .isEqualTo(Reason.LIST_PX_WRONG_SIDE);
        assertThat(reason(
                        ListType.OTO, limit("P", Side.SELL, "10", "100", null), limit("T", Side.BUY, "10", "101", "P")))
                .isEqualTo(Reason.LIST_PX_WRONG_SIDE);
    }

    private static Entry stop(String clOrdId, Side side, String qty, String stopPx, String after) {
        return new Entry(
                new PlaceOrder(
                        Lists.ACCOUNT,
                        new ClOrdId(clOrdId),
                        "BTCUSDT",
                        side,
                        OrdType.STOP,
                        Set.of(),
                        Terms.of(new BigDecimal(qty), null, TimeInForce.GTC),
                        new TriggerTerms(null, new BigDecimal(stopPx), null),
                        "trader"),
                new ClOrdId(after));
    }

    @Test
    void aStopIsOnTheLosingSideOfTheEntry() {
        assertThat(reason(ListType.OTOCO, ENTRY, EXIT, stop("S", Side.SELL, "10", "95", "P")))
                .isNull();
        assertThat(reason(ListType.OTOCO, ENTRY, EXIT, stop("S", Side.SELL, "10", "100", "P")))
                .isEqualTo(Reason.LIST_PX_WRONG_SIDE);
        assertThat(reason(ListType.OTO, limit("P", Side.SELL, "10", "100", null), stop("S", Side.BUY, "10", "99", "P")))
                .isEqualTo(Reason.LIST_PX_WRONG_SIDE);
    }

    @Test
    void aListHasTwoToTenOrders() {
        assertThat(reason(ListType.OCO, ENTRY)).isEqualTo(Reason.LIST_TOO_SHORT);
        assertThat(reason(ListType.OTOCO, ENTRY, EXIT)).isEqualTo(Reason.LIST_TOO_SHORT);
        assertThat(reason(
                        ListType.OCO,
                        IntStream.range(0, 11)
                                .mapToObj(i -> limit("C" + i, Side.BUY, "1", "100", null))
                                .toArray(Entry[]::new)))
                .isEqualTo(Reason.LIST_TOO_LONG);
    }

    @Test
    void ordersThatWaitForEachOtherOrThemselvesAreALoop() {
        assertThat(reason(ListType.OTO, limit("A", Side.BUY, "1", "100", "B"), limit("B", Side.BUY, "1", "100", "A")))
                .isEqualTo(Reason.LIST_LOOP);
        assertThat(reason(ListType.OTO, ENTRY, limit("T", Side.SELL, "10", "110", "T")))
                .isEqualTo(Reason.LIST_LOOP);
    }

    @Test
    void everyChildWaitsForTheOneParent() {
        assertThat(reason(ListType.OTO, ENTRY, limit("T", Side.SELL, "10", "110", null)))
                .as("two that wait for none")
                .isEqualTo(Reason.LIST_SHAPE);
        assertThat(reason(ListType.OTO, ENTRY, EXIT, limit("S", Side.SELL, "1", "120", "T")))
                .as("a chain")
                .isEqualTo(Reason.LIST_SHAPE);
        assertThat(reason(ListType.OCO, ENTRY, limit("B", Side.BUY, "10", "99", "P")))
                .as("an OCO has no parent")
                .isEqualTo(Reason.LIST_SHAPE);
    }

    @Test
    void aClOrdIdComesOnce() {
        assertThat(reason(ListType.OCO, ENTRY, limit("P", Side.BUY, "10", "99", null)))
                .isEqualTo(Reason.LIST_CL_ORD_ID_TWICE);
    }

    @Test
    void theOrdersAreOfOneInstrumentAndTheSiblingsOfOneSide() {
        assertThat(reason(ListType.OTO, ENTRY, order("T", "ETHUSDT", Side.SELL, "10", "110", "P")))
                .isEqualTo(Reason.LIST_SYMBOLS_DIFFER);
        assertThat(reason(ListType.OCO, ENTRY, limit("B", Side.SELL, "10", "120", null)))
                .isEqualTo(Reason.LIST_SIDES_DIFFER);
    }

    @Test
    void ordersThatCancelEachOtherHaveOneQuantityAndAPrice() {
        assertThat(reason(ListType.OCO, ENTRY, limit("B", Side.BUY, "9", "99", null)))
                .isEqualTo(Reason.LIST_QTYS_DIFFER);
        assertThat(reason(ListType.OUO_ABSOLUTE, ENTRY, limit("B", Side.BUY, "9", "99", null)))
                .isNull();
        assertThat(reason(ListType.OCO, ENTRY, order("B", "BTCUSDT", Side.BUY, "10", null, null)))
                .isEqualTo(Reason.LIST_ORD_TYPE);
    }

    @Test
    void childrenCloseNoMoreThanTheirParentOpens() {
        assertThat(reason(ListType.OTO, ENTRY, limit("T", Side.SELL, "10.1", "110", "P")))
                .isEqualTo(Reason.LIST_QTY_EXCEEDS_PARENT);
        assertThat(reason(
                        ListType.OTO,
                        ENTRY,
                        limit("T", Side.SELL, "6", "110", "P"),
                        limit("S", Side.SELL, "5", "120", "P")))
                .as("together")
                .isEqualTo(Reason.LIST_QTY_EXCEEDS_PARENT);
        assertThat(reason(ListType.OTO, ENTRY, limit("T", Side.BUY, "20", "110", "P")))
                .as("it opens, too, and reserves for itself")
                .isNull();
    }

    private static Entry exit(String clOrdId, OrdType ordType, Side side, String px) {
        boolean limited =
                ordType == OrdType.LIMIT || ordType == OrdType.STOP_LIMIT || ordType == OrdType.LIMIT_IF_TOUCHED;
        return new Entry(
                new PlaceOrder(
                        Lists.ACCOUNT,
                        new ClOrdId(clOrdId),
                        "BTCUSDT",
                        side,
                        ordType,
                        Set.of(),
                        Terms.of(BigDecimal.TEN, limited ? new BigDecimal(px) : null, TimeInForce.GTC),
                        ordType == OrdType.LIMIT ? null : new TriggerTerms(null, new BigDecimal(px), null),
                        "trader"),
                new ClOrdId("P"));
    }

    @ParameterizedTest(name = "{0} entry at {1}, {2} at {3}: {4}")
    @DisplayName(
            "An exit is strictly on its side of the entry: what takes a profit where that gains, a stop where it loses")
    @CsvSource({
        "BUY,  100, LIMIT,             100.01, -",
        "BUY,  100, LIMIT,             100,    LIST_PX_WRONG_SIDE",
        "BUY,  100, LIMIT,             99.99,  LIST_PX_WRONG_SIDE",
        "BUY,  100, LIMIT_IF_TOUCHED,  100.01, -",
        "BUY,  100, LIMIT_IF_TOUCHED,  100,    LIST_PX_WRONG_SIDE",
        "BUY,  100, MARKET_IF_TOUCHED, 100.01, -",
        "BUY,  100, MARKET_IF_TOUCHED, 99.99,  LIST_PX_WRONG_SIDE",
        "BUY,  100, STOP,              99.99,  -",
        "BUY,  100, STOP,              100,    LIST_PX_WRONG_SIDE",
        "BUY,  100, STOP,              100.01, LIST_PX_WRONG_SIDE",
        "BUY,  100, STOP_LIMIT,        99.99,  -",
        "BUY,  100, STOP_LIMIT,        100,    LIST_PX_WRONG_SIDE",
        "SELL, 100, LIMIT,             99.99,  -",
        "SELL, 100, LIMIT,             100,    LIST_PX_WRONG_SIDE",
        "SELL, 100, LIMIT,             100.01, LIST_PX_WRONG_SIDE",
        "SELL, 100, MARKET_IF_TOUCHED, 99.99,  -",
        "SELL, 100, MARKET_IF_TOUCHED, 100,    LIST_PX_WRONG_SIDE",
        "SELL, 100, STOP,              100.01, -",
        "SELL, 100, STOP,              100,    LIST_PX_WRONG_SIDE",
        "SELL, 100, STOP,              99.99,  LIST_PX_WRONG_SIDE",
        "SELL, 100, STOP_LIMIT,        100.01, -",
        "SELL, 100, STOP_LIMIT,        99.99,  LIST_PX_WRONG_SIDE"
    })
    void geometry(Side side, String entryPx, OrdType ordType, String px, String told) {
        for (AccountType account : AccountType.values()) {
            Reason reason = reason(
                    account,
                    ListType.OTO,
                    limit("P", side, "10", entryPx, null),
                    exit("T", ordType, side == Side.BUY ? Side.SELL : Side.BUY, px));

            assertThat(reason == null ? "-" : reason.name()).as(account.name()).isEqualTo(told);
        }
    }

    @ParameterizedTest(name = "{0} at the market, profit at {1}, stop at {2}: {3}")
    @DisplayName("Of an entry without a price what takes a profit is beyond the stop")
    @CsvSource({
        "BUY,  100.01, 100,    -",
        "BUY,  100,    100,    LIST_PX_WRONG_SIDE",
        "BUY,  99.99,  100,    LIST_PX_WRONG_SIDE",
        "SELL, 99.99,  100,    -",
        "SELL, 100,    100,    LIST_PX_WRONG_SIDE",
        "SELL, 100.01, 100,    LIST_PX_WRONG_SIDE"
    })
    void geometryAtTheMarket(Side side, String profitPx, String stopPx, String told) {
        Side exits = side == Side.BUY ? Side.SELL : Side.BUY;
        for (AccountType account : AccountType.values()) {
            Reason reason = reason(
                    account,
                    ListType.OTOCO,
                    limit("P", side, "10", null, null),
                    exit("S", OrdType.STOP, exits, stopPx),
                    exit("T", OrdType.LIMIT, exits, profitPx));

            assertThat(reason == null ? "-" : reason.name()).as(account.name()).isEqualTo(told);
        }
    }

    @Test
    void onMarginChildrenBuyBackNoMoreThanTheirParentSells() {
        Entry sale = limit("P", Side.SELL, "10", "100", null);
        Entry back = limit("T", Side.BUY, "10.1", "90", "P");
        assertThat(reason(AccountType.MARGIN, ListType.OTO, sale, back)).isEqualTo(Reason.LIST_QTY_EXCEEDS_PARENT);
        assertThat(reason(AccountType.MARGIN, ListType.OTO, sale, limit("T", Side.BUY, "10", "90", "P")))
                .isNull();
        assertThat(reason(AccountType.CASH, ListType.OTO, sale, back))
                .as("what buys is paid for")
                .isNull();
    }
}
