package io.tradecore.api.rest;

import io.micronaut.http.HttpResponse;
import io.tradecore.api.admin.Stored;
import io.tradecore.api.problem.ProblemMapper;

/** Answers to requests that make something once. */
final class Answers {

    private Answers() {}

    /** 201 with what was made, or 200 with what stands since an earlier request. */
    static <T> HttpResponse<?> stored(Stored<T> stored) {
        return stored.created()
                ? HttpResponse.created(stored.value())
                : HttpResponse.ok(stored.value()).header(ProblemMapper.IDEMPOTENT_REPLAYED, "true");
    }
}
