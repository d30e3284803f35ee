package io.tradecore.ops.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Calls the REST API over HTTP/1.1 with bearer tokens. Thread-safe; a call blocks its (virtual) thread. */
public final class ApiClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;

    private final URI base;
    private final ExecutorService executor;
    private final HttpClient http;

    /** @param base such as {@code http://127.0.0.1:8080} */
    public ApiClient(URI base) {
        this.base = base;
        this.executor = Executors.newVirtualThreadPerTaskExecutor();
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .executor(executor)
                .build();
    }

    /** @throws IOException when no answer came: whether the request was carried out is then unknown */
    public ApiAnswer get(String path, String token) throws IOException, InterruptedException {
        return send(request(path, token).GET());
    }

    /** @throws IOException when no answer came: whether the request was carried out is then unknown */
    public ApiAnswer post(String path, String token, Map<String, ?> body) throws IOException, InterruptedException {
        return send(request(path, token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    /** @throws IOException when no answer came: whether the request was carried out is then unknown */
    public ApiAnswer put(String path, String token, Map<String, ?> body) throws IOException, InterruptedException {
        return send(request(path, token)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    /** Whether the API says it is healthy; false when it does not answer. */
    public boolean isHealthy() throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(base.resolve("/health"))
                    .timeout(CONNECT_TIMEOUT)
                    .GET()
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the API knows the token's signature. */
    public boolean accepts(String token) throws InterruptedException {
        try {
            return get("/v1/instruments", token).status() != UNAUTHORIZED;
        } catch (IOException e) {
            return false;
        }
    }

    private HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(REQUEST_TIMEOUT)
                .header("Authorization", "Bearer " + token);
    }

    private ApiAnswer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        boolean replayed = response.headers()
                .firstValue("Idempotent-Replayed")
                .map(Boolean::parseBoolean)
                .orElse(false);
        return new ApiAnswer(response.statusCode(), parse(response.body()), replayed);
    }

    private static JsonNode parse(String body) {
        if (body.isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            // A proxy's or a server's own error page: the status says what there is to say.
            return MissingNode.getInstance();
        }
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        http.shutdownNow();
        executor.shutdownNow();
    }
}
