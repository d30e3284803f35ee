package io.tradecore.api.margin;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.margin.MarginBook;
import io.tradecore.oms.margin.MarginState;
import io.tradecore.oms.margin.Marking;
import io.tradecore.oms.margin.pg.PgMarginBooks;
import io.tradecore.oms.margin.pg.PgMarginBooks.Account;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Marks all accounts on margin at once. What is booked is kept in memory and read again of those accounts alone whose events or transfers
 * have gone on. For use by one thread.
 */
final class MarginSweep {
    private static final int CHUNK = 5_000;

    /** A book, and as of what it is. */
    private record Kept(Account account, MarginBook book) {

        boolean isOf(Account other) {
            return account.eventSeq() == other.eventSeq()
                    && account.transferSeq() == other.transferSeq()
                    && account.settings().equals(other.settings());
        }
    }

    /** An account, and how it stands. */
    record Marked(Account account, MarginState state) {}

    private final PgMarginBooks books;
    private Map<AccountId, Kept> kept = new HashMap<>();

    MarginSweep(PgMarginBooks books) {
        this.books = books;
    }

    /** Reads what has changed since the last time. The accounts are read first: what is booked meanwhile is read again. */
    List<Account> refresh() throws SQLException {
        List<Account> accounts = books.accounts();
        Map<AccountId, Kept> current = new HashMap<>();
        List<Account> changed = new ArrayList<>();
        for (Account account : accounts) {
            Kept known = kept.get(account.accountId());
            if (known != null && known.isOf(account)) {
                current.put(account.accountId(), known);
            } else {
                changed.add(account);
            }
        }
        for (int from = 0; from < changed.size(); from += CHUNK) {
            List<Account> chunk = changed.subList(from, Math.min(from + CHUNK, changed.size()));
            Map<AccountId, MarginBook> read = books.books(chunk);
            for (Account account : chunk) {
                MarginBook book = read.get(account.accountId());
                if (book != null) {
                    current.put(account.accountId(), new Kept(account, book));
                }
            }
        }
        kept = current;
        return accounts;
    }

    /** How these accounts stand by one look; those without positions that have nothing open are left out. */
    List<Marked> mark(List<Account> accounts, Marking marking) {
        List<Marked> marked = new ArrayList<>();
        for (Account account : accounts) {
            Kept known = kept.get(account.accountId());
            if (known != null && (!known.book().exposures().isEmpty() || account.called() || account.liquidating())) {
                marked.add(new Marked(account, marking.state(known.book())));
            }
        }
        return marked;
    }

    /** How many positions there are to be marked. */
    long positions() {
        return kept.values().stream()
                .mapToLong(one -> one.book().exposures().size())
                .sum();
    }
}
