package io.tradecore.ledger.pg;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.Balance;
import io.tradecore.ledger.BalanceBreak;
import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.Book;
import io.tradecore.ledger.Entry;
import io.tradecore.ledger.Hold;
import io.tradecore.ledger.HoldTerms;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.SealedTransfer;
import io.tradecore.ledger.Transfer;
import io.tradecore.ledger.TransferDetail;
import io.tradecore.ledger.TransferKind;
import io.tradecore.ledger.Withdrawal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Loads and writes books. Stateless, safe for use by many threads; adds its statements to the caller's round trip, in a
 * transaction that holds the accounts' locks and sees their rows.
 */
public final class PgLedger {

    private static final String FIND_BALANCES = """
            SELECT account_id, code, asset, posted, pending FROM find_balances(?, ?, ?)""";

    private static final String FIND_BALANCES_OF_ORDERS = """
            SELECT account_id, code, asset, posted, pending FROM find_balances_of_orders(?, ?)""";

    private static final String FIND_BOOKS = """
            SELECT account_id, code, asset, posted, pending FROM find_books(?)""";

    private static final String FIND_HOLDS = """
            SELECT account_id, hold_id, code, asset, amount, remaining, status FROM find_holds(?, ?)""";

    private static final String FIND_BALANCES_OF_LISTS = """
            SELECT account_id, code, asset, posted, pending FROM find_balances_of_lists(?, ?)""";

    private static final String FIND_HOLDS_OF_LISTS = """
            SELECT account_id, hold_id, code, asset, amount, remaining, status FROM find_holds_of_lists(?, ?)""";

    private static final String FIND_TRANSFERS = """
            SELECT account_id, seq, transfer_id, kind, asset, amount, order_id, exec_id, actor, effective_at
            FROM find_transfers(?, ?)""";

    private static final String FIND_TRANSFER_ENTRIES = """
            SELECT account_id, transfer_id, code, asset, amount, balance_after FROM find_entries_of_transfers(?, ?)""";

    private static final String FIND_REVERSED = """
            SELECT account_id, transfer_id, other_account_id, reversed FROM find_reversed(?, ?)""";

    private static final String FIND_HOLD_TERMS = """
            SELECT account_id, hold_id, state, captured, expires_at, actor FROM find_hold_terms(?, ?)""";

    private static final String FIND_EXPIRED_HOLDS = """
            SELECT account_id, hold_id, state, captured, expires_at, actor FROM find_expired_holds(?)""";

    private static final String FIND_WITHDRAWALS = """
            SELECT account_id, transfer_id, hold_id, asset, amount, effective_at, status, requested_by, resolved_by
            FROM find_withdrawals(?, ?)""";

    private static final String FIND_HOLDS_OF_WITHDRAWALS = """
            SELECT account_id, hold_id, code, asset, amount, remaining, status FROM find_holds_of_withdrawals(?, ?)""";

    private static final String FIND_WITHDRAWAL_LIMITS = """
            SELECT account_id, asset, max_amount FROM find_withdrawal_limits(?)""";

    /** One balance to load. */
    public record LineKey(AccountId accountId, BalanceKey line) {}

    /** One hold to load. */
    public record HoldKey(AccountId accountId, UUID holdId) {}

    /** One transfer to look for by its idempotency key. */
    public record TransferKey(AccountId accountId, String transferId) {}

    private record Row<T>(AccountId accountId, T value) {}

    private record Line(BalanceKey key, Balance balance) {}

    private record EntryRow(Transfer transfer, int leg, Entry entry) {}

    /** Adds the query that fills the books with the lines named. */
    public void loadBalances(RoundTrip trip, Map<AccountId, Book> books, Collection<LineKey> lines) {
        if (!lines.isEmpty()) {
            trip.query(
                    FIND_BALANCES,
                    row -> loadBalance(books, row),
                    Column.uuids(lines, key -> key.accountId().value()),
                    Column.texts(lines, key -> key.line().code().name()),
                    Column.texts(lines, key -> key.line().asset()));
        }
    }

    /** Adds the query that fills the books with every line in the assets of these orders; an order's hold has its id. */
    public void loadBalancesOfOrders(RoundTrip trip, Map<AccountId, Book> books, Collection<HoldKey> orders) {
        if (!orders.isEmpty()) {
            trip.query(
                    FIND_BALANCES_OF_ORDERS,
                    row -> loadBalance(books, row),
                    Column.uuids(orders, key -> key.accountId().value()),
                    Column.uuids(orders, HoldKey::holdId));
        }
    }

