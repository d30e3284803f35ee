package io.tradecore.ops.venue.journal;

import static io.tradecore.ops.venue.matching.Orders.ACCOUNT;
import static io.tradecore.ops.venue.matching.Orders.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradecore.ops.venue.journal.Venue.Disposition;
import io.tradecore.ops.venue.journal.Venue.Incoming;
import io.tradecore.ops.venue.matching.NewOrder;
import io.tradecore.ops.venue.matching.OrdStatus;
import io.tradecore.ops.venue.matching.OrdType;
import io.tradecore.ops.venue.matching.Orders;
import io.tradecore.ops.venue.matching.ReplaceRequest;
import io.tradecore.ops.venue.matching.Report;
import io.tradecore.ops.venue.matching.Rules;
import io.tradecore.ops.venue.matching.Side;
import io.tradecore.ops.venue.matching.Terms;
import io.tradecore.ops.venue.matching.TimeInForce;
import io.tradecore.ops.venue.matching.VenueOrder;
import io.tradecore.ops.venue.wire.VenueJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VenueTest {

    private static final Rules RULES = new Rules("SIM", Set.of("BTCUSDT")::contains, _ -> false, true, true);
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private static Venue open(Path data) throws IOException {
        return Venue.open(data, RULES, CLOCK);
    }

    private static Incoming incoming(ObjectNode message) {
        return new Incoming("oms.route.SIM." + ACCOUNT, VenueJson.bytes(message), Venue.DELIVERIES_BEFORE_UNKNOWN);
    }

    private static Incoming order(String orderId, String qty, String px) {
        return incoming(VenueJson.json(Orders.limit(orderId, Side.BUY, qty, px, TimeInForce.DAY)));
    }

    /** All that must survive: each order with its fills, answers and place, and what is not known to be sent. */
    private static List<String> state(Venue venue) throws InterruptedException {
        List<String> state = new ArrayList<>();
        for (VenueOrder order : venue.engine().orders()) {
            state.add(order.venueOrderId() + " " + order.order() + " " + order.ordStatus() + " "
                    + order.cumQty().toPlainString() + "/"
                    + order.leavesQty().toPlainString() + " "
                    + order.acceptedAt() + " " + order.acknowledgement() + " "
                    + order.clOrdId() + " " + order.terms() + " " + order.executions() + " "
                    + order.suspendedAt() + " " + order.isRestated());
        }
        for (VenueOrder order : venue.engine().openOrders()) {
            state.add("open " + order.venueOrderId());
        }
        // Repetitions of earlier answers are not kept: whoever asked for them asks again.
        venue.outbox().first(Integer.MAX_VALUE, Duration.ZERO).stream()
                .filter(outgoing -> !outgoing.repeated())
                .forEach(outgoing -> state.add("waiting " + outgoing.report()));
        return state;
    }

    private static Incoming replace(String orderId, String clOrdId, String qty, String px) {
        return incoming(VenueJson.json(Orders.replace(orderId, clOrdId, qty, px)));
    }

    private static List<Report> waiting(Venue venue) throws InterruptedException {
        return venue.outbox().first(Integer.MAX_VALUE, Duration.ZERO).stream()
                .map(Outbox.Outgoing::report)
                .toList();
    }

    @Test
    void nothingIsPublishedBeforeTheJournalIsWritten() throws Exception {
        try (Venue venue = open(folder)) {
            venue.take(order("o1", "1", "100"));
            assertThat(venue.outbox().size()).isZero();
            assertThat(JournalSummary.of(folder).orders()).isZero();

            venue.commit();
            assertThat(venue.outbox().size()).isEqualTo(2);
            assertThat(JournalSummary.of(folder).orders()).isEqualTo(1);
        }
    }

    @Test
    void afterARestartARepeatedOrderIsAnsweredWithTheSameExecIds() throws Exception {
        List<Report> first;
        try (Venue venue = open(folder)) {
            venue.take(order("o1", "1", "100"));
            venue.commit();
            first = waiting(venue);
            venue.outbox().remove(2);
            venue.sent(2);
        }
        try (Venue venue = open(folder)) {
            assertThat(venue.outbox().size()).isZero();
            venue.take(order("o1", "1", "100"));
            venue.commit();

            assertThat(waiting(venue)).isEqualTo(first);
            assertThat(venue.repeats()).isEqualTo(1);
        }
        assertThat(JournalSummary.of(folder)).isEqualTo(new JournalSummary(1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0));
    }

    @Test
    void afterARestartARepeatedReplaceIsAnsweredWithTheSameExecIdsAndTheOrderHasItsTerms() throws Exception {
        List<Report> first;
        try (Venue venue = open(folder)) {
            venue.take(order("o1", "1", "100"));
            venue.take(replace("o1", "R-1", "2", "101"));
            venue.commit();
            first = waiting(venue).subList(2, 4);
            venue.sent(4);
        }
        try (Venue venue = open(folder)) {
            VenueOrder order = venue.engine().openOrders().iterator().next();
            assertThat(order.clOrdId()).isEqualTo("R-1");
            assertThat(order.terms()).isEqualTo(Orders.terms(OrdType.LIMIT, TimeInForce.GTC, "2", "101"));

            venue.take(replace("o1", "R-1", "2", "101"));
            venue.commit();
            assertThat(waiting(venue)).isEqualTo(first);
        }
        assertThat(JournalSummary.of(folder).replaces()).isEqualTo(1);
    }

    @Test
    void aTradeIsBustedOnceWhateverRestartsLieBetween() throws Exception {
        try (Venue venue = open(folder)) {
            venue.quote(Orders.touch("99", "1", "100", "1"));
            venue.take(order("o1", "3", "100"));
            venue.commit();
        }
        for (int start = 0; start < 3; start++) {
            try (Venue venue = open(folder)) {
                venue.amendTrades(NOW.plusSeconds(1), _ -> true, _ -> true);
                venue.commit();
                assertThat(venue.engine().openOrders().iterator().next().leavesQty())
                        .isEqualByComparingTo("3");
            }
        }
        assertThat(JournalSummary.of(folder).busts()).isEqualTo(1);
        assertThat(JournalSummary.of(folder).corrections()).isZero();
    }

    @Test
    void aSessionThatEndedWhileTheVenueWasDownEndsAtItsStart() throws Exception {
        try (Venue venue = open(folder)) {
            venue.take(order("o1", "1", "100"));
            venue.commit();
        }
        try (Venue venue = open(folder)) {
            assertThat(venue.endSession(NOW.minusSeconds(1))).isZero();
            assertThat(venue.endSession(NOW)).isEqualTo(1);
        }
    }

    @Test
    void reportsNotKnownToBeInTheStreamAreThereAgainAfterARestart() throws Exception {
        List<Report> all;
        try (Venue venue = open(folder)) {
            venue.take(order("o1", "1", "100"));
            venue.take(order("o2", "1", "100"));
            venue.commit();
            all = waiting(venue);
            venue.sent(1);
        }
        try (Venue venue = open(folder)) {
            assertThat(waiting(venue)).isEqualTo(all.subList(1, 4));
        }
    }

    @Test
    void eachStartGivesOtherNamesEvenIfTheClockStandsStill() throws Exception {
        List<String> execIds = new ArrayList<>();
        for (int start = 0; start < 3; start++) {
            try (Venue venue = open(folder)) {
                venue.take(order("o" + start, "1", "100"));
                venue.commit();
                waiting(venue).forEach(report -> execIds.add(report.execId()));
                venue.sent(2);
            }
        }
        assertThat(execIds).hasSize(6).doesNotHaveDuplicates();
    }

    @Test
    void aMessageThatCannotBeReadIsSetAsideAndNotDeliveredAgain() throws Exception {
        try (Venue venue = open(folder)) {
            String subject = "oms.route.SIM." + ACCOUNT;
            for (String text : List.of("", "[]", "{", "{\"schema\":\"oms.route\",\"version\":1}", "null")) {
                byte[] payload = text.getBytes(StandardCharsets.UTF_8);
                assertThat(venue.take(new Incoming(subject, payload, 1))).isEqualTo(Disposition.ACK);
            }
            byte[] good = order("o1", "1", "100").payload();
            assertThat(venue.take(new Incoming("oms.route.SIM.someone-else", good, 1)))
                    .isEqualTo(Disposition.ACK);
            venue.commit();
            assertThat(venue.engine().orders()).isEmpty();
            assertThat(venue.outbox().size()).isZero();
        }
        assertThat(JournalSummary.of(folder).malformed()).isEqualTo(6);
        open(folder).close();
    }

    @Test
    void aCancelThatOvertookItsOrderIsDeliveredLater() throws Exception {
        try (Venue venue = open(folder)) {
            byte[] cancel = VenueJson.bytes(VenueJson.json(Orders.cancel("o1", "X-1")));
            Incoming early = new Incoming("oms.route.SIM." + ACCOUNT, cancel, 1);

            assertThat(venue.take(early)).isEqualTo(Disposition.LATER);
            venue.take(order("o1", "1", "100"));
            assertThat(venue.take(early)).isEqualTo(Disposition.ACK);
            venue.commit();
            assertThat(waiting(venue)).extracting(Report::clOrdId).containsExactly("C-o1", "C-o1", "X-1", "X-1");
        }
    }

    @Test
    void aJournalInUseOrOfAnotherVenueIsRefused() throws Exception {
        try (Venue _ = open(folder)) {
            assertThatThrownBy(() -> open(folder)).hasMessageContaining("in use");
        }
        Rules other = new Rules("OTHER", _ -> true, _ -> false, true, true);
        assertThatThrownBy(() -> Venue.open(folder, other, CLOCK)).hasMessageContaining("is of venue SIM");
    }

    @Test
    void aLineBrokenInTheMiddleOfTheJournalStopsTheStart() throws Exception {
        open(folder).close();
        Path file = folder.resolve(Journal.FILE_NAME);
        Files.writeString(file, Files.readString(file) + "{broken\n{\"line\":\"sent\",\"count\":0}\n");

        assertThatThrownBy(() -> open(folder)).hasMessageContaining("line 2");
    }

    /** A run of random orders, requests, quotes and whatever else there is, the state noted after each line of the journal. */
    private static final class RandomSession {

        private final Random random;
        private final Venue venue;
        private final Path file;
        private final List<Incoming> routed = new ArrayList<>();
        private final List<Long> lengths = new ArrayList<>();
        private final List<List<String>> states = new ArrayList<>();
        private int number;

        RandomSession(long seed, Path data) throws IOException {
            this.random = new Random(seed);
            this.venue = open(data);
            this.file = data.resolve(Journal.FILE_NAME);
        }

        void run(int acts) throws Exception {
            note();
            for (int i = 0; i < acts; i++) {
                act(random.nextInt(14));
                venue.commit();
                note();
            }
            venue.close();
        }

        private void act(int choice) throws InterruptedException {
            switch (choice) {
                case 0, 1, 2, 3 -> route(incoming(VenueJson.json(randomOrder())));
                case 4, 5 ->
                    route(incoming(VenueJson.json(
                            Orders.cancel("o" + random.nextInt(number + 2), "X-" + random.nextInt(20)))));
                case 6 -> {
                    int waiting = venue.outbox().size();
                    int sent = waiting == 0 ? 0 : random.nextInt(waiting + 1);
                    // A repetition is not counted by the journal, so only what it counts is marked as sent here.
                    int fresh = (int) venue.outbox().first(sent, Duration.ZERO).stream()
                            .filter(outgoing -> !outgoing.repeated())
                            .count();
                    venue.outbox().remove(sent);
                    venue.sent(fresh);
                }
                case 7 -> {
                    if (random.nextInt(4) == 0) {
                        venue.endSession(NOW);
                    } else {
                        venue.expire(order -> random.nextInt(10) == 0);
                    }
                }
                case 8 -> route(incoming(VenueJson.json(randomReplace())));
                case 9 ->
                    venue.amendTrades(NOW.plusSeconds(1), _ -> random.nextInt(4) == 0, _ -> random.nextInt(4) == 0);
                case 10 -> venue.suspend(_ -> random.nextInt(4) == 0);
                case 11 -> {
                    venue.resume(_ -> random.nextBoolean());
                    venue.declinePart(_ -> random.nextInt(10) == 0);
                }
                default -> venue.quote(Orders.touch(px(-2), qty(), px(2), qty()));
            }
        }

        private void route(Incoming incoming) {
            routed.add(incoming);
            venue.take(incoming);
        }

        private NewOrder randomOrder() {
            boolean limit = random.nextInt(4) > 0;
            number++;
            return Orders.order(
                    "o" + number,
                    random.nextInt(20) == 0 ? "NOSUCH" : "BTCUSDT",
                    Side.values()[random.nextInt(2)],
                    limit ? OrdType.LIMIT : OrdType.MARKET,
                    randomTimeInForce(),
                    qty(),
                    limit ? px(0) : null);
        }

        private TimeInForce randomTimeInForce() {
            return TimeInForce.values()[random.nextInt(TimeInForce.values().length)];
        }

        /** Mostly under the name the order has now. */
        private ReplaceRequest randomReplace() {
            String orderId = "o" + random.nextInt(number + 2);
            String clOrdId = venue.engine().orders().stream()
                    .filter(order -> order.order().orderId().equals(orderId) && random.nextInt(5) > 0)
                    .map(VenueOrder::clOrdId)
                    .findFirst()
                    .orElse("C-" + orderId);
            Terms terms = Orders.terms(OrdType.LIMIT, randomTimeInForce(), qty(), px(0));
            return Orders.replace(orderId, "R-" + random.nextInt(20), clOrdId, terms);
        }

        private String px(int away) {
            return BigDecimal.valueOf(10_000 + away + random.nextInt(9) - 4, 2).toPlainString();
        }

        private String qty() {
            return BigDecimal.valueOf(1 + random.nextInt(500), 2).toPlainString();
        }

        private void note() throws IOException, InterruptedException {
            assertQuantitiesAddUp(venue);
            lengths.add(Files.size(file));
            states.add(state(venue));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 42, 1723161254})
    void killedAtAnyByteTheVenueHasTheStateOfItsLastWholeLine(long seed) throws Exception {
        Path lived = Files.createDirectory(folder.resolve("lived"));
        RandomSession session = new RandomSession(seed, lived);
        session.run(150);
        byte[] journal = Files.readAllBytes(lived.resolve(Journal.FILE_NAME));
        Random random = new Random(seed);

        for (int act = 0; act < session.lengths.size(); act++) {
            int whole = Math.toIntExact(session.lengths.get(act));
            int torn = random.nextInt(lengthOfLine(journal, whole));
            Path again = folder.resolve("again-" + act);
            Files.createDirectory(again);
            Files.write(again.resolve(Journal.FILE_NAME), Arrays.copyOf(journal, whole + torn));
            try (Venue venue = open(again)) {
                assertThat(state(venue))
                        .as("seed %d, after act %d and %d torn bytes", seed, act, torn)
                        .isEqualTo(session.states.get(act));
            }
        }
    }

    private static void assertQuantitiesAddUp(Venue venue) {
        Set<VenueOrder> open = new HashSet<>(venue.engine().openOrders());
        for (VenueOrder order : venue.engine().orders()) {
            BigDecimal orderQty = order.terms().orderQty();
            assertThat(open.contains(order)).isNotEqualTo(order.ordStatus().isClosed());
            assertThat(order.cumQty()).isBetween(BigDecimal.ZERO, orderQty);
            assertThat(order.leavesQty())
                    .as(order.order().orderId())
                    .isEqualByComparingTo(open.contains(order) ? orderQty.subtract(order.cumQty()) : BigDecimal.ZERO);
            boolean filled = order.ordStatus() == OrdStatus.FILLED;
            assertThat(order.cumQty().compareTo(orderQty) == 0)
                    .as(order.order().orderId())
                    .isEqualTo(filled);
        }
    }

    /** The bytes of the line that begins here, its end too; 1 where none does. An act may have written several lines. */
    private static int lengthOfLine(byte[] journal, int start) {
        int end = start;
        while (end < journal.length && journal[end] != '\n') {
            end++;
        }
        return end - start + 1;
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void killedAtAnyLineAndFedAgainNothingIsTakenTwiceAndNoExecIdReturns(long seed) throws Exception {
        Path lived = Files.createDirectory(folder.resolve("lived"));
        RandomSession session = new RandomSession(seed, lived);
        session.run(60);
        byte[] journal = Files.readAllBytes(lived.resolve(Journal.FILE_NAME));

        for (int act = 0; act < session.lengths.size(); act += 3) {
            Path again = folder.resolve("again-" + act);
            Files.createDirectory(again);
            int whole = Math.toIntExact(session.lengths.get(act));
            Files.write(again.resolve(Journal.FILE_NAME), Arrays.copyOf(journal, whole));
            for (int start = 0; start < 2; start++) {
                try (Venue venue = open(again)) {
                    session.routed.forEach(venue::take);
                    venue.quote(Orders.touch("99.99", "3", "100.01", "3"));
                    venue.commit();
                }
            }
            JournalSummary summary = JournalSummary.of(again);
            assertThat(summary.orders()).isEqualTo(session.number);
            assertThat(summary.ordersTakenTwice()).isZero();
            assertThat(summary.execIdsUsedTwice()).isZero();
        }
    }
}
