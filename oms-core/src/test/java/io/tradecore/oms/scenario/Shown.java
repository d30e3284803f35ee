package io.tradecore.oms.scenario;

import io.tradecore.oms.order.OrdStatus;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a step shows: the report that went out, the order as it stands and the books. Decimals are plain, without trailing
 * zeros; {@link #NONE} where there is nothing.
 */
public record Shown(Map<Column, String> cells) {

    /** Nothing to be told. */
    public static final String NONE = "-";

    private static final int AVERAGE_SCALE = 8;

    public Shown {
        cells = Map.copyOf(cells);
    }

    /** The words for a difference to what was expected, one for each column. */
    List<String> differences(Shown expected) {
        List<String> differences = new ArrayList<>();
        for (Column column : Column.values()) {
            String is = cells.getOrDefault(column, NONE);
            String should = expected.cells.getOrDefault(column, NONE);
            boolean told = !column.isInput() && (!column.isOptional() || expected.cells.containsKey(column));
            if (told && !is.equals(should)) {
                differences.add(column.title() + " is " + is + ", not " + should);
            }
        }
        return differences;
    }

    /** The same with another word in one column. */
    public Shown with(Column column, String word) {
        Map<Column, String> other = new EnumMap<>(cells);
        other.put(column, word);
        return new Shown(other);
    }

    /** The word in a column. */
    public String word(Column column) {
        return cells.getOrDefault(column, NONE);
    }

    /** A decimal as tables have it. */
    public static String decimal(@Nullable BigDecimal value) {
        return value == null
                ? NONE
                : value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    /** Collects the words. */
    public static final class Builder {
        private final Map<Column, String> cells = new EnumMap<>(Column.class);

        public Builder put(Column column, @Nullable String word) {
            cells.put(column, word == null ? NONE : word);
            return this;
        }

        public Builder put(Column column, @Nullable BigDecimal value) {
            return put(column, decimal(value));
        }

        /** The order as it stands. */
        public Builder order(
                OrdStatus ordStatus,
                BigDecimal orderQty,
                BigDecimal cumQty,
                BigDecimal leavesQty,
                BigDecimal avgPx,
                String goesBy) {
            return put(Column.ORD_STATUS, ordStatus.name())
                    .put(Column.ORDER_QTY, orderQty)
                    .put(Column.CUM_QTY, cumQty)
                    .put(Column.LEAVES_QTY, leavesQty)
                    .put(Column.AVG_PX, avgPx.setScale(AVERAGE_SCALE, RoundingMode.HALF_EVEN))
                    .put(Column.GOES_BY, goesBy);
        }

        /** What it has of the day. */
        public Builder day(BigDecimal orderQty, BigDecimal cumQty, BigDecimal avgPx) {
            return put(Column.DAY_ORDER_QTY, orderQty)
                    .put(Column.DAY_CUM_QTY, cumQty)
                    .put(Column.DAY_AVG_PX, avgPx.setScale(AVERAGE_SCALE, RoundingMode.HALF_EVEN));
        }

        /** The position as "quantity @ average", or 0. */
        public Builder position(BigDecimal qty, @Nullable BigDecimal avgPx) {
            return put(Column.POSITION, held(qty, avgPx));
        }

        /** As many positions as are told: the long leg and the short one. */
        public Builder andPosition(BigDecimal qty, @Nullable BigDecimal avgPx) {
            String told = cells.get(Column.POSITION);
            return told == null ? position(qty, avgPx) : put(Column.POSITION, told + " / " + held(qty, avgPx));
        }

        private static String held(BigDecimal qty, @Nullable BigDecimal avgPx) {
            return qty.signum() == 0 || avgPx == null
                    ? "0"
                    : decimal(qty) + " @ " + decimal(avgPx.setScale(AVERAGE_SCALE, RoundingMode.HALF_EVEN));
        }

        public Shown shown() {
            return new Shown(cells);
        }
    }
}
