package io.tradecore.api.rest;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tradecore.api.admin.NewLimits;
import io.tradecore.api.admin.PgAccountAdmin;
import io.tradecore.api.admin.PgLedgerAdmin;
import io.tradecore.api.edge.Params;
import io.tradecore.api.edge.Times;
import io.tradecore.api.export.Period;
import io.tradecore.api.export.PgStatements;
import io.tradecore.api.export.StatementFormat;
import io.tradecore.api.query.AccountView;
import io.tradecore.api.query.BalanceView;
import io.tradecore.api.query.EquityView;
import io.tradecore.api.query.ExecutionView;
import io.tradecore.api.query.HoldView;
import io.tradecore.api.query.JournalView;
import io.tradecore.api.query.Page;
import io.tradecore.api.query.PgBookHistory;
import io.tradecore.api.query.PgBookReads;
import io.tradecore.api.query.PgEquityReads;
import io.tradecore.api.query.PgRealisedReads;
import io.tradecore.api.query.PointInTime;
import io.tradecore.api.query.PositionView;
import io.tradecore.api.query.RealisedView;
import io.tradecore.api.security.Caller;
import io.tradecore.api.security.Roles;
import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.BookAct;
import io.tradecore.ledger.TransferKind;
import io.tradecore.oms.command.Command;
import java.io.InputStream;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Accounts and their books. Operators make accounts, set limits and move cash; who may see an account reads its book. */
@Controller("/v1/accounts")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured({Roles.ADMIN, Roles.TRADER, Roles.READONLY, Roles.SYSTEM})
@Tag(name = "accounts")
@AnswersProblems
final class AccountsController {
    private final Commands commands;
    private final PgAccountAdmin accounts;
    private final PgBookReads books;
    private final PgLedgerAdmin ledger;
    private final PgBookHistory history;
    private final PgEquityReads equity;
    private final PgRealisedReads realised;
    private final PgStatements statements;
    private final Clock clock;

    AccountsController(
            Commands commands,
            PgAccountAdmin accounts,
            PgBookReads books,
            PgLedgerAdmin ledger,
            PgBookHistory history,
            PgEquityReads equity,
            PgRealisedReads realised,
            PgStatements statements,
            Clock clock) {
        this.commands = commands;
        this.accounts = accounts;
        this.books = books;
        this.ledger = ledger;
        this.history = history;
        this.equity = equity;
        this.realised = realised;
        this.statements = statements;
        this.clock = clock;
    }

