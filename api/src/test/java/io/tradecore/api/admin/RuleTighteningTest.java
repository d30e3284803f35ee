package io.tradecore.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.api.admin.NewRule.NewLimit;
import io.tradecore.oms.instrument.SecurityType;
import io.tradecore.oms.risk.InstrumentSelector;
import io.tradecore.oms.risk.Limit.Severity;
import io.tradecore.oms.risk.LimitKind;
import io.tradecore.oms.risk.RuleScope;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which limits one operator may put in the place of another alone. */
class RuleTighteningTest {

    private static final String ACCOUNT = "00000000-0000-7000-8000-000000000001";

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @DisplayName("What is for the same, no less strict, no softer and no shorter takes no second operator")
    @CsvSource(delimiter = '|', textBlock = """
            # kind scope id [class or symbol] value severity [end]
            MAX_POSITION FIRM * * 5 HARD -             | MAX_POSITION FIRM * * 4 HARD -             | true
            MAX_POSITION FIRM * * 5 HARD -             | MAX_POSITION FIRM * * 5.0 HARD -           | true
            MAX_POSITION FIRM * * 5 HARD -             | MAX_POSITION FIRM * * 5.1 HARD -           | false
            MIN_ORDER_QTY FIRM * * 5 HARD -            | MIN_ORDER_QTY FIRM * * 4 HARD -            | false
            MIN_ORDER_QTY FIRM * * 5 HARD -            | MIN_ORDER_QTY FIRM * * 6 HARD -            | true
            MAX_POSITION DESK FX * 5 HARD -            | MAX_POSITION DESK FX * 4 HARD -            | true
            MAX_POSITION DESK FX * 5 HARD -            | MAX_POSITION DESK MAIN * 4 HARD -          | false
            MAX_POSITION DESK FX * 5 HARD -            | MAX_POSITION USER FX * 4 HARD -            | false
            MAX_POSITION DESK FX * 5 HARD -            | MAX_POSITION STRATEGY FX * 4 HARD -        | false
            MAX_POSITION STRATEGY FX * 5 HARD -        | MAX_POSITION STRATEGY FX * 4 HARD -        | true
            MAX_POSITION FIRM * * 5 HARD -             | MAX_ORDER_QTY FIRM * * 4 HARD -            | false
            MAX_POSITION FIRM * * 5 HARD -             | MAX_POSITION FIRM * BTCUSDT 4 HARD -       | false
            MAX_POSITION FIRM * BTCUSDT 5 HARD -       | MAX_POSITION FIRM * BTCUSDT 4 HARD -       | true
            MAX_POSITION FIRM * CS 5 HARD -            | MAX_POSITION FIRM * CS 4 HARD -            | true
            MAX_POSITION FIRM * CS 5 HARD -            | MAX_POSITION FIRM * * 4 HARD -             | false
            MAX_POSITION ACCOUNT one * 5 HARD -        | MAX_POSITION ACCOUNT one * 4 HARD -        | true
            MAX_POSITION ACCOUNT one * 5 HARD -        | MAX_POSITION ACCOUNT two * 4 HARD -        | false
            MAX_POSITION FIRM * * 5 HARD -             | MAX_POSITION FIRM * * 4 SOFT -             | false
            MAX_POSITION FIRM * * 5 SOFT -             | MAX_POSITION FIRM * * 4 SOFT -             | true
            MAX_POSITION FIRM * * 5 SOFT -             | MAX_POSITION FIRM * * 5 HARD -             | true
            MAX_POSITION FIRM * * 5 HARD -             | MAX_POSITION FIRM * * 4 HARD 2030-01-02    | false
            MAX_POSITION FIRM * * 5 HARD 2030-01-02    | MAX_POSITION FIRM * * 4 HARD 2030-01-02    | true
            MAX_POSITION FIRM * * 5 HARD 2030-01-02    | MAX_POSITION FIRM * * 4 HARD 2030-01-01    | false
            MAX_POSITION FIRM * * 5 HARD 2030-01-02    | MAX_POSITION FIRM * * 4 HARD -             | true
            """)
    void tightens(String ended, String made, boolean alone) {
        Map<String, Object> row = new HashMap<>(limit(ended).row());
        // As the database tells a row.
        row.computeIfPresent("effective_to", (_, to) -> to.toString().replace("Z", "+00:00"));

        assertThat(RuleTightening.isStricter(limit(made), row)).isEqualTo(alone);
    }

    private static NewLimit limit(String text) {
        String[] words = text.split(" ", -1);
        return new NewLimit(
                LimitKind.valueOf(words[0]),
                RuleScope.valueOf(words[1]),
                switch (words[2]) {
                    case "one" -> ACCOUNT;
                    case "two" -> ACCOUNT.replace("1", "2");
                    default -> words[2];
                },
                instruments(words[3]),
                new BigDecimal(words[4]),
                Severity.valueOf(words[5]),
                null,
                words[6].equals("-") ? null : time(words[6]));
    }

    private static InstrumentSelector instruments(String word) {
        return Stream.of(SecurityType.values())
                .filter(type -> type.name().equals(word))
                .findFirst()
                .map(InstrumentSelector::of)
                .orElse(word.equals("*") ? InstrumentSelector.ALL : InstrumentSelector.of(word));
    }

    private static @Nullable Instant time(String date) {
        return Instant.parse(date + "T00:00:00Z");
    }
}
