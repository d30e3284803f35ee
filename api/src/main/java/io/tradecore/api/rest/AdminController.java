package io.tradecore.api.rest;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tradecore.api.admin.AuditFilter;
import io.tradecore.api.admin.AuditView;
import io.tradecore.api.admin.PgAuditReads;
import io.tradecore.api.admin.PgQuarantine;
import io.tradecore.api.admin.PgReconciliation;
import io.tradecore.api.admin.QuarantineView;
import io.tradecore.api.admin.ReconciliationView;
import io.tradecore.api.edge.Params;
import io.tradecore.api.edge.Texts;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.query.Page;
import io.tradecore.api.security.Caller;
import io.tradecore.api.security.Roles;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.order.OrderId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What operators and auditors look at. Every look is itself audited. */
@Controller("/v1/admin")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Roles.ADMIN)
@Tag(name = "admin")
@AnswersProblems
final class AdminController {
    private static final Duration DEFAULT_LOOK_BACK = Duration.ofDays(1);

    private final PgAuditReads audit;
    private final PgQuarantine quarantine;
    private final PgReconciliation reconciliation;
    private final Clock clock;

    AdminController(PgAuditReads audit, PgQuarantine quarantine, PgReconciliation reconciliation, Clock clock) {
        this.audit = audit;
        this.quarantine = quarantine;
        this.reconciliation = reconciliation;
        this.clock = clock;
    }

    /**
     * The audit trail in the order of recording: order events, transfers and what operators did. Without from it begins a
     * day before to, or before now.
     */
    @Get("/audit")
    Page<AuditView> audit(
            Authentication authentication,
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to,
            @QueryValue @Nullable String actor,
            @QueryValue @Nullable String accountId,
            @QueryValue @Nullable String orderId,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable String limit) {
        Instant end = Params.time("to", to);
        Instant begin = Params.time("from", from);
        if (begin == null) {
            begin = (end == null ? clock.instant() : end).minus(DEFAULT_LOOK_BACK);
        }
        if (actor != null && !Texts.isPrintable(actor, 200)) {
            throw Params.invalid("actor", "1 to 200 printable characters");
        }
        UUID account = Params.uuid("accountId", accountId);
        UUID order = Params.uuid("orderId", orderId);
        AuditFilter filter = new AuditFilter(
                begin,
                end,
                actor,
                account == null ? null : new AccountId(account),
                order == null ? null : new OrderId(order));
        return audit.trail(Caller.of(authentication).actor(), filter, cursor, Params.limit(limit));
    }

    /** Everything recorded of one order, from its request to the booking of its fills. */
    @Get("/accounts/{accountId}/orders/{orderId}/timeline")
    Page<AuditView> timeline(
            Authentication authentication,
            String accountId,
            String orderId,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable String limit) {
        Caller caller = Caller.of(authentication);
        return audit.timeline(
                caller.actor(), caller.account(accountId), Params.orderId(orderId), cursor, Params.limit(limit));
    }

    /** Venue messages that could not be applied. status is open (the default), resolved or all. */
    @Get("/quarantine")
    Page<QuarantineView> quarantine(
            Authentication authentication,
            @QueryValue @Nullable String status,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable String limit) {
        Boolean resolved = Params.resolved(status);
        return quarantine.list(Caller.of(authentication).actor(), resolved, cursor, Params.limit(limit));
    }

    /**
     * Ends the wait of a quarantined message: applies it as it is now possible, applies it to another order, or discards it.
     * Once: the same again changes nothing, another resolution is refused.
     */
    @Post("/quarantine/{quarantineId}/resolve")
    QuarantineView resolve(Authentication authentication, String quarantineId, @Body ResolutionRequest request) {
        UUID id = Params.pathId(quarantineId, ApiCode.QUARANTINE_NOT_FOUND, "There is no such quarantined message.");
        return quarantine.resolve(Caller.of(authentication).actor(), id, request.toResolution());
    }

    /** The invariants of all books, in one snapshot. */
    @Get("/reconciliation")
    ReconciliationView reconcile(Authentication authentication) {
        return reconciliation.run(Caller.of(authentication).actor());
    }
}