    /** Adds the query that fills the books of these accounts with every line they have. */
    public void loadBooks(RoundTrip trip, Map<AccountId, Book> books, Collection<AccountId> accounts) {
        if (!accounts.isEmpty()) {
            trip.query(FIND_BOOKS, row -> loadBalance(books, row), Column.uuids(accounts, AccountId::value));
        }
    }

    /**
     * Adds the queries that fill the books with what lists of orders hold, and with every line in their assets.
     *
     * @param ownerIds the lists' accounts
     * @param listIds the lists' names in them
     */
    public void loadOfLists(RoundTrip trip, Map<AccountId, Book> books, Column ownerIds, Column listIds) {
        trip.query(FIND_BALANCES_OF_LISTS, row -> loadBalance(books, row), ownerIds, listIds);
        trip.query(FIND_HOLDS_OF_LISTS, row -> loadHold(books, row), ownerIds, listIds);
    }

    /** Adds the query that fills the books with the holds named. */
    public void loadHolds(RoundTrip trip, Map<AccountId, Book> books, Collection<HoldKey> holds) {
        if (!holds.isEmpty()) {
            trip.query(
                    FIND_HOLDS,
                    row -> loadHold(books, row),
                    Column.uuids(holds, key -> key.accountId().value()),
                    Column.uuids(holds, HoldKey::holdId));
        }
    }

    private static void loadHold(Map<AccountId, Book> books, ResultSet row) throws SQLException {
        book(books, row)
                .load(new Hold(
                        row.getObject("hold_id", UUID.class),
                        line(row),
                        row.getBigDecimal("amount"),
                        row.getBigDecimal("remaining"),
                        "OPEN".equals(row.getString("status"))));
    }

    private static void loadBalance(Map<AccountId, Book> books, ResultSet row) throws SQLException {
        book(books, row).load(line(row), new Balance(row.getBigDecimal("posted"), row.getBigDecimal("pending")));
    }

    /** Adds the query that fills the books with the transfers already posted under these ids. */
    public void loadTransfers(RoundTrip trip, Map<AccountId, Book> books, Collection<TransferKey> keys) {
        if (!keys.isEmpty()) {
            trip.query(
                    FIND_TRANSFERS,
                    row -> book(books, row).load(transfer(row)),
                    Column.uuids(keys, key -> key.accountId().value()),
                    Column.texts(keys, TransferKey::transferId));
        }
    }

    /** Transfers that may be reversed, with their legs, as they come leg by leg. */
    private static final class Reversible {
        private final Map<TransferKey, List<Entry>> entries = new LinkedHashMap<>();

        void add(ResultSet row) throws SQLException {
            TransferKey key = new TransferKey(
                    new AccountId(row.getObject("account_id", UUID.class)), row.getString("transfer_id"));
            entries.computeIfAbsent(key, _ -> new ArrayList<>())
                    .add(new Entry(
                            LedgerCode.valueOf(row.getString("code")),
                            row.getString("asset"),
                            row.getBigDecimal("amount"),
                            row.getBigDecimal("balance_after")));
        }

        List<Entry> of(Transfer transfer) {
            return entries.getOrDefault(new TransferKey(transfer.accountId(), transfer.transferId()), List.of());
        }
    }

    /** Adds the queries that fill the books with the transfers under these ids, their legs, and what is reversed of them. */
    public void loadReversible(RoundTrip trip, Map<AccountId, Book> books, Collection<TransferKey> keys) {
        if (keys.isEmpty()) {
            return;
        }
        Column owners = Column.uuids(keys, key -> key.accountId().value());
        Column transferIds = Column.texts(keys, TransferKey::transferId);
        Reversible reversible = new Reversible();
        trip.query(FIND_TRANSFER_ENTRIES, reversible::add, owners, transferIds);
        trip.query(
                FIND_TRANSFERS,
                row -> {
                    Transfer transfer = transfer(row);
                    book(books, row).load(transfer.with(reversible.of(transfer)));
                },
                owners,
                transferIds);
        trip.query(
                FIND_REVERSED,
                row -> {
                    UUID other = row.getObject("other_account_id", UUID.class);
                    book(books, row)
                            .loadReversed(
                                    row.getString("transfer_id"),
                                    other == null ? null : new AccountId(other),
                                    row.getBigDecimal("reversed"));
                },
                owners,
                transferIds);
    }

    /** Adds the query that fills the books with the terms of these holds. */
    public void loadTerms(RoundTrip trip, Map<AccountId, Book> books, Collection<HoldKey> holds) {
        if (!holds.isEmpty()) {
            trip.query(
                    FIND_HOLD_TERMS,
                    row -> book(books, row).load(terms(row)),
                    Column.uuids(holds, key -> key.accountId().value()),
                    Column.uuids(holds, HoldKey::holdId));
        }
    }

