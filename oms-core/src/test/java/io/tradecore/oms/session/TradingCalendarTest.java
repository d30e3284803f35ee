package io.tradecore.oms.session;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.DayOfWeek.THURSDAY;
import static java.time.DayOfWeek.TUESDAY;
import static java.time.DayOfWeek.WEDNESDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TradingCalendarTest {
    private static final Set<DayOfWeek> WEEKDAYS = Set.of(MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY);

    /** Of every kind one. Dates are those of 2026. */
    private enum Market {
        /** Shares: 9:30 to 16:00, Thanksgiving shut, the day after it until 13:00. */
        NEW_YORK(new TradingCalendar(
                ZoneId.of("America/New_York"),
                on(WEEKDAYS, within("09:30", "16:00")),
                Map.of(date("2026-11-26"), List.of(), date("2026-11-27"), List.of(within("09:30", "13:00"))))),
        /** Shares: 9:00 to 17:30. */
        FRANKFURT(new TradingCalendar(
                ZoneId.of("Europe/Berlin"),
                on(WEEKDAYS, within("09:00", "17:30")),
                Map.of(date("2026-12-24"), List.of(), date("2026-12-25"), List.of()))),
        CRYPTO(TradingCalendar.ALWAYS),
        /** From Sunday 17:00 to Friday 17:00 in New York; a date begins at 17:00 of the day before. */
        FX(new TradingCalendar(
                ZoneId.of("America/New_York"),
                on(WEEKDAYS, SessionHours.fromDayBefore(LocalTime.of(17, 0), LocalTime.of(17, 0))),
                Map.of(date("2026-12-25"), List.of()))),
        /** Two stretches with a break between. */
        TOKYO(new TradingCalendar(
                ZoneId.of("Asia/Tokyo"), on(WEEKDAYS, within("12:30", "15:30"), within("09:00", "11:30")), Map.of()));

        private final TradingCalendar calendar;

        Market(TradingCalendar calendar) {
            this.calendar = calendar;
        }
    }

    @ParameterizedTest(name = "{0} at {1}: {2}, trading date {3}, a DAY order expires {4}")
    @DisplayName(
            "An instant is in a session or not, belongs to a trading date, and a DAY order expires at that date's end")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            NEW_YORK  | 2026-03-06T14:29:59.999Z | CLOSED | 2026-03-06 | 2026-03-06T21:00:00Z
            NEW_YORK  | 2026-03-06T14:30:00Z     | OPEN   | 2026-03-06 | 2026-03-06T21:00:00Z
            NEW_YORK  | 2026-03-06T20:59:59Z     | OPEN   | 2026-03-06 | 2026-03-06T21:00:00Z
            NEW_YORK  | 2026-03-06T21:00:00Z     | CLOSED | 2026-03-09 | 2026-03-09T20:00:00Z
            NEW_YORK  | 2026-03-09T13:30:00Z     | OPEN   | 2026-03-09 | 2026-03-09T20:00:00Z
            NEW_YORK  | 2026-10-30T13:30:00Z     | OPEN   | 2026-10-30 | 2026-10-30T20:00:00Z
            NEW_YORK  | 2026-11-02T13:30:00Z     | CLOSED | 2026-11-02 | 2026-11-02T21:00:00Z
            NEW_YORK  | 2026-11-26T16:00:00Z     | CLOSED | 2026-11-27 | 2026-11-27T18:00:00Z
            NEW_YORK  | 2026-11-27T17:59:59Z     | OPEN   | 2026-11-27 | 2026-11-27T18:00:00Z
            NEW_YORK  | 2026-11-27T18:00:00Z     | CLOSED | 2026-11-30 | 2026-11-30T21:00:00Z
            FRANKFURT | 2026-03-27T08:00:00Z     | OPEN   | 2026-03-27 | 2026-03-27T16:30:00Z
            FRANKFURT | 2026-03-27T16:30:00Z     | CLOSED | 2026-03-30 | 2026-03-30T15:30:00Z
            FRANKFURT | 2026-03-30T07:00:00Z     | OPEN   | 2026-03-30 | 2026-03-30T15:30:00Z
            FRANKFURT | 2026-12-24T10:00:00Z     | CLOSED | 2026-12-28 | 2026-12-28T16:30:00Z
            CRYPTO    | 2026-03-29T01:30:00Z     | OPEN   | 2026-03-29 | 2026-03-30T00:00:00Z
            CRYPTO    | 2026-12-31T23:59:59.999Z | OPEN   | 2026-12-31 | 2027-01-01T00:00:00Z
            CRYPTO    | 2027-01-01T00:00:00Z     | OPEN   | 2027-01-01 | 2027-01-02T00:00:00Z
            FX        | 2026-03-06T21:59:59Z     | OPEN   | 2026-03-06 | 2026-03-06T22:00:00Z
            FX        | 2026-03-06T22:00:00Z     | CLOSED | 2026-03-09 | 2026-03-09T21:00:00Z
            FX        | 2026-03-08T20:59:59Z     | CLOSED | 2026-03-09 | 2026-03-09T21:00:00Z
            FX        | 2026-03-08T21:00:00Z     | OPEN   | 2026-03-09 | 2026-03-09T21:00:00Z
            FX        | 2026-03-09T21:00:00Z     | OPEN   | 2026-03-10 | 2026-03-10T21:00:00Z
            FX        | 2026-11-01T21:59:59Z     | CLOSED | 2026-11-02 | 2026-11-02T22:00:00Z
            FX        | 2026-11-01T22:00:00Z     | OPEN   | 2026-11-02 | 2026-11-02T22:00:00Z
            FX        | 2026-12-24T22:30:00Z     | CLOSED | 2026-12-28 | 2026-12-28T22:00:00Z
            TOKYO     | 2026-05-01T02:29:59Z     | OPEN   | 2026-05-01 | 2026-05-01T06:30:00Z
            TOKYO     | 2026-05-01T02:30:00Z     | CLOSED | 2026-05-01 | 2026-05-01T06:30:00Z
            TOKYO     | 2026-05-01T03:30:00Z     | OPEN   | 2026-05-01 | 2026-05-01T06:30:00Z
            """)
    void sessions(Market market, Instant at, TradingPhase phase, LocalDate tradingDate, Instant dayEnds) {
        assertThat(market.calendar.phaseAt(at, false)).isEqualTo(phase);
        assertThat(market.calendar.tradingDate(at)).isEqualTo(tradingDate);
        assertThat(market.calendar.endOfDay(at)).isEqualTo(dayEnds);
    }

    @ParameterizedTest
    @EnumSource(Market.class)
    @DisplayName("At any instant of four years, what a calendar says agrees with its neighbours in time")
    void saysNothingThatContradictsItself(Market market) {
        Random random = new Random(20_261_121);
        Instant start = Instant.parse("2025-01-01T00:00:00Z");
        for (int i = 0; i < 3_000; i++) {
            Instant at = start.plusSeconds(random.nextInt(4 * 365 * 86_400));
            Session session = found(market.calendar.currentOrNext(at));
            assertThat(market.calendar.isOpen(at)).isEqualTo(!session.opens().isAfter(at));
            assertThat(market.calendar.currentOrNext(session.opens())).isEqualTo(session);
            assertThat(market.calendar.currentOrNext(session.closes().minusNanos(1)))
                    .isEqualTo(session);
            assertThat(market.calendar.endOfDay(at)).isAfterOrEqualTo(session.closes());
            Instant lastEnd = Objects.requireNonNull(market.calendar.lastEndOfDay(at));
            assertThat(lastEnd).isBeforeOrEqualTo(at);
            assertThat(market.calendar.endOfDay(lastEnd.minusNanos(1))).isEqualTo(lastEnd);
            assertThat(market.calendar.endOfDay(lastEnd)).isAfter(at);
            Session next = found(market.calendar.currentOrNext(session.closes()));
            assertThat(next.opens()).isAfterOrEqualTo(session.closes());
            if (next.opens().isAfter(session.closes())) {
                Duration pause = Duration.between(session.closes(), next.opens());
                Instant between = session.closes().plusSeconds(random.nextInt((int) pause.toSeconds()));
                assertThat(market.calendar.isOpen(between)).as("%s", between).isFalse();
            }
        }
    }

    @Test
    @DisplayName("A day of 23 or 25 hours has no pause and no overlap where a market trades through it")
    void daylightSavingLeavesNoPause() {
        var throughTheNight = new TradingCalendar(
                ZoneId.of("Europe/Berlin"), on(Set.of(DayOfWeek.values()), SessionHours.wholeDay()), Map.of());

        assertThat(lengths(throughTheNight, "2026-03-28", "2026-03-29", "2026-03-30"))
                .containsExactly(Duration.ofHours(24), Duration.ofHours(23), Duration.ofHours(24));
        assertThat(lengths(throughTheNight, "2026-10-24", "2026-10-25", "2026-10-26"))
                .containsExactly(Duration.ofHours(24), Duration.ofHours(25), Duration.ofHours(24));
    }

    @Test
    @DisplayName("A time that is skipped is the moment of the change, one that comes twice is the first")
    void timesThatDaylightSavingSkipsOrRepeats() {
        var early = new TradingCalendar(
                ZoneId.of("Europe/Berlin"),
                on(Set.of(SUNDAY), within("02:30", "04:00"), within("02:10", "02:20")),
                Map.of());

        assertThat(early.sessionsOf(date("2026-03-29")))
                .containsExactly(new Session(
                        date("2026-03-29"),
                        Instant.parse("2026-03-29T01:00:00Z"),
                        Instant.parse("2026-03-29T02:00:00Z")));
        assertThat(early.sessionsOf(date("2026-10-25")).getLast())
                .isEqualTo(new Session(
                        date("2026-10-25"),
                        Instant.parse("2026-10-25T00:30:00Z"),
                        Instant.parse("2026-10-25T03:00:00Z")));
    }

    @Test
    @DisplayName("A midnight that comes twice ends one day and begins the next at the same instant")
    void midnightTwice() {
        var havana = new TradingCalendar(
                ZoneId.of("America/Havana"), on(Set.of(DayOfWeek.values()), SessionHours.wholeDay()), Map.of());
        LocalDate change = date("2026-11-01");

        assertThat(havana.sessionsOf(change.minusDays(1)).getLast().closes())
                .isEqualTo(havana.sessionsOf(change).getFirst().opens());
        assertThat(lengths(havana, "2026-11-01")).containsExactly(Duration.ofHours(25));
    }

    @Test
    @DisplayName("A halt is reported in a session and outside of one")
    void haltsGoBeforeSessions() {
        TradingCalendar calendar = Market.NEW_YORK.calendar;

        assertThat(calendar.phaseAt(Instant.parse("2026-03-06T15:00:00Z"), true))
                .isEqualTo(TradingPhase.HALTED);
        assertThat(calendar.phaseAt(Instant.parse("2026-03-07T15:00:00Z"), true))
                .isEqualTo(TradingPhase.HALTED);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("DAY, OPG and CLS end with the day, GTD to the second, the others not by time")
    @CsvSource(nullValues = "-", textBlock = """
            DAY, 2026-03-06T21:00:00Z
            OPG, 2026-03-06T21:00:00Z
            CLS, 2026-03-06T21:00:00Z
            GTD, 2026-04-01T09:08:07Z
            GTC, -
            IOC, -
            FOK, -
            """)
    void expiry(TimeInForce timeInForce, @Nullable Instant expires) {
        Instant expireTime = timeInForce == TimeInForce.GTD ? Instant.parse("2026-04-01T09:08:07Z") : null;
        var terms = new Terms(BigDecimal.ONE, BigDecimal.TEN, timeInForce, expireTime, null);
        Instant placedAt = Instant.parse("2026-03-06T15:00:00Z");

        assertThat(Expiry.of(terms, placedAt, Market.NEW_YORK.calendar)).isEqualTo(expires);
    }

    @Test
    @DisplayName("A market without sessions has no trading date and no end of day")
    void neverOpen() {
        var never = new TradingCalendar(ZoneId.of("Europe/London"), Map.of(), Map.of());
        Instant at = Instant.parse("2026-03-06T15:00:00Z");

        assertThat(never.isOpen(at)).isFalse();
        assertThat(never.tradingDate(at)).isNull();
        assertThat(never.endOfDay(at)).isNull();
    }

    @Test
    @DisplayName("Sessions that overlap are refused, in the week and where an exception meets its neighbour")
    void overlapsAreRefused() {
        ZoneId zone = ZoneId.of("America/Chicago");
        var overnight = SessionHours.fromDayBefore(LocalTime.of(17, 0), LocalTime.of(16, 0));

        assertThatThrownBy(() -> new TradingCalendar(
                        zone, on(WEEKDAYS, within("09:00", "12:00"), within("11:59", "15:00")), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TradingCalendar(
                        zone, on(WEEKDAYS, overnight), Map.of(date("2026-07-02"), List.of(within("09:00", "18:00")))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> within("12:00", "12:00")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("A Monday may open on Friday evening")
    void mondayFromFriday() {
        var shanghai = new TradingCalendar(
                ZoneId.of("Asia/Shanghai"),
                Map.of(
                        MONDAY,
                        List.of(
                                new SessionHours(-3, LocalTime.of(21, 0), -2, LocalTime.of(2, 30)),
                                within("09:00", "15:00"))),
                Map.of());
        Instant fridayNight = Instant.parse("2026-03-06T17:00:00Z");

        assertThat(shanghai.isOpen(fridayNight)).isTrue();
        assertThat(shanghai.tradingDate(fridayNight)).isEqualTo(date("2026-03-09"));
        assertThat(shanghai.endOfDay(fridayNight)).isEqualTo(Instant.parse("2026-03-09T07:00:00Z"));
        assertThat(shanghai.isOpen(Instant.parse("2026-03-07T17:00:00Z"))).isFalse();
    }

    private static Session found(@Nullable Session session) {
        assertThat(session).isNotNull();
        return Objects.requireNonNull(session);
    }

    private static List<Duration> lengths(TradingCalendar calendar, String... dates) {
        return List.of(dates).stream()
                .map(date -> calendar.sessionsOf(date(date)).getFirst())
                .map(session -> Duration.between(session.opens(), session.closes()))
                .toList();
    }

    private static Map<DayOfWeek, List<SessionHours>> on(Set<DayOfWeek> days, SessionHours... hours) {
        Map<DayOfWeek, List<SessionHours>> weekly = new EnumMap<>(DayOfWeek.class);
        days.forEach(day -> weekly.put(day, List.of(hours)));
        return weekly;
    }

    private static SessionHours within(String opens, String closes) {
        return SessionHours.within(LocalTime.parse(opens), LocalTime.parse(closes));
    }

    private static LocalDate date(String text) {
        return LocalDate.parse(text);
    }
}
