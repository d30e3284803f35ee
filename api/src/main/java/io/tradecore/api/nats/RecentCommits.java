package io.tradecore.api.nats;

import io.tradecore.oms.pipeline.CommittedBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * What this process committed since a relay last looked, so that the relay need not read it back. Only a few commits are
 * kept; a relay that cannot keep up, or that finds transactions of others in between, reads the database.
 *
 * <p>Commits are added by any thread and taken by the relay's.
 */
final class RecentCommits {
    private final int most;
    private final BlockingQueue<CommittedBatch> added;
    private final NavigableMap<Long, CommittedBatch> byTxId = new TreeMap<>();

    /** @param most commits kept */
    RecentCommits(int most) {
        this.most = most;
        this.added = new ArrayBlockingQueue<>(most);
    }

    /** Keeps a commit while there is room. Never blocks. */
    void add(CommittedBatch batch) {
        // Without room it is dropped: whoever misses it reads the database.
        var _ = added.offer(batch);
    }

    /** Forgets all of them: they are to be read from the database. By the thread that takes them. */
    void forget() {
        added.clear();
        byTxId.clear();
    }

    /**
     * Takes the commits of transactions from (inclusive) to below (exclusive), which are finished. Null unless every one of
     * those transactions is known here: ids are given out without a gap, so as many commits as ids leave none to others.
     */
    @Nullable
    List<CommittedBatch> takeAll(long from, long below) {
        for (CommittedBatch next = added.poll(); next != null; next = added.poll()) {
            byTxId.put(next.txId(), next);
        }
        byTxId.headMap(from).clear();
        NavigableMap<Long, CommittedBatch> finished = byTxId.headMap(below, false);
        List<CommittedBatch> taken = new ArrayList<>(finished.values());
        finished.clear();
        while (byTxId.size() > most) {
            byTxId.pollLastEntry();
        }
        return taken.size() == below - from ? taken : null;
    }
}
