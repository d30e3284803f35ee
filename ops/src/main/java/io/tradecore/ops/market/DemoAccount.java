package io.tradecore.ops.market;

import java.util.UUID;

/**
 * An account of the demo. The ids are plain on purpose: a person types them.
 *
 * @param number from 1
 */
public record DemoAccount(int number) {

    private static final int POOR_EVERY = 10;

    public UUID id() {
        return UUID.fromString("00000000-0000-7000-8000-%012d".formatted(number));
    }

    public String name() {
        return "Demo %02d".formatted(number);
    }

    /** The subject of its trader's token. */
    public String trader() {
        return "demo-trader-%02d".formatted(number);
    }

    /** One in ten has hardly any money, so that denials for want of cash are part of every session. */
    public boolean poor() {
        return number % POOR_EVERY == 0;
    }
}
