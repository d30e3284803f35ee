package io.tradecore.ops.installation;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** Makes bearer tokens the API accepts. Thread-safe. */
public final class Tokens {

    private static final String ISSUER = "tradecore";
    private static final String AUDIENCE = "tradecore-api";

    private final byte[] secret;

    /** @param secret what the API verifies signatures with: at least 32 bytes */
    public Tokens(String secret) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A token for subject.
     *
     * @param roles admin, trader, readonly or system
     * @param accounts the accounts a trader or reader may touch; empty for admin and system
     */
    public String issue(String subject, List<String> roles, List<UUID> accounts, Duration life) {
        Instant now = Instant.now();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject(subject)
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(life)))
                .claim("roles", roles)
                .claim("accounts", accounts.stream().map(UUID::toString).toList())
                .build();
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        try {
            token.sign(new MACSigner(secret));
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign a token", e);
        }
        return token.serialize();
    }
}
