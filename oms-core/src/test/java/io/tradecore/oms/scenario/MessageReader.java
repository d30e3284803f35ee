package io.tradecore.oms.scenario;

import io.tradecore.oms.execution.Commission;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.list.ListType;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.RequestKind;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.trigger.TrailOffset;
import io.tradecore.oms.trigger.TriggerTerms;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the message of a row, word by word. */
final class MessageReader {

    private static final String DIRECTIONS =
            "> of the trader, < of the venue, ~ of the market, or = for a look at another order";
    private static final String REQUESTS =
            "New, Cancel, Replace, Status, MassCancel, Close, CancelList or the type of a list";

    private final Map<Column, Cell> row;
    private final Cell message;
    private final List<Cell> words;
    private int next;

    MessageReader(Map<Column, Cell> row, Cell message) {
        this.row = row;
        this.message = message;
        this.words = message.words();
    }

    Message read() {
        Cell direction = take(DIRECTIONS);
        return whole(
                switch (direction.text()) {
                    case ">" -> request();
                    case "<" -> report();
                    case "~" -> quote();
                    case "=" -> takeIf("next") ? nextDay() : look();
                    default -> throw direction.error("a message begins with " + DIRECTIONS);
                });
    }

    /** The order of a list's row. */
    Message.NewList.Entry readEntry() {
        expect("+");
        forbid(Column.EXEC_ID, "a request has no ExecID");
        Cell after = cell(Column.ORIG_CL_ORD_ID);
        return whole(new Message.NewList.Entry(newOrder(id(Column.CL_ORD_ID)), after.isNone() ? null : after.text()));
    }

    private <T> T whole(T read) {
        if (next < words.size()) {
            throw words.get(next).error("\"" + words.get(next).text() + "\" has no place here");
        }
        return read;
    }

    private Message request() {
        Cell what = take(REQUESTS);
        String clOrdId = id(Column.CL_ORD_ID);
        forbid(Column.EXEC_ID, "a request has no ExecID");
        return switch (what.text()) {
            case "New" -> {
                forbid(Column.ORIG_CL_ORD_ID, "a new order has no OrigClOrdID");
                yield newOrder(clOrdId);
            }
            case "Cancel" -> new Message.Cancel(clOrdId, id(Column.ORIG_CL_ORD_ID));
            case "Replace" -> replace(clOrdId, id(Column.ORIG_CL_ORD_ID));
            case "Status" -> {
                forbid(Column.ORIG_CL_ORD_ID, "a status request has no OrigClOrdID");
                yield new Message.Status(clOrdId);
            }
            case "MassCancel" -> massCancel(clOrdId);
            case "Close" -> close(clOrdId);
            case "CancelList" -> {
                forbid(Column.ORIG_CL_ORD_ID, "a list is named as the ClOrdID");
                yield new Message.CancelList(clOrdId);
            }
            default -> newList(what, clOrdId);
        };
    }

    /** Its orders are the rows that follow. */
    private Message newList(Cell what, String listId) {
        forbid(Column.ORIG_CL_ORD_ID, "a new list has no OrigClOrdID");
        ListType type = what.constantOrNull(ListType.class);
        if (type == null) {
            throw what.error("a trader's message is " + REQUESTS);
        }
        return new Message.NewList(listId, type, List.of());
    }

    private Message massCancel(String clOrdId) {
        forbid(Column.ORIG_CL_ORD_ID, "a mass cancel has no OrigClOrdID");
        Side side = next < words.size() ? words.get(next).constantOrNull(Side.class) : null;
        if (side != null) {
            next++;
        }
        return new Message.MassCancel(clOrdId, takeIf("of") ? instrument() : null, side);
    }

    private Message close(String clOrdId) {
        forbid(Column.ORIG_CL_ORD_ID, "a close has no OrigClOrdID");
        BigDecimal percent = null;
        BigDecimal orderQty = null;
        if (next < words.size() && words.get(next).text().endsWith("%")) {
            percent = percent();
        } else {
            orderQty = decimalIfNext();
        }
        BigDecimal px = takeIf("@") ? take("a price").decimal() : null;
        return new Message.Close(clOrdId, orderQty, percent, px, takeIf("cancelling"));
    }

    private BigDecimal percent() {
        Cell cell = take("a percentage");
        String number = cell.text().substring(0, cell.text().length() - 1);
        return new Cell(cell.file(), cell.line(), cell.column(), number).decimal();
    }

