package io.tradecore.ops.venue.nats;

import io.nats.client.Connection;
import io.nats.client.ConsumeOptions;
import io.nats.client.IterableConsumer;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PublishOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.PublishAck;
import io.tradecore.ops.venue.journal.Outbox;
import io.tradecore.ops.venue.journal.Venue;
import io.tradecore.ops.venue.matching.Report;
import io.tradecore.ops.venue.wire.PrintableUrl;
import io.tradecore.ops.venue.wire.VenueJson;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings routed messages from JetStream to the venue and its reports back.
 *
 * <p>A connection never repairs itself: when it fails in any way it is replaced by a new one, and publishing begins again at the
 * first report not known to be in the stream. So what is lost is always the end of what was written, and a report can never
 * overtake an earlier one of its order.
 */
public final class VenueLink {

    /** The stream of routed messages. */
    public static final String ROUTES = "OMS_ROUTES";

    /** The stream of reports. */
    public static final String REPORTS = "OMS_REPORTS";

    private static final Logger LOG = LoggerFactory.getLogger(VenueLink.class);
    private static final Duration ACK_WAIT = Duration.ofSeconds(5);
    private static final Duration REQUEST_DELAY = Duration.ofSeconds(2);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(250);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration AT_ONCE = Duration.ofNanos(1);
    private static final int BATCH = 256;
    private static final int STREAM_NOT_FOUND = 404;

    /** Takes messages and says, once they are safe in the journal, what to do with each; may block. */
    @FunctionalInterface
    public interface Receiver {
        List<Venue.Disposition> take(List<Venue.Incoming> batch) throws InterruptedException;
    }

    /** Is told how many more journaled reports are in the stream. */
    @FunctionalInterface
    public interface SentListener {
        void sent(int reports);
    }

    private final String natsUrl;
    private final String venueId;
    private final Receiver receiver;
    private final Outbox outbox;
    private final Disorder disorder;
    private final SentListener sentListener;
    private volatile boolean up;
    private volatile boolean stopping;

    public VenueLink(
            String natsUrl,
            String venueId,
            Receiver receiver,
            Outbox outbox,
            Disorder disorder,
            SentListener sentListener) {
        this.natsUrl = natsUrl;
        this.venueId = venueId;
        this.receiver = receiver;
        this.outbox = outbox;
        this.disorder = disorder;
        this.sentListener = sentListener;
    }

    /** Whether messages flow. */
    public boolean isUp() {
        return up;
    }

    /** No more messages are taken; {@link #run} returns when those in hand are done. Reports still go out until then. */
    public void stop() {
        stopping = true;
    }

    /** Connects and works, again and again, until it is stopped or interrupted. */
    public void run() throws InterruptedException {
        String lastTrouble = "";
        while (!stopping) {
            try {
                session();
            } catch (IOException | JetStreamApiException | JetStreamStatusCheckedException | IllegalStateException e) {
                up = false;
                String trouble = String.valueOf(e.getMessage());
                if (!trouble.equals(lastTrouble)) {
                    LOG.warn("no messages over NATS at {}: {}; trying on", PrintableUrl.of(natsUrl), trouble);
                }
                lastTrouble = trouble;
                TimeUnit.NANOSECONDS.sleep(AFTER_FAILURE.toNanos());
            }
        }
        up = false;
    }

    private void session()
            throws IOException, InterruptedException, JetStreamApiException, JetStreamStatusCheckedException {
        Options options = Options.builder()
                .server(natsUrl)
                .connectionName("venue-" + venueId)
                .noReconnect()
                // A window of reports goes out together, not with a flush for each.
                .dontForceFlushOnRequest()
                .connectionTimeout(REQUEST_TIMEOUT)
                .pingInterval(Duration.ofSeconds(2))
                .maxPingsOut(2)
                .errorListener(new QuietErrorListener())
                .build();
        try (Connection connection = Nats.connect(options)) {
            JetStreamOptions jetStream =
                    JetStreamOptions.builder().requestTimeout(REQUEST_TIMEOUT).build();
            JetStreamManagement management = connection.jetStreamManagement(jetStream);
            requireStream(management, ROUTES);
            requireStream(management, REPORTS);
            management.addOrUpdateConsumer(ROUTES, consumer());
            Publisher publisher = new Publisher(connection, connection.jetStream(jetStream));
            Thread publishing = Thread.ofPlatform().name("venue-publisher").start(publisher);
            try {
                LOG.info("venue {} is connected to NATS at {}", venueId, PrintableUrl.of(natsUrl));
                up = true;
                consume(connection, publisher);
            } finally {
                publisher.stop();
                publishing.join();
            }
        }
    }

