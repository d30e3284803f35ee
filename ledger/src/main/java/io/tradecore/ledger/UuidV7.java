package io.tradecore.ledger;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/**
 * Makes time-ordered UUIDs (RFC 9562, version 7), strictly rising within one instance even if the clock stands still or
 * steps back. Safe for use by many threads.
 */
public final class UuidV7 {

    private static final int COUNTER_LIMIT = 1 << 12;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private long lastMillis;
    private int counter;

    public UuidV7(Clock clock) {
        this.clock = clock;
    }

    /** The next id: 48 bits of milliseconds, a 12-bit counter within the millisecond, 62 random bits. */
    public synchronized UUID next() {
        long now = clock.millis();
        if (now > lastMillis) {
            lastMillis = now;
            counter = 0;
        } else if (++counter == COUNTER_LIMIT) {
            // More than 4,096 ids in a millisecond: borrow from the next one.
            lastMillis++;
            counter = 0;
        }
        long high = (lastMillis << 16) | 0x7000L | counter;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
