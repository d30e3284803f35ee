package io.tradecore.ops.venue.journal;

import io.tradecore.ops.venue.matching.Answer;
import io.tradecore.ops.venue.matching.ExecType;
import io.tradecore.ops.venue.matching.Execution;
import io.tradecore.ops.venue.matching.MatchingEngine;
import io.tradecore.ops.venue.matching.Report;
import io.tradecore.ops.venue.matching.Rules;
import io.tradecore.ops.venue.matching.Step;
import io.tradecore.ops.venue.matching.Touch;
import io.tradecore.ops.venue.matching.VenueIds;
import io.tradecore.ops.venue.matching.VenueOrder;
import io.tradecore.ops.venue.wire.MalformedMessageException;
import io.tradecore.ops.venue.wire.Routed;
import io.tradecore.ops.venue.wire.VenueJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine with its memory: every step is journaled, and nothing of it is published before {@link #commit} has written the
 * journal. Confined to one thread, but for the {@link #outbox}.
 */
public final class Venue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Venue.class);

    /**
     * How often a cancel or replace request for an unknown order is put off before it is rejected. The order may be behind it, where a delivery got
     * lost and is repeated only after the consumer's ack wait; together the delays outlast that.
     */
    static final long DELIVERIES_BEFORE_UNKNOWN = 4;

    /** What to do with a delivered message after the next {@link #commit}. */
    public enum Disposition {
        /** It is safe here, never deliver it again. */
        ACK,
        /** Deliver it again a little later. */
        LATER
    }

    /** A delivered message; deliveries counts from one. */
    public record Incoming(String subject, byte[] payload, long deliveries) {}

    private final MatchingEngine engine;
    private final Journal journal;
    private final Clock clock;
    private final Outbox outbox = new Outbox();
    private final List<Outbox.Outgoing> uncommitted = new ArrayList<>();
    private long sent;
    private long repeats;
    private long fills;

    private Venue(MatchingEngine engine, Journal journal, Clock clock) {
        this.engine = engine;
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * Opens the venue in its folder: its orders, fills, answers and unsent reports are those of its last moment.
     *
     * @throws IOException if the journal is in use, damaged in its middle, or of another venue
     */
    public static Venue open(Path data, Rules rules, Clock clock) throws IOException {
        Memory memory = new Memory(rules.venueId());
        Journal journal = Journal.open(data, memory::read);
        if (memory.foreignVenueId != null) {
            journal.close();
            throw new IOException("the journal in " + data + " is of venue " + memory.foreignVenueId);
        }
        String runId = Journal.nextRunId(memory.runId, clock.millis());
        journal.append(new JournalLine.Started(rules.venueId(), runId));
        // Forced, so that the names given from now on cannot come back even if the power goes.
        journal.force();
        Venue venue = new Venue(new MatchingEngine(rules, new VenueIds(runId)), journal, clock);
        venue.remember(memory);
        return venue;
    }

    /** What the journal says, collected before the engine exists, since the run id of this start depends on it. */
    private static final class Memory {

        private final String venueId;
        private final List<Step> steps = new ArrayList<>();
        private String runId = "";
        private long sent;
        private @Nullable String foreignVenueId;

        Memory(String venueId) {
            this.venueId = venueId;
        }

        void read(JournalLine line) {
            switch (line) {
                case JournalLine.Started(String of, String id) -> {
                    runId = id;
                    foreignVenueId = of.equals(venueId) ? foreignVenueId : of;
                }
                case JournalLine.Stepped(Step step) -> steps.add(step);
                case JournalLine.Sent(long count) -> sent = count;
                case JournalLine.SetAside _ -> {}
            }
        }
    }

    private void remember(Memory memory) {
        sent = memory.sent;
        long number = 0;
        for (Step step : memory.steps) {
            engine.replay(step);
            for (Report report : step.reports()) {
                number++;
                if (number > sent) {
                    uncommitted.add(new Outbox.Outgoing(report, false));
                }
            }
        }
        fills = memory.steps.stream()
                .mapToLong(step -> step.reports().stream()
                        .filter(report -> report.execType() == ExecType.TRADE)
                        .count())
                .sum();
        commit();
    }

    /** Takes a routed message. What it says counts after {@link #commit}, and only then may it be acknowledged. */
    public Disposition take(Incoming incoming) {
        Routed routed;
        try {
            routed = VenueJson.routed(VenueJson.parse(incoming.payload()));
            requireAccountOfSubject(incoming.subject(), routed);
        } catch (MalformedMessageException e) {
            String payload = new String(incoming.payload(), StandardCharsets.UTF_8);
            LOG.warn("set aside a message on {}: {}", incoming.subject(), e.getMessage());
            journal.append(new JournalLine.SetAside(incoming.subject(), payload, String.valueOf(e.getMessage())));
            return Disposition.ACK;
        }
        Instant now = clock.instant();
        boolean patienceIsOver = incoming.deliveries() >= DELIVERIES_BEFORE_UNKNOWN;
        Answer answer = switch (routed) {
            case Routed.Order(var order) -> engine.onNewOrder(order, now);
            case Routed.Cancel(var cancel) -> engine.onCancel(cancel, patienceIsOver, now);
            case Routed.Replace(var replace) -> engine.onReplace(replace, patienceIsOver, now);
        };
        return switch (answer) {
            case Answer.Taken(Step step) -> {
                record(step);
                yield Disposition.ACK;
            }
            case Answer.Repeated(List<Report> reports) -> {
                repeats++;
                reports.forEach(report -> uncommitted.add(new Outbox.Outgoing(report, true)));
                yield Disposition.ACK;
            }
            case Answer.OrderUnknown() -> Disposition.LATER;
        };
    }

    private static void requireAccountOfSubject(String subject, Routed routed) throws MalformedMessageException {
        String accountId = switch (routed) {
            case Routed.Order(var order) -> order.accountId();
            case Routed.Cancel(var cancel) -> cancel.accountId();
            case Routed.Replace(var replace) -> replace.accountId();
        };
        if (!subject.endsWith("." + accountId)) {
            throw new MalformedMessageException("accountId is not that of the subject");
        }
    }

    /** Takes a quote and fills what rests against it. */
    public void quote(Touch touch) {
        engine.onQuote(touch, clock.instant()).ifPresent(this::record);
    }

    /** Ends a session for the orders accepted until then; returns how many orders ended with it. */
    public long endSession(Instant end) {
        Optional<Step> step = engine.endSession(end, clock.instant());
        step.ifPresent(this::record);
        return step.stream()
                .flatMap(ended -> ended.reports().stream())
                .filter(report -> report.ordStatus().isClosed())
                .count();
    }

    /** Expires the GTD orders whose time has run out. */
    public void expireDue() {
        engine.expireDue(clock.instant()).ifPresent(this::record);
    }

    /** Expires the open orders that are meant. */
    public void expire(Predicate<VenueOrder> meant) {
        engine.expire(meant, clock.instant()).ifPresent(this::record);
    }

    /** Suspends the resting orders that are meant and were not suspended before. */
    public void suspend(Predicate<VenueOrder> meant) {
        engine.suspend(meant, clock.instant()).ifPresent(this::record);
    }

    /** Lets the suspended orders that are meant work again. */
    public void resume(Predicate<VenueOrder> meant) {
        engine.resume(meant, clock.instant()).ifPresent(this::record);
    }

    /** Declines part of the resting orders that are meant and were not declined in part before. */
    public void declinePart(Predicate<VenueOrder> meant) {
        engine.declinePart(meant, clock.instant()).ifPresent(this::record);
    }

    /** Busts or corrects those meant of the trades made before a moment, each trade looked at once. */
    public void amendTrades(Instant before, Predicate<Execution> busted, Predicate<Execution> corrected) {
        engine.amendTrades(before, busted, corrected, clock.instant()).forEach(this::record);
    }

    private void record(Step step) {
        journal.append(new JournalLine.Stepped(step));
        for (Report report : step.reports()) {
            fills += report.execType() == ExecType.TRADE ? 1 : 0;
            uncommitted.add(new Outbox.Outgoing(report, false));
        }
    }

    /** Writes the journal, then lets the reports go. */
    public void commit() {
        journal.flush();
        if (!uncommitted.isEmpty()) {
            outbox.addAll(uncommitted);
            uncommitted.clear();
        }
    }

    /** Notes that so many more of the journaled reports are in the stream. */
    public void sent(int reports) {
        if (reports > 0) {
            sent += reports;
            journal.append(new JournalLine.Sent(sent));
            journal.flush();
        }
    }

    /** What waits to be published. Thread-safe. */
    public Outbox outbox() {
        return outbox;
    }

    public MatchingEngine engine() {
        return engine;
    }

    /** Routed messages answered as before since the start. */
    public long repeats() {
        return repeats;
    }

    /** Fills, from the journal's beginning. */
    public long fills() {
        return fills;
    }

    /** Reports known to be in the stream, from the journal's beginning. */
    public long sent() {
        return sent;
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
