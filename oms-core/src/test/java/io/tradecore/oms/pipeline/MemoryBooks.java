package io.tradecore.oms.pipeline;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.Balance;
import io.tradecore.ledger.BalanceBreak;
import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.Book;
import io.tradecore.ledger.BookAct;
import io.tradecore.ledger.Hold;
import io.tradecore.ledger.HoldTerms;
import io.tradecore.ledger.Transfer;
import io.tradecore.ledger.TransferDetail;
import io.tradecore.ledger.UuidV7;
import io.tradecore.ledger.Withdrawal;
import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.account.AccountType;
import io.tradecore.oms.book.LedgerRequest;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Command.ChangeBooks;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.instrument.Instruments;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Accounts' books as they would be stored, with the pure core between: each batch loads what it needs and writes what it changed. */
final class MemoryBooks {

    /** What is stored of one account. */
    static final class Stored {
        AccountStatus status = AccountStatus.ACTIVE;
        final Map<BalanceKey, Balance> balances = new HashMap<>();
        final Map<UUID, Hold> holds = new LinkedHashMap<>();
        final Map<UUID, HoldTerms> terms = new LinkedHashMap<>();
        final Map<String, Transfer> transfers = new LinkedHashMap<>();
        final Map<Long, TransferDetail> details = new HashMap<>();
        final Map<String, BigDecimal> reversed = new HashMap<>();
        final Map<String, Withdrawal> withdrawals = new LinkedHashMap<>();
        final Map<String, LedgerRequest> requests = new LinkedHashMap<>();
        final Map<String, BigDecimal> withdrawalLimits = new HashMap<>();
        final List<BalanceBreak> breaks = new ArrayList<>();

        /** Everything that can be compared. */
        List<Object> rows() {
            return List.of(status, balances, holds, terms, transfers, details, withdrawals, requests, breaks);
        }
    }

    private final Map<AccountId, Stored> accounts = new TreeMap<>();
    private final BatchDecider decider;
    private int written;

    MemoryBooks(Set<AccountId> accountIds, Instruments instruments) {
        accountIds.forEach(accountId -> accounts.put(accountId, new Stored()));
        decider = new BatchDecider(instruments, new FundsOnly(BigDecimal.ONE, false), new UuidV7(Clock.systemUTC()));
    }

    Map<AccountId, Stored> accounts() {
        return accounts;
    }

    /** How many rows the last batch wrote, but for the requests and their answers. */
    int written() {
        return written;
    }

    List<Outcome> execute(List<Command> commands, Instant now) {
        Map<AccountId, AccountState> states = new TreeMap<>();
        for (Command command : commands) {
            for (AccountId accountId : command.accounts()) {
                if (accounts.containsKey(accountId)) {
                    states.computeIfAbsent(accountId, id -> load(id, commands, now));
                }
            }
        }
        List<Outcome> outcomes = decider.decide(commands, new BatchState(1, states));
        written = 0;
        states.values().forEach(this::store);
        return outcomes;
    }

    private AccountState load(AccountId accountId, List<Command> commands, Instant now) {
        Stored stored = Objects.requireNonNull(accounts.get(accountId));
        AccountState state =
                new AccountState(accountId, AccountType.CASH, stored.status, now, 0, stored.transfers.size());
        Book book = state.book();
        stored.balances.forEach(book::load);
        stored.holds.values().forEach(book::load);
        stored.terms.values().forEach(book::load);
        stored.withdrawals.values().forEach(book::load);
        stored.withdrawalLimits.forEach(book::loadWithdrawalLimit);
        for (String transferId : named(commands)) {
            Transfer transfer = stored.transfers.get(transferId);
            if (transfer != null) {
                book.load(transfer);
                TransferDetail detail = stored.details.getOrDefault(transfer.seq(), TransferDetail.NONE);
                book.loadReversed(
                        transferId, detail.otherAccountId(), stored.reversed.getOrDefault(transferId, BigDecimal.ZERO));
            }
        }
        for (Command command : commands) {
            if (command instanceof ChangeBooks change && change.accountId().equals(accountId)) {
                LedgerRequest request = stored.requests.get(change.requestId().value());
                if (request != null) {
                    state.load(request);
                }
            }
        }
        return state;
    }

    private static Set<String> named(List<Command> commands) {
        Set<String> named = new TreeSet<>();
        for (Command command : commands) {
            if (command instanceof ChangeBooks change) {
                for (BookAct act : change.acts()) {
                    named.add(act.id());
                    if (act instanceof BookAct.Reverse reverse) {
                        named.add(reverse.originalId());
                    }
                }
            }
        }
        return named;
    }

    private void store(AccountState state) {
        Stored stored = Objects.requireNonNull(accounts.get(state.accountId()));
        Book book = state.book();
        book.newBalances().forEach(line -> put(stored.balances, line, book.balance(line), true));
        book.updatedBalances().forEach(line -> put(stored.balances, line, book.balance(line), false));
        book.newHolds().forEach(hold -> put(stored.holds, hold.holdId(), hold, true));
        book.updatedHolds().forEach(hold -> put(stored.holds, hold.holdId(), hold, false));
        book.newTerms().forEach(terms -> put(stored.terms, terms.holdId(), terms, true));
        book.updatedTerms().forEach(terms -> put(stored.terms, terms.holdId(), terms, false));
        book.newWithdrawals().forEach(one -> put(stored.withdrawals, one.transferId(), one, true));
        book.resolvedWithdrawals().forEach(one -> put(stored.withdrawals, one.transferId(), one, false));
        for (Transfer transfer : book.postedTransfers()) {
            put(stored.transfers, transfer.transferId(), transfer, true);
        }
        book.postedDetails().forEach((seq, detail) -> {
            put(stored.details, seq, detail, true);
            if (detail.reversal() != null) {
                // They are kept in the order of their numbers.
                Transfer original = List.copyOf(stored.transfers.values())
                        .get((int) detail.reversal().seq() - 1);
                stored.reversed.put(original.transferId(), detail.reversal().after());
            }
        });
        stored.breaks.addAll(book.breaks());
        written += book.breaks().size();
        state.newLedgerRequests().forEach(request -> {
            if (stored.requests.put(request.requestId(), request) != null) {
                throw new AssertionError("a request was answered twice: " + request);
            }
        });
    }

    /** A row that is said to be new is, and one that is said to be known is. */
    private <K, V> void put(Map<K, V> rows, K key, V row, boolean isNew) {
        V before = rows.put(key, row);
        written++;
        if ((before == null) != isNew) {
            throw new AssertionError(key + " is new: " + isNew + ", before: " + before);
        }
    }
}
