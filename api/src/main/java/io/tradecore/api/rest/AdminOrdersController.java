package io.tradecore.api.rest;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tradecore.api.admin.MassCancels;
import io.tradecore.api.admin.MassCancels.MassCanceledView;
import io.tradecore.api.security.Caller;
import io.tradecore.api.security.Roles;

/** What operators do with orders of every account. */
@Controller("/v1/admin/orders")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Roles.ADMIN)
@Tag(name = "admin")
@AnswersProblems
final class AdminOrdersController {
    private final MassCancels massCancels;

    AdminOrdersController(MassCancels massCancels) {
        this.massCancels = massCancels;
    }

    /**
     * Asks for every open order of an instrument to be cancelled, in all accounts. Each account is a request of its own; the
     * same clOrdId again answers for the accounts that had it, and asks in those that have open orders since.
     */
    @Post("/mass-cancel")
    MassCanceledView massCancel(Authentication authentication, @Body AdminMassCancelRequest request) {
        return massCancels.cancel(
                Caller.of(authentication).actor(),
                request.clOrdId(),
                request.symbol(),
                request.side(),
                request.reason());
    }
}
