package io.tradecore.api.rest;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tradecore.api.admin.PgRatePairs;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.query.Page;
import io.tradecore.api.query.PgRatePairReads;
import io.tradecore.api.query.RatePairView;
import io.tradecore.api.security.Caller;
import io.tradecore.api.security.Roles;
import io.tradecore.oms.valuation.RatePair;

/** Whose quotes tell what an asset is worth in another. Operators say so, everybody may look. */
@Controller("/v1/rate-pairs")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Roles.ADMIN)
@Tag(name = "reference data")
@AnswersProblems
final class RatePairsController {
    private final PgRatePairs admin;
    private final PgRatePairReads pairs;

    RatePairsController(PgRatePairs admin, PgRatePairReads pairs) {
        this.admin = admin;
        this.pairs = pairs;
    }

    /** All pairs with their rates now, by their assets. */
    @Get
    @Secured({Roles.ADMIN, Roles.TRADER, Roles.READONLY, Roles.SYSTEM})
    Page<RatePairView> pairs() {
        return Page.whole(pairs.all());
    }

    /** Makes a pair, or changes whose quotes tell it; in effect at once. A pair is one way. */
    @Put("/{fromAsset}/{toAsset}")
    RatePairView set(Authentication authentication, String fromAsset, String toAsset, @Body RatePairRequest request) {
        if (fromAsset.equals(toAsset)) {
            throw Checks.invalid("toAsset", "another asset than fromAsset");
        }
        var pair = new RatePair(fromAsset, toAsset, request.symbol(), Boolean.TRUE.equals(request.inverted()));
        admin.set(Caller.of(authentication).actor(), pair);
        return pairs.now(pair);
    }

    /** Ends a pair. */
    @Delete("/{fromAsset}/{toAsset}")
    HttpResponse<?> delete(Authentication authentication, String fromAsset, String toAsset) {
        admin.delete(Caller.of(authentication).actor(), fromAsset, toAsset);
        return HttpResponse.noContent();
    }
}
