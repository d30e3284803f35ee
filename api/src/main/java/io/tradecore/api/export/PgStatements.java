package io.tradecore.api.export;

import io.tradecore.api.edge.Times;
import io.tradecore.api.export.StatementText.Line;
import io.tradecore.api.query.JournalRows;
import io.tradecore.api.query.JournalView;
import io.tradecore.api.query.TenantReads;
import io.tradecore.api.sql.Sql;
import io.tradecore.ledger.AccountId;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes statements of an account in its own context: what was posted when the statement began, in the order of effective time,
 * a page of transfers at a time. Safe for use by many threads.
 */
@Singleton
public final class PgStatements {
    private static final int TRANSFERS_OF_A_PAGE = 2000;

    private static final String FIND_LAST_SEQ = """
            SELECT transfer_seq FROM accounts WHERE account_id = ?
            """;

    // Every line there is, whether or not anything was posted to it by then.
    private static final String LIST_OPENING = """
            SELECT l.code, l.asset, coalesce(s.posted, 0) AS posted
            FROM (
                SELECT code, asset FROM ledger_balances WHERE account_id = ?
                UNION SELECT 'CASH', base_currency FROM accounts WHERE account_id = ?) l
            LEFT JOIN (
                SELECT e.code, e.asset, sum(e.amount) AS posted
                FROM ledger_transfers t JOIN ledger_entries e ON (e.account_id, e.seq) = (t.account_id, t.seq)
                WHERE t.account_id = ? AND t.seq <= ? AND t.effective_at < ?
                GROUP BY e.code, e.asset) s ON (s.code, s.asset) = (l.code, l.asset)
            ORDER BY l.code, l.asset
            """;

    private static final String LIST_TRANSFERS = "SELECT " + JournalRows.COLUMNS + """
            FROM (SELECT * FROM ledger_transfers
                WHERE account_id = ? AND seq <= ? AND effective_at >= ? AND effective_at < ? AND (effective_at, seq) > (?, ?)
                ORDER BY effective_at, seq LIMIT ?) t
            JOIN ledger_entries e ON e.account_id = t.account_id AND e.seq = t.seq
            ORDER BY t.effective_at, t.seq, e.leg
            """;

    private final TenantReads reads;

    private record Opening(long lastSeq, Map<Line, BigDecimal> balances) {}

    PgStatements(TenantReads reads) {
        this.reads = reads;
    }

    /** The account's statement of the period, or ACCOUNT_UNKNOWN. A failure while it is read breaks the text off. */
    public InputStream open(AccountId accountId, StatementFormat format, Period period) {
        Opening opening = reads.read(accountId, connection -> opening(connection, accountId, period));
        return new PagedText(new Pages(accountId, StatementText.of(format), period, opening));
    }

    private static Opening opening(Connection connection, AccountId accountId, Period period) throws SQLException {
        TenantReads.requireAccount(connection, accountId);
        long lastSeq =
                Objects.requireNonNull(Sql.first(connection, FIND_LAST_SEQ, row -> row.getLong(1), accountId.value()));
        Map<Line, BigDecimal> balances = new LinkedHashMap<>();
        Sql.each(
                connection,
                LIST_OPENING,
                TRANSFERS_OF_A_PAGE,
                row -> balances.put(
                        new Line(Sql.text(row, "code"), Sql.text(row, "asset")), Sql.decimal(row, "posted")),
                accountId.value(),
                accountId.value(),
                accountId.value(),
                lastSeq,
                begin(period));
        return new Opening(lastSeq, balances);
    }

    private static Instant begin(Period period) {
        Instant from = period.from();
        return from == null ? Times.EARLIEST : from;
    }

    /** Where a statement stands. */
    private final class Pages implements PagedText.Pages {
        private final AccountId accountId;
        private final StatementText format;
        private final Period period;
        private final long lastSeq;
        private final Map<Line, BigDecimal> balances;
        private Instant afterTime = Instant.EPOCH;
        private long afterSeq = -1;
        private boolean begun;
        private boolean ended;

        Pages(AccountId accountId, StatementText format, Period period, Opening opening) {
            this.accountId = accountId;
            this.format = format;
            this.period = period;
            this.lastSeq = opening.lastSeq();
            this.balances = new LinkedHashMap<>(opening.balances());
        }

        @Override
        public @Nullable String next() {
            if (ended) {
                return null;
            }
            StringBuilder text = new StringBuilder();
            if (!begun) {
                begun = true;
                format.opening(accountId, period, balances, text);
            }
            List<JournalView> page = page();
            for (JournalView transfer : page) {
                for (JournalView.EntryView entry : transfer.entries()) {
                    BigDecimal balance = balances.merge(
                            new Line(entry.code(), entry.asset()), new BigDecimal(entry.amount()), BigDecimal::add);
                    format.leg(transfer, entry, balance, text);
                }
                afterTime = transfer.effectiveAt();
                afterSeq = transfer.seq();
            }
            if (page.size() < TRANSFERS_OF_A_PAGE) {
                ended = true;
                format.closing(balances, text);
            }
            return text.toString();
        }

        private List<JournalView> page() {
            Instant to = period.to();
            return reads.read(
                    accountId,
                    connection -> JournalRows.list(
                            connection,
                            LIST_TRANSFERS,
                            accountId.value(),
                            lastSeq,
                            begin(period),
                            to == null ? Times.LATEST : to,
                            afterTime,
                            afterSeq,
                            TRANSFERS_OF_A_PAGE));
        }
    }
}
