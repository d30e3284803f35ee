package io.tradecore.oms.order;

import java.util.UUID;

/** FIX 37: our name of an order, a UUIDv7 made by us. The venue's idempotency key. */
public record OrderId(UUID value) {

    /**
     * Reads the canonical 36-character form.
     *
     * @throws IllegalArgumentException if the text is not a UUID
     */
    public static OrderId of(String text) {
        if (text.length() != 36) {
            throw new IllegalArgumentException("not a UUID: " + text);
        }
        return new OrderId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
