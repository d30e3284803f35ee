package io.tradecore.ops.venue;

import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.zip.CRC32;

/**
 * A share of all orders, trades or reports, told by their names: the same ones are in it at every start.
 *
 * @param salt makes the members of one share others than those of another
 * @param share 0 to 1
 */
record Share(String salt, double share) implements Predicate<String> {

    private static final double CRC_VALUES = 1L << 32;

    Share {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share is from 0 to 1");
        }
    }

    /** Whether there is anything in it at all. */
    boolean isEmpty() {
        return share == 0;
    }

    @Override
    public boolean test(String name) {
        CRC32 crc = new CRC32();
        crc.update((salt + name).getBytes(StandardCharsets.UTF_8));
        return crc.getValue() / CRC_VALUES < share;
    }
}