    /** Fills the books of these accounts with the open holds whose time is over, and every line they have. */
    public void loadExpired(Connection connection, Map<AccountId, Book> books, Collection<AccountId> accounts)
            throws SQLException {
        List<HoldKey> expired = new ArrayList<>();
        new RoundTrip()
                .query(
                        FIND_EXPIRED_HOLDS,
                        row -> {
                            HoldTerms terms = terms(row);
                            Book book = book(books, row);
                            book.load(terms);
                            expired.add(new HoldKey(book.accountId(), terms.holdId()));
                        },
                        Column.uuids(accounts, AccountId::value))
                .execute(connection);
        RoundTrip trip = new RoundTrip();
        loadHolds(trip, books, expired);
        loadBooks(
                trip, books, expired.stream().map(HoldKey::accountId).distinct().toList());
        trip.execute(connection);
    }

    private static HoldTerms terms(ResultSet row) throws SQLException {
        return new HoldTerms(
                row.getObject("hold_id", UUID.class),
                HoldTerms.State.valueOf(row.getString("state")),
                row.getBigDecimal("captured"),
                instantOrNull(row, "expires_at"),
                row.getString("actor"));
    }

    /** Adds the queries that fill the books with the withdrawals under these ids, and what is held for them. */
    public void loadWithdrawals(RoundTrip trip, Map<AccountId, Book> books, Collection<TransferKey> keys) {
        if (!keys.isEmpty()) {
            Column owners = Column.uuids(keys, key -> key.accountId().value());
            Column transferIds = Column.texts(keys, TransferKey::transferId);
            trip.query(FIND_WITHDRAWALS, row -> book(books, row).load(withdrawal(row)), owners, transferIds);
            trip.query(FIND_HOLDS_OF_WITHDRAWALS, row -> loadHold(books, row), owners, transferIds);
        }
    }

    /** Adds the query that tells the books of these accounts which withdrawals have to be approved. */
    public void loadWithdrawalLimits(RoundTrip trip, Map<AccountId, Book> books, Collection<AccountId> accounts) {
        if (!accounts.isEmpty()) {
            trip.query(
                    FIND_WITHDRAWAL_LIMITS,
                    row -> book(books, row)
                            .loadWithdrawalLimit(row.getString("asset"), row.getBigDecimal("max_amount")),
                    Column.uuids(accounts, AccountId::value));
        }
    }

    private static Withdrawal withdrawal(ResultSet row) throws SQLException {
        return new Withdrawal(
                row.getString("transfer_id"),
                row.getObject("hold_id", UUID.class),
                row.getString("asset"),
                row.getBigDecimal("amount"),
                instantOrNull(row, "effective_at"),
                Withdrawal.Status.valueOf(row.getString("status")),
                row.getString("requested_by"),
                row.getString("resolved_by"));
    }

    private static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** Adds the statements that write what the batch changed in the books, whose transfers have been sealed; breakIds names what was raised. */
    public void write(RoundTrip trip, Collection<Book> books, Supplier<UUID> breakIds) {
        writeTransfers(
                trip,
                books.stream().flatMap(book -> book.sealedTransfers().stream()).toList());
        writeDetails(trip, rows(books, book -> List.copyOf(book.postedDetails().entrySet())));
        writeBreaks(trip, rows(books, Book::breaks), breakIds);
        List<Row<Hold>> newHolds = new ArrayList<>();
        List<Row<Hold>> updatedHolds = new ArrayList<>();
        List<Row<Line>> newLines = new ArrayList<>();
        List<Row<Line>> updatedLines = new ArrayList<>();
        for (Book book : books) {
            AccountId accountId = book.accountId();
            book.newHolds().forEach(hold -> newHolds.add(new Row<>(accountId, hold)));
            book.updatedHolds().forEach(hold -> updatedHolds.add(new Row<>(accountId, hold)));
            book.newBalances().forEach(key -> newLines.add(new Row<>(accountId, new Line(key, book.balance(key)))));
            book.updatedBalances()
                    .forEach(key -> updatedLines.add(new Row<>(accountId, new Line(key, book.balance(key)))));
        }
        writeLines(trip, "insert_balances", newLines);
        writeLines(trip, "update_balances", updatedLines);
        writeHolds(trip, newHolds, updatedHolds);
        writeTerms(trip, rows(books, Book::newTerms), rows(books, Book::updatedTerms));
        writeWithdrawals(trip, rows(books, Book::newWithdrawals), rows(books, Book::resolvedWithdrawals));
    }

