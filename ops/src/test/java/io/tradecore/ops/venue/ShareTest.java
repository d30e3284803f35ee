package io.tradecore.ops.venue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShareTest {

    private static List<Integer> members(long seed, String name, double size) {
        VenueOptions options = new VenueOptions();
        options.seed = seed;
        Share share = options.share(name, size);
        return IntStream.range(0, 10_000)
                .filter(i -> share.test("order-" + i))
                .boxed()
                .toList();
    }

    @Test
    void aShareIsAboutAsLargeAsItIsSaidToBe() {
        assertThat(members(1, "bust", 0)).isEmpty();
        assertThat(members(1, "bust", 1)).hasSize(10_000);
        assertThat(members(1, "bust", 0.1).size()).isBetween(800, 1_200);
    }

    @Test
    void theSameSeedChoosesTheSameAndAnotherOneOthers() {
        assertThat(members(1, "bust", 0.1)).isEqualTo(members(1, "bust", 0.1)).isNotEqualTo(members(2, "bust", 0.1));
    }

    @Test
    void sharesOfDifferentKindsHaveDifferentMembers() {
        assertThat(members(1, "bust", 0.1)).isNotEqualTo(members(1, "correct", 0.1));
    }

    @Test
    void aShareOfMoreThanAllIsRefused() {
        assertThatThrownBy(() -> new Share("bust", 1.01)).hasMessageContaining("0 to 1");
        assertThatThrownBy(() -> new Share("bust", Double.NaN)).hasMessageContaining("0 to 1");
    }
}
