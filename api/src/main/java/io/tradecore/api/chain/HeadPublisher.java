package io.tradecore.api.chain;

import io.tradecore.api.loop.Loop;
import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.ChainHead;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Now and then hands the heads that have moved to every sink. A sink that fails gets them again the next time, or what has
 * come after them, which proves as much. Of each account that has moved it remembers a number for each sink; after a restart
 * every head is kept once more. Several processes may do the same.
 */
public final class HeadPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HeadPublisher.class);
    private static final int PAGE = 1000;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final PgHeads heads;
    private final Map<HeadSink, Map<AccountId, Long>> kept = new HashMap<>();
    private final Loop loop;

    HeadPublisher(PgHeads heads, List<HeadSink> sinks, Duration every) {
        this.heads = heads;
        sinks.forEach(sink -> kept.put(sink, new HashMap<>()));
        this.loop = new Loop("chain-heads", every, this::publish);
    }

    /** Starts, where there is somewhere to keep heads. */
    void start() {
        if (!kept.isEmpty()) {
            loop.start();
        }
    }

    /** Has it look at once. */
    public void wake() {
        loop.wake();
    }

    @Override
    public void close() {
        loop.close();
    }

    private void publish() throws SQLException, InterruptedException {
        UUID after = BEFORE_ALL;
        List<ChainHead> page;
        do {
            page = heads.after(after, PAGE);
            for (Map.Entry<HeadSink, Map<AccountId, Long>> sink : kept.entrySet()) {
                keep(sink.getKey(), page, sink.getValue());
            }
            if (!page.isEmpty()) {
                after = page.getLast().accountId().value();
            }
        } while (page.size() == PAGE && !loop.isStopping());
    }

    /** One that fails keeps the others from nothing. */
    private static void keep(HeadSink sink, List<ChainHead> page, Map<AccountId, Long> known)
            throws InterruptedException {
        List<ChainHead> moved = page.stream()
                .filter(head -> known.getOrDefault(head.accountId(), 0L) != head.seq())
                .toList();
        try {
            if (!moved.isEmpty() && sink.keep(moved)) {
                moved.forEach(head -> known.put(head.accountId(), head.seq()));
            }
        } catch (IOException e) {
            LOG.warn("{} heads of chains were not kept in {}: {}", moved.size(), sink.name(), e.toString());
        }
    }
}