    private String instrument() {
        Cell cell = take("an instrument");
        if (!Scenario.SYMBOLS.contains(cell.text())) {
            throw cell.error("\"" + cell.text() + "\" is no instrument of the tables, which are " + Scenario.SYMBOLS);
        }
        return cell.text();
    }

    private Message quote() {
        forbid(Column.ORIG_CL_ORD_ID, "a quote names the order that is looked at as its ClOrdID");
        forbid(Column.EXEC_ID, "a quote has no ExecID");
        BigDecimal bidPx = take("the bid").decimal();
        expect("to");
        return new Message.Quote(id(Column.CL_ORD_ID), bidPx, take("the offer").decimal());
    }

    private Message look() {
        forbid(Column.ORIG_CL_ORD_ID, "a look names the order as its ClOrdID");
        forbid(Column.EXEC_ID, "a look has no ExecID");
        return new Message.Look(id(Column.CL_ORD_ID));
    }

    private Message nextDay() {
        expect("day");
        forbid(Column.ORIG_CL_ORD_ID, "a day names the order that is looked at as its ClOrdID");
        forbid(Column.EXEC_ID, "a day has no ExecID");
        return new Message.NextDay(id(Column.CL_ORD_ID));
    }

    private Message.NewOrder newOrder(String clOrdId) {
        Side side = take("buy or sell").constant(Side.class);
        PositionEffect effect = takeIf("open") ? PositionEffect.OPEN : takeIf("close") ? PositionEffect.CLOSE : null;
        BigDecimal orderQty = take("a quantity").decimal();
        expect("@");
        Cell px = take("a price, or market");
        BigDecimal limit = px.text().equals("market") ? null : px.decimal();
        TimeInForce timeInForce = take("a time in force").constant(TimeInForce.class);
        Duration expiresIn = expiry(timeInForce);
        Cell kind = next < words.size() ? words.get(next) : message;
        TriggerTerms trigger = trigger();
        String symbol = takeIf("of") ? instrument() : Scenario.SYMBOL;
        return new Message.NewOrder(
                clOrdId,
                symbol,
                side,
                ordType(kind, limit != null, trigger),
                orderQty,
                limit,
                timeInForce,
                expiresIn,
                trigger,
                effect);
    }

    /** "stop" or "touch" and a price, "trail" and an amount or a percentage. */
    private @Nullable TriggerTerms trigger() {
        if (takeIf("stop") || takeIf("touch")) {
            return new TriggerTerms(null, take("the price that triggers it").decimal(), null);
        }
        if (!takeIf("trail")) {
            return null;
        }
        boolean percent = next < words.size() && words.get(next).text().endsWith("%");
        return new TriggerTerms(
                null,
                null,
                percent
                        ? new TrailOffset(TrailOffset.Unit.PERCENT, percent())
                        : new TrailOffset(
                                TrailOffset.Unit.AMOUNT,
                                take("how far it trails").decimal()));
    }

    private static OrdType ordType(Cell kind, boolean limit, @Nullable TriggerTerms trigger) {
        if (trigger == null) {
            return limit ? OrdType.LIMIT : OrdType.MARKET;
        }
        return switch (kind.text()) {
            case "stop" -> limit ? OrdType.STOP_LIMIT : OrdType.STOP;
            case "touch" -> limit ? OrdType.LIMIT_IF_TOUCHED : OrdType.MARKET_IF_TOUCHED;
            default -> {
                if (limit) {
                    throw kind.error("what trails is sent at the market");
                }
                yield OrdType.TRAILING_STOP;
            }
        };
    }

    private Message replace(String clOrdId, String origClOrdId) {
        BigDecimal orderQty = decimalIfNext();
        BigDecimal px = takeIf("@") ? take("a price").decimal() : null;
        TimeInForce timeInForce = next < words.size() ? take("a time in force").constant(TimeInForce.class) : null;
        if (orderQty == null && px == null && timeInForce == null) {
            throw message.error("a replace names a quantity, \"@\" and a price, or a time in force");
        }
        return new Message.Replace(clOrdId, origClOrdId, orderQty, px, timeInForce, expiry(timeInForce));
    }

    /** GTD is followed by how long from now on, as PT2H30M. */
    private @Nullable Duration expiry(@Nullable TimeInForce timeInForce) {
        if (timeInForce != TimeInForce.GTD) {
            return null;
        }
        Cell duration = take("how long a GTD order is good, as PT1H");
        try {
            return Duration.parse(duration.text());
        } catch (DateTimeParseException _) {
            throw duration.error("\"" + duration.text() + "\" is no duration like PT1H or -PT1S");
        }
    }

