package io.tradecore.oms.order;

import java.util.regex.Pattern;

/** FIX 66: the client's name of a list of orders, unique in its account for ever. 1 to 64 of letters, digits and {@code . _ : -}. */
public record ListId(String value) {

    private static final Pattern FORMAT = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    public ListId {
        if (!FORMAT.matcher(value).matches()) {
            throw new IllegalArgumentException("ListID must be 1 to 64 of letters, digits and . _ : -");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
