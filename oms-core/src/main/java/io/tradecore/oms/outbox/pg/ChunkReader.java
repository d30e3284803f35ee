package io.tradecore.oms.outbox.pg;

import java.util.List;

/** Takes over rows as they are read. May wait, but a transaction is open meanwhile. */
@FunctionalInterface
public interface ChunkReader<T> {
    /** @param chunk the next rows, in order; the last one may be empty */
    void read(List<T> chunk) throws InterruptedException;
}
