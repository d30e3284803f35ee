package io.tradecore.oms.bulk;

import io.tradecore.oms.command.Reason;
import io.tradecore.oms.order.ClOrdId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A request about several orders of an account at once, and what it was answered. Immutable.
 *
 * @param clOrdId FIX 11, unique among such requests of the account
 * @param asked what the asker named, by the names clients use; a repetition is compared with it
 * @param results one an order or instrument, in the order they were decided
 */
public record BulkRequest(
        ClOrdId clOrdId, Kind kind, Map<String, String> asked, List<BulkResult> results, String actor) {

    /** What is asked for. Stored as their names. */
    public enum Kind {
        MASS_CANCEL,
        CLOSE_POSITION
    }

    /** The EXISTS_WITH_DIFFERENT_ reason that names the first thing this asks for otherwise, or null when it is the same. */
    public @Nullable Reason firstDifference(Kind otherKind, Map<String, String> otherAsked) {
        if (kind != otherKind) {
            return Reason.EXISTS_WITH_DIFFERENT_KIND;
        }
        TreeSet<String> names = new TreeSet<>(asked.keySet());
        names.addAll(otherAsked.keySet());
        for (String name : names) {
            if (!Objects.equals(asked.get(name), otherAsked.get(name))) {
                return Reason.valueOf("EXISTS_WITH_DIFFERENT_" + words(name));
            }
        }
        return null;
    }

    private static String words(String name) {
        return name.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }
}
