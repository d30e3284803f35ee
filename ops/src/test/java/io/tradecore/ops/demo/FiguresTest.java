package io.tradecore.ops.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresTest {

    @TempDir
    Path folder;

    @Test
    void aFigureThatMustBeNothingIsAProblemWhenItIsNot() {
        Figures figures = new Figures();
        figures.putZero("lost", 0);
        figures.putZero("unresolved", 2);

        assertThat(figures.problems()).containsExactly("unresolved is 2, must be 0");
    }

    @Test
    void figuresAndProblemsAreWrittenAsJson() throws IOException {
        Figures figures = new Figures();
        figures.put("acknowledged", 7L);
        figures.put("by_type", Map.of("LIMIT/DAY", 7L));
        figures.problem("stopped before its end");
        Path file = folder.resolve("new/figures.json");
        figures.write(file);

        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertThat(json.path("acknowledged").asLong()).isEqualTo(7);
        assertThat(json.path("by_type").path("LIMIT/DAY").asLong()).isEqualTo(7);
        assertThat(json.path("problems").get(0).asText()).isEqualTo("stopped before its end");
    }
}
