package io.tradecore.ops.bench;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import java.io.IOException;
import java.util.Map;

/** How far the relay has come: what it put into JetStream since a moment, beside what was acknowledged since. */
final class Streams {

    static final String ROUTES = "OMS_ROUTES";
    static final String REPORTS = "OMS_REPORTS";
    static final String EVENTS = "OMS_EVENTS";

    private final String natsUrl;
    private final long routes;
    private final long events;

    private Streams(String natsUrl, long routes, long events) {
        this.natsUrl = natsUrl;
        this.routes = routes;
        this.events = events;
    }

    /** From now on. */
    static Streams of(Site site) throws IOException, InterruptedException, JetStreamApiException {
        String natsUrl = site.installation().addresses().natsUri();
        try (Connection nats = Nats.connect(natsUrl)) {
            return new Streams(natsUrl, last(nats, ROUTES), last(nats, EVENTS));
        }
    }

    /** The shares of so many orders that are routed and told to subscribers by now. */
    Map<String, Double> shareSince(long orders) throws IOException, InterruptedException, JetStreamApiException {
        try (Connection nats = Nats.connect(natsUrl)) {
            double count = Math.max(1, orders);
            return Map.of(
                    "routed_share", (last(nats, ROUTES) - routes) / count,
                    "events_share", (last(nats, EVENTS) - events) / count);
        }
    }

    /** Messages told to subscribers since. */
    long eventsSince() throws IOException, InterruptedException, JetStreamApiException {
        try (Connection nats = Nats.connect(natsUrl)) {
            return last(nats, EVENTS) - events;
        }
    }

    private static long last(Connection nats, String stream) throws IOException, JetStreamApiException {
        return nats.jetStreamManagement().getStreamInfo(stream).getStreamState().getLastSequence();
    }
}
