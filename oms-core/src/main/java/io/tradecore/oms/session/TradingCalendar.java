package io.tradecore.oms.session;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * When an instrument trades: hours by day of the week, and other hours on the dates that have them. Safe for use by many
 * threads; what it says never changes.
 *
 * <p>Local times become instants by the rules of the zone. A time that daylight saving skips is the moment of the change;
 * one that comes twice is the first. Both hold for opening and closing alike, so a market without a break has none then.
 */
public final class TradingCalendar {

    /** Without end: every date is traded from midnight to midnight UTC. */
    public static final TradingCalendar ALWAYS = always();

    /** How far ahead a session is looked for: a market that is shut for longer has none. */
    private static final int HORIZON_DAYS = 400;

    private final ZoneId zone;
    private final Map<DayOfWeek, List<SessionHours>> weekly;
    private final Map<LocalDate, List<SessionHours>> exceptions;
    /** Found last: most questions are about now, and in a market that is shut they are all about the next session. */
    private volatile @Nullable Found recent;

    /**
     * What every instant from one on has for an answer, until the session closes.
     *
     * @param from not after the session's opening
     */
    private record Found(Instant from, Session session) {

        boolean answers(Instant instant) {
            return !instant.isBefore(from) && instant.isBefore(session.closes());
        }
    }

    /**
     * @param weekly the hours of a trading date by its day of the week; a day without an entry is not traded
     * @param exceptions the hours of dates that have others: none on a holiday, fewer on a half day
     * @throws IllegalArgumentException if two sessions overlap
     */
    public TradingCalendar(
            ZoneId zone, Map<DayOfWeek, List<SessionHours>> weekly, Map<LocalDate, List<SessionHours>> exceptions) {
        this.zone = zone;
        this.weekly = new EnumMap<>(DayOfWeek.class);
        weekly.forEach((day, hours) -> this.weekly.put(day, inOrder(hours)));
        this.exceptions = new TreeMap<>();
        exceptions.forEach((date, hours) -> this.exceptions.put(date, inOrder(hours)));
        requireApart();
    }

