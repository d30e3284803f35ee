package io.tradecore.api.scenario;

import static io.tradecore.api.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.tradecore.api.rest.ApiUnderTest;
import io.tradecore.api.rest.Tokens;
import io.tradecore.oms.instrument.Contract;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.MarginTerms;
import io.tradecore.oms.risk.SelfTradePrevention;
import io.tradecore.oms.scenario.AccountKind;
import io.tradecore.oms.scenario.Column;
import io.tradecore.oms.scenario.Message;
import io.tradecore.oms.scenario.Scenario;
import io.tradecore.oms.scenario.ScenarioFile;
import io.tradecore.oms.scenario.Step;
import io.tradecore.servers.TestServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every scenario table through the product, each in an account of its own, several at a time. */
class ScenariosIT {
    private static final int AT_A_TIME = 12;
    private static final String VENUE = "SCN";
    private static final String IGNORED = "ignored";

    @Test
    void everyStepShowsWhatItsRowSaysAndTheBooksReconcile() throws Exception {
        TestServers.get().servers().nats().start();
        TestServers.get().servers().redis().start();
        List<Scenario> scenarios = ScenarioFile.all();
        try (ApiUnderTest api = ApiUnderTest.withNats();
                VenueLine venue = new VenueLine(TestServers.get().addresses().natsUri(), VENUE)) {
            api.ensure("/v1/venues", "{'venueId':'" + VENUE + "','name':'By the tables'}");
            Canary canary = new Canary(api);
            api.ensure("/v1/assets", "{'asset':'EUR','scale':2,'name':'Euro'}");
            String still = quoted(api, "SCENARIO", AccountKind.CASH);
            String future = quoted(api, "SCENFUT", AccountKind.MARGIN);
            String other = quoted(api, "SCENALT", AccountKind.CASH);
            eventually(() -> assertThat(venue.isSettled(0)).isTrue());
            Map<String, Long> before = violations(api);

            List<String> failures = playAll(scenarios, scenario -> {
                // A market that moves is a scenario's own.
                String stays = scenario.account() == AccountKind.CASH ? still : future;
                String symbol = moves(scenario) ? quoted(api, api.name("SCN"), scenario.account()) : stays;
                play(scenario, api, venue, canary, Map.of(Scenario.SYMBOL, symbol, "ALT", other));
            });

            assertThat(failures).as(String.join("\n", failures)).isEmpty();
            assertThat(violations(api)).as("invariants that hold no longer").isEqualTo(before);
            assertThat(api.context()
                            .getBean(MeterRegistry.class)
                            .get("oms.reports")
                            .tag("result", IGNORED)
                            .counter()
                            .count())
                    .isGreaterThanOrEqualTo(
                            steps(scenarios).filter(ScenariosIT::isIgnored).count());
        }
        System.out.printf(
                "scenarios: %d with %d steps as written, through REST, NATS and the database%n",
                scenarios.size(), steps(scenarios).count());
    }

    private static Stream<Step> steps(List<Scenario> scenarios) {
        return scenarios.stream().flatMap(scenario -> scenario.steps().stream());
    }

    private static boolean isIgnored(Step step) {
        return step.expected().word(Column.SAYS).startsWith(IGNORED);
    }

    @FunctionalInterface
    private interface Player {
        void play(Scenario scenario) throws Exception;
    }

