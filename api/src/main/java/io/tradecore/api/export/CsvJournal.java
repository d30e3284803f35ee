package io.tradecore.api.export;

import io.tradecore.api.query.JournalView;
import io.tradecore.ledger.AccountId;
import java.time.Instant;
import java.util.List;

/** A line per leg. */
final class CsvJournal implements JournalText {

    @Override
    public void head(Period period, StringBuilder text) {
        Csv.line(
                text,
                "account_id",
                "seq",
                "leg",
                "transfer_id",
                "kind",
                "effective_at",
                "recorded_at",
                "code",
                "asset",
                "amount",
                "balance_after",
                "order_id",
                "exec_id",
                "actor");
    }

    @Override
    public void opening(AccountId accountId, Instant at, List<OpeningLine> lines, StringBuilder text) {
        // Every line is a leg of a transfer.
    }

    @Override
    public void transfer(AccountId accountId, JournalView transfer, StringBuilder text) {
        for (JournalView.EntryView entry : transfer.entries()) {
            Csv.line(
                    text,
                    accountId,
                    transfer.seq(),
                    entry.leg(),
                    transfer.transferId(),
                    transfer.kind(),
                    transfer.effectiveAt(),
                    transfer.recordedAt(),
                    entry.code(),
                    entry.asset(),
                    entry.amount(),
                    entry.balanceAfter(),
                    transfer.orderId(),
                    transfer.execId(),
                    transfer.actor());
        }
    }
}