    private static void requireStream(JetStreamManagement management, String stream)
            throws IOException, JetStreamApiException {
        try {
            management.getStreamInfo(stream);
        } catch (JetStreamApiException e) {
            if (e.getErrorCode() == STREAM_NOT_FOUND) {
                throw new IOException("stream " + stream + " does not exist yet", e);
            }
            throw e;
        }
    }

    private ConsumerConfiguration consumer() {
        return ConsumerConfiguration.builder()
                .durable(durable())
                .filterSubject("oms.route." + venueId + ".>")
                .deliverPolicy(DeliverPolicy.All)
                .ackPolicy(AckPolicy.Explicit)
                .ackWait(ACK_WAIT)
                .maxDeliver(-1)
                .maxAckPending(4L * BATCH)
                .build();
    }

    private String durable() {
        return "venue-" + venueId;
    }

    private void consume(Connection connection, Publisher publisher)
            throws IOException, InterruptedException, JetStreamApiException, JetStreamStatusCheckedException {
        ConsumeOptions pulls = ConsumeOptions.builder()
                .batchSize(2 * BATCH)
                .expiresIn(ACK_WAIT.toMillis())
                .build();
        try (IterableConsumer messages = connection
                .getStreamContext(ROUTES)
                .getConsumerContext(durable())
                .iterate(pulls)) {
            while (!stopping) {
                publisher.check();
                if (connection.getStatus() != Connection.Status.CONNECTED) {
                    throw new IOException("the connection was lost");
                }
                Message first = messages.nextMessage(POLL);
                if (first != null) {
                    handle(batch(first, messages));
                }
            }
        } catch (IOException | InterruptedException | JetStreamApiException | JetStreamStatusCheckedException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static List<Message> batch(Message first, IterableConsumer messages)
            throws InterruptedException, JetStreamStatusCheckedException {
        List<Message> batch = new ArrayList<>();
        batch.add(first);
        while (batch.size() < BATCH) {
            Message next = messages.nextMessage(AT_ONCE);
            if (next == null) {
                break;
            }
            batch.add(next);
        }
        return batch;
    }

    private void handle(List<Message> batch) throws InterruptedException {
        List<Venue.Incoming> incoming = new ArrayList<>(batch.size());
        for (Message message : batch) {
            long deliveries = message.metaData().deliveredCount();
            incoming.add(new Venue.Incoming(message.getSubject(), message.getData(), deliveries));
        }
        List<Venue.Disposition> dispositions = receiver.take(incoming);
        for (int i = 0; i < batch.size(); i++) {
            switch (dispositions.get(i)) {
                case ACK -> batch.get(i).ack();
                case LATER -> batch.get(i).nakWithDelay(REQUEST_DELAY);
            }
        }
    }

    /** Publishes what the outbox holds, window by window; a window is done when every report in it is acknowledged. */
    private final class Publisher implements Runnable {

        private final Connection connection;
        private final JetStream jetStream;
        private volatile boolean stopped;
        private volatile String trouble = "";

        Publisher(Connection connection, JetStream jetStream) {
            this.connection = connection;
            this.jetStream = jetStream;
        }

        void stop() {
            stopped = true;
        }

        /** Throws what made it end, if something did. */
        void check() throws IOException {
            if (!trouble.isEmpty()) {
                throw new IOException("reports cannot be published: " + trouble);
            }
        }

        @Override
        public void run() {
            try {
                while (!stopped || (outbox.size() > 0 && connection.getStatus() == Connection.Status.CONNECTED)) {
                    List<Outbox.Outgoing> window = outbox.first(BATCH, POLL);
                    if (!window.isEmpty()) {
                        publish(window);
                        outbox.remove(window.size());
                        int fresh = (int) window.stream()
                                .filter(outgoing -> !outgoing.repeated())
                                .count();
                        sentListener.sent(fresh);
                    }
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException e) {
                trouble = String.valueOf(e.getCause());
            } catch (TimeoutException _) {
                trouble = "no acknowledgement within " + REQUEST_TIMEOUT;
            } catch (RuntimeException e) {
                trouble = String.valueOf(e);
            }
        }

        private void publish(List<Outbox.Outgoing> window)
                throws InterruptedException, ExecutionException, TimeoutException {
            List<CompletableFuture<PublishAck>> acks = new ArrayList<>(window.size());
            List<Report> reports = window.stream().map(Outbox.Outgoing::report).toList();
            for (Disorder.Message message : disorder.of(reports)) {
                Report report = message.report();
                String subject = "oms.report." + venueId + "." + report.accountId();
                PublishOptions options =
                        PublishOptions.builder().messageId(message.id()).build();
                acks.add(jetStream.publishAsync(subject, VenueJson.bytes(VenueJson.json(report)), options));
            }
            CompletableFuture.allOf(acks.toArray(CompletableFuture[]::new))
                    .get(REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
