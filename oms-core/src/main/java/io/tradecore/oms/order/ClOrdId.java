package io.tradecore.oms.order;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** FIX 11: the client's name of a request, unique in its account for ever. 1 to 64 of letters, digits and {@code . _ : -}. */
public record ClOrdId(String value) {

    private static final Pattern FORMAT = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    public ClOrdId {
        if (!FORMAT.matcher(value).matches()) {
            throw new IllegalArgumentException("ClOrdID must be 1 to 64 of letters, digits and . _ : -");
        }
    }

    /** The name in a text that may be none. */
    static @Nullable ClOrdId ofNullable(@Nullable String text) {
        return text != null && FORMAT.matcher(text).matches() ? new ClOrdId(text) : null;
    }

    @Override
    public String toString() {
        return value;
    }
}