    /** Makes an account. With an accountId of the caller's, asking again answers 200 with what stands. */
    @Post
    @Secured(Roles.ADMIN)
    @ApiResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = AccountView.class)))
    HttpResponse<?> create(Authentication authentication, @Body AccountRequest request) {
        LimitsRequest asked = request.limits();
        NewLimits limits = asked == null ? new NewLimits(null, null, null) : asked.limits();
        Integer rate = limits.ordersPerSecond();
        return Answers.stored(accounts.create(
                Caller.of(authentication).actor(),
                request.id(),
                request.name(),
                request.accountType().name(),
                request.mode().name(),
                request.baseCurrency(),
                request.desk(),
                request.strategyId(),
                new NewLimits(
                        limits.maxOrderQty(),
                        limits.maxOrderNotional(),
                        rate == null ? PgAccountAdmin.DEFAULT_ORDERS_PER_SECOND : rate)));
    }

    /**
     * Sets an account's status. SUSPENDED and CLOSED accounts start no new business; cancels, fills, releases of holds and what
     * comes from business done go on. Only an account with an empty book and nothing open is closed.
     */
    @Patch("/{accountId}")
    @Secured(Roles.ADMIN)
    AccountView setStatus(Authentication authentication, String accountId, @Body AccountStatusRequest request) {
        Caller caller = Caller.of(authentication);
        return accounts.setStatus(caller.actor(), caller.account(accountId), request.status());
    }

    /** What becomes of an order that would trade with another of the account. */
    @Put("/{accountId}/self-trade-prevention")
    @Secured(Roles.ADMIN)
    AccountView setSelfTradePrevention(
            Authentication authentication, String accountId, @Body SelfTradePreventionRequest request) {
        Caller caller = Caller.of(authentication);
        return accounts.setSelfTradePrevention(
                caller.actor(), caller.account(accountId), request.selfTradePrevention());
    }

    /** Sets how much may be withdrawn in an asset without the approval of another operator. */
    @Put("/{accountId}/withdrawal-limits/{asset}")
    @Secured(Roles.ADMIN)
    HttpResponse<?> setWithdrawalLimit(
            Authentication authentication, String accountId, String asset, @Body WithdrawalLimitRequest request) {
        Caller caller = Caller.of(authentication);
        ledger.setWithdrawalLimit(caller.actor(), caller.account(accountId), asset, request.maxAmount());
        return HttpResponse.noContent();
    }

    /** Holds that no order has. */
    @Get("/{accountId}/holds")
    Page<HoldView> holds(
            Authentication authentication,
            String accountId,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable String limit) {
        return books.holds(Caller.of(authentication).account(accountId), cursor, Params.limit(limit));
    }

    /** Pays cash in. The same transferId with the same body answers 200 with what stands. */
    @Post("/{accountId}/deposits")
    @Secured(Roles.ADMIN)
    @ApiResponse(
            responseCode = "201",
            description = "Posted",
            content = @Content(schema = @Schema(implementation = CashMovedView.class)))
    CompletionStage<HttpResponse<?>> deposit(
            Authentication authentication, String accountId, @Body MoveCashRequest request) {
        return move(authentication, accountId, TransferKind.DEPOSIT, request);
    }

    /**
     * Pays cash out, if what is available covers it. Above the account's limit it waits for another operator: 202, and the
     * amount is on hold until then.
     */
    @Post("/{accountId}/withdrawals")
    @Secured(Roles.ADMIN)
    @ApiResponse(
            responseCode = "201",
            description = "Posted",
            content = @Content(schema = @Schema(implementation = CashMovedView.class)))
    CompletionStage<HttpResponse<?>> withdraw(
            Authentication authentication, String accountId, @Body MoveCashRequest request) {
        return move(authentication, accountId, TransferKind.WITHDRAWAL, request);
    }

    private CompletionStage<HttpResponse<?>> move(
            Authentication authentication, String accountId, TransferKind kind, MoveCashRequest request) {
        Caller caller = Caller.of(authentication);
        return commands.moveCash(Command.ChangeBooks.of(
                new BookAct.Post(
                        caller.account(accountId),
                        request.transferId(),
                        kind,
                        request.asset(),
                        request.amount(),
                        Times.stored(request.effectiveAt())),
                caller.actor()));
    }

    /** An account with its limits. */
    @Get("/{accountId}")
    AccountView account(Authentication authentication, String accountId) {
        return books.account(Caller.of(authentication).account(accountId));
    }

    /**
     * Every line of the account's book: posted, pending (held by open orders), available. With asOf what was posted with an
     * effective time up to then, with knownAt what was recorded up to then; both together what was known then of another time.
     */
    @Get("/{accountId}/balances")
    Page<BalanceView> balances(
            Authentication authentication,
            String accountId,
            @QueryValue @Nullable String asOf,
            @QueryValue @Nullable String knownAt) {
        AccountId account = Caller.of(authentication).account(accountId);
        PointInTime time = PointInTime.of(asOf, knownAt);
        return time == null ? books.balances(account) : history.balances(account, time);
    }

    /** Positions at average cost; with a hot quote also at the mark, but for positions as of some time. */
    @Get("/{accountId}/positions")
    Page<PositionView> positions(
            Authentication authentication,
            String accountId,
            @QueryValue @Nullable String asOf,
            @QueryValue @Nullable String knownAt) {
        AccountId account = Caller.of(authentication).account(accountId);
        PointInTime time = PointInTime.of(asOf, knownAt);
        return time == null ? equity.positions(account) : history.positions(account, time);
    }

    /**
     * What the account is worth now, in its base currency: cash, what is unrealised, market value and equity by the hot quotes,
     * with their age. Where a quote or a rate is missing the figures that need it are null, and missing names it.
     */
    @Get("/{accountId}/equity")
    EquityView equity(Authentication authentication, String accountId) {
        return equity.equity(Caller.of(authentication).account(accountId));
    }

    /**
     * What the account has realised by symbol, before fees, converted to its base currency at the rates of the time and fixed since.
     * What waits for its rate is told in its own currency.
     */
    @Get("/{accountId}/realised")
    RealisedView realised(Authentication authentication, String accountId) {
        return realised.realised(Caller.of(authentication).account(accountId));
    }

    /**
     * What each line of the book stood at when a period of effective time began, every leg with the balance it left, and what
     * the lines stood at in the end: json (the default) or csv.
     */
    @Get("/{accountId}/statement")
    @ApiResponse(
            responseCode = "200",
            description = "The statement",
            content = @Content(mediaType = "application/json", schema = @Schema(type = "object")))
    HttpResponse<StreamedFile> statement(
            Authentication authentication,
            String accountId,
            @QueryValue @Nullable String format,
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to) {
        StatementFormat form = StatementFormat.of(format);
        AccountId account = Caller.of(authentication).account(accountId);
        InputStream text = statements.open(account, form, Period.of(from, to));
        return HttpResponse.ok(new StreamedFile(text, new MediaType(form.mediaType() + ";charset=utf-8")));
    }

    /** Executions in the order they were booked. */
    @Get("/{accountId}/executions")
    Page<ExecutionView> executions(
            Authentication authentication,
            String accountId,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable String limit) {
        return books.executions(Caller.of(authentication).account(accountId), cursor, Params.limit(limit));
    }

    /** Transfers with their entries in the order they were posted. */
    @Get("/{accountId}/journal")
    Page<JournalView> journal(
            Authentication authentication,
            String accountId,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable String limit) {
        return books.journal(Caller.of(authentication).account(accountId), cursor, Params.limit(limit));
    }
}
