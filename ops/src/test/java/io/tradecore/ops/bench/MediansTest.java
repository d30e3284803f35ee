package io.tradecore.ops.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MediansTest {

    @Test
    void theMiddleRepeatCounts() {
        Medians medians = new Medians(
                "case",
                List.of(
                        Sample.ofRate(900).with("p99_ms", 3),
                        Sample.ofRate(100).with("p99_ms", 9),
                        Sample.ofRate(500).with("p99_ms", 5)));

        assertThat(medians.achieved()).isEqualTo(500);
        assertThat(medians.least()).isEqualTo(100);
        assertThat(medians.most()).isEqualTo(900);
        assertThat(medians.more()).isEqualTo(Map.of("p99_ms", 5.0));
    }

    @Test
    void anEvenNumberOfRepeatsCountsTheMeanOfTheTwoInTheMiddle() {
        assertThat(Medians.median(List.of(8.0, 1.0, 2.0, 4.0))).isEqualTo(3);
    }

    @Test
    void refusedFailedAndDroppedAreSummedSoThatNoneIsHidden() {
        Sample bad = new Sample(10, 5, 3, 2, 1, Map.of());

        Medians medians = new Medians("case", List.of(Sample.ofRate(10), bad, Sample.ofRate(10)));

        assertThat(medians.refused()).isEqualTo(3);
        assertThat(medians.failed()).isEqualTo(2);
        assertThat(medians.dropped()).isEqualTo(1);
    }
}
