package io.tradecore.api.rest;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Takes bodies that say they are JSON and no others, but for venues' files. The framework by itself takes a missing or unreadable Content-Type for
 * JSON. Runs after the token was checked, so that strangers learn nothing.
 */
@ServerFilter("/v1/**")
final class JsonBodiesFilter implements Ordered {

    @Override
    public int getOrder() {
        return ServerFilterPhase.SECURITY.after();
    }

    /** Ends the request with MEDIA_TYPE_UNSUPPORTED where a body is to come in anything but JSON. */
    @RequestFilter
    void check(HttpRequest<?> request) {
        boolean carriesBody = switch (request.getMethod()) {
            case POST, PUT, PATCH -> true;
            default -> false;
        };
        // The one body that is a file.
        String taken = request.getPath().equals(VenueStatementsController.PATH)
                ? VenueStatementsController.CSV
                : MediaType.APPLICATION_JSON;
        if (carriesBody && !is(taken, request.getHeaders().get(HttpHeaders.CONTENT_TYPE))) {
            throw ApiException.of(ApiCode.MEDIA_TYPE_UNSUPPORTED, "The body must be " + taken + ".");
        }
    }

    private static boolean is(String taken, @Nullable String contentType) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(taken);
    }
}
