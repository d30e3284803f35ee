package io.tradecore.ledger.pg;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.Balance;
import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.Book;
import io.tradecore.ledger.Entry;
import io.tradecore.ledger.Hold;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.Transfer;
import io.tradecore.ledger.TransferKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

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

    /** Adds the statements that write what the batch changed in the books. */
    public void write(RoundTrip trip, Collection<Book> books) {
        writeTransfers(
                trip,
                books.stream().flatMap(book -> book.postedTransfers().stream()).toList());
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

    private static void writeTransfers(RoundTrip trip, List<Transfer> transfers) {
        if (transfers.isEmpty()) {
            return;
        }
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
                Column.instants(transfers, Transfer::effectiveAt));
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
