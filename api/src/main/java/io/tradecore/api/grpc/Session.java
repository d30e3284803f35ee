package io.tradecore.api.grpc;

import io.grpc.Context;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.security.Caller;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * What a call's token allows.
 *
 * @param expiresAt when the token ends, and with it the call
 */
record Session(Caller caller, Set<String> roles, Instant expiresAt) {
    private static final Context.Key<Session> KEY = Context.key("session");

    /** Of the call that is being handled. The interceptor lets no call through without one. */
    static Session current() {
        return Objects.requireNonNull(KEY.get(), "a call came past the bearer tokens");
    }

    Context attach() {
        return Context.current().withValue(KEY, this);
    }

    /**
     * The caller, if it has one of the roles.
     *
     * @throws ApiException FORBIDDEN
     */
    Caller in(Set<String> allowed) {
        for (String role : roles) {
            if (allowed.contains(role)) {
                return caller;
            }
        }
        throw ApiException.of(ApiCode.FORBIDDEN, "The token's roles do not allow this.");
    }
}
