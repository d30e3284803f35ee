package io.tradecore.ops.market;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** What orders for an instrument have to fit, as the API has it registered. */
public record Terms(
        String symbol, BigDecimal tickSize, BigDecimal lotSize, BigDecimal maxOrderQty, BigDecimal maxOrderNotional) {

    /** Of an instrument as the API tells it. */
    public static Terms of(JsonNode instrument) {
        return new Terms(
                instrument.path("symbol").asText(),
                new BigDecimal(instrument.path("tickSize").asText()),
                new BigDecimal(instrument.path("lotSize").asText()),
                new BigDecimal(instrument.path("maxOrderQty").asText()),
                new BigDecimal(instrument.path("maxOrderNotional").asText()));
    }

    /** The largest multiple of the lot within qty, zero when there is none. */
    public BigDecimal lots(BigDecimal qty) {
        return steps(qty, lotSize, RoundingMode.DOWN);
    }

    /** The multiple of the tick next to px, at least one tick. */
    public BigDecimal ticks(BigDecimal px) {
        return steps(px, tickSize, RoundingMode.HALF_EVEN).max(tickSize);
    }

    private static BigDecimal steps(BigDecimal value, BigDecimal step, RoundingMode rounding) {
        return value.divide(step, 0, rounding).multiply(step);
    }
}
