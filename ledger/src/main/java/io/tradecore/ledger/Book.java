package io.tradecore.ledger;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One account's double-entry book while a batch of commands is decided: the lines and holds the batch may touch, as loaded
 * under the account's lock, and what the batch changes of them.
 *
 * <p>Not safe for use by several threads. Lives inside one transaction: if that fails, the book is thrown away.
 */
public final class Book {

    private final AccountId accountId;
    private long transferSeq;
    private final Map<BalanceKey, Balance> balances = new HashMap<>();
    private final Map<UUID, Hold> holds = new HashMap<>();
    private final Map<String, Transfer> transfers = new HashMap<>();

    private final Set<BalanceKey> storedBalances = new HashSet<>();
    private final Set<BalanceKey> changedBalances = new LinkedHashSet<>();
    private final Map<UUID, Boolean> changedHolds = new LinkedHashMap<>();
    private final List<Transfer> posted = new ArrayList<>();

    /** @param transferSeq number of the account's last transfer */
    public Book(AccountId accountId, long transferSeq) {
        this.accountId = accountId;
        this.transferSeq = transferSeq;
    }

    public AccountId accountId() {
        return accountId;
    }

    public long transferSeq() {
        return transferSeq;
    }

    /** Puts in a line as stored. */
    public void load(BalanceKey line, Balance balance) {
        balances.put(line, balance);
        storedBalances.add(line);
    }

    /** Puts in a hold as stored. */
    public void load(Hold hold) {
        holds.put(hold.holdId(), hold);
    }

    /** Puts in a transfer as stored, for its idempotency key; its entries need not be there. */
    public void load(Transfer transfer) {
        transfers.put(transfer.transferId(), transfer);
    }

    public Balance balance(BalanceKey line) {
        return balances.getOrDefault(line, Balance.ZERO);
    }

    public @Nullable Hold hold(UUID holdId) {
        return holds.get(holdId);
    }

    /** The transfer posted under this id, by this batch or before. */
    public @Nullable Transfer transfer(String transferId) {
        return transfers.get(transferId);
    }

    /** Sets an amount of a line aside. Whether there is enough is the caller's decision. */
    public void place(UUID holdId, BalanceKey line, BigDecimal amount) {
        if (holds.putIfAbsent(holdId, new Hold(holdId, line, amount, amount, true)) != null) {
            throw new IllegalStateException("hold placed twice: " + holdId);
        }
        changedHolds.put(holdId, true);
        addPending(line, amount);
    }

    /** Sets what a hold holds; the difference comes from the line's available balance or goes back. Opens a closed one again. */
    public void keep(UUID holdId, BigDecimal remaining) {
        replace(holdId, remaining, true);
    }

    /** Ends a hold and gives all of it back. A closed one stays closed. */
    public void close(UUID holdId) {
        replace(holdId, BigDecimal.ZERO, false);
    }

    private void replace(UUID holdId, BigDecimal remaining, boolean open) {
        Hold before = holds.get(holdId);
        if (before == null || (before.open() == open && before.remaining().compareTo(remaining) == 0)) {
            return;
        }
        holds.put(holdId, new Hold(holdId, before.line(), before.amount(), remaining, open));
        changedHolds.putIfAbsent(holdId, false);
        addPending(before.line(), remaining.subtract(before.remaining()));
    }

    private void addPending(BalanceKey line, BigDecimal change) {
        Balance before = balance(line);
        balances.put(line, new Balance(before.posted(), before.pending().add(change)));
        changedBalances.add(line);
    }

    /**
     * Posts a transfer: numbers it, applies its legs and keeps the running balance with each.
     *
     * @throws IllegalArgumentException if the legs do not sum to zero per asset, or none is left
     */
    public Transfer post(TransferRequest request, List<Posting> legs) {
        requireBalanced(legs);
        List<Entry> entries = new ArrayList<>(legs.size());
        for (Posting leg : legs) {
            if (leg.amount().signum() != 0) {
                BalanceKey line = new BalanceKey(leg.code(), leg.asset());
                Balance before = balance(line);
                BigDecimal after = before.posted().add(leg.amount());
                balances.put(line, new Balance(after, before.pending()));
                changedBalances.add(line);
                entries.add(new Entry(leg.code(), leg.asset(), leg.amount(), after));
            }
        }
        Transfer transfer = new Transfer(
                accountId,
                ++transferSeq,
                request.transferId(),
                request.kind(),
                request.asset(),
                request.amount(),
                request.orderId(),
                request.execId(),
                request.actor(),
                request.effectiveAt(),
                entries);
        posted.add(transfer);
        transfers.put(transfer.transferId(), transfer);
        return transfer;
    }

    private static void requireBalanced(List<Posting> legs) {
        Map<String, BigDecimal> sums = new HashMap<>();
        legs.forEach(leg -> sums.merge(leg.asset(), leg.amount(), BigDecimal::add));
        sums.forEach((asset, sum) -> {
            if (sum.signum() != 0) {
                throw new IllegalArgumentException("legs are out of balance by " + sum + " " + asset);
            }
        });
        if (legs.stream().allMatch(leg -> leg.amount().signum() == 0)) {
            throw new IllegalArgumentException("a transfer moves something");
        }
    }

    /** Transfers posted by this batch, in order. */
    public List<Transfer> postedTransfers() {
        return List.copyOf(posted);
    }

    /** Lines this batch made. */
    public List<BalanceKey> newBalances() {
        return changedBalances.stream()
                .filter(line -> !storedBalances.contains(line))
                .toList();
    }

    /** Lines this batch found and changed. */
    public List<BalanceKey> updatedBalances() {
        return changedBalances.stream().filter(storedBalances::contains).toList();
    }

    /** Holds this batch made. */
    public List<Hold> newHolds() {
        return changedHolds(true);
    }

    /** Holds this batch found and changed. */
    public List<Hold> updatedHolds() {
        return changedHolds(false);
    }

    private List<Hold> changedHolds(boolean isNew) {
        List<Hold> changed = new ArrayList<>();
        changedHolds.forEach((holdId, madeHere) -> {
            Hold hold = holds.get(holdId);
            if (madeHere == isNew && hold != null) {
                changed.add(hold);
            }
        });
        return changed;
    }
}
