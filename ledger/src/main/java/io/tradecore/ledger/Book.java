package io.tradecore.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
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
    private byte @Nullable [] chainHead;
    private Instant closedUntil = Instant.MIN;
    private boolean ownsPositions;
    private final Map<BalanceKey, Balance> balances = new HashMap<>();
    private final Map<UUID, Hold> holds = new HashMap<>();
    private final Map<String, Transfer> transfers = new HashMap<>();

    private final Map<String, AccountId> others = new HashMap<>();
    private final Map<String, BigDecimal> reversed = new HashMap<>();
    private final Map<UUID, HoldTerms> terms = new HashMap<>();
    private final Map<String, Withdrawal> withdrawals = new HashMap<>();
    private final Map<String, BigDecimal> withdrawalLimits = new HashMap<>();

    private final Set<BalanceKey> storedBalances = new HashSet<>();
    private final Set<BalanceKey> changedBalances = new LinkedHashSet<>();
    private final Map<UUID, Boolean> changedHolds = new LinkedHashMap<>();
    private final Map<UUID, Boolean> changedTerms = new LinkedHashMap<>();
    private final Map<String, Boolean> changedWithdrawals = new LinkedHashMap<>();
    private final List<Transfer> posted = new ArrayList<>();
    private final List<SealedTransfer> sealed = new ArrayList<>();
    private final Map<Long, TransferDetail> details = new LinkedHashMap<>();
    private final List<BalanceBreak> breaks = new ArrayList<>();
    private @Nullable Deque<Runnable> undo;

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

    /** Nothing may be short: a position that becomes negative all the same raises a break. */
    public void ownPositions() {
        ownsPositions = true;
    }

    /** Closes all effective times before this one; null closes none. */
    public void closeUntil(@Nullable Instant end) {
        closedUntil = end == null ? Instant.MIN : end;
    }

    /** The first effective time that is open. */
    public Instant closedUntil() {
        return closedUntil;
    }

    /** Whether what counts from then may be posted. */
    public boolean isOpen(Instant effectiveAt) {
        return !effectiveAt.isBefore(closedUntil);
    }

    /** What has happened outside is booked in any case: where its time is closed, from the first time that is open. */
    public Instant openFrom(Instant happenedAt) {
        return isOpen(happenedAt) ? happenedAt : closedUntil;
    }

    /** Puts in the hash of the account's last sealed transfer as stored; null where none is sealed. */
    public void loadChainHead(byte @Nullable [] hash) {
        chainHead = hash;
    }

    /** The hash of the account's last sealed transfer. */
    public byte @Nullable [] chainHead() {
        return chainHead;
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

    /** Puts in a transfer as stored, for its id; its entries need not be there unless it may be reversed. */
    public void load(Transfer transfer) {
        transfers.put(transfer.transferId(), transfer);
    }

    /** Puts in what a hold that no order has is beside its amount. */
    public void load(HoldTerms stored) {
        terms.put(stored.holdId(), stored);
    }

    public void load(Withdrawal stored) {
        withdrawals.put(stored.transferId(), stored);
    }

    /** Withdrawals of more than this have to be approved. */
    public void loadWithdrawalLimit(String asset, BigDecimal maxAmount) {
        withdrawalLimits.put(asset, maxAmount);
    }

    /** Every line that is loaded or was changed. Not to be changed; for reading at once. */
    public Map<BalanceKey, Balance> balances() {
        return Collections.unmodifiableMap(balances);
    }

    /**
     * Puts in what is known of a stored transfer that may be reversed.
     *
     * @param other the account on the other side; null: there is none
     * @param reversedSoFar how much of it is reversed
     */
    public void loadReversed(String transferId, @Nullable AccountId other, BigDecimal reversedSoFar) {
        if (other != null) {
            others.put(transferId, other);
        }
        reversed.put(transferId, reversedSoFar);
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

    /** The account on the other side of a transfer between two; null: there is none. */
    public @Nullable AccountId other(String transferId) {
        return others.get(transferId);
    }

    /** How much of a transfer is reversed. */
    public BigDecimal reversed(String transferId) {
        return reversed.getOrDefault(transferId, BigDecimal.ZERO);
    }

    /** What a hold that no order has is beside its amount; null: an order has it, or there is none. */
    public @Nullable HoldTerms terms(UUID holdId) {
        return terms.get(holdId);
    }

    public @Nullable Withdrawal withdrawal(String transferId) {
        return withdrawals.get(transferId);
    }

    /** Withdrawals of more than this have to be approved; null: none has. */
    public @Nullable BigDecimal withdrawalLimit(String asset) {
        return withdrawalLimits.get(asset);
    }

    // All or nothing.

    /** From here on {@link #rollback} takes back what is changed, until {@link #end}. */
    public void begin() {
        undo = new ArrayDeque<>();
    }

    /** What was changed since {@link #begin} stays. */
    public void end() {
        undo = null;
    }

    /** The book is again as it was at {@link #begin}. */
    public void rollback() {
        Deque<Runnable> steps = undo;
        undo = null;
        if (steps != null) {
            steps.forEach(Runnable::run);
        }
    }

    // The last change is the first to be taken back.

    private <K, V> void put(Map<K, V> map, K key, V value) {
        V before = map.put(key, value);
        if (undo != null) {
            undo.push(before == null ? () -> map.remove(key) : () -> map.put(key, before));
        }
    }

    private <K> void mark(Map<K, Boolean> changed, K key, boolean madeHere) {
        if (changed.putIfAbsent(key, madeHere) == null && undo != null) {
            undo.push(() -> changed.remove(key));
        }
    }

    private void change(BalanceKey line, Balance balance) {
        put(balances, line, balance);
        if (changedBalances.add(line) && undo != null) {
            undo.push(() -> changedBalances.remove(line));
        }
    }

    // Holds.

    /** Sets an amount of a line aside. Whether there is enough is the caller's decision. */
    public void place(UUID holdId, BalanceKey line, BigDecimal amount) {
        if (holds.containsKey(holdId)) {
            throw new IllegalStateException("hold placed twice: " + holdId);
        }
        put(holds, holdId, new Hold(holdId, line, amount, amount, true));
        mark(changedHolds, holdId, true);
        addPending(line, amount);
    }

    /** Sets cash aside for no order. Whether there is enough is the caller's decision. */
    public void place(UUID holdId, BalanceKey line, BigDecimal amount, @Nullable Instant expiresAt, String actor) {
        place(holdId, line, amount);
        put(terms, holdId, new HoldTerms(holdId, HoldTerms.State.OPEN, BigDecimal.ZERO, expiresAt, actor));
        mark(changedTerms, holdId, true);
    }

    /**
     * Takes a part of an open hold that no order has, to be posted, or none of it.
     *
     * @param next OPEN: the rest stays; else it is given back
     */
    public void take(UUID holdId, BigDecimal amount, HoldTerms.State next) {
        Hold hold = Objects.requireNonNull(holds.get(holdId));
        BigDecimal remaining = hold.remaining().subtract(amount);
        boolean open = next == HoldTerms.State.OPEN && remaining.signum() > 0;
        HoldTerms.State state = next == HoldTerms.State.OPEN && !open ? HoldTerms.State.CAPTURED : next;
        replace(holdId, open ? remaining : BigDecimal.ZERO, open);
        put(terms, holdId, Objects.requireNonNull(terms.get(holdId)).as(state, amount));
        mark(changedTerms, holdId, false);
    }

    /** Closes the loaded holds whose time is over. Says how many. */
    public int expire(Instant now) {
        if (terms.isEmpty()) {
            return 0;
        }
        List<HoldTerms> due = terms.values().stream()
                .filter(hold -> hold.state() == HoldTerms.State.OPEN && hold.isExpired(now))
                .toList();
        due.forEach(hold -> take(hold.holdId(), BigDecimal.ZERO, HoldTerms.State.EXPIRED));
        return due.size();
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
        put(holds, holdId, new Hold(holdId, before.line(), before.amount(), remaining, open));
        mark(changedHolds, holdId, false);
        addPending(before.line(), remaining.subtract(before.remaining()));
    }

    private void addPending(BalanceKey line, BigDecimal change) {
        Balance before = balance(line);
        change(line, new Balance(before.posted(), before.pending().add(change)));
    }

    // Withdrawals that have to be approved.

    /** A withdrawal waits; its amount is set aside. */
    public void request(Withdrawal withdrawal) {
        place(withdrawal.holdId(), new BalanceKey(LedgerCode.CASH, withdrawal.asset()), withdrawal.amount());
        put(withdrawals, withdrawal.transferId(), withdrawal);
        mark(changedWithdrawals, withdrawal.transferId(), true);
    }

    /** A withdrawal waits no more, and nothing is set aside for it. */
    public void resolve(Withdrawal resolved) {
        close(resolved.holdId());
        put(withdrawals, resolved.transferId(), resolved);
        mark(changedWithdrawals, resolved.transferId(), false);
    }

    // Transfers.

    /** What it is when a line of this code becomes negative; null where it may. */
    private BalanceBreak.@Nullable Kind whenNegative(LedgerCode code) {
        return switch (code) {
            case CASH -> BalanceBreak.Kind.NEGATIVE_CASH;
            case POSITION -> ownsPositions ? BalanceBreak.Kind.NEGATIVE_POSITION : null;
            case CLEARING,
                    FEES,
                    EXTERNAL,
                    INTEREST,
                    FINANCING,
                    FUNDING,
                    DIVIDENDS,
                    CORRECTIONS,
                    CONVERSION,
                    INTERNAL,
                    ROUNDING -> null;
        };
    }

    /**
     * Posts a transfer: numbers it, applies its legs and keeps the running balance with each.
     *
     * @throws IllegalArgumentException if the legs do not sum to zero per asset, none is left, or it counts from a time that is
     *     closed
     */
    public Transfer post(TransferRequest request, List<Posting> legs) {
        return post(request, legs, TransferDetail.NONE);
    }

    /** The same with what there is to say of it beside its amount. */
    public Transfer post(TransferRequest request, List<Posting> legs, TransferDetail detail) {
        if (!isOpen(request.effectiveAt())) {
            throw new IllegalArgumentException(
                    request.effectiveAt() + " is in a period that is closed until " + closedUntil);
        }
        requireBalanced(legs);
        transferSeq++;
        if (undo != null) {
            undo.push(() -> transferSeq--);
        }
        List<Entry> entries = new ArrayList<>(legs.size());
        for (Posting leg : legs) {
            if (leg.amount().signum() != 0) {
                BalanceKey line = new BalanceKey(leg.code(), leg.asset());
                Balance before = balance(line);
                BigDecimal after = before.posted().add(leg.amount());
                change(line, new Balance(after, before.pending()));
                entries.add(new Entry(leg.code(), leg.asset(), leg.amount(), after));
                BalanceBreak.Kind negative = whenNegative(leg.code());
                if (negative != null && after.signum() < 0 && before.posted().signum() >= 0) {
                    breaks.add(new BalanceBreak(negative, transferSeq, leg.asset(), before.posted(), after));
                    if (undo != null) {
                        undo.push(breaks::removeLast);
                    }
                }
            }
        }
        Transfer transfer = new Transfer(
                accountId,
                transferSeq,
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
        if (undo != null) {
            undo.push(posted::removeLast);
        }
        put(transfers, transfer.transferId(), transfer);
        if (detail != TransferDetail.NONE) {
            put(details, transfer.seq(), detail);
        }
        if (detail.otherAccountId() != null) {
            put(others, transfer.transferId(), detail.otherAccountId());
        }
        return transfer;
    }

    /**
     * Takes a part of a transfer back by the opposite of its legs; of one that has more than two it is all or nothing.
     *
     * @param original posted before, with its entries
     * @param amount how much of it, at most what is not reversed yet
     */
    public Transfer reverse(Transfer original, BigDecimal amount, TransferRequest request) {
        BigDecimal whole = original.amount().abs();
        BigDecimal before = reversed(original.transferId());
        BigDecimal after = before.add(amount);
        put(reversed, original.transferId(), after);
        return post(
                request,
                opposite(original, amount),
                TransferDetail.reversal(
                        other(original.transferId()),
                        new TransferDetail.Reversal(original.seq(), whole, before, after)));
    }

    /**
     * The legs that take so much of a transfer back.
     *
     * @param original with its entries; of one that has more than two it is all or nothing
     */
    public static List<Posting> opposite(Transfer original, BigDecimal amount) {
        boolean all = amount.compareTo(original.amount().abs()) == 0;
        return original.entries().stream()
                .map(entry -> new Posting(
                        entry.code(),
                        entry.asset(),
                        all ? entry.amount().negate() : entry.amount().signum() > 0 ? amount.negate() : amount))
                .toList();
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

    /** What there is to say of them beside their amounts, by seq. */
    public Map<Long, TransferDetail> postedDetails() {
        return details;
    }

    /** Where a balance became negative in this batch that is not to be. */
    public List<BalanceBreak> breaks() {
        return breaks;
    }

    /** Terms of holds this batch made. */
    public List<HoldTerms> newTerms() {
        return changed(changedTerms, terms, true);
    }

    /** Terms of holds this batch found and changed. */
    public List<HoldTerms> updatedTerms() {
        return changed(changedTerms, terms, false);
    }

    /** Withdrawals that wait since this batch, also where they are resolved in it. */
    public List<Withdrawal> newWithdrawals() {
        return changed(changedWithdrawals, withdrawals, true);
    }

    /** Withdrawals this batch found and resolved. */
    public List<Withdrawal> resolvedWithdrawals() {
        return changed(changedWithdrawals, withdrawals, false);
    }

    /**
     * Seals what this batch posted, in order, and moves the head of the account's chain. When the batch is written.
     *
     * @param recordedAt the transaction's time
     */
    public void seal(TransferChain chain, Instant recordedAt) {
        List<Transfer> unsealed = posted.subList(sealed.size(), posted.size());
        if (unsealed.isEmpty()) {
            return;
        }
        Mac mac = chain.mac();
        for (Transfer transfer : unsealed) {
            TransferDetail detail = details.getOrDefault(transfer.seq(), TransferDetail.NONE);
            byte[] hash = chain.seal(mac, chainHead, transfer, detail, recordedAt);
            sealed.add(new SealedTransfer(transfer, chain.keyId(), hash));
            chainHead = hash;
        }
    }

    /** Transfers posted and sealed by this batch, in order. */
    public List<SealedTransfer> sealedTransfers() {
        return List.copyOf(sealed);
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
        return changed(changedHolds, holds, true);
    }

    /** Holds this batch found and changed. */
    public List<Hold> updatedHolds() {
        return changed(changedHolds, holds, false);
    }

    private static <K, V> List<V> changed(Map<K, Boolean> keys, Map<K, V> values, boolean isNew) {
        List<V> changed = new ArrayList<>();
        keys.forEach((key, madeHere) -> {
            V value = values.get(key);
            if (madeHere == isNew && value != null) {
                changed.add(value);
            }
        });
        return changed;
    }
}
