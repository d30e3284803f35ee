package io.tradecore.oms.trigger.pg;

import io.tradecore.oms.order.Side;
import io.tradecore.oms.trigger.TrailOffset;
import io.tradecore.oms.trigger.Trigger;
import io.tradecore.oms.trigger.TriggerPriceType;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
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
                        side,
                        priceType,
                        new TrailOffset(
                                TrailOffset.Unit.valueOf(row.getString("trail_unit")), row.getBigDecimal("trail_by")),
                        row.getBigDecimal("reference_px"));
            case String other -> throw new IllegalStateException("a trigger of kind " + other);
        };
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
        return trigger instanceof Trigger.Trail trail ? trail.offset().unit().name() : null;
    }

    public static @Nullable BigDecimal trailBy(Trigger trigger) {
        return trigger instanceof Trigger.Trail trail ? trail.offset().value() : null;
    }

    public static @Nullable BigDecimal referencePx(Trigger trigger) {
        return trigger instanceof Trigger.Trail trail ? trail.reference() : null;
    }
}