    private Message report() {
        ReportType type = take("an ExecType").constant(ReportType.class);
        forbid(Column.ORIG_CL_ORD_ID, "a report names the request it is about as its ClOrdID");
        Report report = new Report(type, id(Column.CL_ORD_ID), id(Column.EXEC_ID));
        return switch (type) {
            case TRADE -> report.fill(this).charged(this).message();
            case TRADE_CANCEL -> report.of(this).message();
            case TRADE_CORRECT -> {
                report.of(this);
                expect("to");
                yield report.fill(this).charged(this).message();
            }
            case REPLACED, RESTATED -> report.terms(this).message();
            case STOPPED -> next < words.size() ? report.fill(this).message() : report.message();
            case CANCEL_REJECT -> report.refusal(this).message();
            case REJECTED, CANCELED -> report.reason(this).message();
            case NEW,
                    PENDING_NEW,
                    PENDING_CANCEL,
                    PENDING_REPLACE,
                    EXPIRED,
                    DONE_FOR_DAY,
                    SUSPENDED,
                    CALCULATED,
                    ORDER_STATUS -> report.message();
        };
    }

    /** A report while its words are read. */
    private static final class Report {
        private final ReportType type;
        private final String clOrdId;
        private final String execId;
        private @Nullable String execRefId;
        private @Nullable RequestKind rejected;
        private @Nullable BigDecimal lastQty;
        private @Nullable BigDecimal lastPx;
        private @Nullable Commission charged;
        private @Nullable BigDecimal orderQty;
        private @Nullable BigDecimal px;
        private @Nullable String reason;

        Report(ReportType type, String clOrdId, String execId) {
            this.type = type;
            this.clOrdId = clOrdId;
            this.execId = execId;
        }

        Report fill(MessageReader words) {
            lastQty = words.take("a quantity").decimal();
            words.expect("@");
            lastPx = words.take("a price").decimal();
            return this;
        }

        Report charged(MessageReader words) {
            charged = words.takeIf("charging")
                    ? new Commission(
                            words.take("an amount").decimal(),
                            words.take("its currency").text())
                    : null;
            return this;
        }

        Report of(MessageReader words) {
            words.expect("of");
            execRefId = words.take("an ExecID").text();
            return this;
        }

        Report terms(MessageReader words) {
            orderQty = words.decimalIfNext();
            px = words.takeIf("@") ? words.take("a price").decimal() : null;
            return reason(words);
        }

        Report refusal(MessageReader words) {
            rejected = words.take("Cancel or Replace").constant(RequestKind.class);
            reason = words.take("a CxlRejReason").text();
            return this;
        }

        Report reason(MessageReader words) {
            reason = words.next < words.words.size() ? words.take("a reason").text() : null;
            return this;
        }

        Message message() {
            return new Message.Report(
                    type, clOrdId, execId, execRefId, rejected, lastQty, lastPx, charged, orderQty, px, reason);
        }
    }

    private Cell cell(Column column) {
        Cell cell = row.get(column);
        if (cell == null) {
            throw message.error("the row has no " + column.title());
        }
        return cell;
    }

    private String id(Column column) {
        Cell cell = cell(column);
        if (cell.isNone()) {
            throw cell.error("this message needs its " + column.title());
        }
        return cell.text();
    }

    private void forbid(Column column, String why) {
        if (!cell(column).isNone()) {
            throw cell(column).error(why);
        }
    }

    private Cell take(String what) {
        if (next == words.size()) {
            Cell last = words.isEmpty() ? message : words.getLast();
            throw new Cell(last.file(), last.line(), last.column() + last.text().length(), "")
                    .error("expected " + what);
        }
        return words.get(next++);
    }

    private boolean takeIf(String word) {
        if (next < words.size() && words.get(next).text().equals(word)) {
            next++;
            return true;
        }
        return false;
    }

    private void expect(String word) {
        Cell cell = take("\"" + word + "\"");
        if (!cell.text().equals(word)) {
            throw cell.error("expected \"" + word + "\", not \"" + cell.text() + "\"");
        }
    }

    private @Nullable BigDecimal decimalIfNext() {
        boolean digit =
                next < words.size() && Character.isDigit(words.get(next).text().charAt(0));
        return digit ? take("a quantity").decimal() : null;
    }
}
