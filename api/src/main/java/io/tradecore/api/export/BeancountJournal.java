package io.tradecore.api.export;

import io.tradecore.api.edge.Decimals;
import io.tradecore.api.query.JournalView;
import io.tradecore.ledger.AccountId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What beancount reads: what an account owns is {@code Assets:<accountId>:<code>}, the other side of it
 * {@code Equity:<accountId>:<code>}, with {@code A-} before the id, for a part of a name begins with a capital or a digit.
 * A commodity begins with a letter: one that does not has {@code X.} before it, which no asset of ours has.
 */
final class BeancountJournal implements JournalText {
    /** The codes of what is owned; every other is what balances it. */
    private static final Set<String> OWNED = Set.of("CASH", "POSITION");

    private static final String OPENED = "1970-01-01 open ";

    private AccountId openedOf = new AccountId(new UUID(0, 0));
    private final Set<String> opened = new HashSet<>();

    @Override
    public void head(Period period, StringBuilder text) {
        text.append("; effective ").append(period).append('\n');
    }

    @Override
    public void opening(AccountId accountId, Instant at, List<OpeningLine> lines, StringBuilder text) {
        lines.forEach(line -> open(accountId, line.code(), text));
        text.append('\n').append(day(at)).append(" * \"OPENING\"\n");
        lines.forEach(line -> posting(accountId, line.code(), Decimals.text(line.amount()), line.asset(), text));
    }

    @Override
    public void transfer(AccountId accountId, JournalView transfer, StringBuilder text) {
        transfer.entries().forEach(entry -> open(accountId, entry.code(), text));
        text.append('\n').append(day(transfer.effectiveAt())).append(" * ").append(quoted(transfer.kind()));
        text.append("\n  seq: ").append(transfer.seq()).append('\n');
        metadata("transferid", transfer.transferId(), text);
        metadata("effectiveat", transfer.effectiveAt().toString(), text);
        metadata("recordedat", transfer.recordedAt().toString(), text);
        if (transfer.orderId() != null) {
            metadata("orderid", transfer.orderId(), text);
        }
        if (transfer.execId() != null) {
            metadata("execid", transfer.execId(), text);
        }
        metadata("actor", transfer.actor(), text);
        transfer.entries().forEach(entry -> posting(accountId, entry.code(), entry.amount(), entry.asset(), text));
    }

    /** Once for each name, which needs no more memory than one account's. */
    private void open(AccountId accountId, String code, StringBuilder text) {
        if (!accountId.equals(openedOf)) {
            opened.clear();
            openedOf = accountId;
        }
        if (opened.add(code)) {
            text.append('\n').append(OPENED).append(name(accountId, code)).append('\n');
        }
    }

    private static void metadata(String key, String value, StringBuilder text) {
        text.append("  ").append(key).append(": ").append(quoted(value)).append('\n');
    }

    private static void posting(AccountId accountId, String code, String amount, String asset, StringBuilder text) {
        text.append("  ")
                .append(name(accountId, code))
                .append("  ")
                .append(amount)
                .append(' ');
        text.append(Character.isLetter(asset.charAt(0)) ? asset : "X." + asset).append('\n');
    }

    private static String name(AccountId accountId, String code) {
        return (OWNED.contains(code) ? "Assets" : "Equity") + ":A-" + accountId + ':' + code;
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static LocalDate day(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
