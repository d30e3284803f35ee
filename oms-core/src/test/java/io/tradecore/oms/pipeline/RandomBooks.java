package io.tradecore.oms.pipeline;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.BookAct;
import io.tradecore.ledger.TransferKind;
import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.command.Command.ChangeBooks;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.pipeline.MemoryBooks.Stored;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;

/** Random requests to change six books, told by a seed alone. They are often wrong, and often about the same things. */
final class RandomBooks {

    static final List<AccountId> ACCOUNTS = LongStream.rangeClosed(1, 6)
            .mapToObj(number -> new AccountId(new UUID(1, number)))
            .toList();

    private static final Map<String, Integer> SCALES = Map.of("USDT", 2, "EUR", 2, "JPY", 0);
    private static final List<String> ASSETS = List.of("USDT", "EUR", "JPY");
    private static final List<TransferKind> KINDS = List.of(
            TransferKind.DEPOSIT,
            TransferKind.DEPOSIT,
            TransferKind.DEPOSIT,
            TransferKind.WITHDRAWAL,
            TransferKind.WITHDRAWAL,
            TransferKind.FEE,
            TransferKind.REBATE,
            TransferKind.INTEREST,
            TransferKind.FINANCING,
            TransferKind.FUNDING,
            TransferKind.DIVIDEND,
            TransferKind.CORRECTION);
    private static final List<String> OPERATORS = List.of("ann", "bob");

    private final Random random;
    private final List<ChangeBooks> asked = new ArrayList<>();
    private final List<UUID> holds = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-20T10:00:00Z");
    private int ids;

    RandomBooks(int seed) {
        random = new Random(seed);
    }

    Random source() {
        return random;
    }

    Instant now() {
        return now;
    }

    /** Six accounts without anything, which withdraw at most 300 at once by themselves. */
    MemoryBooks books() {
        MemoryBooks books = new MemoryBooks(Set.copyOf(ACCOUNTS), new OneInstrument(Desk.INSTRUMENT));
        for (Stored stored : books.accounts().values()) {
            ASSETS.forEach(asset -> stored.withdrawalLimits.put(asset, new BigDecimal("300")));
        }
        return books;
    }

    /** Now and then a minute passes, and an account is frozen or freed. */
    boolean timePasses(MemoryBooks books) {
        if (random.nextInt(15) > 0) {
            return false;
        }
        now = now.plusSeconds(60);
        Stored stored = Objects.requireNonNull(books.accounts().get(one(ACCOUNTS)));
        stored.status = random.nextInt(4) == 0 ? AccountStatus.SUSPENDED : AccountStatus.ACTIVE;
        return true;
    }

    ChangeBooks next(MemoryBooks books) {
        int kind = random.nextInt(100);
        if (kind < 5 && !asked.isEmpty()) {
            return one(asked);
        }
        if (kind < 8 && !asked.isEmpty()) {
            ChangeBooks earlier = one(asked);
            return ChangeBooks.of(earlier.requestId(), List.of(act(earlier.accountId(), books)), operator());
        }
        int acts = kind < 80 ? 1 : 2 + random.nextInt(4);
        List<BookAct> group = new ArrayList<>();
        for (int i = 0; i < acts; i++) {
            group.add(act(one(ACCOUNTS), books));
        }
        ChangeBooks request = ChangeBooks.of(new ClOrdId("r" + ++ids), group, operator());
        asked.add(request);
        return request;
    }

    private String operator() {
        return one(OPERATORS);
    }

