package io.tradecore.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.oms.command.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every code is in {@code docs/errors.md} with the status it has, and nothing else is. */
class ErrorCodesTest {

    @Test
    void everyCodeIsDocumentedWithItsStatus() throws IOException {
        List<String> expected = new ArrayList<>();
        for (ApiCode code : ApiCode.values()) {
            expected.add(code.name() + " " + ProblemMapper.problem(code, "x").status());
        }
        for (Reason reason : Reason.values()) {
            int status = ProblemMapper.problem(reason, "x").status();
            // What is only said of venues' reports has no HTTP status.
            expected.add(reason.name() + " " + (status == 500 ? "-" : Integer.toString(status)));
        }
        assertThat(documented()).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static List<String> documented() throws IOException {
        Path docs = Path.of("..", "docs", "errors.md");
        try (Stream<String> lines = Files.lines(docs)) {
            return lines.filter(line -> line.startsWith("| `"))
                    .map(line -> line.split("\\|"))
                    .map(cells -> cells[1].strip().replace("`", "") + " " + cells[2].strip())
                    .toList();
        }
    }
}
