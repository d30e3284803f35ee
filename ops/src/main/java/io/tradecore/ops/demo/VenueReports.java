package io.tradecore.ops.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.StreamState;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the venue said, read from the stream itself: a count that owes nothing to our database. */
final class VenueReports {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STREAM = "OMS_REPORTS";
    private static final String SUBJECTS = "oms.report.>";
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(5);

    private final Connection nats;

    VenueReports(Connection nats) {
        this.nats = nats;
    }

    /** Whether everything the venue reported has been taken and acknowledged by whoever consumes the stream. */
    boolean drained() throws IOException, JetStreamApiException {
        for (ConsumerInfo consumer : nats.jetStreamManagement().getConsumers(STREAM)) {
            boolean durable = consumer.getConsumerConfiguration().getDurable() != null;
            if (durable && (consumer.getNumPending() > 0 || consumer.getNumAckPending() > 0)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Orders the venue took twice: the stream, from its beginning, holds two different execution ids of NEW or two
     * different venue order ids for one of our orders.
     */
    Set<String> ordersTakenTwice() throws IOException, JetStreamApiException, InterruptedException {
        JetStreamManagement management = nats.jetStreamManagement();
        StreamState state = management.getStreamInfo(STREAM).getStreamState();
        Sightings sightings = new Sightings();
        if (state.getMsgCount() == 0) {
            return sightings.takenTwice();
        }
        ConsumerConfiguration fromStart =
                ConsumerConfiguration.builder().deliverPolicy(DeliverPolicy.All).build();
        JetStreamSubscription subscription = nats.jetStream()
                .subscribe(
                        SUBJECTS,
                        PushSubscribeOptions.builder().stream(STREAM)
                                .ordered(true)
                                .configuration(fromStart)
                                .build());
        try {
            long last = 0;
            while (last < state.getLastSequence()) {
                Message message = subscription.nextMessage(READ_TIMEOUT);
                if (message == null) {
                    throw new IOException(
                            "the stream " + STREAM + " stopped at " + last + " of " + state.getLastSequence());
                }
                last = message.metaData().streamSequence();
                sightings.add(JSON.readTree(message.getData()));
            }
        } finally {
            subscription.unsubscribe();
        }
        return sightings.takenTwice();
    }

    /** The ids the venue used for each of our orders. */
    static final class Sightings {

        private final Map<String, Set<String>> newExecIds = new HashMap<>();
        private final Map<String, Set<String>> venueOrderIds = new HashMap<>();

        void add(JsonNode report) {
            String orderId = report.path("orderId").asText();
            if (report.path("execType").asText().equals("NEW")) {
                note(newExecIds, orderId, report.path("execId").asText());
            }
            if (report.hasNonNull("venueOrderId")) {
                note(venueOrderIds, orderId, report.path("venueOrderId").asText());
            }
        }

        Set<String> takenTwice() {
            Set<String> twice = new HashSet<>();
            newExecIds.forEach((orderId, ids) -> addIfSeveral(twice, orderId, ids));
            venueOrderIds.forEach((orderId, ids) -> addIfSeveral(twice, orderId, ids));
            return twice;
        }

        private static void note(Map<String, Set<String>> ids, String orderId, String id) {
            ids.computeIfAbsent(orderId, key -> new HashSet<>()).add(id);
        }

        private static void addIfSeveral(Set<String> twice, String orderId, Set<String> ids) {
            if (ids.size() > 1) {
                twice.add(orderId);
            }
        }
    }
}