    private BookAct act(AccountId accountId, MemoryBooks books) {
        Stored stored = Objects.requireNonNull(books.accounts().get(accountId));
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5 -> post(accountId, stored);
            case 6, 7 ->
                new BookAct.Convert(
                        accountId,
                        id(stored),
                        "EUR",
                        amount("EUR", 200),
                        random.nextBoolean() ? "USDT" : "JPY",
                        new BigDecimal(random.nextInt(1, 200_000)).movePointLeft(3),
                        random.nextBoolean() ? RoundingMode.HALF_EVEN : RoundingMode.DOWN,
                        null);
            case 8, 9 -> {
                String asset = one(ASSETS);
                yield new BookAct.Move(accountId, other(accountId), id(stored), asset, amount(asset, 300), null);
            }
            case 10, 11, 12 -> place(accountId);
            case 13, 14 -> capture(accountId, stored);
            case 15 -> new BookAct.Release(accountId, hold());
            case 16, 17, 18 -> reverse(accountId, stored);
            default ->
                new BookAct.ResolveWithdrawal(accountId, known(stored.withdrawals.keySet()), random.nextBoolean());
        };
    }

    private BookAct post(AccountId accountId, Stored stored) {
        TransferKind kind = one(KINDS);
        String asset = one(ASSETS);
        BigDecimal amount = amount(asset, 500);
        boolean negative = kind.direction() == TransferKind.Direction.EITHER && random.nextBoolean();
        return new BookAct.Post(accountId, id(stored), kind, asset, negative ? amount.negate() : amount, null);
    }

    private BookAct place(AccountId accountId) {
        UUID holdId = new UUID(2, random.nextInt(10) == 0 ? 1 + random.nextInt(20) : ++ids);
        holds.add(holdId);
        String asset = one(ASSETS);
        Instant expiresAt = random.nextInt(3) == 0 ? now.plusSeconds(random.nextInt(-10, 200)) : null;
        return new BookAct.Place(accountId, holdId, asset, amount(asset, 200), expiresAt);
    }

    private BookAct capture(AccountId accountId, Stored stored) {
        UUID holdId = stored.terms.isEmpty() ? hold() : one(stored.terms.keySet());
        TransferKind kind = random.nextBoolean() ? TransferKind.FEE : TransferKind.WITHDRAWAL;
        return new BookAct.Capture(
                accountId, holdId, id(stored), kind, amount("JPY", 120), random.nextInt(3) == 0, null);
    }

    private BookAct reverse(AccountId accountId, Stored stored) {
        String original = known(stored.transfers.keySet());
        var transfer = stored.transfers.get(original);
        var detail = transfer == null ? null : stored.details.get(transfer.seq());
        AccountId other = detail == null ? null : detail.otherAccountId();
        BigDecimal amount = random.nextBoolean() ? null : amount("JPY", 300);
        return new BookAct.Reverse(
                accountId,
                random.nextInt(20) == 0 ? other(accountId) : other,
                id(stored),
                original,
                amount,
                random.nextInt(10) == 0 ? now.minusSeconds(3600) : null);
    }

    private UUID hold() {
        return holds.isEmpty() ? new UUID(2, 0) : one(holds);
    }

    /** Mostly a new one. */
    private String id(Stored stored) {
        return random.nextInt(25) == 0 ? known(stored.transfers.keySet()) : "t" + ++ids;
    }

    private String known(Set<String> keys) {
        return keys.isEmpty() ? "none" : one(keys);
    }

    private BigDecimal amount(String asset, int most) {
        int scale = Objects.requireNonNull(SCALES.get(asset)) + (random.nextInt(60) == 0 ? 1 : 0);
        BigDecimal unit = BigDecimal.ONE.movePointLeft(scale);
        return unit.multiply(BigDecimal.valueOf(
                1 + random.nextInt(most * BigDecimal.TEN.pow(scale).intValue())));
    }

    private AccountId other(AccountId accountId) {
        AccountId other = one(ACCOUNTS);
        return other.equals(accountId) ? ACCOUNTS.get((ACCOUNTS.indexOf(accountId) + 1) % ACCOUNTS.size()) : other;
    }

    /** The collections have an order of their own, so that the seed alone tells which one it is. */
    private <T> T one(Collection<T> values) {
        List<T> list = values instanceof List<T> known ? known : List.copyOf(values);
        return list.get(random.nextInt(list.size()));
    }
}
