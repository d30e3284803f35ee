package io.tradecore.api.admin;

import io.micronaut.serde.annotation.Serdeable;
import io.tradecore.api.entry.BulkView;
import io.tradecore.api.entry.CoreProblems;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.problem.ProblemMapper;
import io.tradecore.api.sql.Sql;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.order.SplitRatio;
import io.tradecore.oms.pipeline.CommandBus;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Announces splits of instruments, and has their orders restated. Safe for use by many threads; blocks its thread. */
@Singleton
public final class Splits {
    private static final String FIND_INSTRUMENT = """
            SELECT * FROM instruments WHERE symbol = ?
            """;
    private static final String ANNOUNCE = """
            INSERT INTO splits (split_id, symbol, numerator, denominator, reason, announced_by) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """;
    private static final String FIND_SPLIT = """
            SELECT * FROM splits WHERE split_id = ?
            """;
    private static final String FIND_ACCOUNTS = """
            SELECT DISTINCT account_id FROM orders
            WHERE symbol = ? AND leaves_qty > 0 AND time_in_force IN ('GTC', 'GTD') AND created_at < ?
            ORDER BY account_id
            """;

    /**
     * A split, with what was done for it just now.
     *
     * @param accounts those that have open orders of before the split
     */
    @Serdeable.Serializable
    public record SplitView(
            String splitId,
            String symbol,
            int numerator,
            int denominator,
            String reason,
            Instant announcedAt,
            String announcedBy,
            List<AccountView> accounts) {}

    /**
     * What became of one account's orders that were not restated before.
     *
     * @param outcome absent where the account's orders were not looked at
     * @param code why they were not: ask again with the same splitId
     */
    @Serdeable.Serializable
    public record AccountView(
            String accountId,
            @Nullable BulkView outcome,
            @Nullable String code) {}

    private record Announced(SplitView split, List<AccountId> accounts, boolean first) {}

    private final AdminTransactions transactions;
    private final CommandBus bus;

    Splits(AdminTransactions transactions, CommandBus bus) {
        this.transactions = transactions;
        this.bus = bus;
    }

    /**
     * Announces a split, or goes on with one: an order is restated once, however often this is asked for and wherever it
     * broke off. Each account is a transaction of its own; the announcement is on the audit trail before the first of them.
     */
    public Stored<SplitView> split(String actor, String splitId, String symbol, SplitRatio ratio, String reason) {
        Announced announced =
                transactions.act(actor, connection -> announce(connection, actor, splitId, symbol, ratio, reason));
        SplitView split = announced.split();
        List<CompletableFuture<AccountView>> answers = announced.accounts().stream()
                .map(account ->
                        ask(new Command.SplitOrders(account, splitId, symbol, ratio, split.announcedAt(), actor)))
                .toList();
        List<AccountView> accounts =
                answers.stream().map(CompletableFuture::join).toList();
        return new Stored<>(
                new SplitView(
                        splitId,
                        symbol,
                        split.numerator(),
                        split.denominator(),
                        split.reason(),
                        split.announcedAt(),
                        split.announcedBy(),
                        accounts),
                announced.first());
    }

    private static AdminTransactions.Act<Announced> announce(
            Connection connection, String actor, String splitId, String symbol, SplitRatio ratio, String reason)
            throws SQLException {
        if (Sql.first(connection, FIND_INSTRUMENT, PgReferenceAdmin::instrument, symbol) == null) {
            throw ApiException.of(ApiCode.INSTRUMENT_NOT_FOUND, "There is no such instrument.");
        }
        boolean first =
                Sql.update(connection, ANNOUNCE, splitId, symbol, ratio.numerator(), ratio.denominator(), reason, actor)
                        == 1;
        SplitView split = Objects.requireNonNull(Sql.first(connection, FIND_SPLIT, Splits::view, splitId));
        requireSame("symbol", symbol, split.symbol());
        requireSame("numerator", ratio.numerator(), split.numerator());
        requireSame("denominator", ratio.denominator(), split.denominator());
        List<AccountId> accounts = Sql.list(
                connection,
                FIND_ACCOUNTS,
                row -> AccountId.of(Sql.uuid(row, "account_id")),
                symbol,
                split.announcedAt());
        return new AdminTransactions.Act<>(
                new Announced(split, accounts, first),
                AuditEntry.of(
                        "INSTRUMENT_SPLIT",
                        AuditEntry.detail(
                                "splitId",
                                splitId,
                                "symbol",
                                symbol,
                                "ratio",
                                ratio,
                                "reason",
                                reason,
                                "accounts",
                                accounts.size())));
    }

    private static void requireSame(String field, Object asked, Object stands) {
        if (!asked.equals(stands)) {
            throw ApiException.existsWithDifferent(field, "This splitId was used for another split.");
        }
    }

    private static SplitView view(ResultSet row) throws SQLException {
        return new SplitView(
                Sql.text(row, "split_id"),
                Sql.text(row, "symbol"),
                row.getInt("numerator"),
                row.getInt("denominator"),
                Sql.text(row, "reason"),
                Sql.time(row, "announced_at"),
                Sql.text(row, "announced_by"),
                List.of());
    }

    private CompletableFuture<AccountView> ask(Command.SplitOrders command) {
        return bus.submit(command).handle((outcome, failure) -> {
            String accountId = command.accountId().toString();
            return switch (outcome) {
                case Outcome.BulkDone done -> new AccountView(accountId, BulkView.of(done.request()), null);
                case Outcome.Refused refused ->
                    new AccountView(accountId, null, refused.reason().name());
                case null -> {
                    var told = ProblemMapper.told(CoreProblems.failed(failure));
                    yield new AccountView(accountId, null, told.problem().code());
                }
                default -> throw new IllegalStateException("a split was answered with " + outcome);
            };
        });
    }
}
