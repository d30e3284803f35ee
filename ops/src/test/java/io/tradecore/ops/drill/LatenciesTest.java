package io.tradecore.ops.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void ninetyNineInAHundredTookNoLongerThanTheP99() {
        long[] nanos =
                LongStream.rangeClosed(1, 200).map(n -> (201 - n) * 1_000_000).toArray();

        assertThat(Latencies.of(nanos)).isEqualTo(new Latencies(200, 100, 198, 200));
        assertThat(Latencies.of(new long[] {5_000_000})).isEqualTo(new Latencies(1, 5, 5, 5));
    }

    @Test
    void ofNothingThereAreNone() {
        assertThatThrownBy(() -> Latencies.of(new long[0])).isInstanceOf(IllegalStateException.class);
    }
}