    private static <T> List<Row<T>> rows(Collection<Book> books, Function<Book, List<T>> of) {
        List<Row<T>> rows = new ArrayList<>();
        for (Book book : books) {
            of.apply(book).forEach(value -> rows.add(new Row<>(book.accountId(), value)));
        }
        return rows;
    }

    private static <T> Column owners(List<Row<T>> rows) {
        return Column.uuids(rows, row -> row.accountId().value());
    }

    private static void writeDetails(RoundTrip trip, List<Row<Map.Entry<Long, TransferDetail>>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        trip.call(
                "insert_transfer_details",
                owners(rows),
                Column.longs(rows, row -> row.value().getKey()),
                Column.uuids(rows, row -> {
                    AccountId other = row.value().getValue().otherAccountId();
                    return other == null ? null : other.value();
                }),
                Column.uuids(rows, row -> row.value().getValue().holdId()),
                Column.numerics(rows, row -> row.value().getValue().rate()),
                Column.texts(rows, row -> {
                    RoundingMode rounding = row.value().getValue().rounding();
                    return rounding == null ? null : rounding.name();
                }),
                Column.longs(rows, row -> ofReversal(row.value(), TransferDetail.Reversal::seq)),
                Column.numerics(rows, row -> ofReversal(row.value(), TransferDetail.Reversal::whole)),
                Column.numerics(rows, row -> ofReversal(row.value(), TransferDetail.Reversal::before)),
                Column.numerics(rows, row -> ofReversal(row.value(), TransferDetail.Reversal::after)));
    }

    private static <V> @Nullable V ofReversal(
            Map.Entry<Long, TransferDetail> row, Function<TransferDetail.Reversal, V> value) {
        TransferDetail.Reversal reversal = row.getValue().reversal();
        return reversal == null ? null : value.apply(reversal);
    }

    private static void writeBreaks(RoundTrip trip, List<Row<BalanceBreak>> rows, Supplier<UUID> ids) {
        if (!rows.isEmpty()) {
            trip.call(
                    "insert_breaks",
                    owners(rows),
                    Column.uuids(rows, _ -> ids.get()),
                    Column.texts(rows, row -> row.value().kind().name()),
                    Column.longs(rows, row -> row.value().transferSeq()),
                    Column.texts(rows, row -> row.value().asset()),
                    Column.numerics(rows, row -> row.value().balanceBefore()),
                    Column.numerics(rows, row -> row.value().balanceAfter()));
        }
    }

    private static void writeTerms(RoundTrip trip, List<Row<HoldTerms>> made, List<Row<HoldTerms>> changed) {
        if (!made.isEmpty()) {
            trip.call(
                    "insert_hold_terms",
                    owners(made),
                    Column.uuids(made, row -> row.value().holdId()),
                    Column.texts(made, row -> row.value().state().name()),
                    Column.numerics(made, row -> row.value().captured()),
                    Column.instants(made, row -> row.value().expiresAt()),
                    Column.texts(made, row -> row.value().actor()));
        }
        if (!changed.isEmpty()) {
            trip.call(
                    "update_hold_terms",
                    owners(changed),
                    Column.uuids(changed, row -> row.value().holdId()),
                    Column.texts(changed, row -> row.value().state().name()),
                    Column.numerics(changed, row -> row.value().captured()));
        }
        Set<AccountId> expiring = Stream.concat(made.stream(), changed.stream())
                .filter(row -> row.value().expiresAt() != null)
                .map(Row::accountId)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (!expiring.isEmpty()) {
            trip.call("set_next_hold_expiry", Column.uuids(expiring, AccountId::value));
        }
    }

    private static void writeWithdrawals(RoundTrip trip, List<Row<Withdrawal>> made, List<Row<Withdrawal>> resolved) {
        if (!made.isEmpty()) {
            trip.call(
                    "insert_withdrawals",
                    owners(made),
                    Column.texts(made, row -> row.value().transferId()),
                    Column.uuids(made, row -> row.value().holdId()),
                    Column.texts(made, row -> row.value().asset()),
                    Column.numerics(made, row -> row.value().amount()),
                    Column.instants(made, row -> row.value().effectiveAt()),
                    Column.texts(made, row -> row.value().status().name()),
                    Column.texts(made, row -> row.value().requestedBy()),
                    Column.texts(made, row -> row.value().resolvedBy()));
        }
        if (!resolved.isEmpty()) {
            trip.call(
                    "resolve_withdrawals",
                    owners(resolved),
                    Column.texts(resolved, row -> row.value().transferId()),
                    Column.texts(resolved, row -> row.value().status().name()),
                    Column.texts(resolved, row -> row.value().resolvedBy()));
        }
    }

