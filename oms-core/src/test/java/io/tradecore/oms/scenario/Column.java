package io.tradecore.oms.scenario;

import org.jspecify.annotations.Nullable;

/** The columns of a scenario table, in their order. */
public enum Column {
    MESSAGE("message"),
    CL_ORD_ID("ClOrdID"),
    ORIG_CL_ORD_ID("OrigClOrdID"),
    EXEC_ID("ExecID"),

    // What is expected.
    EXEC_TYPE("ExecType"),
    ORD_STATUS("OrdStatus"),
    ORDER_QTY("OrderQty"),
    CUM_QTY("CumQty"),
    LEAVES_QTY("LeavesQty"),
    LAST_QTY("LastQty"),
    AVG_PX("AvgPx"),
    GOES_BY("goes by"),
    SAYS("says"),
    POSITION("position"),
    CASH("cash"),
    HOLD("hold"),

    // Of a table that tells of several days.
    DAY_ORDER_QTY("DayOrderQty"),
    DAY_CUM_QTY("DayCumQty"),
    DAY_AVG_PX("DayAvgPx");

    private final String title;

    Column(String title) {
        this.title = title;
    }

    /** What stands at its head. */
    public String title() {
        return title;
    }

    /** Whether it tells what comes in; the others tell what is expected. */
    boolean isInput() {
        return compareTo(EXEC_ID) <= 0;
    }

    /** Whether a table may do without it, and the others that may. */
    boolean isOptional() {
        return compareTo(HOLD) > 0;
    }

    /** Whether its values are decimals. */
    boolean isDecimal() {
        return switch (this) {
            case ORDER_QTY, CUM_QTY, LEAVES_QTY, LAST_QTY, AVG_PX, CASH, HOLD -> true;
            case DAY_ORDER_QTY, DAY_CUM_QTY, DAY_AVG_PX -> true;
            case MESSAGE, CL_ORD_ID, ORIG_CL_ORD_ID, EXEC_ID, EXEC_TYPE, ORD_STATUS, GOES_BY, SAYS, POSITION -> false;
        };
    }

    static @Nullable Column titled(String title) {
        for (Column column : values()) {
            if (column.title.equals(title)) {
                return column;
            }
        }
        return null;
    }
}
