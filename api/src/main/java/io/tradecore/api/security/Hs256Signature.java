package io.tradecore.api.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.micronaut.context.annotation.Value;
import io.micronaut.security.token.jwt.signature.SignatureConfiguration;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;

/**
 * Verifies tokens with the configured secret, by HS256 and nothing else: the framework's own secret signature takes any
 * HMAC the token's header asks for. Safe for use by many threads.
 */
@Singleton
final class Hs256Signature implements SignatureConfiguration {
    private static final int SHORTEST_SECRET_BYTES = 32;

    private final MACVerifier verifier;

    Hs256Signature(@Value("${oms.jwt.secret}") String secret) throws JOSEException {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < SHORTEST_SECRET_BYTES) {
            throw new IllegalArgumentException("OMS_JWT_SECRET must have at least 32 bytes");
        }
        this.verifier = new MACVerifier(bytes);
    }

    @Override
    public String supportedAlgorithmsMessage() {
        return "Only HS256 is supported.";
    }

    @Override
    public boolean supports(JWSAlgorithm algorithm) {
        return JWSAlgorithm.HS256.equals(algorithm);
    }

    @Override
    public boolean verify(SignedJWT jwt) throws JOSEException {
        return supports(jwt.getHeader().getAlgorithm()) && jwt.verify(verifier);
    }
}
