package io.tradecore.api.lease;

import io.tradecore.api.loop.Loop;
import io.tradecore.oms.outbox.pg.PgLease;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a lease for this process whenever it can be had, and knows when it must no longer be trusted: a holder
 * that cannot renew stops before the database would give the lease to another. Thread-safe.
 *
 * <p>A process that is suspended between looking at the lease and sending can still send a message after its end. That
 * does no harm: it is one the holder had read in order, its successor sends the same, and venues answer repetitions.
 */
public final class LeaseKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

    /** @param trustedUntilNanos by System.nanoTime */
    private record Held(long epoch, long trustedUntilNanos) {}

    private final PgLease lease;
    private final Duration ttl;
    private final Loop loop;
    private volatile @Nullable Held held;

    /** @param ttl how long after the holder's death another may take over, at least */
    public LeaseKeeper(PgLease lease, Duration ttl) {
        this.lease = lease;
        this.ttl = ttl;
        this.loop = new Loop(lease.name() + "-lease", ttl.dividedBy(4), this::renewOrAcquire);
    }

    /** Starts asking for the lease. */
    public void start() {
        loop.start();
    }

    /** The epoch of the lease while it is certainly ours, otherwise 0. */
    public long epoch() {
        Held current = held;
        return current != null && System.nanoTime() - current.trustedUntilNanos() < 0 ? current.epoch() : 0;
    }

    /** Whether the lease is certainly ours. */
    public boolean isHeld() {
        return epoch() != 0;
    }

    /** Gives the lease up. Whoever relies on it must have stopped before. */
    @Override
    public void close() {
        loop.close();
        Held last = held;
        held = null;
        if (last == null) {
            return;
        }
        try {
            lease.release(last.epoch());
        } catch (SQLException e) {
            LOG.info("The lease {} could not be released and runs out by itself: {}", lease.name(), e.getMessage());
        }
    }

    private void renewOrAcquire() throws SQLException {
        Held current = held;
        long askedNanos = System.nanoTime();
        if (current != null && lease.renew(current.epoch(), ttl)) {
            held = heldSince(current.epoch(), askedNanos);
            return;
        }
        if (current != null) {
            held = null;
            LOG.warn("Lost the lease {} of epoch {} to another process", lease.name(), current.epoch());
        }
        askedNanos = System.nanoTime();
        OptionalLong epoch = lease.acquire(ttl);
        if (epoch.isPresent()) {
            held = heldSince(epoch.getAsLong(), askedNanos);
            LOG.info("Took the lease {}, epoch {}", lease.name(), epoch.getAsLong());
        }
    }

    /** Trusted for less than was granted: the two clocks may run at slightly different speeds. */
    private Held heldSince(long epoch, long askedNanos) {
        return new Held(epoch, askedNanos + ttl.multipliedBy(3).dividedBy(4).toNanos());
    }
}
