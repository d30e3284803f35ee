package io.tradecore.api.export;

import io.tradecore.api.query.JournalView;
import io.tradecore.ledger.AccountId;
import java.math.BigDecimal;
import java.util.Map;

/**
 * Writes a statement in one format, in the order it is called: opening, legs, closing. Amounts are exact. Not safe for use by
 * several threads.
 */
interface StatementText {

    /** A line of the book, by names as they are stored. */
    record Line(String code, String asset) {}

    /** A writer of the format. */
    static StatementText of(StatementFormat format) {
        return switch (format) {
            case JSON -> new JsonStatement();
            case CSV -> new CsvStatement();
        };
    }

    void opening(AccountId accountId, Period period, Map<Line, BigDecimal> balances, StringBuilder text);

    /** @param balance of the leg's line after it, by effective time */
    void leg(JournalView transfer, JournalView.EntryView entry, BigDecimal balance, StringBuilder text);

    void closing(Map<Line, BigDecimal> balances, StringBuilder text);
}
