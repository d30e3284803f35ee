package io.tradecore.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AccountIdTest {

    @Test
    void ordersAsPostgresqlOrdersUuids() {
        AccountId low = AccountId.of("00000000-0000-0000-0000-000000000001");
        AccountId high = AccountId.of("f0000000-0000-0000-0000-000000000000");

        // A signed comparison would put the one with the top bit first.
        assertThat(low).isLessThan(high);
    }

    @Test
    void takesOnlyTheCanonicalForm() {
        assertThatThrownBy(() -> AccountId.of("1-1-1-1-1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void idsRiseEvenWhenTheClockStandsStill() {
        UuidV7 ids = new UuidV7(Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));
        AccountId before = new AccountId(ids.next());
        for (int i = 0; i < 10_000; i++) {
            UUID next = ids.next();
            assertThat(next.version()).isEqualTo(7);
            assertThat(next.variant()).isEqualTo(2);
            AccountId after = new AccountId(next);
            assertThat(after).isGreaterThan(before);
            before = after;
        }
    }
}
