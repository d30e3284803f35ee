package io.tradecore.ops.venue.journal;

import io.tradecore.ops.venue.matching.ExecType;
import io.tradecore.ops.venue.matching.Report;
import io.tradecore.ops.venue.matching.Step;
import io.tradecore.ops.venue.wire.MalformedMessageException;
import io.tradecore.ops.venue.wire.VenueJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a journal proves, counted from its lines alone and not from the state the venue made of them. May be read while the
 * venue runs.
 *
 * @param orders distinct orderIds taken
 * @param ordersTakenTwice orderIds that were taken as a new order more than once: "routed twice", always 0
 * @param execIdsUsedTwice ExecIDs of more than one report, always 0
 * @param cancels distinct cancel requests answered
 * @param replaces distinct replace requests answered
 * @param fills TRADE reports
 * @param busts TRADE_CANCEL reports
 * @param corrections TRADE_CORRECT reports
 * @param reports all reports made
 * @param unsent reports not known to be in the stream
 * @param malformed messages set aside as unreadable
 */
public record JournalSummary(
        long orders,
        long ordersTakenTwice,
        long execIdsUsedTwice,
        long cancels,
        long replaces,
        long fills,
        long busts,
        long corrections,
        long reports,
        long unsent,
        long malformed) {

    /** Counts the journal in this folder; all zero if there is none. A torn last line is passed over. */
    public static JournalSummary of(Path folder) throws IOException {
        Counter counter = new Counter();
        Path file = folder.resolve(Journal.FILE_NAME);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; ) {
                String next = lines.readLine();
                try {
                    counter.count(JournalLine.parse(line));
                } catch (MalformedMessageException e) {
                    if (next != null) {
                        throw new IOException(file + ": " + e.getMessage(), e);
                    }
                }
                line = next;
            }
        } catch (NoSuchFileException _) {
            // A venue that never started has taken nothing.
        }
        return counter.summary();
    }

    /** One line of JSON. */
    public String toJson() {
        return VenueJson.object()
                .put("orders", orders)
                .put("ordersTakenTwice", ordersTakenTwice)
                .put("execIdsUsedTwice", execIdsUsedTwice)
                .put("cancels", cancels)
                .put("replaces", replaces)
                .put("fills", fills)
                .put("busts", busts)
                .put("corrections", corrections)
                .put("reports", reports)
                .put("unsent", unsent)
                .put("malformed", malformed)
                .toString();
    }

    private static final class Counter {

        private final Map<String, Integer> takenByOrderId = new HashMap<>();
        private final Set<String> execIds = new HashSet<>();
        private long execIdsUsedTwice;
        private long cancels;
        private long replaces;
        private long fills;
        private long busts;
        private long corrections;
        private long reports;
        private long sent;
        private long malformed;

        void count(JournalLine line) {
            switch (line) {
                case JournalLine.Stepped(Step step) -> count(step);
                case JournalLine.Sent(long count) -> sent = count;
                case JournalLine.SetAside _ -> malformed++;
                case JournalLine.Started _ -> {}
            }
        }

        private void count(Step step) {
            switch (step) {
                case Step.OrderTaken taken -> takenByOrderId.merge(taken.order().orderId(), 1, Integer::sum);
                case Step.CancelAnswered _ -> cancels++;
                case Step.ReplaceAnswered _ -> replaces++;
                case Step.OrdersMoved _ -> {}
            }
            for (Report report : step.reports()) {
                reports++;
                fills += report.execType() == ExecType.TRADE ? 1 : 0;
                busts += report.execType() == ExecType.TRADE_CANCEL ? 1 : 0;
                corrections += report.execType() == ExecType.TRADE_CORRECT ? 1 : 0;
                execIdsUsedTwice += execIds.add(report.execId()) ? 0 : 1;
            }
        }

        JournalSummary summary() {
            long twice =
                    takenByOrderId.values().stream().filter(times -> times > 1).count();
            return new JournalSummary(
                    takenByOrderId.size(),
                    twice,
                    execIdsUsedTwice,
                    cancels,
                    replaces,
                    fills,
                    busts,
                    corrections,
                    reports,
                    reports - sent,
                    malformed);
        }
    }
}
