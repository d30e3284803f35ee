package io.tradecore.ops.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the drills answer before anything is started. */
class DrillTest {

    @TempDir
    Path home;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    private int execute(String... arguments) {
        CommandLine drill = Drill.commandLine(home, out);
        drill.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        drill.setErr(new PrintWriter(out, true, StandardCharsets.UTF_8));
        return drill.execute(arguments);
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void helpListsTheDrills() {
        assertThat(execute("--help")).isEqualTo(Drill.OK);
        assertThat(text()).contains("stop-out  ", "runaway  ");
    }

    @Test
    void withoutANameItSaysWhatThereIs() {
        assertThat(execute()).isEqualTo(Drill.CANNOT);
        assertThat(text()).contains("stop-out  ", "runaway  ");
    }

    @Test
    void aStopOutNeedsARecording() throws IOException {
        assertThat(execute("stop-out")).isEqualTo(Drill.CANNOT);
        assertThat(text()).contains("Missing required option: '--quotes=FILE'");
        Path json = home.resolve("figures.json");
        assertThat(execute("stop-out", "--quotes", "none.csv", "--json", json.toString()))
                .isEqualTo(Drill.CANNOT);
        assertThat(text()).contains("PROBLEM  --quotes none.csv: no such file", "The drill could not be run.");
        assertThat(json).content().contains("--quotes none.csv: no such file");
    }

    @Test
    void aFolderThatIsNotADrillsIsNotEmptied() throws IOException {
        Path books = home.resolve("books");
        Files.createDirectories(books);
        Path kept = Files.writeString(books.resolve("kept"), "of value");

        assertThat(execute("runaway", "--data", books.toString())).isEqualTo(Drill.CANNOT);
        assertThat(text()).contains("is no drill's folder");
        assertThat(kept).hasContent("of value");
    }
}
