package io.tradecore.api.export;

import io.tradecore.api.edge.Decimals;
import io.tradecore.api.query.JournalView;
import io.tradecore.ledger.AccountId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What hledger reads: accounts are named {@code <accountId>:<code>}, dates are the days of UTC, what is no date, amount or
 * account is a tag. A tag ends at a comma, so a comma in a text becomes a space.
 */
final class HledgerJournal implements JournalText {
    /** A commodity of letters alone stands as it is; one with a digit in it would be read as a part of the amount. */
    private static final Pattern PLAIN_COMMODITY = Pattern.compile("\\p{L}+");

    private static final Pattern NOT_IN_A_TAG = Pattern.compile("[\\p{Cntrl},]");

    @Override
    public void head(Period period, StringBuilder text) {
        text.append("; effective ").append(period).append("\ndecimal-mark .\n");
    }

    @Override
    public void opening(AccountId accountId, Instant at, List<OpeningLine> lines, StringBuilder text) {
        text.append('\n').append(day(at)).append(" * (0) OPENING\n");
        lines.forEach(line -> posting(accountId, line.code(), Decimals.text(line.amount()), line.asset(), text));
    }

    @Override
    public void transfer(AccountId accountId, JournalView transfer, StringBuilder text) {
        text.append('\n').append(day(transfer.effectiveAt())).append(" * (").append(transfer.seq());
        text.append(") ").append(transfer.kind()).append('\n');
        tag("transferId", transfer.transferId(), text);
        tag("effectiveAt", transfer.effectiveAt().toString(), text);
        tag("recordedAt", transfer.recordedAt().toString(), text);
        if (transfer.orderId() != null) {
            tag("orderId", transfer.orderId(), text);
        }
        if (transfer.execId() != null) {
            tag("execId", transfer.execId(), text);
        }
        tag("actor", transfer.actor(), text);
        transfer.entries().forEach(entry -> posting(accountId, entry.code(), entry.amount(), entry.asset(), text));
    }

    private static LocalDate day(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static void tag(String name, String value, StringBuilder text) {
        text.append("    ; ").append(name).append(": ");
        text.append(NOT_IN_A_TAG.matcher(value).replaceAll(" ")).append('\n');
    }

    private static void posting(AccountId accountId, String code, String amount, String asset, StringBuilder text) {
        text.append("    ")
                .append(accountId)
                .append(':')
                .append(code)
                .append("  ")
                .append(amount)
                .append(' ');
        text.append(PLAIN_COMMODITY.matcher(asset).matches() ? asset : '"' + asset + '"')
                .append('\n');
    }
}
