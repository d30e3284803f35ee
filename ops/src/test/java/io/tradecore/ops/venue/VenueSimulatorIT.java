package io.tradecore.ops.venue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.PublishOptions;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.tradecore.ops.venue.journal.JournalSummary;
import io.tradecore.ops.venue.matching.CancelRequest;
import io.tradecore.ops.venue.matching.NewOrder;
import io.tradecore.ops.venue.matching.OrdType;
import io.tradecore.ops.venue.matching.ReplaceRequest;
import io.tradecore.ops.venue.matching.Side;
import io.tradecore.ops.venue.matching.Terms;
import io.tradecore.ops.venue.matching.TimeInForce;
import io.tradecore.ops.venue.nats.VenueLink;
import io.tradecore.ops.venue.quotes.HotQuotePublisher;
import io.tradecore.ops.venue.wire.VenueJson;
import io.tradecore.servers.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/** The simulator as a process of its own, on real NATS and Redis: routes in, reports out, whatever is killed meanwhile. */
class VenueSimulatorIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<String> ANSWERS = Set.of("NEW", "REJECTED");
    private static final Set<String> ENDS = Set.of("CANCELED", "REJECTED", "EXPIRED");

    private static final String[] UNRULY = {
        "--symbols",
        "BTCUSDT",
        "--speed",
        "20",
        "--bust-share",
        "0.1",
        "--correct-share",
        "0.1",
        "--halt-share",
        "0.1",
        "--restate-share",
        "0.1"
    };

    private final TestServers servers = TestServers.get();
    private final String venueId = "IT" + Long.toString(System.nanoTime(), 36);
    private final String accountId = UUID.randomUUID().toString();
    private final Random random = new Random(20240808);

    @TempDir
    private Path folder;

    private @Nullable Process venue;

    @BeforeEach
    void makeStreams() throws Exception {
        try (Connection nats = connect()) {
            ensureStream(nats.jetStreamManagement(), VenueLink.ROUTES, "oms.route.>");
            ensureStream(nats.jetStreamManagement(), VenueLink.REPORTS, "oms.report.>");
        }
    }

    private static void ensureStream(JetStreamManagement management, String name, String subjects)
            throws IOException, JetStreamApiException {
        if (!management.getStreamNames().contains(name)) {
            management.addStream(StreamConfiguration.builder()
                    .name(name)
                    .subjects(subjects)
                    .storageType(StorageType.File)
                    .build());
        }
    }

    @AfterEach
    void stopVenue() throws InterruptedException {
        servers.servers().nats().start();
        servers.servers().redis().start();
        if (venue != null) {
            venue.destroy();
            assertThat(venue.waitFor(15, TimeUnit.SECONDS)).isTrue();
        }
    }

    private Connection connect() throws IOException, InterruptedException {
        return Nats.connect(servers.addresses().natsUri());
    }

    private void startVenue(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                VenueSimulator.class.getName(),
                "--nats",
                servers.addresses().natsUri(),
                "--redis",
                servers.addresses().redisUri(),
                "--venue",
                venueId,
                "--data",
                folder.toString()));
        command.addAll(Arrays.asList(options));
        venue = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("venue.log").toFile()))
                .start();
    }

    private void killVenue() throws InterruptedException {
        Process running = Objects.requireNonNull(venue);
        running.destroyForcibly();
        assertThat(running.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    private NewOrder order(Side side, OrdType ordType, TimeInForce timeInForce, String qty, @Nullable String px) {
        String orderId = UUID.randomUUID().toString();
        return new NewOrder(
                accountId + ":" + orderId,
                accountId,
                orderId,
                "C-" + orderId,
                "BTCUSDT",
                side,
                terms(ordType, timeInForce, qty, px),
                Set.of(),
                Instant.now());
    }

    private static Terms terms(OrdType ordType, TimeInForce timeInForce, String qty, @Nullable String px) {
        return new Terms(
                ordType,
                timeInForce,
                new BigDecimal(qty),
                px == null ? null : new BigDecimal(px),
                timeInForce == TimeInForce.GTD ? Instant.now().plusSeconds(3_600) : null,
                null);
    }

    private ReplaceRequest replaceOf(NewOrder order, Terms terms) {
        String clOrdId = "R-" + order.orderId();
        return new ReplaceRequest(
                accountId + ":" + clOrdId,
                accountId,
                order.orderId(),
                clOrdId,
                order.clOrdId(),
                order.symbol(),
                order.side(),
                terms,
                Instant.now());
    }

    private CancelRequest cancelOf(NewOrder order) {
        String clOrdId = "X-" + order.orderId();
        return new CancelRequest(
                accountId + ":" + clOrdId,
                accountId,
                order.orderId(),
                clOrdId,
                order.clOrdId(),
                order.symbol(),
                Instant.now());
    }

    /** Publishes as the relay does; the suffix stands for a repetition later than the duplicate window. */
    private void route(JetStream jetStream, ObjectNode message, String suffix)
            throws IOException, JetStreamApiException {
        PublishOptions options = PublishOptions.builder()
                .messageId(message.path("messageId").asText() + suffix)
                .build();
        jetStream.publish("oms.route." + venueId + "." + accountId, VenueJson.bytes(message), options);
    }

    private void route(NewOrder... orders) throws Exception {
        try (Connection nats = connect()) {
            for (NewOrder order : orders) {
                route(nats.jetStream(), VenueJson.json(order), "");
            }
        }
    }

    /** Every report of this venue in the stream, from its beginning. */
    private List<JsonNode> reports() {
        try (Connection nats = connect()) {
            JetStreamSubscription all = nats.jetStream()
                    .subscribe(
                            "oms.report." + venueId + ".>",
                            PushSubscribeOptions.builder().ordered(true).build());
            List<JsonNode> reports = new ArrayList<>();
            long left = all.getConsumerInfo().getNumPending()
                    + all.getConsumerInfo().getDelivered().getConsumerSequence();
            while (reports.size() < left) {
                Message message = all.nextMessage(Duration.ofSeconds(2));
                if (message == null) {
                    break;
                }
                reports.add(VenueJson.parse(message.getData()));
            }
            return reports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> saidOf(NewOrder order) {
        return reports().stream()
                .filter(report -> report.path("orderId").asText().equals(order.orderId()))
                .map(report -> report.path("execType").asText("CANCEL_REJECT"))
                .toList();
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private void await(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what + " did not happen\n" + Files.readString(folder.resolve("venue.log")));
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private Map<String, String> hotQuotes() {
        Config config = new Config();
        config.useSingleServer().setAddress(servers.addresses().redisUri()).setConnectionMinimumIdleSize(1);
        RedissonClient redis = Redisson.create(config);
        try {
            return redis.<String, String>getMap(HotQuotePublisher.KEY, StringCodec.INSTANCE)
                    .readAllMap();
        } finally {
            redis.shutdown();
        }
    }

    @Test
    void routedOrdersAreFilledCanceledRejectedAndExpired() throws Exception {
        startVenue("--seed", "7", "--symbols", "BTCUSDT", "--session-seconds", "3");
        await("the first hot quote", () -> hotQuotes().containsKey("BTCUSDT"));

        NewOrder market = order(Side.BUY, OrdType.MARKET, TimeInForce.DAY, "0.01", null);
        NewOrder immediate = order(Side.SELL, OrdType.LIMIT, TimeInForce.IOC, "0.01", "999999");
        NewOrder whole = order(Side.BUY, OrdType.LIMIT, TimeInForce.FOK, "999999", "999999");
        NewOrder day = order(Side.BUY, OrdType.LIMIT, TimeInForce.DAY, "0.01", "1");
        NewOrder large = order(Side.BUY, OrdType.LIMIT, TimeInForce.GTC, "12", "999999");
        NewOrder elsewhere = new NewOrder(
                "m",
                accountId,
                UUID.randomUUID().toString(),
                "C",
                "DOGE",
                Side.BUY,
                terms(OrdType.MARKET, TimeInForce.DAY, "1", null),
                Set.of(),
                Instant.now());
        route(market, immediate, whole, day, large, elsewhere);

        await("the rejection", () -> saidOf(elsewhere).equals(List.of("REJECTED")));
        await("the fill", () -> saidOf(market).equals(List.of("PENDING_NEW", "NEW", "TRADE")));
        assertThat(saidOf(immediate)).containsExactly("PENDING_NEW", "NEW", "CANCELED");
        assertThat(saidOf(whole)).containsExactly("PENDING_NEW", "NEW", "CANCELED");
        await("the expiry", () -> saidOf(day).equals(List.of("PENDING_NEW", "NEW", "EXPIRED")));
        await(
                "the last part of the large order",
                () -> filled(large).compareTo(large.terms().orderQty()) == 0);
        assertThat(saidOf(large).stream().filter("TRADE"::equals).count()).isGreaterThan(2);
    }

    private BigDecimal filled(NewOrder order) {
        return reports().stream()
                .filter(report -> report.path("orderId").asText().equals(order.orderId()))
                .filter(report -> report.has("lastQty"))
                .map(report -> new BigDecimal(report.path("lastQty").asText()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void aCancelIsAnsweredAndARepetitionIsAnsweredTheSame() throws Exception {
        startVenue("--symbols", "BTCUSDT");
        NewOrder resting = order(Side.BUY, OrdType.LIMIT, TimeInForce.GTC, "1", "1");
        try (Connection nats = connect()) {
            route(nats.jetStream(), VenueJson.json(resting), "");
            route(nats.jetStream(), VenueJson.json(cancelOf(resting)), "");
            List<String> once = List.of("PENDING_NEW", "NEW", "PENDING_CANCEL", "CANCELED");
            await("the cancel", () -> saidOf(resting).equals(once));

            route(nats.jetStream(), VenueJson.json(resting), "again");
            route(nats.jetStream(), VenueJson.json(cancelOf(resting)), "again");
            NewOrder last = order(Side.BUY, OrdType.LIMIT, TimeInForce.GTC, "1", "1");
            route(nats.jetStream(), VenueJson.json(last), "");
            await("the last order's answer", () -> saidOf(last).contains("NEW"));
            // Said again with the same ExecIDs: within its window the stream itself drops them.
            assertThat(saidOf(resting)).isEqualTo(once);
        }
        assertThat(JournalSummary.of(folder).orders()).isEqualTo(2);
    }

    private List<JsonNode> reportsOf(NewOrder order, String execType) {
        return reports().stream()
                .filter(report -> report.path("orderId").asText().equals(order.orderId()))
                .filter(report -> report.path("execType").asText().equals(execType))
                .toList();
    }

    @Test
    void aReplacedOrderIsFilledOnItsNewTermsAndARepetitionChangesNothing() throws Exception {
        startVenue("--symbols", "BTCUSDT");
        await("the first hot quote", () -> hotQuotes().containsKey("BTCUSDT"));
        NewOrder resting = order(Side.BUY, OrdType.LIMIT, TimeInForce.DAY, "0.01", "1");
        ReplaceRequest higher = replaceOf(resting, terms(OrdType.LIMIT, TimeInForce.GTC, "0.02", "999999"));
        route(resting);
        await("the acknowledgement", () -> saidOf(resting).contains("NEW"));
        try (Connection nats = connect()) {
            route(nats.jetStream(), VenueJson.json(higher), "");
            List<String> once = List.of("PENDING_NEW", "NEW", "PENDING_REPLACE", "REPLACED", "TRADE");
            await("the fill on the new terms", () -> saidOf(resting).equals(once));

            killVenue();
            startVenue("--symbols", "BTCUSDT");
            route(nats.jetStream(), VenueJson.json(higher), "again");
            NewOrder last = order(Side.BUY, OrdType.LIMIT, TimeInForce.GTC, "1", "1");
            route(last);
            await("the last order's answer", () -> saidOf(last).contains("NEW"));
            assertThat(saidOf(resting)).isEqualTo(once);
        }
        JsonNode replaced = reportsOf(resting, "REPLACED").getFirst();
        assertThat(replaced.path("clOrdId").asText()).isEqualTo(higher.clOrdId());
        assertThat(replaced.path("origClOrdId").asText()).isEqualTo(resting.clOrdId());
        assertThat(reportsOf(resting, "TRADE").getFirst().path("lastQty").asText())
                .isEqualTo("0.02");
        assertThat(JournalSummary.of(folder).replaces()).isEqualTo(1);
    }

    @Test
    void everyTradeOfTheShareIsBustedOnceAndAnOpenOrderIsFilledAgain() throws Exception {
        String[] options = {"--symbols", "BTCUSDT", "--bust-share", "1"};
        startVenue(options);
        await("the first hot quote", () -> hotQuotes().containsKey("BTCUSDT"));
        NewOrder filled = order(Side.BUY, OrdType.MARKET, TimeInForce.DAY, "0.01", null);
        NewOrder open = order(Side.SELL, OrdType.LIMIT, TimeInForce.GTC, "1000", "1");
        route(filled, open);
        await("a fill", () -> saidOf(filled).contains("TRADE"));
        killVenue();

        startVenue(options);
        await("the end of the filled order", () -> saidOf(filled).contains("CANCELED"));
        await("a bust of the open order", () -> saidOf(open).contains("TRADE_CANCEL"));
        long trades = reportsOf(open, "TRADE").size();
        await("a fill after it", () -> reportsOf(open, "TRADE").size() > trades);

        assertThat(saidOf(filled)).containsExactly("PENDING_NEW", "NEW", "TRADE", "TRADE_CANCEL", "CANCELED");
        String busted =
                reportsOf(filled, "TRADE_CANCEL").getFirst().path("execRefId").asText();
        assertThat(busted)
                .isEqualTo(reportsOf(filled, "TRADE").getFirst().path("execId").asText());
        assertThat(reportsOf(open, "TRADE_CANCEL").stream()
                        .map(report -> report.path("execRefId").asText()))
                .doesNotHaveDuplicates();
    }

    @Test
    void ordersAreHaltedDeclinedInPartAndExpireAtTheirTime() throws Exception {
        startVenue("--symbols", "BTCUSDT", "--halt-share", "1", "--restate-share", "1");
        NewOrder resting = order(Side.BUY, OrdType.LIMIT, TimeInForce.GTC, "8", "1");
        Terms shortLived = new Terms(
                OrdType.LIMIT,
                TimeInForce.GTD,
                BigDecimal.ONE,
                BigDecimal.ONE,
                Instant.now().plusSeconds(1),
                null);
        String orderId = UUID.randomUUID().toString();
        NewOrder brief = new NewOrder(
                "m-" + orderId,
                accountId,
                orderId,
                "C-" + orderId,
                "BTCUSDT",
                Side.BUY,
                shortLived,
                Set.of(),
                Instant.now());
        route(resting, brief);

        await("the expiry", () -> saidOf(brief).equals(List.of("PENDING_NEW", "NEW", "EXPIRED")));
        List<String> all = List.of("PENDING_NEW", "NEW", "SUSPENDED", "RESTATED", "RESTATED");
        await("halt and decline", () -> saidOf(resting).equals(all));
        assertThat(reportsOf(resting, "RESTATED").stream()
                        .map(report -> report.path("execRestatementReason").asText() + " "
                                + report.path("orderQty").asText("-")))
                .containsExactly("OTHER -", "PARTIAL_DECLINE 4");
    }

    @Test
    void aDuplicatedReportReachesTheStreamTwiceAndAReorderedOneLate() throws Exception {
        startVenue("--symbols", "BTCUSDT", "--duplicate-share", "1", "--reorder-share", "1");
        NewOrder resting = order(Side.BUY, OrdType.LIMIT, TimeInForce.GTC, "1", "1");
        route(resting);

        await("both reports, twice", () -> saidOf(resting).size() == 4);
        assertThat(saidOf(resting)).containsExactly("NEW", "PENDING_NEW", "NEW", "PENDING_NEW");
        assertThat(reports().stream()
                        .map(report -> report.path("execId").asText())
                        .distinct())
                .hasSize(2);
        await(
                "the journal to know them as sent",
                () -> JournalSummary.of(folder).unsent() == 0);
    }

    @Test
    void whileRedisIsDownMatchingGoesOnAndQuotesComeBackAfterwards() throws Exception {
        startVenue("--symbols", "BTCUSDT");
        await("a hot quote", () -> hotQuotes().containsKey("BTCUSDT"));
        servers.servers().redis().kill();

        NewOrder market = order(Side.SELL, OrdType.MARKET, TimeInForce.DAY, "0.01", null);
        route(market);
        await("the fill without Redis", () -> saidOf(market).contains("TRADE"));

        servers.servers().redis().start();
        Instant back = Instant.now();
        await("a fresh hot quote", () -> {
            String quote = hotQuotes().get("BTCUSDT");
            return quote != null
                    && Instant.parse(VenueJson.parse(quote.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                                    .path("quoteTime")
                                    .asText())
                            .isAfter(back);
        });
    }

    @Test
    void killedInTheMiddleAndRestartedNothingIsLostAndNothingHappensTwice() throws Exception {
        List<NewOrder> orders = new ArrayList<>();
        List<NewOrder> canceled = new ArrayList<>();
        List<ReplaceRequest> replaces = new ArrayList<>();
        for (int burst = 0; burst < 6; burst++) {
            startVenue(UNRULY);
            int answersToSee = burst * 60 + random.nextInt(40);
            try (Connection nats = connect()) {
                for (int i = 0; i < 60; i++) {
                    NewOrder order = randomOrder();
                    orders.add(order);
                    route(nats.jetStream(), VenueJson.json(order), "");
                    if (i % 4 == 0) {
                        canceled.add(order);
                        route(nats.jetStream(), VenueJson.json(cancelOf(order)), "");
                    } else if (i % 4 == 1) {
                        ReplaceRequest replace = randomReplace(order);
                        replaces.add(replace);
                        route(nats.jetStream(), VenueJson.json(replace), "");
                    }
                }
            }
            if (burst % 2 == 1) {
                // While the venue works: it has to come back by itself.
                restartNats();
            }
            // Killed at another moment each time: before the burst is answered, in it, or behind it.
            await("answers of burst " + burst, () -> reports().size() >= answersToSee);
            killVenue();
            if (burst == 4) {
                restartNats();
            }
        }
        startVenue(UNRULY);
        try (Connection nats = connect()) {
            for (NewOrder order : orders) {
                route(nats.jetStream(), VenueJson.json(order), "-later");
            }
            for (NewOrder order : canceled) {
                route(nats.jetStream(), VenueJson.json(cancelOf(order)), "-later");
            }
            for (ReplaceRequest replace : replaces) {
                route(nats.jetStream(), VenueJson.json(replace), "-later");
            }
        }
        await("everything answered", () -> isAnswered(orders, canceled, replaces));
        assertNothingTwice(orders);
        JournalSummary summary = JournalSummary.of(folder);
        assertThat(summary.orders()).isEqualTo(orders.size());
        assertThat(summary.cancels()).isEqualTo(canceled.size());
        assertThat(summary.replaces()).isEqualTo(replaces.size());
        assertThat(summary.busts()).isPositive();
        assertThat(summary.corrections()).isPositive();
        assertThat(summary.ordersTakenTwice()).isZero();
        assertThat(summary.execIdsUsedTwice()).isZero();
    }

    private void restartNats() {
        servers.servers().nats().kill();
        servers.servers().nats().start();
    }

    private NewOrder randomOrder() {
        boolean limit = random.nextInt(3) > 0;
        Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
        TimeInForce timeInForce = TimeInForce.values()[random.nextInt(TimeInForce.values().length)];
        String px = random.nextBoolean() ? "1" : "999999";
        String qty = BigDecimal.valueOf(1 + random.nextInt(3_000), 3).toPlainString();
        return order(side, limit ? OrdType.LIMIT : OrdType.MARKET, timeInForce, qty, limit ? px : null);
    }

    /** Of the same quantity, so that what may be filled in all stays the same. */
    private ReplaceRequest randomReplace(NewOrder order) {
        String px = random.nextBoolean() ? "1" : "999999";
        String qty = order.terms().orderQty().toPlainString();
        return replaceOf(order, terms(OrdType.LIMIT, TimeInForce.GTC, qty, px));
    }

    private boolean isAnswered(List<NewOrder> orders, List<NewOrder> canceled, List<ReplaceRequest> replaces) {
        Set<String> answered = new HashSet<>();
        for (JsonNode report : reports()) {
            boolean answer = ANSWERS.contains(report.path("execType").asText());
            boolean cancelReject = !report.has("execType");
            boolean cancel = report.path("clOrdId").asText().startsWith("X-") && (cancelReject || isEnd(report));
            boolean replaced = report.path("execType").asText().equals("REPLACED");
            if (answer || cancel || replaced || cancelReject) {
                answered.add(report.path("clOrdId").asText());
            }
        }
        return orders.stream().allMatch(order -> answered.contains(order.clOrdId()))
                && canceled.stream().allMatch(order -> answered.contains("X-" + order.orderId()))
                && replaces.stream().allMatch(replace -> answered.contains(replace.clOrdId()));
    }

    private static boolean isEnd(JsonNode report) {
        return ENDS.contains(report.path("execType").asText());
    }

    private static BigDecimal lastQty(JsonNode report) {
        return new BigDecimal(report.path("lastQty").asText("0"));
    }

    private void assertNothingTwice(List<NewOrder> orders) {
        Map<String, JsonNode> byExecId = new HashMap<>();
        Map<String, Set<String>> venueOrderIds = new HashMap<>();
        Map<String, BigDecimal> cumQty = new HashMap<>();
        Map<String, BigDecimal> liveTrades = new HashMap<>();
        Set<String> ended = new HashSet<>();
        for (JsonNode report : reports()) {
            String orderId = report.path("orderId").asText();
            JsonNode earlier = byExecId.putIfAbsent(report.path("execId").asText(), report);
            if (earlier != null) {
                assertThat(report).as("the same ExecID says the same").isEqualTo(earlier);
                continue;
            }
            venueOrderIds
                    .computeIfAbsent(orderId, _ -> new HashSet<>())
                    .add(report.path("venueOrderId").asText());
            boolean trade = report.path("execType").asText().equals("TRADE");
            if (trade) {
                assertThat(ended).as("no fill after the end").doesNotContain(orderId);
                liveTrades.put(report.path("execId").asText(), lastQty(report));
            }
            BigDecimal amended = BigDecimal.ZERO;
            if (report.has("execRefId")) {
                amended = liveTrades.remove(report.path("execRefId").asText());
                assertThat(amended)
                        .as("a trade is amended once, and after it was made")
                        .isNotNull();
            }
            if (trade || report.has("execRefId")) {
                BigDecimal cum = cumQty.merge(orderId, lastQty(report).subtract(amended), BigDecimal::add);
                assertThat(new BigDecimal(report.path("cumQty").asText())).isEqualByComparingTo(cum);
            }
            if (isEnd(report)) {
                assertThat(ended.add(orderId)).as("one end only").isTrue();
            }
        }
        for (NewOrder order : orders) {
            assertThat(venueOrderIds.get(order.orderId())).hasSize(1);
            assertThat(cumQty.getOrDefault(order.orderId(), BigDecimal.ZERO))
                    .isLessThanOrEqualTo(order.terms().orderQty());
        }
    }
}
