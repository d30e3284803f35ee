package io.tradecore.ops.venue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradecore.ops.venue.matching.ExecType;
import io.tradecore.ops.venue.matching.Report;
import io.tradecore.ops.venue.wire.MalformedMessageException;
import io.tradecore.ops.venue.wire.Routed;
import io.tradecore.ops.venue.wire.VenueJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of docs/venue-protocol.md are what the simulator reads and writes. */
class VenueProtocolPageTest {

    private static final Path PAGE = Path.of("..", "docs", "venue-protocol.md");
    private static final Pattern JSON_BLOCK = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    private static List<JsonNode> examples() throws IOException, MalformedMessageException {
        List<JsonNode> examples = new ArrayList<>();
        Matcher blocks = JSON_BLOCK.matcher(Files.readString(PAGE));
        while (blocks.find()) {
            examples.add(VenueJson.parse(blocks.group(1).getBytes(StandardCharsets.UTF_8)));
        }
        return examples;
    }

    @Test
    void theRoutesOnThePageCanBeRead() throws Exception {
        List<JsonNode> examples = examples();

        assertThat(VenueJson.routed(examples.get(0))).isInstanceOf(Routed.Order.class);
        assertThat(VenueJson.routed(examples.get(1))).isInstanceOf(Routed.Cancel.class);
    }

    @Test
    void theReportOnThePageIsWhatTheSimulatorWouldWrite() throws Exception {
        JsonNode example = examples().get(2);
        Report report = VenueJson.report(example);

        assertThat(report.execType()).isEqualTo(ExecType.TRADE);
        assertThat((JsonNode) VenueJson.json(report)).isEqualTo(example);
    }

    @Test
    void everyExecTypeTheSimulatorSendsIsOnThePage() throws Exception {
        String page = Files.readString(PAGE);

        assertThat(Arrays.stream(ExecType.values()).map(type -> "| `" + type + "` ("))
                .allMatch(page::contains);
    }
}
