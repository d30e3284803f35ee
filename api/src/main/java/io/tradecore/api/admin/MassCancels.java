package io.tradecore.api.admin;

import io.micronaut.serde.annotation.Serdeable;
import io.tradecore.api.entry.BulkIds;
import io.tradecore.api.entry.BulkView;
import io.tradecore.api.entry.CoreProblems;
import io.tradecore.api.problem.ProblemMapper;
import io.tradecore.api.sql.Sql;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.pipeline.CommandBus;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Cancels an instrument's orders in every account. Safe for use by many threads; blocks its thread. */
@Singleton
public final class MassCancels {
    private static final String FIND_ACCOUNTS = """
            SELECT account_id FROM orders
            WHERE symbol = ? AND (leaves_qty > 0 OR pending_cl_ord_id IS NOT NULL) AND (CAST(? AS text) IS NULL OR side = ?)
            UNION
            SELECT account_id FROM bulk_requests WHERE cl_ord_id = ?
            ORDER BY account_id
            """;

    /** What became of the request in each account that had something to cancel. */
    @Serdeable.Serializable
    public record MassCanceledView(String clOrdId, List<AccountView> accounts) {}

    /**
     * What became of it in one account.
     *
     * @param outcome absent where the account's request was not done
     * @param code why it was not: ask again with the same clOrdId
     */
    @Serdeable.Serializable
    public record AccountView(
            String accountId,
            @Nullable BulkView outcome,
            @Nullable String code) {}

    private final AdminTransactions transactions;
    private final CommandBus bus;

    MassCancels(AdminTransactions transactions, CommandBus bus) {
        this.transactions = transactions;
        this.bus = bus;
    }

    /** Each account's cancels are one transaction; the request is on the audit trail before the first of them. */
    public MassCanceledView cancel(String actor, String clOrdId, String symbol, @Nullable Side side, String reason) {
        ClOrdId name = BulkIds.ofOperator(clOrdId);
        String sideName = side == null ? null : side.name();
        AuditEntry entry = AuditEntry.of(
                "MASS_CANCEL_REQUESTED",
                AuditEntry.detail("clOrdId", clOrdId, "symbol", symbol, "side", sideName, "reason", reason));
        List<AccountId> accounts = transactions.query(
                actor,
                entry,
                connection -> Sql.list(
                        connection,
                        FIND_ACCOUNTS,
                        row -> AccountId.of(Sql.uuid(row, "account_id")),
                        symbol,
                        sideName,
                        sideName,
                        name.value()));
        List<CompletableFuture<AccountView>> answers = accounts.stream()
                .map(account -> ask(new Command.MassCancel(account, name, symbol, side, actor)))
                .toList();
        return new MassCanceledView(
                clOrdId, answers.stream().map(CompletableFuture::join).toList());
    }

    private CompletableFuture<AccountView> ask(Command.MassCancel command) {
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
                default -> throw new IllegalStateException("a mass cancel was answered with " + outcome);
            };
        });
    }
}
