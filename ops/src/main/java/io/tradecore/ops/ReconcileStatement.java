package io.tradecore.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradecore.ops.installation.DataFolder;
import io.tradecore.ops.installation.RunFile;
import io.tradecore.ops.installation.Secrets;
import io.tradecore.ops.installation.Tokens;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ops/reconcile-statement}: has a running installation compare a venue's file with its books. */
@Command(
        name = "ops/reconcile-statement",
        description =
                "Compares a venue's file with the books. Exit 0 if nothing is open, 1 if something is, 2 if it cannot be compared.")
public final class ReconcileStatement implements Callable<Integer> {

    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "print this and exit")
    private boolean help;

    @Parameters(paramLabel = "FILE", description = "what the venue sent, see docs/venue-statements.md")
    private Path file = Path.of("");

    @Option(names = "--venue", paramLabel = "ID", required = true, description = "whose file it is")
    private String venue = "";

    @Option(names = "--day", paramLabel = "DATE", description = "the day in UTC it is of, such as 2026-11-21")
    private @Nullable LocalDate day;

    @Option(names = "--from", paramLabel = "TIME", description = "instead of --day, with --to: the first time it is of")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "TIME", description = "the first time after it")
    private @Nullable Instant to;

    @Option(names = "--data", paramLabel = "DIR", description = "of a running installation (default: var/data)")
    private @Nullable Path data;

    private final Path home;
    private final PrintStream out;

    ReconcileStatement(Path home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    public static void main(String[] args) {
        Path home = Path.of(System.getProperty("tradecore.home", ""));
        System.exit(new CommandLine(new ReconcileStatement(home.toAbsolutePath(), System.out)).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            String query = query();
            if (!Files.isReadable(file)) {
                throw new IllegalStateException(file + ": no such file");
            }
            DataFolder folder = new DataFolder(data != null ? data : home.resolve("var/data"));
            RunFile run = RunFile.ofRunning(folder);
            Tokens tokens = new Tokens(Secrets.load(folder.secrets()).jwtSecret());
            return send(
                    URI.create(run.apiUrl() + "/v1/admin/venue-statements?" + query),
                    tokens.issue("ops-reconcile-statement", List.of("admin"), List.of(), LONGEST));
        } catch (IOException | IllegalStateException e) {
            out.println(e.getMessage());
            return Launcher.CANNOT;
        }
    }

    private String query() {
        Instant begin = from;
        Instant end = to;
        LocalDate date = day;
        if (date != null && begin == null && end == null) {
            begin = date.atStartOfDay(ZoneOffset.UTC).toInstant();
            end = date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        } else if (date != null || begin == null || end == null) {
            throw new IllegalStateException("--day is needed, or --from and --to");
        }
        return "venueId=" + URLEncoder.encode(venue, StandardCharsets.UTF_8) + "&from=" + begin + "&to=" + end;
    }

    private int send(URI address, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "text/csv")
                .timeout(LONGEST)
                .POST(HttpRequest.BodyPublishers.ofFile(file))
                .build();
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            out.println(answer.body());
            if (answer.statusCode() != OK && answer.statusCode() != CREATED) {
                return Launcher.CANNOT;
            }
            JsonNode statement = JSON.readTree(answer.body());
            return statement.path("open").asInt() == 0 ? Launcher.OK : Launcher.NOT_PROVEN;
        }
    }
}
