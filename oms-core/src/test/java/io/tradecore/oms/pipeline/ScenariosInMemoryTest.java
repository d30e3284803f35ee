package io.tradecore.oms.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.oms.scenario.Scenario;
import io.tradecore.oms.scenario.ScenarioFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every scenario table on the pure core. */
class ScenariosInMemoryTest {

    private static int scenarios;
    private static int steps;

    @TestFactory
    Stream<DynamicTest> everyStepShowsWhatItsRowSays() {
        return ScenarioFile.all().stream()
                .map(scenario -> DynamicTest.dynamicTest(scenario.toString(), () -> {
                    scenario.play(new MemoryStage(scenario.account(), scenario.selfTrades()));
                    scenarios++;
                    steps += scenario.steps().size();
                }));
    }

    @Test
    void everyTableIsPlayed() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/scenarios"))) {
            List<String> tables = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".scn"))
                    .sorted()
                    .toList();
            assertThat(tables).isEqualTo(ScenarioFile.NAMES);
        }
    }

    @Test
    void everyGroupOfFixAndOfOursIsThere() {
        assertThat(ScenarioFile.all().stream().map(Scenario::id))
                .contains("A.1.a", "A.1.b", "B.1.a", "B.1.b", "B.1.c", "B.1.d", "B.1.e", "B.1.f")
                .contains("C.1.a", "C.1.b", "C.1.c", "C.2.a", "C.3.a", "C.3.b", "C.3.c")
                .contains("D.1.a", "D.1.b", "D.1.c", "D.2.a", "D.2.b", "D.2.d")
                .contains("E.1.a", "E.1.b", "E.1.c", "E.1.d", "E.1.e", "F.1.a", "F.1.b", "F.1.c")
                .contains("G.1.a", "G.1.b", "G.1.c", "H.1.a", "H.1.b", "H.1.c", "H.1.d", "I.1.a", "I.1.b")
                .contains("J.1.a", "J.1.b", "J.1.c", "K.1.a", "K.1.b", "L.1.a")
                .contains("M.1.a", "M.1.b", "M.1.c", "M.1.d", "M.1.e", "M.2.a", "M.2.b", "M.3.a", "M.3.d", "M.4.a")
                .contains("N.1.a", "N.1.b", "N.1.c", "N.1.d", "N.1.e", "N.1.f", "N.2.a", "N.2.b", "N.3.a", "N.3.c")
                .contains("O.1.a", "O.1.b", "O.2.a", "O.2.c", "O.2.e", "O.3.a", "O.3.c", "O.4.a", "O.4.d", "O.5.b")
                .contains("P.1.a", "P.1.b", "P.1.c", "P.2.a", "P.3.a", "P.3.b")
                .contains("Q.1.a", "Q.1.c", "Q.1.d", "Q.1.h", "Q.2.a", "Q.2.c", "Q.3.a", "Q.3.c", "Q.4.a", "Q.5.a")
                .contains("X.1", "X.2", "X.3", "X.4", "X.5", "X.6", "X.7", "X.8", "X.9", "X.10", "X.11");
    }

    @AfterAll
    static void tellWhatWasPlayed() {
        System.out.printf("scenarios: %d with %d steps as written, on the pure core%n", scenarios, steps);
    }
}
