package io.tradecore.oms.halt;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.halt.TradingStates.Subject;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TradingStatesTest {

    private static final AccountId ACCOUNT = new AccountId(new UUID(1, 1));
    private static final Subject SUBJECT = new Subject(ACCOUNT, "RATES", "anna", "BTCUSDT", "SIM");

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("What applies is of the subject, the strictest of it, and of several as strict the widest")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -                                                     | -
            FIRM ALL HALTED                                       | FIRM ALL HALTED
            DESK RATES HALTED                                     | DESK RATES HALTED
            DESK MAIN HALTED                                      | -
            ACCOUNT 00000000-0000-0001-0000-000000000001 HALTED   | ACCOUNT 00000000-0000-0001-0000-000000000001 HALTED
            ACCOUNT 00000000-0000-0001-0000-000000000002 HALTED   | -
            USER anna REDUCE_ONLY                                 | USER anna REDUCE_ONLY
            USER bert HALTED                                      | -
            INSTRUMENT BTCUSDT HALTED                             | INSTRUMENT BTCUSDT HALTED
            INSTRUMENT ETHUSDT HALTED                             | -
            VENUE SIM HALTED                                      | VENUE SIM HALTED
            VENUE XYZ HALTED                                      | -
            USER anna HALTED; FIRM ALL REDUCE_ONLY                | USER anna HALTED
            VENUE SIM REDUCE_ONLY; INSTRUMENT BTCUSDT REDUCE_ONLY | INSTRUMENT BTCUSDT REDUCE_ONLY
            VENUE SIM HALTED; FIRM ALL HALTED                     | FIRM ALL HALTED
            USER bert HALTED; VENUE SIM REDUCE_ONLY               | VENUE SIM REDUCE_ONLY
            """)
    void theStrictestThatAppliesWins(@Nullable String bars, @Nullable String applies) {
        TradingBar bar = states(bars).strictest(SUBJECT);

        assertThat(bar == null ? null : bar.scope() + " " + bar.scopeId() + " " + bar.state())
                .isEqualTo(applies);
    }

    @Test
    void ofAnOrderNobodyIsKnownToHavePlacedNoUserIsHalted() {
        assertThat(states("USER anna HALTED").strictest(new Subject(ACCOUNT, "RATES", null, "BTCUSDT", "SIM")))
                .isNull();
        assertThat(states("USER anna HALTED").concernUsers()).isTrue();
        assertThat(states("FIRM ALL HALTED").concernUsers()).isFalse();
    }

    private static TradingStates states(@Nullable String bars) {
        List<TradingBar> read = bars == null
                ? List.of()
                : Arrays.stream(bars.split(";"))
                        .map(bar -> bar.trim().split(" "))
                        .map(part -> new TradingBar(
                                TradingScope.valueOf(part[0]), part[1], TradingState.valueOf(part[2]), "ops"))
                        .toList();
        return new TradingStates(1, read);
    }
}
