package io.tradecore.risk;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.tradecore.oms.check.CheckTable;
import io.tradecore.oms.check.CheckTable.Kind;
import io.tradecore.oms.check.CheckTable.Row;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.risk.LimitKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays the tables of what each check answers, and holds them to the checks there are: none is without its rows. */
class CheckTableTest {

    private static final CheckTable NEW_ORDERS = CheckTable.load("new_orders.chk");
    private static final CheckTable REPLACES = CheckTable.load("replaces.chk");

    static List<Row> newOrders() {
        return NEW_ORDERS.played();
    }

    static List<Row> replaces() {
        return REPLACES.played();
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("A new order")
    @MethodSource("newOrders")
    void placed(Row row) {
        assertThat(new CheckStage(row).place(row.cell("order"))).as(row.place()).isEqualTo(row.outcome());
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("A replace")
    @MethodSource("replaces")
    void replaced(Row row) {
        assertThat(new CheckStage(row).replace(row.cell("replace")))
                .as(row.place())
                .isEqualTo(row.outcome());
    }

    @Test
    @DisplayName("Every reason that a check of ours denies with has its rows")
    void complete() {
        assertThat(answered()).contains("QTY_EXCEEDS_MAX", "MARGIN_INSUFFICIENT");
        assertThat(NEW_ORDERS.gaps(answered(), EnumSet.allOf(Kind.class))).isEmpty();
        assertThat(REPLACES.gaps(answered(), EnumSet.complementOf(EnumSet.of(Kind.MISSING))))
                .isEmpty();
    }

    @Test
    @DisplayName("Of each it is said what comes of it without any quote, and with old ones")
    void feeds() {
        List<String> gaps = new ArrayList<>();
        for (String code : answered()) {
            Set<String> quotes = newOrders().stream()
                    .filter(row -> row.check().equals(code) && row.kind() == Kind.FEED_DOWN)
                    .map(row -> row.cell("quotes").split(" of ", 2)[0])
                    .collect(Collectors.toSet());
            if (!quotes.equals(Set.of("none", "6 s old"))) {
                gaps.add(code + " with " + quotes);
            }
        }
        assertThat(gaps).isEmpty();
    }

    @Test
    @DisplayName("docs/risk.md tells of each, and its table of no other")
    void documented() throws IOException {
        String text = Files.readString(Path.of("..", "docs", "risk.md"));
        assertThat(codes(text)).containsAll(answered());

        String checks = text.lines()
                .filter(line -> line.matches("\\| [0-9]+ \\|.*"))
                .map(line -> line.split("\\|", -1)[3])
                .collect(Collectors.joining());
        assertThat(answered()).containsAll(codes(checks));
    }

    private static final Pattern CODE = Pattern.compile("`([A-Z]+(?:_[A-Z]+)+)`");

    private static Set<String> codes(String text) {
        return CODE.matcher(text)
                .results()
                .map((MatchResult code) -> code.group(1))
                .filter(code -> !isKind(code))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Kinds of limits are written as codes are. */
    private static boolean isKind(String code) {
        return List.of(LimitKind.values()).stream().anyMatch(kind -> kind.name().equals(code));
    }

    /** By the constants that the classes of the checks name, and of what they ask. */
    private static Set<String> answered() {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.tradecore.risk", "io.tradecore.oms.risk")
                        .stream()
                        .flatMap(type -> type.getFieldAccessesFromSelf().stream())
                        .map(JavaFieldAccess::getTarget)
                        .filter(field -> field.getOwner().isEquivalentTo(Reason.class))
                        .map(field -> field.getName())
                        .collect(Collectors.toCollection(TreeSet::new));
    }
}
