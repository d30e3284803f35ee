package io.tradecore.api.runaway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tradecore.ledger.AccountId;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When an account's refusals make its program a runaway. */
class RefusalWindowTest {
    private static final AccountId ACCOUNT = new AccountId(UUID.randomUUID());
    private static final AccountId OTHER = new AccountId(UUID.randomUUID());
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

    // A monotonic clock may begin anywhere, also below zero.
    private long nowNanos = -5_000_000_000L;

    private RefusalWindow window(int enough) {
        return new RefusalWindow(enough, TWO_SECONDS, () -> nowNanos);
    }

    private void pass(long millis) {
        nowNanos += Duration.ofMillis(millis).toNanos();
    }

    /** 1,000 within two seconds are enough. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "just under,                  500,    0, 499,    0",
        "at the bound,                500,    0, 500, 1000",
        "beyond it,                   500,    0, 700, 1200",
        "all at once,                   0,    0, 1000, 1000",
        "at the window's other end,   500, 1899, 500, 1000",
        "the window has slid on,      500, 2000, 500,    0",
        "long ago,                    999, 60000, 999,   0",
    })
    void refusalsCountTogetherWithinTheWindow(String name, int first, long millis, int then, long counted) {
        RefusalWindow window = window(1000);
        if (first > 0) {
            assertThat(window.add(ACCOUNT, first)).isZero();
        }
        pass(millis);
        assertThat(window.add(ACCOUNT, then)).as(name).isEqualTo(counted);
    }

    @Test
    void oneByOneTheThousandthIsTheOne() {
        RefusalWindow window = window(1000);
        for (int i = 1; i < 1000; i++) {
            assertThat(window.add(ACCOUNT, 1)).isZero();
            pass(1);
        }
        assertThat(window.add(ACCOUNT, 1)).isEqualTo(1000);
    }

    @Test
    void aSteadyTrickleBelowTheBoundIsNoRunawayHoweverLongItLasts() {
        RefusalWindow window = window(1000);
        for (int i = 0; i < 600; i++) {
            assertThat(window.add(ACCOUNT, 49)).isZero();
            pass(100);
        }
    }

    @Test
    void aSteadyStreamAboveTheBoundIsOneThoughItBeganBelow() {
        RefusalWindow window = window(1000);
        for (int i = 0; i < 100; i++) {
            assertThat(window.add(ACCOUNT, 45)).isZero();
            pass(100);
        }
        long counted = 0;
        for (int i = 0; i < 20 && counted == 0; i++) {
            counted = window.add(ACCOUNT, 60);
            pass(100);
        }
        assertThat(counted).isBetween(1000L, 1059L);
    }

    @Test
    void anotherAccountIsNotTouched() {
        RefusalWindow window = window(1000);
        window.add(OTHER, 999);
        assertThat(window.add(ACCOUNT, 1000)).isEqualTo(1000);
        assertThat(window.add(ACCOUNT, 999)).as("counted anew").isZero();
        assertThat(window.add(OTHER, 1)).isEqualTo(1000);
    }

    @Test
    void whereNoneAreTooManyNothingIsCounted() {
        RefusalWindow window = window(0);
        assertThat(window.add(ACCOUNT, 1_000_000)).isZero();
        assertThat(window.accounts()).isZero();
    }

    @Test
    void onlyTheAccountsThatWereRefusedLastAreKept() {
        RefusalWindow window = window(1000);
        window.add(ACCOUNT, 999);
        window.add(OTHER, 999);
        for (int i = 0; i < RefusalWindow.MOST_ACCOUNTS; i++) {
            window.add(new AccountId(UUID.randomUUID()), 1);
            if (i == RefusalWindow.MOST_ACCOUNTS / 2) {
                window.add(ACCOUNT, 0);
            }
        }
        assertThat(window.accounts()).isEqualTo(RefusalWindow.MOST_ACCOUNTS);
        assertThat(window.add(OTHER, 1)).as("refused longest ago").isZero();
        assertThat(window.add(ACCOUNT, 1)).as("refused since").isEqualTo(1000);
    }

    @Test
    void noWindowIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RefusalWindow(1, Duration.ZERO, () -> 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new RefusalWindow(-1, TWO_SECONDS, () -> 0));
    }
}
