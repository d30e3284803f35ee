package io.tradecore.oms.halt;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A scope that is not traded as usual.
 *
 * @param state not ACTIVE
 * @param setBy who has set it so
 */
public record TradingBar(TradingScope scope, String scopeId, TradingState state, String setBy) {

    public TradingBar {
        if (state == TradingState.ACTIVE) {
            throw new IllegalArgumentException("what is traded as usual bars nothing");
        }
    }

    /** For whoever is told of it. */
    public String text() {
        String what = scope == TradingScope.FIRM ? "all" : scope + " " + scopeId;
        return switch (state) {
            case HALTED -> "Trading of " + what + " is halted.";
            case REDUCE_ONLY, ACTIVE -> "Of " + what + " only what makes a position smaller is traded.";
        };
    }

    /** By the names clients use. */
    public Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("scope", scope.name());
        names.put("scopeId", scopeId);
        return names;
    }
}