    private static TradingCalendar always() {
        Map<DayOfWeek, List<SessionHours>> everyDay = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            everyDay.put(day, List.of(SessionHours.wholeDay()));
        }
        return new TradingCalendar(ZoneOffset.UTC, everyDay, Map.of());
    }

    private static List<SessionHours> inOrder(List<SessionHours> hours) {
        return hours.stream()
                .sorted(Comparator.comparing(SessionHours::opensOnDay).thenComparing(SessionHours::opens))
                .toList();
    }

    public ZoneId zone() {
        return zone;
    }

    /** The sessions of a trading date, the first to open first; none where it is not traded. */
    public List<Session> sessionsOf(LocalDate tradingDate) {
        return hoursOf(tradingDate).stream()
                .map(hours -> new Session(
                        tradingDate, instant(hours.opensOf(tradingDate)), instant(hours.closesOf(tradingDate))))
                // A session that daylight saving skips whole has no length.
                .filter(session -> session.opens().isBefore(session.closes()))
                .toList();
    }

    /** The session an instant is in, null outside of all. */
    public @Nullable Session sessionAt(Instant instant) {
        Session session = currentOrNext(instant);
        return session == null || !session.contains(instant) ? null : session;
    }

    /** The session an instant is in, else the next to open; null when there is none for more than a year. */
    public @Nullable Session currentOrNext(Instant instant) {
        Found known = recent;
        if (known != null && known.answers(instant)) {
            return known.session();
        }
        Session session = search(instant);
        if (session != null) {
            recent = new Found(instant.isBefore(session.opens()) ? instant : session.opens(), session);
        }
        return session;
    }

    private @Nullable Session search(Instant instant) {
        LocalDate today = LocalDate.ofInstant(instant, zone);
        Session best = null;
        // A session closes on the day after its date at the latest, and opens three days before it at the earliest.
        for (int day = -SessionHours.LATEST_DAY; day <= HORIZON_DAYS; day++) {
            for (Session session : sessionsOf(today.plusDays(day))) {
                boolean ahead = instant.isBefore(session.closes());
                if (ahead && (best == null || session.opens().isBefore(best.opens()))) {
                    best = session;
                }
            }
            if (best != null && day >= lastDayToOpenBefore(best, today)) {
                return best;
            }
        }
        return best;
    }

    /** Dates later than this open no session before the one found. */
    private long lastDayToOpenBefore(Session found, LocalDate today) {
        LocalDate opens = LocalDate.ofInstant(found.opens(), zone);
        return opens.toEpochDay() - SessionHours.EARLIEST_DAY - today.toEpochDay();
    }

    /** Whether it trades at an instant, all halts left aside. */
    public boolean isOpen(Instant instant) {
        return sessionAt(instant) != null;
    }

    /** What an instrument with this calendar is in. */
    public TradingPhase phaseAt(Instant instant, boolean halted) {
        if (halted) {
            return TradingPhase.HALTED;
        }
        return isOpen(instant) ? TradingPhase.OPEN : TradingPhase.CLOSED;
    }

    /**
     * FIX 75, TradeDate, of what happens at an instant: that of its session, outside of all that of the next to open;
     * null when there is none for more than a year.
     */
    public @Nullable LocalDate tradingDate(Instant instant) {
        Session session = currentOrNext(instant);
        return session == null ? null : session.tradingDate();
    }

    /**
     * When a DAY order placed at this instant expires: at the last close of its trading date; null when there is none for
     * more than a year.
     */
    public @Nullable Instant endOfDay(Instant placedAt) {
        LocalDate date = tradingDate(placedAt);
        return date == null
                ? null
                : sessionsOf(date).stream()
                        .map(Session::closes)
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
    }

    /**
     * The last end of a trading date that is not after this instant: DAY orders placed before it have expired, those placed
     * since have not. Null when there was none for more than a year.
     */
    public @Nullable Instant lastEndOfDay(Instant instant) {
        LocalDate today = LocalDate.ofInstant(instant, zone);
        for (int day = -SessionHours.EARLIEST_DAY; day >= -HORIZON_DAYS; day--) {
            Instant end = sessionsOf(today.plusDays(day)).stream()
                    .map(Session::closes)
                    .max(Comparator.naturalOrder())
                    .orElse(Instant.MAX);
            if (!end.isAfter(instant)) {
                return end;
            }
        }
        return null;
    }

    private List<SessionHours> hoursOf(LocalDate tradingDate) {
        List<SessionHours> exception = exceptions.get(tradingDate);
        return exception != null ? exception : weekly.getOrDefault(tradingDate.getDayOfWeek(), List.of());
    }

    private Instant instant(LocalDateTime local) {
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        return change != null && change.isGap()
                ? change.getInstant()
                : local.atZone(zone).toInstant();
    }

    /** Looks at any two weeks of the weekly hours, and at the dates around each exception. */
    private void requireApart() {
        LocalDate start = LocalDate.EPOCH;
        requireApart(start, start.plusDays(14), date -> weekly.getOrDefault(date.getDayOfWeek(), List.of()));
        int reach = SessionHours.LATEST_DAY - SessionHours.EARLIEST_DAY;
        for (LocalDate date : exceptions.keySet()) {
            requireApart(date.minusDays(reach), date.plusDays(reach), this::hoursOf);
        }
    }

    private static void requireApart(LocalDate from, LocalDate to, Function<LocalDate, List<SessionHours>> hoursOf) {
        record Local(LocalDateTime opens, LocalDateTime closes) {}
        List<Local> stretches = new ArrayList<>();
        for (LocalDate date = from; !date.isAfter(to); date = date.plusDays(1)) {
            for (SessionHours hours : hoursOf.apply(date)) {
                stretches.add(new Local(hours.opensOf(date), hours.closesOf(date)));
            }
        }
        stretches.sort(Comparator.comparing(Local::opens));
        for (int i = 1; i < stretches.size(); i++) {
            if (stretches.get(i).opens().isBefore(stretches.get(i - 1).closes())) {
                throw new IllegalArgumentException(
                        "sessions overlap at " + stretches.get(i).opens());
            }
        }
    }
}
