package io.tradecore.api.export;

import io.tradecore.api.query.JournalView;
import io.tradecore.ledger.AccountId;
import java.time.Instant;
import java.util.List;

/** A line per transfer. */
final class JsonLinesJournal implements JournalText {
    private final JournalJson json;

    JsonLinesJournal(JournalJson json) {
        this.json = json;
    }

    @Override
    public void head(Period period, StringBuilder text) {
        // Every line is a transfer.
    }

    @Override
    public void opening(AccountId accountId, Instant at, List<OpeningLine> lines, StringBuilder text) {
        // Every line is a transfer.
    }

    @Override
    public void transfer(AccountId accountId, JournalView transfer, StringBuilder text) {
        text.append(json.write(accountId, transfer)).append('\n');
    }
}
