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

    private static final String LOAD_BALANCES = """
            SELECT b.account_id, b.code, b.asset, b.posted, b.pending
            FROM unnest(?::uuid[], ?::text[], ?::text[]) AS k (account_id, code, asset)
            JOIN ledger_balances b ON (b.account_id, b.code, b.asset) = (k.account_id, k.code, k.asset)""";

    private static final String LOAD_HOLDS = """
            SELECT h.account_id, h.hold_id, h.code, h.asset, h.amount, h.remaining, h.status
            FROM unnest(?::uuid[], ?::uuid[]) AS k (account_id, hold_id)
            JOIN holds h ON (h.account_id, h.hold_id) = (k.account_id, k.hold_id)""";

    private static final String LOAD_TRANSFERS_BY_ID = """
            SELECT t.account_id, t.seq, t.transfer_id, t.kind, t.asset, t.amount, t.order_id, t.exec_id, t.actor, t.effective_at
            FROM unnest(?::uuid[], ?::text[]) AS k (account_id, transfer_id)
            JOIN ledger_transfers t ON (t.account_id, t.transfer_id) = (k.account_id, k.transfer_id)""";

    private static final String INSERT_TRANSFERS = """
            INSERT INTO ledger_transfers
                (account_id, seq, transfer_id, kind, asset, amount, order_id, exec_id, actor, effective_at)
            SELECT * FROM unnest(?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::numeric[], ?::uuid[], ?::text[],
                ?::text[], ?::timestamptz[])""";

    private static final String INSERT_ENTRIES = """
            INSERT INTO ledger_entries (account_id, seq, leg, code, asset, amount, balance_after)
            SELECT * FROM unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::numeric[], ?::numeric[])""";

    private static final String WRITE_BALANCES = """
            INSERT INTO ledger_balances (account_id, code, asset, posted, pending)
            SELECT * FROM unnest(?::uuid[], ?::text[], ?::text[], ?::numeric[], ?::numeric[])
            ON CONFLICT (account_id, code, asset) DO UPDATE
                SET posted = excluded.posted, pending = excluded.pending, updated_at = now()""";

    private static final String INSERT_HOLDS = """
            INSERT INTO holds (account_id, hold_id, code, asset, amount, remaining, status)
            SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::numeric[], ?::numeric[], ?::text[])""";

    private static final String UPDATE_HOLDS = """
            UPDATE holds h SET remaining = k.remaining, status = k.status, updated_at = now()
            FROM unnest(?::uuid[], ?::uuid[], ?::numeric[], ?::text[]) AS k (account_id, hold_id, remaining, status)
            WHERE (h.account_id, h.hold_id) = (k.account_id, k.hold_id)""";

    /** One balance to load. */
    public record LineKey(AccountId accountId, BalanceKey line) {}

    /** One hold to load. */
    public record HoldKey(AccountId accountId, UUID holdId) {}

    /** One transfer to look for by its idempotency key. */
    public record TransferKey(AccountId accountId, String transferId) {}

    private record Row<T>(AccountId accountId, T value) {}

    private record EntryRow(Transfer transfer, int leg, Entry entry) {}

    /** Adds the queries that fill the books with the lines and holds named. */
    public void load(RoundTrip trip, Map<AccountId, Book> books, Collection<LineKey> lines, Collection<HoldKey> holds) {
        if (!lines.isEmpty()) {
            trip.query(
                    LOAD_BALANCES,
                    row -> book(books, row)
                            .load(line(row), new Balance(row.getBigDecimal("posted"), row.getBigDecimal("pending"))),
                    Column.uuids(lines, key -> key.accountId().value()),
                    Column.texts(lines, key -> key.line().code().name()),
                    Column.texts(lines, key -> key.line().asset()));
        }
        if (!holds.isEmpty()) {
            trip.query(
                    LOAD_HOLDS,
                    row -> book(books, row)
                            .load(new Hold(
                                    row.getObject("hold_id", UUID.class),
                                    line(row),
                                    row.getBigDecimal("amount"),
                                    row.getBigDecimal("remaining"),
                                    "OPEN".equals(row.getString("status")))),
                    Column.uuids(holds, key -> key.accountId().value()),
                    Column.uuids(holds, HoldKey::holdId));
        }
    }

    /** Adds the query that fills the books with the transfers already posted under these ids. */
    public void loadTransfers(RoundTrip trip, Map<AccountId, Book> books, Collection<TransferKey> keys) {
        if (!keys.isEmpty()) {
            trip.query(
                    LOAD_TRANSFERS_BY_ID,
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
        List<Row<BalanceKey>> lines = new ArrayList<>();
        List<Balance> balances = new ArrayList<>();
        for (Book book : books) {
            book.newHolds().forEach(hold -> newHolds.add(new Row<>(book.accountId(), hold)));
            book.updatedHolds().forEach(hold -> updatedHolds.add(new Row<>(book.accountId(), hold)));
            book.changedBalances().forEach(line -> {
                lines.add(new Row<>(book.accountId(), line));
                balances.add(book.balance(line));
            });
        }
        if (!lines.isEmpty()) {
            trip.update(
                    WRITE_BALANCES,
                    lines.size(),
                    Column.uuids(lines, row -> row.accountId().value()),
                    Column.texts(lines, row -> row.value().code().name()),
                    Column.texts(lines, row -> row.value().asset()),
                    Column.numerics(balances, Balance::posted),
                    Column.numerics(balances, Balance::pending));
        }
        writeHolds(trip, newHolds, updatedHolds);
    }

    private static void writeHolds(RoundTrip trip, List<Row<Hold>> newHolds, List<Row<Hold>> updatedHolds) {
        if (!newHolds.isEmpty()) {
            trip.update(
                    INSERT_HOLDS,
                    newHolds.size(),
                    Column.uuids(newHolds, row -> row.accountId().value()),
                    Column.uuids(newHolds, row -> row.value().holdId()),
                    Column.texts(newHolds, row -> row.value().line().code().name()),
                    Column.texts(newHolds, row -> row.value().line().asset()),
                    Column.numerics(newHolds, row -> row.value().amount()),
                    Column.numerics(newHolds, row -> row.value().remaining()),
                    Column.texts(newHolds, row -> status(row.value())));
        }
        if (!updatedHolds.isEmpty()) {
            trip.update(
                    UPDATE_HOLDS,
                    updatedHolds.size(),
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
        trip.update(
                INSERT_TRANSFERS,
                transfers.size(),
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
        trip.update(
                INSERT_ENTRIES,
                entries.size(),
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
