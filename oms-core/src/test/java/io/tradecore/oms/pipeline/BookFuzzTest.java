package io.tradecore.oms.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.BookAct;
import io.tradecore.ledger.Entry;
import io.tradecore.ledger.Hold;
import io.tradecore.ledger.HoldTerms;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.Transfer;
import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.book.LedgerRequest;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Command.ChangeBooks;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.pipeline.MemoryBooks.Stored;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random requests to change six books: what has to hold does after every one of them, on 512 seeds of 500 requests. */
class BookFuzzTest {

    private static final int SEEDS = 512;
    private static final int OPERATIONS = 500;

    /** What is asked, at a time and with the accounts' status at that time. */
    private record Operation(ChangeBooks command, Instant now, Map<AccountId, AccountStatus> statuses) {}

    @Test
    void theInvariantsHoldAfterEveryOperationAndWhatIsRefusedWritesNothing() {
        Map<String, Integer> outcomes = new TreeMap<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            try {
                oneByOne(seed, outcomes);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        // The generator meets what it is there to meet.
        assertThat(outcomes)
                .containsKeys(
                        "DONE",
                        "REPLAYED",
                        "CASH_INSUFFICIENT",
                        "HOLD_EXCEEDED",
                        "HOLD_CLOSED",
                        "HOLD_EXPIRED",
                        "HOLD_ID_USED",
                        "TRANSFER_ID_USED",
                        "REVERSAL_EXCEEDED",
                        "REVERSAL_NOT_ALLOWED",
                        "REVERSAL_IN_PART",
                        "ACCOUNT_NOT_ACTIVE",
                        "WITHDRAWAL_NEEDS_APPROVAL",
                        "WITHDRAWAL_RESOLVED",
                        "FOUR_EYES",
                        "AMOUNT_SCALE",
                        "EXISTS_WITH_DIFFERENT_AMOUNT");
    }

    private static void oneByOne(int seed, Map<String, Integer> outcomes) {
        RandomBooks random = new RandomBooks(seed);
        MemoryBooks books = random.books();
        Invariants invariants = new Invariants(books);
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < OPERATIONS; i++) {
            if (random.timePasses(books)) {
                expire(books, random.now());
            }
            ChangeBooks command = random.next(books);
            operations.add(new Operation(command, random.now(), statuses(books)));
            Map<AccountId, BigDecimal> before = available(books);
            Outcome outcome =
                    books.execute(List.of((Command) command), random.now()).getFirst();
            outcomes.merge(name(outcome), 1, Integer::sum);
            boolean changed = outcome instanceof Outcome.BooksChanged done && !done.replayed();
            assertThat(books.written() > 0).as("writes rows: %s", outcome).isEqualTo(changed);
            invariants.check();
            coverage(command, before, available(books));
        }
        inBatches(operations, books, random);
    }

    private static void expire(MemoryBooks books, Instant now) {
        books.execute(
                books.accounts().keySet().stream()
                        .<Command>map(Command.ExpireHolds::new)
                        .toList(),
                now);
    }

    private static Map<AccountId, AccountStatus> statuses(MemoryBooks books) {
        Map<AccountId, AccountStatus> statuses = new HashMap<>();
        books.accounts().forEach((accountId, stored) -> statuses.put(accountId, stored.status));
        return statuses;
    }

    private static String name(Outcome outcome) {
        return switch (outcome) {
            case Outcome.BooksChanged(LedgerRequest _, boolean replayed) -> replayed ? "REPLAYED" : "DONE";
            case Outcome.BooksRefused refused ->
                refused.replayed() ? "REPLAYED" : refused.reason().name();
            case Outcome.Refused refused -> refused.reason().name();
            default -> throw new IllegalStateException("not of a request to change books: " + outcome);
        };
    }

    /** The least available cash of any currency, per account. */
    private static Map<AccountId, BigDecimal> available(MemoryBooks books) {
        Map<AccountId, BigDecimal> available = new HashMap<>();
        books.accounts()
                .forEach((accountId, stored) -> stored.balances.forEach((line, balance) -> {
                    if (line.code() == LedgerCode.CASH) {
                        available.merge(accountId, balance.available(), BigDecimal::min);
                    }
                }));
        return available;
    }

    /** Only what is true already takes more than there is. */
    private static void coverage(
            ChangeBooks command, Map<AccountId, BigDecimal> before, Map<AccountId, BigDecimal> after) {
        after.forEach((accountId, available) -> {
            if (available.signum() < 0 && available.compareTo(before.getOrDefault(accountId, BigDecimal.ZERO)) < 0) {
                assertThat(command.acts())
                        .as("takes more than there is")
                        .anyMatch(act -> act instanceof BookAct.Post post
                                && post.transferKind().isTruth()
                                && post.accountId().equals(accountId));
            }
        });
    }

