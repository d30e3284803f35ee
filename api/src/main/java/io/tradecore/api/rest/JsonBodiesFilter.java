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
 * Takes bodies that say they are JSON and no others. The framework by itself takes a missing or unreadable Content-Type for
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
        if (carriesBody && !isJson(request.getHeaders().get(HttpHeaders.CONTENT_TYPE))) {
            throw ApiException.of(ApiCode.MEDIA_TYPE_UNSUPPORTED, "The body must be application/json.");
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals(MediaType.APPLICATION_JSON);
    }
}
