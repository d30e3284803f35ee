package io.tradecore.ops.bench;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Accounts that orders are spread over in turn. Every generation has other ids: JetStream remembers for a while which
 * messages of an account it had, and their numbers start from one again when the books are emptied.
 */
record BenchAccounts(List<UUID> ids) {

    /** As many as an ordinary case uses. */
    static final int COUNT = 1000;

    BenchAccounts {
        ids = List.copyOf(ids);
    }

    static BenchAccounts generation(int number) {
        long high = ((long) number << 16) | 0x7000L;
        return new BenchAccounts(IntStream.range(0, COUNT)
                .mapToObj(n -> new UUID(high, 0x8000_0000_0000_0000L | n))
                .toList());
    }

    /** The first of them alone. */
    BenchAccounts single() {
        return new BenchAccounts(ids.subList(0, 1));
    }

    int count() {
        return ids.size();
    }

    /** The account of the n-th order, from 0. */
    UUID of(long n) {
        return ids.get((int) (n % ids.size()));
    }
}
