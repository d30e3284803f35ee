package io.tradecore.api.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void holdsOneSecondsWorthAndRefillsSteadily() {
        var bucket = new TokenBucket(4, 0);
        for (int i = 0; i < 4; i++) {
            assertThat(bucket.take(0).admitted()).isTrue();
        }
        assertThat(bucket.take(0)).isEqualTo(RateDecision.of(0, Duration.ofMillis(250)));
        assertThat(bucket.take(SECOND / 8).retryAfter()).isEqualTo(Duration.ofMillis(125));
        assertThat(bucket.take(SECOND / 4).admitted()).isTrue();
        assertThat(bucket.take(SECOND / 4).admitted()).isFalse();
    }

    @Test
    void whoTakesTheLastIsToldWhenThereIsOneAgain() {
        var bucket = new TokenBucket(4, 0);
        assertThat(bucket.take(0, 3)).isEqualTo(RateDecision.of(3, Duration.ZERO));
        assertThat(bucket.take(SECOND / 8, 3)).isEqualTo(RateDecision.of(1, Duration.ofMillis(125)));
    }

    @Test
    void aLongPauseFillsItNoFurther() {
        var bucket = new TokenBucket(2, 0);
        assertThat(bucket.take(100 * SECOND).admitted()).isTrue();
        assertThat(bucket.take(100 * SECOND).admitted()).isTrue();
        assertThat(bucket.take(100 * SECOND).admitted()).isFalse();
    }

    @Test
    void aRateBelowOneStillAdmitsOne() {
        var bucket = new TokenBucket(0.5, 0);
        assertThat(bucket.take(0).admitted()).isTrue();
        assertThat(bucket.take(0).retryAfter()).isEqualTo(Duration.ofSeconds(2));
        assertThat(bucket.take(2 * SECOND).admitted()).isTrue();
    }
}
