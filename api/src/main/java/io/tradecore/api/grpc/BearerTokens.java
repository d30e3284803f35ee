package io.tradecore.api.grpc;

import com.nimbusds.jwt.JWT;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.micronaut.http.HttpRequest;
import io.micronaut.scheduling.TaskScheduler;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.token.jwt.validator.JsonWebTokenValidator;
import io.micronaut.security.token.jwt.validator.JwtAuthenticationFactory;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.problem.ProblemMapper;
import io.tradecore.api.security.Caller;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets a call through if its token is good, by the validation REST uses, and ends it soon after the token does. Stands
 * before every service; there is none without it.
 */
@Singleton
final class BearerTokens implements ServerInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final String BEARER = "Bearer ";

    private final JsonWebTokenValidator<JWT, HttpRequest<?>> validator;
    private final JwtAuthenticationFactory authentications;
    private final TaskScheduler timer;

    BearerTokens(
            JsonWebTokenValidator<JWT, HttpRequest<?>> validator,
            JwtAuthenticationFactory authentications,
            TaskScheduler timer) {
        this.validator = validator;
        this.authentications = authentications;
        this.timer = timer;
    }

    @Override
    public <Q, S> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, S> call, Metadata headers, ServerCallHandler<Q, S> next) {
        Session session = session(headers.get(AUTHORIZATION));
        if (session == null) {
            var refused =
                    ProblemMapper.grpc(ApiException.of(ApiCode.UNAUTHENTICATED, "A valid bearer token is needed."));
            call.close(refused.getStatus(), refused.getTrailers());
            return new ServerCall.Listener<>() {};
        }
        if (call.getMethodDescriptor().getType() == MethodDescriptor.MethodType.UNARY) {
            return Contexts.interceptCall(session.attach(), call, headers, next);
        }
        ExpiringCall<Q, S> expiring = new ExpiringCall<>(call);
        return expiring.listenUntil(
                session.expiresAt(), timer, Contexts.interceptCall(session.attach(), expiring, headers, next));
    }

    private @Nullable Session session(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith(BEARER)) {
            return null;
        }
        JWT token = validator
                .validate(authorization.substring(BEARER.length()), null)
                .orElse(null);
        return token == null ? null : session(token);
    }

    private @Nullable Session session(JWT token) {
        Authentication authentication =
                authentications.createAuthentication(token).orElse(null);
        if (authentication == null) {
            return null;
        }
        Caller caller = Caller.of(authentication);
        // A stream asks for its accounts at every order, so they are kept in a form that answers at once.
        Caller quick = new Caller(caller.actor(), caller.seesEveryAccount(), new HashSet<>(caller.accounts()));
        return new Session(quick, Set.copyOf(authentication.getRoles()), expiry(token));
    }

    private static Instant expiry(JWT token) {
        try {
            // Never absent: a token without it is not valid here.
            return token.getJWTClaimsSet().getExpirationTime().toInstant();
        } catch (ParseException e) {
            throw new IllegalStateException("a token that was read before cannot be read again", e);
        }
    }
}
