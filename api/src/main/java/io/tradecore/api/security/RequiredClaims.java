package io.tradecore.api.security;

import io.micronaut.http.HttpRequest;
import io.micronaut.security.token.Claims;
import io.micronaut.security.token.jwt.validator.GenericJwtClaimsValidator;
import io.tradecore.api.edge.Texts;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Refuses a token that never expires or names nobody; the framework checks exp, iss and aud only where they are there. */
@Singleton
final class RequiredClaims implements GenericJwtClaimsValidator<HttpRequest<?>> {
    private static final int LONGEST_SUBJECT = 100;

    @Override
    public boolean validate(Claims claims, @Nullable HttpRequest<?> request) {
        return claims.contains(Claims.EXPIRATION_TIME)
                && claims.contains(Claims.ISSUER)
                && claims.contains(Claims.AUDIENCE)
                && claims.get(Claims.SUBJECT) instanceof String subject
                && Texts.isPrintable(subject, LONGEST_SUBJECT);
    }
}
