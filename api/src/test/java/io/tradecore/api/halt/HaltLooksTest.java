package io.tradecore.api.halt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class HaltLooksTest {

    private static final OptionalLong ALL = OptionalLong.of(0);

    /** Near where the clock of a JVM overflows, which it may at any time. */
    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(20).toNanos();

    private final HaltLooks looks = new HaltLooks(() -> nanos);

    private void look(long version, long open) {
        assertThat(looks.due(version, true)).isPresent();
        looks.looked(open);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    @Test
    void firstLooksAtAll() {
        assertThat(looks.due(7, true)).isEqualTo(ALL);
    }

    @Test
    void looksAtWhatWasHaltedSince() {
        look(7, 0);

        assertThat(looks.due(7, true)).isEmpty();
        assertThat(looks.due(8, true)).hasValue(7);
    }

    @Test
    void looksEverySecondAtWhatStillHasOpenOrders() {
        look(7, 0);
        look(8, 3);

        pass(HaltLooks.AGAIN.minusNanos(1));
        assertThat(looks.due(8, true)).isEmpty();
        pass(Duration.ofNanos(1));
        assertThat(looks.due(8, true)).hasValue(7);

        looks.looked(0);
        pass(HaltLooks.AGAIN);
        assertThat(looks.due(8, true)).isEmpty();
    }

    @Test
    void whatStillHasOpenOrdersIsLookedAtWithWhatWasHaltedSince() {
        look(7, 0);
        look(8, 3);

        assertThat(looks.due(9, true)).hasValue(7);
        looks.looked(0);
        assertThat(looks.due(10, true)).hasValue(9);
    }

    @Test
    void looksAtAllEveryFifteenSeconds() {
        look(7, 0);

        pass(HaltLooks.AT_ALL.minusNanos(1));
        assertThat(looks.due(7, true)).isEmpty();
        pass(Duration.ofNanos(1));
        assertThat(looks.due(7, true)).isEqualTo(ALL);
    }

    @Test
    void aLookAtSomeDoesNotPutOffTheOneAtAll() {
        look(7, 0);
        pass(HaltLooks.AT_ALL.minusNanos(1));
        look(8, 0);
        pass(Duration.ofNanos(1));

        assertThat(looks.due(8, true)).isEqualTo(ALL);
    }

    @Test
    void whoBeginsOrCeasesToCancelLooksAtAll() {
        look(7, 0);

        assertThat(looks.due(7, false)).isEqualTo(ALL);
        looks.looked(0);
        assertThat(looks.due(7, false)).isEmpty();
        assertThat(looks.due(7, true)).isEqualTo(ALL);
    }

    @Test
    void aLookThatFailedIsDueAgain() {
        look(7, 0);

        assertThat(looks.due(8, true)).hasValue(7);
        assertThat(looks.due(8, true)).hasValue(7);
    }
}
