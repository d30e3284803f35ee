package io.tradecore.ops.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Listens to the fills as any other service would: a plain subscription, nothing of JetStream. Fills come at least once,
 * so they are told apart by account and sequence number. Thread-safe.
 */
final class FillSubscriber implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILLS = "oms.event.*.fill";

    private final Dispatcher dispatcher;
    private final Connection nats;
    private final Map<String, String> orderIdByEvent = new ConcurrentHashMap<>();

    FillSubscriber(Connection nats) {
        this.nats = nats;
        this.dispatcher = nats.createDispatcher(this::take);
        dispatcher.subscribe(FILLS);
    }

    /** Fills received so far, of whatever order. */
    int received() {
        return orderIdByEvent.size();
    }

    /** Fills received of these orders. */
    long receivedOf(Set<String> orderIds) {
        return orderIdByEvent.values().stream().filter(orderIds::contains).count();
    }

    private void take(Message message) {
        try {
            JsonNode fill = JSON.readTree(message.getData());
            orderIdByEvent.put(
                    fill.path("accountId").asText() + ":" + fill.path("seq").asText(),
                    fill.path("orderId").asText());
        } catch (IOException e) {
            throw new IllegalStateException("not a fill on " + message.getSubject(), e);
        }
    }

    @Override
    public void close() {
        nats.closeDispatcher(dispatcher);
    }
}
