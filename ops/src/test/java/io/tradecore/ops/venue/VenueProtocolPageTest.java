package io.tradecore.ops.venue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradecore.ops.venue.matching.CxlRejReason;
import io.tradecore.ops.venue.matching.CxlRejResponseTo;
import io.tradecore.ops.venue.matching.ExecInst;
import io.tradecore.ops.venue.matching.ExecType;
import io.tradecore.ops.venue.matching.OrdType;
import io.tradecore.ops.venue.matching.Report;
import io.tradecore.ops.venue.matching.RestatementReason;
import io.tradecore.ops.venue.matching.TimeInForce;
import io.tradecore.ops.venue.wire.MalformedMessageException;
import io.tradecore.ops.venue.wire.Routed;
import io.tradecore.ops.venue.wire.VenueJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

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
        assertThat(VenueJson.routed(examples.get(2))).isInstanceOf(Routed.Replace.class);
    }

    @Test
    void theReportOnThePageIsWhatTheSimulatorWouldWrite() throws Exception {
        JsonNode example = examples().get(3);
        Report report = VenueJson.report(example);

        assertThat(report.execType()).isEqualTo(ExecType.TRADE);
        assertThat((JsonNode) VenueJson.json(report)).isEqualTo(example);
    }

    /** The lines of section 5's examples, with the fields they leave out. */
    private static List<JsonNode> shortExamples() throws IOException, MalformedMessageException {
        List<JsonNode> examples = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("{\"msgType\":")) {
                ObjectNode example = (ObjectNode) VenueJson.parse(line.getBytes(StandardCharsets.UTF_8));
                example.put("schema", "oms.report").put("version", 1).put("venueId", "SIM");
                example.put("accountId", "a").put("orderId", "o").put("venueOrderId", "v");
                examples.add(example.put("transactTime", "2026-11-21T02:40:11.130172914Z"));
            }
        }
        return examples;
    }

    @Test
    void theShortExamplesOfWhatTheSimulatorSendsAreWhatItWouldWrite() throws Exception {
        Set<String> sent =
                Arrays.stream(ExecType.values()).map(ExecType::name).collect(Collectors.toCollection(HashSet::new));
        Set<String> shown = new HashSet<>();
        for (JsonNode example : shortExamples()) {
            String execType = example.path("execType").asText("");
            if (sent.contains(execType) || execType.isEmpty()) {
                assertThat((JsonNode) VenueJson.json(VenueJson.report(example))).isEqualTo(example);
                shown.add(execType);
            }
        }
        sent.add("");
        assertThat(shown).as("a kind of report without an example").isEqualTo(sent);
    }

    @Test
    void everyExecTypeTheSimulatorSendsIsOnThePage() throws Exception {
        String page = Files.readString(PAGE);

        assertThat(Arrays.stream(ExecType.values()).map(type -> "`" + type + "` ("))
                .allMatch(page::contains);
    }

    @Test
    void everyWordTheSimulatorUsesIsOnThePage() throws Exception {
        String page = Files.readString(PAGE);
        List<Enum<?>> words = new ArrayList<>();
        words.addAll(List.of(TimeInForce.values()));
        words.addAll(List.of(OrdType.values()));
        words.addAll(List.of(ExecInst.values()));
        words.addAll(List.of(CxlRejReason.values()));
        words.addAll(List.of(CxlRejResponseTo.values()));
        words.addAll(List.of(RestatementReason.values()));

        assertThat(words.stream().map(word -> "`" + word + "`")).allMatch(page::contains);
    }

    @Test
    void everyOptionOfTheSimulatorIsOnThePage() throws Exception {
        String simulator = Files.readString(PAGE).split("## 10\\. The simulator\n", 2)[1];

        assertThat(CommandLine.Model.CommandSpec.forAnnotatedObject(new VenueOptions()).options().stream()
                        .map(CommandLine.Model.OptionSpec::longestName))
                .allMatch(simulator::contains);
    }
}
