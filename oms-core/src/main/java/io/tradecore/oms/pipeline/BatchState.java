package io.tradecore.oms.pipeline;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.execution.VenueReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything a batch decides on and changes: its accounts, and reports that could not be applied. */
public final class BatchState {

    /** A report kept for an operator. */
    public record Quarantined(VenueReport report, Reason reason, String text) {}

    private final long txId;
    private final Map<AccountId, AccountState> accounts;
    private final @Nullable Long tradingVersion;
    private final List<Quarantined> quarantined = new ArrayList<>();

    /** @param txId the transaction that locked the accounts; 0 when there are none */
    public BatchState(long txId, Map<AccountId, AccountState> accounts) {
        this(txId, accounts, null);
    }

    /** @param tradingVersion of the trading states that its orders are judged by; null where none is */
    public BatchState(long txId, Map<AccountId, AccountState> accounts, @Nullable Long tradingVersion) {
        this.txId = txId;
        this.accounts = accounts;
        this.tradingVersion = tradingVersion;
    }

    public long txId() {
        return txId;
    }

    /** The version of the trading states that its orders are judged by; null where none is. */
    public @Nullable Long tradingVersion() {
        return tradingVersion;
    }

    /** Null when there is no such account. */
    public @Nullable AccountState account(AccountId accountId) {
        return accounts.get(accountId);
    }

    public Collection<AccountState> accounts() {
        return accounts.values();
    }

    void quarantine(VenueReport report, Reason reason, String text) {
        quarantined.add(new Quarantined(report, reason, text));
    }

    public List<Quarantined> quarantined() {
        return quarantined;
    }
}
