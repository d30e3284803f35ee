package io.tradecore.api.admin;

import io.tradecore.api.edge.Times;
import io.tradecore.api.export.ExportFormat;
import io.tradecore.api.export.JournalJson;
import io.tradecore.api.export.JournalText;
import io.tradecore.api.export.JournalText.OpeningLine;
import io.tradecore.api.export.PagedText;
import io.tradecore.api.export.Period;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.query.JournalRows;
import io.tradecore.api.query.JournalView;
import io.tradecore.api.sql.Sql;
import io.tradecore.ledger.AccountId;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes journals for somebody else's books. The text is made while it is read: a page of transfers at a time, each in a
 * transaction of its own, found by the key the page before ended at. So neither memory nor a snapshot grows with the journal.
 * Of each account it holds what was posted when the export came to it. Safe for use by many threads.
 */
@Singleton
public final class PgJournalExport {
    private static final int TRANSFERS_OF_A_PAGE = 500;
    private static final int ACCOUNTS_OF_A_PAGE = 500;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private static final String FIND_ACCOUNT = """
            SELECT account_id, transfer_seq FROM accounts WHERE account_id = ?
            """;

    private static final String LIST_ACCOUNTS = """
            SELECT account_id, transfer_seq FROM accounts WHERE account_id > ? AND transfer_seq > 0 ORDER BY account_id LIMIT ?
            """;

    private static final String LIST_OPENING_LINES = """
            SELECT e.code, e.asset, sum(e.amount) AS amount
            FROM ledger_transfers t JOIN ledger_entries e ON (e.account_id, e.seq) = (t.account_id, t.seq)
            WHERE t.account_id = ? AND t.seq <= ? AND t.effective_at < ?
            GROUP BY e.code, e.asset HAVING sum(e.amount) <> 0 ORDER BY e.code, e.asset
            """;

    private static final String LIST_TRANSFERS = "SELECT " + JournalRows.COLUMNS + """
            FROM (SELECT * FROM ledger_transfers
                WHERE account_id = ? AND seq > ? AND seq <= ? AND effective_at >= ? AND effective_at < ?
                ORDER BY seq LIMIT ?) t
            JOIN ledger_entries e ON e.account_id = t.account_id AND e.seq = t.seq
            ORDER BY t.seq, e.leg
            """;

    private final AdminTransactions transactions;
    private final JournalJson json;

    /** @param lastSeq of its last transfer when it was looked at */
    private record Exported(AccountId accountId, long lastSeq) {}

    PgJournalExport(AdminTransactions transactions, JournalJson json) {
        this.transactions = transactions;
        this.json = json;
    }

    /**
     * The journal of an account, or of all in the order of their ids, or ACCOUNT_UNKNOWN. Once reading has begun, a failure of
     * the database breaks the text off.
     *
     * @param accountId null for all accounts
     */
    public InputStream open(String actor, @Nullable AccountId accountId, ExportFormat format, Period period) {
        AuditEntry entry = new AuditEntry(
                "JOURNAL_EXPORTED",
                accountId,
                null,
                AuditEntry.detail("format", format.name(), "from", period.from(), "to", period.to()));
        List<Exported> first = transactions.query(actor, entry, connection -> {
            if (accountId == null) {
                return accountsAfter(connection, BEFORE_ALL);
            }
            List<Exported> found = accounts(connection, FIND_ACCOUNT, accountId.value());
            if (found.isEmpty()) {
                throw ApiException.accountUnknown();
            }
            return found;
        });
        return new PagedText(new Pages(first, accountId == null, JournalText.of(format, json), period));
    }

    private static List<Exported> accountsAfter(Connection connection, UUID after) throws SQLException {
        return accounts(connection, LIST_ACCOUNTS, after, ACCOUNTS_OF_A_PAGE);
    }

    private static List<Exported> accounts(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        return Sql.list(
                connection,
                sql,
                row -> new Exported(
                        new AccountId(row.getObject("account_id", UUID.class)), row.getLong("transfer_seq")),
                parameters);
    }

    /** Where an export stands. */
    private final class Pages implements PagedText.Pages {
        private final Queue<Exported> waiting;
        private final boolean moreAccounts;
        private final JournalText format;
        private final Period period;
        private @Nullable Exported current;
        private UUID lastAccount = BEFORE_ALL;
        private long lastSeq;
        private boolean begun;

        Pages(List<Exported> first, boolean moreAccounts, JournalText format, Period period) {
            this.waiting = new ArrayDeque<>(first);
            this.moreAccounts = moreAccounts;
            this.format = format;
            this.period = period;
        }

        @Override
        public @Nullable String next() {
            StringBuilder text = new StringBuilder();
            if (!begun) {
                begun = true;
                format.head(period, text);
                return text.toString();
            }
            Exported account = current;
            if (account == null) {
                account = nextAccount();
                if (account == null) {
                    return null;
                }
                current = account;
                lastSeq = 0;
                opening(account, text);
            }
            transfers(account, text);
            return text.toString();
        }

        private @Nullable Exported nextAccount() {
            if (waiting.isEmpty() && moreAccounts) {
                waiting.addAll(transactions.readOn(connection -> accountsAfter(connection, lastAccount)));
            }
            Exported next = waiting.poll();
            if (next != null) {
                lastAccount = next.accountId().value();
            }
            return next;
        }

        private void opening(Exported account, StringBuilder text) {
            Instant from = period.from();
            if (from == null) {
                return;
            }
            List<OpeningLine> lines = transactions.readOn(connection -> Sql.list(
                    connection,
                    LIST_OPENING_LINES,
                    row -> new OpeningLine(Sql.text(row, "code"), Sql.text(row, "asset"), Sql.decimal(row, "amount")),
                    account.accountId().value(),
                    account.lastSeq(),
                    from));
            if (!lines.isEmpty()) {
                format.opening(account.accountId(), from, lines, text);
            }
        }

        private void transfers(Exported account, StringBuilder text) {
            Instant from = period.from();
            Instant to = period.to();
            List<JournalView> page = transactions.readOn(connection -> JournalRows.list(
                    connection,
                    LIST_TRANSFERS,
                    account.accountId().value(),
                    lastSeq,
                    account.lastSeq(),
                    from == null ? Times.EARLIEST : from,
                    to == null ? Times.LATEST : to,
                    TRANSFERS_OF_A_PAGE));
            page.forEach(transfer -> format.transfer(account.accountId(), transfer, text));
            if (page.size() < TRANSFERS_OF_A_PAGE) {
                current = null;
            } else {
                lastSeq = page.getLast().seq();
            }
        }
    }
}
