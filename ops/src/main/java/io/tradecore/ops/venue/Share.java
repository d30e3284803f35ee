package io.tradecore.ops.venue;

import io.tradecore.ops.venue.matching.NewOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.zip.CRC32;

/**
 * A share of all orders, told by their orderId: the same orders are in it at every start.
 *
 * @param salt makes the orders of one share others than those of another
 * @param share 0 to 1
 */
record Share(String salt, double share) implements Predicate<NewOrder> {

    private static final double CRC_VALUES = 1L << 32;

    Share {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share is from 0 to 1");
        }
    }

    @Override
    public boolean test(NewOrder order) {
        CRC32 crc = new CRC32();
        crc.update((salt + order.orderId()).getBytes(StandardCharsets.UTF_8));
        return crc.getValue() / CRC_VALUES < share;
    }
}
