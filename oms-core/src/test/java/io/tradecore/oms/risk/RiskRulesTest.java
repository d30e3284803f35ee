package io.tradecore.oms.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.account.Desks;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.SecurityType;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.risk.Limit.Severity;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of the rules that stand decides on what somebody does in an account, at a time. */
class RiskRulesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instrument SPOT = new Instrument(
            "BTCUSDT",
            "SIM",
            "USDT",
            2,
            2,
            5,
            new BigDecimal("0.01"),
            new BigDecimal("0.00001"),
            BigDecimal.ONE,
            BigDecimal.TEN,
            BigDecimal.TEN,
            new BigDecimal("0.1"),
            BigDecimal.ZERO,
            true);
    private static final AccountId ACCOUNT = new AccountId(new UUID(1, 1));

    @ParameterizedTest(name = "{0} {1}: {2}")
    @DisplayName("Of the limits that apply the one that leaves the least room decides, whoever set it")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # kind         | limits                                             | decides
            MAX_ORDER_QTY  | -                                                  | -
            MAX_ORDER_QTY  | FIRM 9                                             | 9
            MAX_ORDER_QTY  | FIRM 9; DESK:MAIN 7                                | 7
            MAX_ORDER_QTY  | FIRM 7; DESK:MAIN 9                                | 7
            MAX_ORDER_QTY  | FIRM 9; DESK:FX 7                                  | 9
            MAX_ORDER_QTY  | FIRM 9; ACCOUNT 5; DESK:MAIN 7                     | 5
            MAX_ORDER_QTY  | FIRM 9; USER:tess 3; ACCOUNT 5                     | 3
            MAX_ORDER_QTY  | FIRM 9; USER:rita 3                                | 9
            MAX_ORDER_QTY  | FIRM 9; FIRM@SPOT 6; FIRM@CS 2                     | 6
            MAX_ORDER_QTY  | FIRM 9; FIRM@SPOT 6; FIRM@BTCUSDT 8; FIRM@ETH 1    | 6
            MAX_ORDER_QTY  | FIRM 9; ACCOUNT@SPOT 4; ACCOUNT@ETH 1              | 4
            MIN_ORDER_QTY  | FIRM 1; DESK:MAIN 2; ACCOUNT 3; USER:tess 2        | 3
            DUPLICATE_WINDOW_MS | FIRM 0; DESK:MAIN 500                         | 500
            """)
    void strictest(LimitKind kind, @Nullable String limits, @Nullable String decides) {
        List<Limit> house = new ArrayList<>();
        List<Limit> own = new ArrayList<>();
        for (String text : limits == null ? List.<String>of() : List.of(limits.split("; ", -1))) {
            Limit limit = limit(kind, text, Severity.HARD, NOW, null);
            (limit.scope() == RuleScope.ACCOUNT ? own : house).add(limit);
        }

        Limit hard = rules(house).limits(Desks.MAIN, null, "tess", own, NOW).hard(kind, SPOT);

        assertThat(hard == null ? null : hard.value().toPlainString()).isEqualTo(decides);
        assertThat(rules(house).limits(Desks.MAIN, null, "tess", own, NOW).soft(kind, SPOT))
                .isNull();
    }

    @ParameterizedTest(name = "of the strategy {0}: {1}, and of credit {2}")
    @DisplayName("Limits of a strategy are for the accounts that are of it, of whichever desk")
    @CsvSource(nullValues = "-", textBlock = """
            # strategy, position, credits
            -,          7,        DESK MAIN 70
            OTHER,      7,        DESK MAIN 70
            ARB,        5,        DESK MAIN 70 STRATEGY ARB 60
            TREND,      7,        DESK MAIN 70 STRATEGY TREND 90
            """)
    void ofAStrategy(@Nullable String strategy, String position, String credits) {
        RiskRules rules = rules(List.of(
                limit(LimitKind.MAX_POSITION, "FIRM 9", Severity.HARD, NOW, null),
                limit(LimitKind.MAX_POSITION, "DESK:MAIN 7", Severity.HARD, NOW, null),
                limit(LimitKind.MAX_POSITION, "STRATEGY:ARB 5", Severity.HARD, NOW, null),
                limit(LimitKind.MAX_POSITION, "STRATEGY:TREND 8", Severity.HARD, NOW, null),
                limit(LimitKind.MAX_GROUP_CREDIT, "DESK:MAIN 70", Severity.HARD, NOW, null),
                limit(LimitKind.MAX_GROUP_CREDIT, "STRATEGY:ARB 80", Severity.HARD, NOW, null),
                limit(LimitKind.MAX_GROUP_CREDIT, "STRATEGY:ARB 60", Severity.HARD, NOW, null),
                limit(LimitKind.MAX_GROUP_CREDIT, "STRATEGY:TREND 90", Severity.HARD, NOW, null)));
        // What has been worked out for the accounts of one is not told to those of another.
        for (String other : List.of("ARB", "TREND")) {
            rules.limits(Desks.MAIN, other, "tess", List.of(), NOW).hard(LimitKind.MAX_POSITION, SPOT);
        }

        Limit hard = rules.limits(Desks.MAIN, strategy, "tess", List.of(), NOW).hard(LimitKind.MAX_POSITION, SPOT);

        assertThat(hard)
                .isNotNull()
                .satisfies(limit -> assertThat(limit.value()).isEqualByComparingTo(position));
        assertThat(rules.groupCredit(Desks.MAIN, strategy, NOW).stream()
                        .map(limit -> limit.scope() + " " + limit.scopeId() + " "
                                + limit.value().toPlainString())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(credits);
    }

    @Test
    @DisplayName("A SOFT limit is none of the HARD ones, and the other way round")
    void severity() {
        Limit soft = limit(LimitKind.MAX_POSITION, "FIRM 3", Severity.SOFT, NOW, null);
        Limit softer = limit(LimitKind.MAX_POSITION, "ACCOUNT 5", Severity.SOFT, NOW, null);
        Limit hard = limit(LimitKind.MAX_POSITION, "FIRM 7", Severity.HARD, NOW, null);

        Limits limits = rules(List.of(soft, hard)).limits(Desks.MAIN, null, "tess", List.of(softer), NOW);

        assertThat(limits.hard(LimitKind.MAX_POSITION, SPOT)).isEqualTo(hard);
        assertThat(limits.soft(LimitKind.MAX_POSITION, SPOT)).isEqualTo(soft);
    }

    @ParameterizedTest(name = "{0} ms after it begins, of a second: {1}")
    @DisplayName("A limit counts from when it begins up to when it ends, whenever it is asked for before")
    @CsvSource({"-1, 9", "0, 5", "999, 5", "1000, 9", "-2, 9"})
    void times(long after, String decides) {
        Instant from = NOW.plusSeconds(60);
        RiskRules rules = rules(List.of(
                limit(LimitKind.MAX_POSITION, "FIRM 9", Severity.HARD, NOW, null),
                limit(LimitKind.MAX_POSITION, "DESK:MAIN 5", Severity.HARD, from, from.plusSeconds(1))));
        Limit own = limit(LimitKind.MAX_POSITION, "ACCOUNT 5", Severity.HARD, from, from.plusSeconds(1));
        // What has been worked out for one time is asked for at another.
        for (Instant at : List.of(NOW, from, from.plusMillis(after), NOW, from.plusMillis(after))) {
            rules.limits(Desks.MAIN, null, "tess", List.of(), at).hard(LimitKind.MAX_POSITION, SPOT);
        }

        assertThat(Stream.of(
                                rules.limits(Desks.MAIN, null, "tess", List.of(), from.plusMillis(after)),
                                rules(List.of(limit(LimitKind.MAX_POSITION, "FIRM 9", Severity.HARD, NOW, null)))
                                        .limits(Desks.MAIN, null, "tess", List.of(own), from.plusMillis(after)))
                        .map(limits -> limits.hard(LimitKind.MAX_POSITION, SPOT))
                        .map(limit -> limit == null ? "none" : limit.value().toPlainString()))
                .containsExactly(decides, decides);
    }

    @Test
    @DisplayName("A kind that has to be bounded is missing until somebody bounds it, be it the account alone")
    void missing() {
        List<Limit> all = Stream.of(LimitKind.values())
                .filter(LimitKind::isRequired)
                .map(kind -> limit(kind, "FIRM 1", Severity.HARD, NOW, null))
                .toList();
        List<Limit> allButOne = all.stream()
                .filter(limit -> limit.kind() != LimitKind.MAX_CREDIT)
                .toList();
        Limit own = limit(LimitKind.MAX_CREDIT, "ACCOUNT 1", Severity.HARD, NOW, null);
        Limit soft = limit(LimitKind.MAX_CREDIT, "FIRM 1", Severity.SOFT, NOW, null);

        assertThat(rules(all).limits(Desks.MAIN, null, "tess", List.of(), NOW).missing(SPOT))
                .isNull();
        assertThat(rules(allButOne)
                        .limits(Desks.MAIN, null, "tess", List.of(), NOW)
                        .missing(SPOT))
                .isEqualTo(LimitKind.MAX_CREDIT);
        assertThat(rules(allButOne)
                        .limits(Desks.MAIN, null, "tess", List.of(own), NOW)
                        .missing(SPOT))
                .isNull();
        assertThat(rules(allButOne)
                        .limits(Desks.MAIN, null, "tess", List.of(soft), NOW)
                        .missing(SPOT))
                .isEqualTo(LimitKind.MAX_CREDIT);
        assertThat(RiskRules.NONE
                        .limits(Desks.MAIN, null, "tess", List.of(), NOW)
                        .missing(SPOT))
                .isNotNull();
    }

    @Test
    @DisplayName("Nothing is permitted, and no order taken, of which nobody says so")
    void nothing() {
        Limits limits = rules(List.of()).limits(Desks.MAIN, null, "tess", List.of(), NOW);

        assertThat(limits.isPermitted(SPOT)).isFalse();
        assertThat(limits.isAllowed(OrdType.LIMIT, SPOT)).isFalse();
        assertThat(limits.isAllowed(TimeInForce.DAY, SPOT)).isFalse();
    }

    @Test
    @DisplayName("A permission of one's own takes the place of everybody's, and ends at its time")
    void permissions() {
        Instant to = NOW.plusSeconds(60);
        RiskRules rules = new RiskRules(
                1,
                List.of(),
                List.of(
                        new Permission(Permission.EVERYBODY, InstrumentSelector.ALL, null, NOW, null),
                        new Permission("tess", InstrumentSelector.of("ETH"), null, NOW, to)),
                List.of());

        assertThat(rules.limits(Desks.MAIN, null, "rita", List.of(), NOW).isPermitted(SPOT))
                .isTrue();
        assertThat(rules.limits(Desks.MAIN, null, "tess", List.of(), NOW).isPermitted(SPOT))
                .isFalse();
        assertThat(rules.limits(Desks.MAIN, null, "tess", List.of(), to).isPermitted(SPOT))
                .isTrue();
        assertThat(rules.limits(Desks.MAIN, null, "rita", List.of(), NOW.minusMillis(1))
                        .isPermitted(SPOT))
                .isFalse();
    }

    @Test
    @DisplayName("Orders fit all that is said of an instrument as closely")
    void orderTerms() {
        RiskRules rules = new RiskRules(
                1,
                List.of(),
                List.of(),
                List.of(
                        terms(InstrumentSelector.ALL, OrdType.STOP),
                        terms(InstrumentSelector.of(SecurityType.SPOT), OrdType.LIMIT, OrdType.MARKET),
                        terms(InstrumentSelector.of(SecurityType.SPOT), OrdType.LIMIT, OrdType.STOP)));

        Limits limits = rules.limits(Desks.MAIN, null, "tess", List.of(), NOW);

        assertThat(Stream.of(OrdType.values()).filter(type -> limits.isAllowed(type, SPOT)))
                .containsExactly(OrdType.LIMIT);
        assertThat(limits.isAllowed(TimeInForce.GTC, SPOT)).isTrue();
        assertThat(limits.isAllowed(TimeInForce.DAY, SPOT)).isFalse();
    }

    private static OrderTerms terms(InstrumentSelector instruments, OrdType... ordTypes) {
        return new OrderTerms(instruments, Set.of(ordTypes), Set.of(TimeInForce.GTC), NOW, null);
    }

    private static RiskRules rules(List<Limit> house) {
        return new RiskRules(1, house, List.of(), List.of());
    }

    /** SCOPE[:id][@class or symbol] value */
    private static Limit limit(LimitKind kind, String text, Severity severity, Instant from, @Nullable Instant to) {
        String[] words = text.split(" ", -1);
        String[] where = words[0].split("@", -1);
        String[] who = where[0].split(":", -1);
        RuleScope scope = RuleScope.valueOf(who[0]);
        String scopeId = who.length > 1 ? who[1] : scope == RuleScope.ACCOUNT ? ACCOUNT.toString() : Limit.FIRM_ID;
        InstrumentSelector instruments = where.length == 1
                ? InstrumentSelector.ALL
                : Stream.of(SecurityType.values())
                        .filter(type -> type.name().equals(where[1]))
                        .findFirst()
                        .map(InstrumentSelector::of)
                        .orElse(InstrumentSelector.of(where[1]));
        return new Limit(kind, scope, scopeId, instruments, new BigDecimal(words[1]), severity, from, to);
    }
}
