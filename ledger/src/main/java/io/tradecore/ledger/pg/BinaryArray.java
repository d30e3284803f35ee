package io.tradecore.ledger.pg;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.UUID;

/**
 * PostgreSQL's binary form of a one-dimensional array, as {@code array_recv} reads it: dimensions, a flag for nulls, the
 * element's type, length and lower bound; then each element with its length before it, -1 for null.
 */
final class BinaryArray {

    private static final int HEADER = 20;
    // As long as a UUID; longer elements make room for themselves.
    private static final int USUAL_ELEMENT = 16;
    private static final int HAS_NULL_AT = 4;
    private static final Instant POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private ByteBuffer buffer;

    /** @param length how many elements will be added, at least one */
    BinaryArray(int elementOid, int length) {
        buffer = ByteBuffer.allocate(HEADER + length * (Integer.BYTES + USUAL_ELEMENT));
        buffer.putInt(1).putInt(0).putInt(elementOid).putInt(length).putInt(1);
    }

    void addNulls(int count) {
        for (int i = 0; i < count; i++) {
            room(0).putInt(-1);
            buffer.putInt(HAS_NULL_AT, 1);
        }
    }

    void add(UUID value) {
        room(16).putInt(16).putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits());
    }

    void add(long value) {
        room(Long.BYTES).putInt(Long.BYTES).putLong(value);
    }

    void add(Instant value) {
        add(POSTGRES_EPOCH.until(value, ChronoUnit.MICROS));
    }

    void add(byte[] value) {
        room(value.length).putInt(value.length).put(value);
    }

    byte[] bytes() {
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private ByteBuffer room(int bytes) {
        int needed = Integer.BYTES + bytes;
        if (buffer.remaining() < needed) {
            int capacity = Math.max(buffer.capacity() * 2, buffer.position() + needed);
            buffer = ByteBuffer.allocate(capacity).put(buffer.flip());
        }
        return buffer;
    }
}
