package io.tradecore.oms.outbox.pg;

import java.sql.SQLException;
import java.util.List;

/** Takes over rows as they are read. May wait, but a transaction is open meanwhile. */
@FunctionalInterface
public interface ChunkReader<T> {
    /**
     * Takes the next rows, in order; the last chunk may be empty.
     *
     * @return whether to go on; false ends the reading
     */
    boolean read(List<T> chunk) throws SQLException, InterruptedException;
}
