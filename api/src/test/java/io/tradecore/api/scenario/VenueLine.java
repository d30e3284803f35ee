package io.tradecore.api.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.tradecore.api.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The NATS side of scenarios: speaks as the venue, and hears the routes to it and the events of all accounts. */
final class VenueLine implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String venueId;
    private final Connection connection;
    private final Map<String, JsonNode> events = new ConcurrentHashMap<>();
    private final Set<String> routes = ConcurrentHashMap.newKeySet();

    VenueLine(String url, String venueId) throws IOException, InterruptedException {
        this.venueId = venueId;
        connection = Nats.connect(url);
        Dispatcher dispatcher = connection.createDispatcher();
        dispatcher.subscribe("oms.event.>", message -> {
            JsonNode event = read(message);
            events.put(
                    event.path("accountId").asText() + ":" + event.path("seq").asLong(), event);
        });
        dispatcher.subscribe("oms.route." + venueId + ".>", message -> {
            JsonNode route = read(message);
            routes.add(routeKey(
                    route.path("accountId").asText(),
                    route.path("msgType").asText(),
                    route.path("clOrdId").asText()));
        });
        try {
            connection.flush(Duration.ofSeconds(10));
        } catch (TimeoutException e) {
            throw new IOException(e);
        }
    }

    private static JsonNode read(Message message) {
        try {
            return JSON.readTree(message.getData());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String routeKey(String account, String msgType, String clOrdId) {
        return account + " " + msgType + " " + clOrdId;
    }

    /** The account's event of that number, null until it is published. */
    @Nullable
    JsonNode event(String account, long seq) {
        return events.get(account + ":" + seq);
    }

    /** Whether the request has reached the venue. */
    boolean hasRoute(String account, String msgType, String clOrdId) {
        return routes.contains(routeKey(account, msgType, clOrdId));
    }

    /** Sends a report without Nats-Msg-Id, so that repetitions reach the core; tells its place in the stream. */
    long publish(String account, JsonObject report, Instant transactTime) throws IOException, JetStreamApiException {
        report.put("schema", "oms.report")
                .put("version", 1)
                .put("venueId", venueId)
                .put("accountId", account)
                .put("transactTime", transactTime);
        return connection
                .jetStream()
                .publish("oms.report." + venueId + "." + account, report.toBytes())
                .getSeqno();
    }

    /** Whether the core has acknowledged this report and all before it; of place 0, whether it listens. */
    boolean isSettled(long place) throws IOException {
        try {
            return connection
                            .jetStreamManagement()
                            .getConsumerInfo("OMS_REPORTS", "oms-core")
                            .getAckFloor()
                            .getStreamSequence()
                    >= place;
        } catch (JetStreamApiException _) {
            // There is no such stream or consumer yet.
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        connection.close();
    }
}
