package io.tradecore.ops;

import io.tradecore.ops.installation.DataFolder;
import io.tradecore.ops.installation.RunFile;
import io.tradecore.ops.installation.Secrets;
import io.tradecore.ops.installation.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ops/export}: asks a running installation for its journal and writes it as it comes. A file is there when it is
 * whole, or not at all.
 */
@Command(name = "ops/export", description = "Writes a journal. Exit 0 if it is whole, 2 if it is not to be had.")
public final class Export implements Callable<Integer> {

    private static final Duration FIRST_ANSWER = Duration.ofSeconds(60);
    private static final int OK = 200;

    /** How the journal is written. */
    enum Format {
        csv,
        jsonl,
        hledger,
        beancount
    }

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "print this and exit")
    private boolean help;

    @Option(names = "--account", paramLabel = "ID", description = "(default: all accounts)")
    private @Nullable UUID account;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "csv",
            description = "csv, jsonl, hledger or beancount (default: csv)")
    private Format format = Format.csv;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "the first effective time, such as 2026-01-01T00:00:00Z")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "TIME", description = "the first effective time after it")
    private @Nullable Instant to;

    @Option(names = "--out", paramLabel = "FILE", description = "(default: standard output)")
    private @Nullable Path file;

    @Option(names = "--data", paramLabel = "DIR", description = "of a running installation (default: var/data)")
    private @Nullable Path data;

    private final Path home;
    private final PrintStream out;

    Export(Path home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    public static void main(String[] args) {
        Path home = Path.of(System.getProperty("tradecore.home", ""));
        System.exit(new CommandLine(new Export(home.toAbsolutePath(), System.out)).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            DataFolder folder = new DataFolder(data != null ? data : home.resolve("var/data"));
            RunFile run = RunFile.ofRunning(folder);
            Tokens tokens = new Tokens(Secrets.load(folder.secrets()).jwtSecret());
            return fetch(
                    URI.create(run.apiUrl() + path()),
                    tokens.issue("ops-export", List.of("admin"), List.of(), FIRST_ANSWER));
        } catch (IOException | IllegalStateException e) {
            System.err.println(e.getMessage());
            return Launcher.CANNOT;
        }
    }

    private String path() {
        StringBuilder path = new StringBuilder("/v1/admin/");
        if (account != null) {
            path.append("accounts/").append(account).append('/');
        }
        path.append("journal/export?format=").append(format);
        if (from != null) {
            path.append("&from=").append(from);
        }
        if (to != null) {
            path.append("&to=").append(to);
        }
        return path.toString();
    }

    private int fetch(URI address, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + token)
                .timeout(FIRST_ANSWER)
                .build();
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != OK) {
                    throw new IllegalStateException(new String(body.readAllBytes(), StandardCharsets.UTF_8));
                }
                write(body);
                return Launcher.OK;
            }
        }
    }

    private void write(InputStream body) throws IOException {
        Path target = file;
        if (target == null) {
            body.transferTo(out);
            out.flush();
            return;
        }
        Path fresh = target.resolveSibling(Objects.requireNonNull(target.getFileName()) + ".new");
        try (OutputStream written = Files.newOutputStream(fresh)) {
            body.transferTo(written);
        }
        Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
    }
}
