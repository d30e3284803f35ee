package io.tradecore.api.export;

import io.tradecore.api.query.JournalView;
import io.tradecore.ledger.AccountId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * Writes a journal in one format, in the order it is called: the head once, then each account's opening lines and transfers.
 * Amounts are written exactly, without exponent. Not safe for use by several threads.
 */
public interface JournalText {

    /** What a line of the book stood at when the period began. */
    record OpeningLine(String code, String asset, BigDecimal amount) {}

    /** A writer of the format. */
    static JournalText of(ExportFormat format, JournalJson json) {
        return switch (format) {
            case CSV -> new CsvJournal();
            case JSONL -> new JsonLinesJournal(json);
            case HLEDGER -> new HledgerJournal();
            case BEANCOUNT -> new BeancountJournal();
        };
    }

    /** What comes before everything else. */
    void head(Period period, StringBuilder text);

    /**
     * What an account stood at when the period began, so that balances of what follows are balances of the book and not only
     * of the period. Formats that list transfers and nothing else leave it out.
     *
     * @param lines sum to zero per asset
     */
    void opening(AccountId accountId, Instant at, List<OpeningLine> lines, StringBuilder text);

    void transfer(AccountId accountId, JournalView transfer, StringBuilder text);
}