    /** The same operations in batches of any size come to the same rows. */
    private static void inBatches(List<Operation> operations, MemoryBooks expected, RandomBooks random) {
        MemoryBooks books = random.books();
        Instant last = Instant.MIN;
        int at = 0;
        while (at < operations.size()) {
            Operation first = operations.get(at);
            first.statuses()
                    .forEach((accountId, status) ->
                            Objects.requireNonNull(books.accounts().get(accountId)).status = status);
            if (first.now().isAfter(last)) {
                expire(books, first.now());
                last = first.now();
            }
            int most = 1 + random.source().nextInt(40);
            List<Command> batch = new ArrayList<>();
            while (at < operations.size()
                    && batch.size() < most
                    && operations.get(at).now().equals(first.now())
                    && operations.get(at).statuses().equals(first.statuses())) {
                batch.add(operations.get(at++).command());
            }
            books.execute(batch, first.now());
        }
        expected.accounts().forEach((accountId, stored) -> {
            Stored split = Objects.requireNonNull(books.accounts().get(accountId));
            split.status = stored.status;
            assertThat(split.rows()).as("account %s", accountId).isEqualTo(stored.rows());
        });
    }

    /** The invariants of the books, entry by entry as they come. */
    private static final class Invariants {
        private final MemoryBooks books;
        private final Map<AccountId, Map<BalanceKey, BigDecimal>> folded = new HashMap<>();
        private final Map<AccountId, Integer> seen = new HashMap<>();
        private final Map<AccountId, Integer> crossings = new HashMap<>();

        Invariants(MemoryBooks books) {
            this.books = books;
        }

        void check() {
            Map<String, BigDecimal> internal = new HashMap<>();
            books.accounts().forEach((accountId, stored) -> {
                Map<BalanceKey, BigDecimal> fold = folded.computeIfAbsent(accountId, _ -> new HashMap<>());
                entries(accountId, stored, fold);
                balances(stored, fold, internal);
                holds(stored);
                stored.reversed.forEach((transferId, reversed) -> require(
                        reversed.compareTo(Objects.requireNonNull(stored.transfers.get(transferId))
                                        .amount()
                                        .abs())
                                <= 0,
                        "more is reversed than was posted: " + transferId));
                require(stored.breaks.size() == crossings.getOrDefault(accountId, 0), "negative cash is not raised");
            });
            internal.forEach((asset, sum) -> require(sum.signum() == 0, "moves do not cancel out in " + asset));
        }

        private void entries(AccountId accountId, Stored stored, Map<BalanceKey, BigDecimal> fold) {
            int before = seen.getOrDefault(accountId, 0);
            if (stored.transfers.size() == before) {
                return;
            }
            List<Transfer> transfers = List.copyOf(stored.transfers.values());
            for (int i = before; i < transfers.size(); i++) {
                Transfer transfer = transfers.get(i);
                require(transfer.seq() == i + 1, "sequence has a gap");
                Map<String, BigDecimal> sums = new HashMap<>();
                for (Entry entry : transfer.entries()) {
                    sums.merge(entry.asset(), entry.amount(), BigDecimal::add);
                    BalanceKey line = new BalanceKey(entry.code(), entry.asset());
                    BigDecimal after = fold.merge(line, entry.amount(), BigDecimal::add);
                    require(after.compareTo(entry.balanceAfter()) == 0, "running balance of " + line);
                    boolean crossed =
                            after.signum() < 0 && after.subtract(entry.amount()).signum() >= 0;
                    if (entry.code() == LedgerCode.CASH && crossed) {
                        crossings.merge(accountId, 1, Integer::sum);
                    }
                }
                sums.forEach((asset, sum) -> require(sum.signum() == 0, "a transfer is out of balance in " + asset));
            }
            seen.put(accountId, transfers.size());
        }

        private static void balances(
                Stored stored, Map<BalanceKey, BigDecimal> fold, Map<String, BigDecimal> internal) {
            Map<String, BigDecimal> sums = new HashMap<>();
            Map<BalanceKey, BigDecimal> pending = new HashMap<>();
            stored.holds.values().stream()
                    .filter(Hold::open)
                    .forEach(hold -> pending.merge(hold.line(), hold.remaining(), BigDecimal::add));
            stored.balances.forEach((line, balance) -> {
                require(same(balance.posted(), fold.get(line)), "posted is not the sum of entries on " + line);
                require(same(balance.pending(), pending.get(line)), "pending is not the sum of holds on " + line);
                sums.merge(line.asset(), balance.posted(), BigDecimal::add);
                if (line.code() == LedgerCode.INTERNAL) {
                    internal.merge(line.asset(), balance.posted(), BigDecimal::add);
                }
            });
            sums.forEach((asset, sum) -> require(sum.signum() == 0, "a book is out of balance in " + asset));
        }

        private static boolean same(BigDecimal amount, @Nullable BigDecimal other) {
            return amount.compareTo(other == null ? BigDecimal.ZERO : other) == 0;
        }

        private static void holds(Stored stored) {
            stored.terms.forEach((holdId, terms) -> {
                Hold hold = Objects.requireNonNull(stored.holds.get(holdId));
                require(hold.open() == (terms.state() == HoldTerms.State.OPEN), "hold and terms disagree: " + holdId);
                require(terms.captured().compareTo(hold.amount()) <= 0, "more is captured than was held: " + holdId);
                require(
                        !hold.open() || same(hold.amount(), terms.captured().add(hold.remaining())),
                        "a hold leaks: " + holdId);
            });
        }

        private static void require(boolean holds, String what) {
            if (!holds) {
                throw new AssertionError(what);
            }
        }
    }

    @Test
    void theSameSeedMakesTheSameOperations() {
        RandomBooks one = new RandomBooks(7);
        RandomBooks other = new RandomBooks(7);
        MemoryBooks books = one.books();
        assertThat(one.next(books)).isEqualTo(other.next(other.books()));
    }
}
