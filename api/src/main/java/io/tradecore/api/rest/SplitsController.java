package io.tradecore.api.rest;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tradecore.api.admin.Splits;
import io.tradecore.api.admin.Splits.SplitView;
import io.tradecore.api.edge.Params;
import io.tradecore.api.security.Caller;
import io.tradecore.api.security.Roles;

/** Splits of instruments. */
@Controller("/v1/instruments/{symbol}/splits")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Roles.ADMIN)
@Tag(name = "reference data")
@AnswersProblems
final class SplitsController {
    private final Splits splits;

    SplitsController(Splits splits) {
        this.splits = splits;
    }

    /**
     * Announces a split and restates every open GTC and GTD order that was placed before, in all accounts. The same again
     * answers 200 and goes on where it broke off: an order is restated once.
     */
    @Post
    @ApiResponse(
            responseCode = "201",
            description = "Announced",
            content = @Content(schema = @Schema(implementation = SplitView.class)))
    HttpResponse<?> split(Authentication authentication, String symbol, @Body SplitRequest request) {
        return Answers.stored(splits.split(
                Caller.of(authentication).actor(),
                request.splitId(),
                Params.symbol(symbol),
                request.ratio(),
                request.reason()));
    }
}
