package io.tradecore.oms.book;

import io.tradecore.oms.command.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request to change books, and what it was answered, whether it was done or refused: the answer to it stays the same.
 * Immutable.
 *
 * @param requestId unique among such requests of its account, for ever
 * @param kind the act it asks for, or GROUP where there are several
 * @param asked what was asked for, by the names clients use; a repetition is compared with it
 * @param reason why it was refused; null: it was done
 * @param message what was said of a refusal; empty where it was done
 * @param numbers what was compared where it was refused, by name
 * @param results what was done; empty where it was refused
 */
public record LedgerRequest(
        String requestId,
        String kind,
        Map<String, String> asked,
        @Nullable Reason reason,
        String message,
        Map<String, String> numbers,
        List<ActResult> results,
        String actor) {

    /** Kind of a request that asks for several things. */
    public static final String GROUP = "GROUP";

    private static final String DIFFERENT = "EXISTS_WITH_DIFFERENT_";

    public LedgerRequest {
        results = List.copyOf(results);
    }

    /** What is asked for as one text that is the same however it was written: {@code name=value} by name, joined by semicolons. */
    public static String canonical(Map<String, String> asked) {
        return new TreeMap<>(asked)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(";"));
    }

    /** SHA-256 of {@link #canonical}, in hexadecimal digits. */
    public static String hash(Map<String, String> asked) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(canonical(asked).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Which field another body has otherwise, by the names clients use; null: it is the same body. */
    public @Nullable String firstDifference(Map<String, String> other) {
        TreeSet<String> names = new TreeSet<>(asked.keySet());
        names.addAll(other.keySet());
        for (String name : names) {
            if (!Objects.equals(asked.get(name), other.get(name))) {
                return name;
            }
        }
        return null;
    }

    /** The code that says that this field differs. */
    public static Reason different(String field) {
        String leaf = field.substring(field.lastIndexOf('.') + 1);
        return switch (leaf) {
            case "act", "kind" -> Reason.EXISTS_WITH_DIFFERENT_KIND;
            case "asset", "amount" -> Reason.valueOf(DIFFERENT + leaf.toUpperCase(Locale.ROOT));
            default -> Reason.EXISTS_WITH_DIFFERENT_FIELD;
        };
    }
}
