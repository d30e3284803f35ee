package io.tradecore.oms.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradecore.oms.check.CheckTable.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTableTest {

    private static final EnumSet<Kind> KINDS = EnumSet.of(Kind.INSIDE, Kind.AT, Kind.OUTSIDE, Kind.MISSING);
    private static final String WHOLE = """
            # A comment.
            | kind       | order | outcome                   |
            check TOO_MUCH: the quantity
            | INSIDE, AT | buy 1 | PASSED                    |
            | OUTSIDE    | buy 2 | TOO_MUCH {qty=2, max=1}   |
            | MISSING    | -     | n/a: every order has one  |
            """;

    @Test
    void aTableIsReadRowByRow() {
        CheckTable table = CheckTable.parse("t", WHOLE);

        assertThat(table.checks()).containsExactly("TOO_MUCH");
        assertThat(table.played())
                .extracting(row -> row.kind() + " " + row.cell("order") + " " + row.outcome())
                .containsExactly("INSIDE buy 1 PASSED", "AT buy 1 PASSED", "OUTSIDE buy 2 TOO_MUCH {max=1, qty=2}");
        assertThat(CheckTable.denied("TOO_MUCH", Map.of("qty", "2", "max", "1")))
                .isEqualTo("TOO_MUCH {max=1, qty=2}");
        assertThat(CheckTable.denied("NEVER", Map.of())).isEqualTo("NEVER {}");
        assertThat(table.gaps(List.of("TOO_MUCH"), KINDS)).isEmpty();
    }

    @Test
    void whatIsNotInItIsTold() {
        assertThat(CheckTable.parse("t", WHOLE).gaps(List.of("TOO_LITTLE"), EnumSet.of(Kind.AT, Kind.FEED_DOWN)))
                .containsExactly(
                        "TOO_MUCH is no check",
                        "TOO_LITTLE has no row AT",
                        "TOO_LITTLE has no row FEED_DOWN",
                        "TOO_LITTLE is answered by no row");
    }

    @Test
    void noCheckDeniesWhatItAllowsOrPassesWhatItDoesNotKnow() {
        CheckTable table = CheckTable.parse("t", """
                | kind    | outcome  |
                check TOO_MUCH: the quantity
                | AT      | TOO_MUCH |
                | OUTSIDE | OTHER    |
                | MISSING | PASSED   |
                """);

        assertThat(table.gaps(List.of("TOO_MUCH"), EnumSet.noneOf(Kind.class)))
                .containsExactly(
                        "TOO_MUCH AT | TOO_MUCH (t:3) cannot be",
                        "TOO_MUCH OUTSIDE | OTHER (t:4) cannot be",
                        "TOO_MUCH MISSING | PASSED (t:5) cannot be");
    }

    @Test
    void whatIsSaidToBeUnaskedPasses() {
        String table = """
                | kind   | outcome  |
                unasked TOO_MUCH: it is not
                """;

        assertThat(CheckTable.parse("t", table + "| INSIDE | PASSED |").gaps(List.of("TOO_MUCH"), KINDS))
                .isEmpty();
        for (String rows : List.of("", "| INSIDE | TOO_MUCH |", "| INSIDE | n/a: never |")) {
            assertThat(CheckTable.parse("t", table + rows).gaps(List.of("TOO_MUCH"), KINDS))
                    .containsExactly("TOO_MUCH is said to be unasked, and nothing passes");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "| kind | outcome |\n| AT | PASSED |",
                "| kind | outcome |\ncheck A: b\n| AT |",
                "| kind | outcome |\ncheck A: b\n| AT | |",
                "| kind | outcome |\ncheck A: b\n| AROUND | PASSED |",
                "chek A: b"
            })
    void whatCannotBeReadIsRefused(String text) {
        assertThatThrownBy(() -> CheckTable.parse("t", text)).isInstanceOf(IllegalArgumentException.class);
    }
}
