package io.tradecore.ops.installation;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TokensTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @Test
    void aTokenCarriesWhatTheApiAsksFor() throws ParseException, JOSEException {
        UUID account = new UUID(1, 2);
        SignedJWT token = SignedJWT.parse(
                new Tokens(SECRET).issue("alice", List.of("trader"), List.of(account), Duration.ofHours(1)));

        assertThat(token.verify(new MACVerifier(SECRET))).isTrue();
        assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo("alice");
        assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo("tradecore");
        assertThat(token.getJWTClaimsSet().getAudience()).containsExactly("tradecore-api");
        assertThat(token.getJWTClaimsSet().getStringListClaim("roles")).containsExactly("trader");
        assertThat(token.getJWTClaimsSet().getStringListClaim("accounts")).containsExactly(account.toString());
        assertThat(token.getJWTClaimsSet().getExpirationTime()).isAfter(Date.from(Instant.now()));
    }
}
