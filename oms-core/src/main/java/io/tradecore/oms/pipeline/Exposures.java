package io.tradecore.oms.pipeline;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.risk.Exposure;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The exposures that this process remembers, those used last. Each is tagged with the numbers of the account's last order event
 * and last transfer at which it was true: whoever holds the account's lock and finds the same numbers in its row takes it, and no
 * other is taken. So what another process did is never missed, and no message has to tell of it.
 *
 * <p>What is taken is gone from here until it is put back, with the numbers that were committed: where a transaction failed, or
 * nobody knows how it ended, it is loaded anew. Safe for use by many threads.
 */
public final class Exposures {

    private record Entry(long eventSeq, long transferSeq, Exposure exposure) {}

    private final int most;

    /** The one that was put back longest ago comes first. */
    private final Map<AccountId, Entry> entries = new LinkedHashMap<>();

    /** @param most of how many accounts they are remembered */
    public Exposures(int most) {
        this.most = most;
    }

    /** Whether there is one of it, as true as it may be: it need not be loaded before the account is locked. */
    public synchronized boolean knows(AccountId accountId) {
        return entries.containsKey(accountId);
    }

    /** Null where there is none that is true at these numbers. Call with the account locked. */
    public synchronized @Nullable Exposure take(AccountId accountId, long eventSeq, long transferSeq) {
        Entry entry = entries.remove(accountId);
        return entry != null && entry.eventSeq == eventSeq && entry.transferSeq == transferSeq ? entry.exposure : null;
    }

    /** Only what is committed; nobody changes the exposure from here on but who takes it. */
    public synchronized void putBack(AccountId accountId, long eventSeq, long transferSeq, Exposure exposure) {
        entries.remove(accountId);
        entries.put(accountId, new Entry(eventSeq, transferSeq, exposure));
        if (entries.size() > most) {
            entries.remove(entries.keySet().iterator().next());
        }
    }
}
