package io.tradecore.oms.trigger.pg;

import io.tradecore.oms.order.Side;
import io.tradecore.oms.trigger.TrailOffset;
import io.tradecore.oms.trigger.Trigger;
import io.tradecore.oms.trigger.TriggerChange;
import io.tradecore.oms.trigger.TriggerPriceType;
import io.tradecore.oms.trigger.TriggerTerms;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A trigger as a row of order_triggers has it. */
public final class TriggerRows {

    private TriggerRows() {}

    /** Reads trigger_kind, trigger_price_type, stop_px, trail_unit, trail_by and reference_px, and side. */
    public static Trigger trigger(ResultSet row) throws SQLException {
        Side side = Side.valueOf(row.getString("side"));
        TriggerPriceType priceType = TriggerPriceType.valueOf(row.getString("trigger_price_type"));
        return switch (row.getString("trigger_kind")) {
            case "STOP" -> new Trigger.Stop(side, priceType, row.getBigDecimal("stop_px"));
            case "TOUCH" -> new Trigger.Touch(side, priceType, row.getBigDecimal("stop_px"));
            case "TRAIL" ->
                new Trigger.Trail(
                        side, priceType, Objects.requireNonNull(trail(row, "")), row.getBigDecimal("reference_px"));
            case String other -> throw new IllegalStateException("a trigger of kind " + other);
        };
    }

    /** Reads placed_stop_px, placed_trail_unit and placed_trail_by, which are there once they are others than the trigger's. */
    public static TriggerTerms placed(ResultSet row, Trigger trigger) throws SQLException {
        BigDecimal stopPx = row.getBigDecimal("placed_stop_px");
        TrailOffset trail = trail(row, "placed_");
        return stopPx == null && trail == null
                ? TriggerTerms.of(trigger)
                : new TriggerTerms(trigger.priceType(), stopPx, trail);
    }

    /** Reads stop_px, trail_unit and trail_by of a replace; null where it changes none of them. */
    public static @Nullable TriggerChange change(ResultSet row) throws SQLException {
        BigDecimal stopPx = row.getBigDecimal("stop_px");
        TrailOffset trail = trail(row, "");
        return stopPx == null && trail == null ? null : new TriggerChange(stopPx, trail);
    }

    private static @Nullable TrailOffset trail(ResultSet row, String prefix) throws SQLException {
        String unit = row.getString(prefix + "trail_unit");
        return unit == null
                ? null
                : new TrailOffset(TrailOffset.Unit.valueOf(unit), row.getBigDecimal(prefix + "trail_by"));
    }

    public static String kind(Trigger trigger) {
        return switch (trigger) {
            case Trigger.Stop _ -> "STOP";
            case Trigger.Touch _ -> "TOUCH";
            case Trigger.Trail _ -> "TRAIL";
        };
    }

    /** Null of a trail: its stop follows from its reference. */
    public static @Nullable BigDecimal stopPx(Trigger trigger) {
        return trigger instanceof Trigger.Trail ? null : trigger.level();
    }

    public static @Nullable String trailUnit(Trigger trigger) {
        return trigger instanceof Trigger.Trail trail ? unit(trail.offset()) : null;
    }

    public static @Nullable BigDecimal trailBy(Trigger trigger) {
        return trigger instanceof Trigger.Trail trail ? by(trail.offset()) : null;
    }

    public static @Nullable String unit(@Nullable TrailOffset offset) {
        return offset == null ? null : offset.unit().name();
    }

    public static @Nullable BigDecimal by(@Nullable TrailOffset offset) {
        return offset == null ? null : offset.value();
    }

    public static @Nullable BigDecimal referencePx(Trigger trigger) {
        return trigger instanceof Trigger.Trail trail ? trail.reference() : null;
    }
}
