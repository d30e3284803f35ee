package io.tradecore.api.export;

import io.tradecore.api.edge.Decimals;
import io.tradecore.api.query.JournalView;
import io.tradecore.ledger.AccountId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A line per balance and leg; the first field tells which. */
final class CsvStatement implements StatementText {
    private @Nullable Instant closedAt;

    @Override
    public void opening(AccountId accountId, Period period, Map<Line, BigDecimal> balances, StringBuilder text) {
        Csv.line(
                text,
                "line",
                "effective_at",
                "recorded_at",
                "seq",
                "leg",
                "transfer_id",
                "kind",
                "order_id",
                "exec_id",
                "code",
                "asset",
                "amount",
                "balance");
        balances(text, "OPENING", period.from(), balances);
        closedAt = period.to();
    }

    @Override
    public void leg(JournalView transfer, JournalView.EntryView entry, BigDecimal balance, StringBuilder text) {
        Csv.line(
                text,
                "TRANSFER",
                transfer.effectiveAt(),
                transfer.recordedAt(),
                transfer.seq(),
                entry.leg(),
                transfer.transferId(),
                transfer.kind(),
                transfer.orderId(),
                transfer.execId(),
                entry.code(),
                entry.asset(),
                entry.amount(),
                Decimals.text(balance));
    }

    @Override
    public void closing(Map<Line, BigDecimal> balances, StringBuilder text) {
        balances(text, "CLOSING", closedAt, balances);
    }

    private static void balances(
            StringBuilder text, String kind, @Nullable Object time, Map<Line, BigDecimal> balances) {
        balances.forEach((line, balance) -> Csv.line(
                text,
                kind,
                time,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                line.code(),
                line.asset(),
                null,
                Decimals.text(balance)));
    }
}
