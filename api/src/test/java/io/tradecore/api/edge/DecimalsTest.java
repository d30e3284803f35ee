package io.tradecore.api.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Decimals come in as plain text and go out as plain text. */
class DecimalsTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "0, 0",
        "-0, 0",
        "100, 100",
        "100.00, 100",
        "0.10, 0.1",
        "-12.50, -12.5",
        "999999999999999999.999999999999999999, 999999999999999999.999999999999999999",
        "0.000000000000000001, 0.000000000000000001"
    })
    void plainDecimalsAreReadExactly(String text, String shown) {
        assertThat(Decimals.text(Decimals.parse("px", text))).isEqualTo(shown);
        assertThat(Decimals.parse("px", text)).isEqualByComparingTo(new BigDecimal(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "+1",
                "1 ",
                "1.",
                ".5",
                "01",
                "1e2",
                "1E400",
                "NaN",
                "Infinity",
                "-",
                "--1",
                "0x1",
                "1_000",
                "1,5",
                "１"
            })
    void anythingElseIsMalformed(String text) {
        assertThatThrownBy(() -> Decimals.parse("px", text)).hasMessageStartingWith("DECIMAL_MALFORMED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000000000000000000", "0.0000000000000000001", "-1000000000000000000"})
    void moreThan18DigitsOnASideAreOutOfRange(String text) {
        assertThatThrownBy(() -> Decimals.parse("px", text)).hasMessageStartingWith("DECIMAL_OUT_OF_RANGE");
    }

    @Test
    void aLongTextIsRefusedBeforeItIsRead() {
        assertThatThrownBy(() -> Decimals.parse("px", "9".repeat(60_000)))
                .hasMessageStartingWith("DECIMAL_OUT_OF_RANGE");
    }

    @Test
    void aValueIsNeverShownWithAnExponent() {
        assertThat(Decimals.text(new BigDecimal("1E+20"))).isEqualTo("100000000000000000000");
        assertThat(Decimals.text(new BigDecimal("0E-12"))).isEqualTo("0");
        assertThat(Decimals.text(new BigDecimal("1E-12"))).isEqualTo("0.000000000001");
    }
}
