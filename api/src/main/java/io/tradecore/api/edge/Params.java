package io.tradecore.api.edge;

import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.query.OrderFilter;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.halt.TradingScope;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.ListId;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.OrderId;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads path parts and query parameters, which come as text, so that every fault in them is told the same way. */
public final class Params {
    private static final int DEFAULT_LIMIT = 50;
    private static final int LARGEST_LIMIT = 500;
    private static final int LONGEST_SCOPE_ID = 200;
    private static final Pattern CALENDAR = Pattern.compile("[A-Z0-9_]{1,20}");
    private static final Pattern SYMBOL = Pattern.compile("[A-Z0-9]{2,20}");

    private Params() {}

    /** Of what trading is stopped. */
    public static TradingScope tradingScope(String text) {
        for (TradingScope scope : TradingScope.values()) {
            if (scope.name().equals(text)) {
                return scope;
            }
        }
        throw invalid("scope", "FIRM, DESK, ACCOUNT, USER, INSTRUMENT or VENUE");
    }

    /** A number that something goes by. */
    public static long number(String name, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw invalid(name, "a whole number");
        }
    }

    /** The id of a scope, whichever it is. */
    public static String scopeId(String text) {
        if (!Texts.isPrintable(text, LONGEST_SCOPE_ID)) {
            throw invalid("scopeId", "1 to " + LONGEST_SCOPE_ID + " printable characters");
        }
        return text;
    }

    /** Which of what operators resolve are asked for: open (the default) false, resolved true, all null. */
    public static @Nullable Boolean resolved(@Nullable String status) {
        return switch (status == null ? "open" : status) {
            case "open" -> false;
            case "resolved" -> true;
            case "all" -> null;
            default -> throw invalid("status", "open, resolved or all");
        };
    }

    /** The id in a path: what is none names nothing there is. */
    public static UUID pathId(String text, ApiCode notFound, String detail) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            throw ApiException.of(notFound, detail);
        }
    }

    /** Rows of a page: 50 where nothing is said, at most 500. */
    public static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= LARGEST_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException _) {
            // Answered below, together with numbers out of range.
        }
        throw invalid("limit", "a whole number from 1 to " + LARGEST_LIMIT);
    }

    /** An order's id; what is none names no order. */
    public static OrderId orderId(String text) {
        try {
            return OrderId.of(text);
        } catch (IllegalArgumentException _) {
            throw ApiException.orderUnknown();
        }
    }

    /** A ClOrdID; what is none names no order. */
    public static ClOrdId clOrdId(String text) {
        try {
            return new ClOrdId(text);
        } catch (IllegalArgumentException _) {
            throw ApiException.orderUnknown();
        }
    }

    /** A ListID; what is none names no list. */
    public static ListId listId(String text) {
        try {
            return new ListId(text);
        } catch (IllegalArgumentException _) {
            throw ApiException.of(Reason.LIST_UNKNOWN, "There is no such list.");
        }
    }

    /** A symbol; what is none names no instrument. */
    public static String symbol(String text) {
        if (!SYMBOL.matcher(text).matches()) {
            throw ApiException.of(ApiCode.INSTRUMENT_NOT_FOUND, "There is no such instrument.");
        }
        return text;
    }

    /** A calendar's name; what is none names no calendar. */
    public static String calendarId(String text) {
        if (!CALENDAR.matcher(text).matches()) {
            throw ApiException.of(ApiCode.CALENDAR_NOT_FOUND, "There is no such calendar.");
        }
        return text;
    }

    /** A symbol to filter by. */
    public static @Nullable String symbolFilter(@Nullable String text) {
        if (text != null && !SYMBOL.matcher(text).matches()) {
            throw invalid("symbol", "2 to 20 of A-Z and 0-9");
        }
        return text;
    }

    /** An id to filter by. */
    public static @Nullable UUID uuid(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            if (text.length() == 36) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException _) {
            // Answered below.
        }
        throw invalid(name, "a UUID of 36 characters");
    }

    /** A time to filter by. */
    public static @Nullable Instant time(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        Instant time = Times.parse(text);
        if (time == null) {
            throw invalid(name, "a time such as 2026-01-31T12:00:00Z");
        }
        return time;
    }

    /** open, closed, one OrdStatus, or all where nothing is said; symbol as it is. */
    public static OrderFilter orders(@Nullable String status, @Nullable String symbol) {
        EnumSet<OrdStatus> all = EnumSet.allOf(OrdStatus.class);
        if (status == null) {
            return new OrderFilter(all, null, symbol);
        }
        if (status.equals("open") || status.equals("closed")) {
            return new OrderFilter(all, status.equals("open"), symbol);
        }
        EnumSet<OrdStatus> wanted = EnumSet.noneOf(OrdStatus.class);
        all.stream().filter(one -> one.name().equals(status)).forEach(wanted::add);
        if (wanted.isEmpty()) {
            throw invalid("status", "open, closed or one of " + Arrays.toString(OrdStatus.values()));
        }
        return new OrderFilter(wanted, null, symbol);
    }

    public static ApiException invalid(String name, String form) {
        return ApiException.ofField(ApiCode.PARAMETER_INVALID, name, name + " must be " + form + ".");
    }
}
