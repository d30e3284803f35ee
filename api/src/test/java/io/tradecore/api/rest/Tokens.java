package io.tradecore.api.rest;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;

/** Makes bearer tokens, good ones and forged ones. */
public final class Tokens {
    public static final String SECRET = "a-secret-of-the-tests-that-is-long-enough-for-hs512-as-well-0123456789";

    private Tokens() {}

    public static String admin() {
        return sign(claims("olga", List.of("admin")).build());
    }

    /** Another operator. */
    public static String admin(String subject) {
        return sign(claims(subject, List.of("admin")).build());
    }

    /** Another trader. */
    public static String traderNamed(String subject, String... accounts) {
        return sign(claims(subject, List.of("trader"))
                .claim("accounts", Arrays.asList(accounts))
                .build());
    }

    public static String system() {
        return sign(claims("gateway", List.of("system")).build());
    }

    public static String trader(String... accounts) {
        return sign(claims("tess", List.of("trader"))
                .claim("accounts", Arrays.asList(accounts))
                .build());
    }

    public static String readonly(String... accounts) {
        return sign(claims("rita", List.of("readonly"))
                .claim("accounts", Arrays.asList(accounts))
                .build());
    }

    /** Good claims, to be spoilt by the caller. */
    public static JWTClaimsSet.Builder claims(String subject, List<String> roles) {
        return new JWTClaimsSet.Builder()
                .subject(subject)
                .issuer("tradecore")
                .audience("tradecore-api")
                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .claim("roles", roles);
    }

    public static String sign(JWTClaimsSet claims) {
        return sign(claims, JWSAlgorithm.HS256, SECRET);
    }

    public static String sign(JWTClaimsSet claims, JWSAlgorithm algorithm, String secret) {
        try {
            SignedJWT jwt = new SignedJWT(new JWSHeader(algorithm), claims);
            jwt.sign(new MACSigner(secret.getBytes(StandardCharsets.UTF_8)));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
