package io.tradecore.ops.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeepAliveHttpTest {

    private static final int CHUNKED = 0;

    private final List<String> received = new ArrayList<>();
    private final List<Integer> clientPorts = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/plain", exchange -> answer(exchange, 201, false));
        server.createContext("/chunked", exchange -> answer(exchange, 503, true));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void manyRequestsUseOneConnection() throws IOException {
        try (KeepAliveHttp http = http()) {
            assertThat(http.post("/plain", "{\"n\":1}")).isEqualTo(201);
            assertThat(http.body()).isEqualTo("answer to {\"n\":1}");
            assertThat(http.post("/plain", "{\"n\":2}")).isEqualTo(201);
            assertThat(http.body()).isEqualTo("answer to {\"n\":2}");
        }

        assertThat(received).containsExactly("Bearer token {\"n\":1}", "Bearer token {\"n\":2}");
        assertThat(clientPorts.get(0)).isEqualTo(clientPorts.get(1));
    }

    @Test
    void anAnswerInChunksIsReadToItsEnd() throws IOException {
        try (KeepAliveHttp http = http()) {
            assertThat(http.post("/chunked", "{}")).isEqualTo(503);
            assertThat(http.body()).isEqualTo("answer to {}");
            assertThat(http.post("/plain", "{}")).isEqualTo(201);
        }
    }

    private KeepAliveHttp http() throws IOException {
        return new KeepAliveHttp(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "token");
    }

    private void answer(HttpExchange exchange, int status, boolean chunked) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        received.add(exchange.getRequestHeaders().getFirst("Authorization") + " " + body);
        clientPorts.add(exchange.getRemoteAddress().getPort());
        byte[] answer = ("answer to " + body).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, chunked ? CHUNKED : answer.length);
        try (var out = exchange.getResponseBody()) {
            out.write(answer);
        }
    }
}
