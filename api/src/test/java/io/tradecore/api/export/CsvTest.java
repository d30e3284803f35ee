package io.tradecore.api.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTest {

    @ParameterizedTest(name = "{0} is written {1}")
    @CsvSource(quoteCharacter = '~', delimiter = '|', textBlock = """
            ops                 | ops
            a,b                 | "a,b"
            a"b                 | "a""b"
            -12.50              | -12.50
            -7                  | -7
            =1+1                | '=1+1
            @SUM(A1)            | '@SUM(A1)
            +49                 | '+49
            -A1                 | '-A1
            -1-1                | '-1-1
            =HYPERLINK("x","y") | "'=HYPERLINK(""x"",""y"")"
            """)
    void aTextThatASpreadsheetWouldTakeForAFormulaHasAnApostropheBeforeIt(String value, String written) {
        StringBuilder text = new StringBuilder();
        Csv.line(text, "before", value, null);
        assertThat(text).hasToString("before," + written + ",\n");
    }
}