    private static List<String> playAll(List<Scenario> scenarios, Player player) throws InterruptedException {
        List<String> failures = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
            List<Future<?>> played = new ArrayList<>();
            for (Scenario scenario : scenarios) {
                played.add(threads.submit(() -> {
                    player.play(scenario);
                    return scenario;
                }));
            }
            for (int i = 0; i < played.size(); i++) {
                try {
                    played.get(i).get();
                } catch (ExecutionException e) {
                    failures.add(scenarios.get(i) + "\n" + e.getCause());
                }
            }
        }
        return failures;
    }

    private static void play(
            Scenario scenario, ApiUnderTest api, VenueLine venue, Canary canary, Map<String, String> symbols)
            throws Exception {
        String account = account(api, scenario.account());
        if (scenario.selfTrades() != SelfTradePrevention.NONE) {
            ApiUnderTest.must(
                    200,
                    api.send(
                            "PUT",
                            Tokens.admin(),
                            "/v1/accounts/" + account + "/self-trade-prevention",
                            "{'selfTradePrevention':'" + scenario.selfTrades() + "'}"));
        }
        try (ProductStage stage = new ProductStage(api, venue, canary, symbols, account, scenario.account())) {
            withoutIgnoredCodes(scenario).play(stage);
        }
    }

    private static String account(ApiUnderTest api, AccountKind kind) {
        if (kind == AccountKind.CASH) {
            return api.newAccount(Scenario.OPENING_CASH);
        }
        String account = ApiUnderTest.must(
                        201,
                        api.post(
                                Tokens.admin(),
                                "/v1/accounts",
                                "{'name':'By the tables','accountType':'%s','positionMode':'%s','baseCurrency':'USD'}"
                                        .formatted(kind.type(), kind.mode())))
                .text("accountId");
        ApiUnderTest.must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/accounts/" + account + "/deposits",
                        "{'transferId':'opening','asset':'USD','amount':'" + Scenario.OPENING_CASH + "'}"));
        return account;
    }

    private static boolean moves(Scenario scenario) {
        return scenario.steps().stream().anyMatch(step -> step.message() instanceof Message.Quote);
    }

    /** An instrument as the tables have it, where the market begins. */
    private static String quoted(ApiUnderTest api, String symbol, AccountKind account) {
        api.ensure("/v1/instruments", body(Scenario.instrument(symbol, VENUE, account)));
        api.quote(symbol, Scenario.BID_PX.toPlainString(), Scenario.ASK_PX.toPlainString());
        return symbol;
    }

    /** Why a report is ignored is said nowhere outside the core. */
    private static Scenario withoutIgnoredCodes(Scenario scenario) {
        List<Step> steps = scenario.steps().stream()
                .map(step -> isIgnored(step)
                        ? new Step(
                                step.line(),
                                step.text(),
                                step.message(),
                                step.expected().with(Column.SAYS, IGNORED))
                        : step)
                .toList();
        return new Scenario(
                scenario.file(),
                scenario.line(),
                scenario.id(),
                scenario.title(),
                scenario.account(),
                scenario.selfTrades(),
                steps);
    }

    private static String body(Instrument instrument) {
        return """
                {'symbol':'%s','venueId':'%s','currency':'%s','pxScale':%d,'qtyScale':%d,'tickSize':'%s','lotSize':'%s',
                'maxOrderQty':'%s','maxOrderNotional':'%s','priceCollar':'%s','feeRate':'%s'%s}""".formatted(
                        instrument.symbol(),
                        instrument.venueId(),
                        instrument.currency(),
                        instrument.pxScale(),
                        instrument.qtyScale(),
                        instrument.tickSize(),
                        instrument.lotSize(),
                        instrument.maxOrderQty(),
                        instrument.maxOrderNotional(),
                        instrument.priceCollar(),
                        instrument.feeRate(),
                        margin(instrument.contract()));
    }

    private static String margin(Contract contract) {
        MarginTerms margin = contract.margin();
        return margin == null
                ? ""
                : ",'securityType':'%s','margin':{'unit':'%s','initial':'%s','maintenance':'%s'}"
                        .formatted(contract.securityType(), margin.unit(), margin.initial(), margin.maintenance());
    }

    /** How often each invariant is violated; other tests may have left books that do not hold. */
    private static Map<String, Long> violations(ApiUnderTest api) throws SQLException {
        Map<String, Long> violations = new TreeMap<>();
        try (Connection admin = api.adminConnection();
                Statement statement = admin.createStatement();
                ResultSet row = statement.executeQuery("SELECT invariant, violations FROM reconcile()")) {
            while (row.next()) {
                violations.put(row.getString(1), row.getLong(2));
            }
        }
        return violations;
    }
}