    private static void writeLines(RoundTrip trip, String function, List<Row<Line>> lines) {
        if (!lines.isEmpty()) {
            trip.call(
                    function,
                    Column.uuids(lines, row -> row.accountId().value()),
                    Column.texts(lines, row -> row.value().key().code().name()),
                    Column.texts(lines, row -> row.value().key().asset()),
                    Column.numerics(lines, row -> row.value().balance().posted()),
                    Column.numerics(lines, row -> row.value().balance().pending()));
        }
    }

    private static void writeHolds(RoundTrip trip, List<Row<Hold>> newHolds, List<Row<Hold>> updatedHolds) {
        if (!newHolds.isEmpty()) {
            trip.call(
                    "insert_holds",
                    Column.uuids(newHolds, row -> row.accountId().value()),
                    Column.uuids(newHolds, row -> row.value().holdId()),
                    Column.texts(newHolds, row -> row.value().line().code().name()),
                    Column.texts(newHolds, row -> row.value().line().asset()),
                    Column.numerics(newHolds, row -> row.value().amount()),
                    Column.numerics(newHolds, row -> row.value().remaining()),
                    Column.texts(newHolds, row -> status(row.value())));
        }
        if (!updatedHolds.isEmpty()) {
            trip.call(
                    "update_holds",
                    Column.uuids(updatedHolds, row -> row.accountId().value()),
                    Column.uuids(updatedHolds, row -> row.value().holdId()),
                    Column.numerics(updatedHolds, row -> row.value().remaining()),
                    Column.texts(updatedHolds, row -> status(row.value())));
        }
    }

    private static void writeTransfers(RoundTrip trip, List<SealedTransfer> sealed) {
        if (sealed.isEmpty()) {
            return;
        }
        List<Transfer> transfers = sealed.stream().map(SealedTransfer::transfer).toList();
        List<EntryRow> entries = new ArrayList<>();
        for (Transfer transfer : transfers) {
            int leg = 0;
            for (Entry entry : transfer.entries()) {
                entries.add(new EntryRow(transfer, leg++, entry));
            }
        }
        trip.call(
                "insert_transfers",
                Column.uuids(transfers, transfer -> transfer.accountId().value()),
                Column.longs(transfers, Transfer::seq),
                Column.texts(transfers, Transfer::transferId),
                Column.texts(transfers, transfer -> transfer.kind().name()),
                Column.texts(transfers, Transfer::asset),
                Column.numerics(transfers, Transfer::amount),
                Column.uuids(transfers, Transfer::orderId),
                Column.texts(transfers, Transfer::execId),
                Column.texts(transfers, Transfer::actor),
                Column.instants(transfers, Transfer::effectiveAt),
                Column.longs(sealed, row -> (long) row.keyId()),
                Column.bytes(sealed, SealedTransfer::hash));
        trip.call(
                "insert_entries",
                Column.uuids(entries, row -> row.transfer().accountId().value()),
                Column.longs(entries, row -> row.transfer().seq()),
                Column.longs(entries, row -> (long) row.leg()),
                Column.texts(entries, row -> row.entry().code().name()),
                Column.texts(entries, row -> row.entry().asset()),
                Column.numerics(entries, row -> row.entry().amount()),
                Column.numerics(entries, row -> row.entry().balanceAfter()));
    }

    private static String status(Hold hold) {
        return hold.open() ? "OPEN" : "CLOSED";
    }

    private static BalanceKey line(ResultSet row) throws SQLException {
        return new BalanceKey(LedgerCode.valueOf(row.getString("code")), row.getString("asset"));
    }

    private static Book book(Map<AccountId, Book> books, ResultSet row) throws SQLException {
        AccountId accountId = new AccountId(row.getObject("account_id", UUID.class));
        Book book = books.get(accountId);
        if (book == null) {
            throw new IllegalStateException("a row of an account that is not in the batch: " + accountId);
        }
        return book;
    }

    private static Transfer transfer(ResultSet row) throws SQLException {
        return new Transfer(
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getLong("seq"),
                row.getString("transfer_id"),
                TransferKind.valueOf(row.getString("kind")),
                row.getString("asset"),
                row.getBigDecimal("amount"),
                row.getObject("order_id", UUID.class),
                row.getString("exec_id"),
                row.getString("actor"),
                row.getObject("effective_at", OffsetDateTime.class).toInstant(),
                List.of());
    }
}
