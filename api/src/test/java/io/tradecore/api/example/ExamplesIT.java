package io.tradecore.api.example;

import static io.tradecore.api.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.tradecore.api.rest.ApiUnderTest;
import io.tradecore.api.rest.Tokens;
import io.tradecore.servers.TestServers;
import io.tradecore.servers.WideLimits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page of docs/examples says what happens. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesIT implements ExamplePage.World {
    private static final Path PAGES = Path.of("..", "docs", "examples");
    private static final String HOW_TO_RENEW =
            "mvn -pl api -am verify -Dit.test=ExamplesIT -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false"
                    + " -Dfailsafe.failIfNoSpecifiedTests=false -Ddocs.write=true";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ApiUnderTest api = ApiUnderTest.withNats();
    private final Connection nats;

    ExamplesIT() throws Exception {
        nats = Nats.connect(TestServers.get().addresses().natsUri());
    }

    /** What the pages find on an installation, with the limits that are shipped; curl is installed the way ops/ installs its servers. */
    @BeforeAll
    void prepare() throws Exception {
        Process install = new ProcessBuilder(
                        "bash", "-euc", "cd .. && source ops/lib/env.sh && ensure_programs curl=curl")
                .inheritIO()
                .start();
        assertThat(install.waitFor()).isZero();
        WideLimits.lift(TestServers.get());
        api.ensure("/v1/assets", "{'asset':'EUR','scale':2,'name':'Euro'}");
        api.ensure("/v1/instruments", """
                {'symbol':'ACME','venueId':'SIM','currency':'USD','pxScale':2,'qtyScale':0,'tickSize':'0.01','lotSize':'1',
                'maxOrderQty':'1000','maxOrderNotional':'1000000','priceCollar':'0.1','feeRate':'0.001'}""");
    }

    @AfterAll
    void stop() throws Exception {
        WideLimits.set(TestServers.get());
        nats.close();
        api.close();
    }

    static List<String> pages() throws Exception {
        try (Stream<Path> files = Files.list(PAGES)) {
            List<String> pages =
                    new ArrayList<>(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".md") && !name.equals("README.md"))
                            .sorted()
                            .toList());
            assertThat(pages).hasSizeGreaterThanOrEqualTo(6);
            return pages;
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void whatThePageSaysIsWhatHappens(String name) throws Exception {
        Path file = PAGES.resolve(name);
        ExamplePage page = new ExamplePage(file);
        String account = account(page.text());

        String done = page.done(
                Map.of(
                        "API", api.url(),
                        "ACCOUNT", account,
                        "ADMIN", Tokens.admin(),
                        "TRADER", Tokens.trader(account)),
                this);

        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(file, done);
        }
        assertThat(Files.readString(file))
                .as(HOW_TO_RENEW + "\nwrites it again")
                .isEqualTo(done);
    }

    /** The page's first line of code names it. */
    private static String account(String page) {
        String named = "export ACCOUNT=";
        int at = page.indexOf(named);
        assertThat(at).as("the page says " + named).isPositive();
        return page.substring(at + named.length(), at + named.length() + 36);
    }

    @Override
    public void quote(String symbol, String bidPx, String askPx) {
        api.quote(symbol, bidPx, askPx);
    }

    @Override
    public void venue(String message) throws Exception {
        String text = message.replace("<time>", Instant.now().toString());
        JsonNode report = JSON.readTree(text);
        String venue = report.path("venueId").asText();
        double before = dealtWith();
        nats.jetStream()
                .publish(NatsMessage.builder()
                        .subject("oms.report." + venue + "."
                                + report.path("accountId").asText())
                        .headers(new Headers()
                                .add(
                                        "Nats-Msg-Id",
                                        venue + ":" + report.path("execId").asText()))
                        .data(text.getBytes(StandardCharsets.UTF_8))
                        .build());
        eventually(() -> assertThat(dealtWith()).isEqualTo(before + 1));
    }

    private double dealtWith() {
        return api
                .context()
                .getBean(MeterRegistry.class)
                .find("oms.reports")
                .tag("result", "applied")
                .counters()
                .stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
