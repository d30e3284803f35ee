package io.tradecore.oms.session;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A calendar as it is written down: {@code MON-FRI 09:30 to 16:00}, {@code MON-FRI 17:00-1d to 17:00} of sessions that open
 * on the day before, {@code MON-SUN 00:00 to 00:00+1d} of whole days; of dates that differ {@code 2026-12-25 closed} or
 * {@code 2026-11-27 09:30 to 13:00}. Several lines of one day or date are several sessions.
 */
public final class CalendarText {
    private static final String HOURS =
            "(\\d\\d:\\d\\d(?::\\d\\d)?)(-[1-3]d|\\+1d)? to (\\d\\d:\\d\\d(?::\\d\\d)?)(-[1-3]d|\\+1d)?";
    private static final Pattern SESSION = Pattern.compile("([A-Z]{3})(?:-([A-Z]{3}))? " + HOURS);
    private static final Pattern EXCEPTION = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d) (?:closed|" + HOURS + ")");

    private CalendarText() {}

    /**
     * Reads a calendar.
     *
     * @param zone an IANA name, such as America/New_York
     * @throws IllegalArgumentException if something cannot be read, or sessions overlap; the message says what
     */
    public static TradingCalendar read(String zone, List<String> sessions, List<String> exceptions) {
        Map<DayOfWeek, List<SessionHours>> weekly = new EnumMap<>(DayOfWeek.class);
        for (String line : sessions) {
            Matcher matcher = matched(SESSION, line);
            SessionHours hours = hours(matcher, 3, line);
            for (DayOfWeek day : days(matcher.group(1), matcher.group(2), line)) {
                weekly.computeIfAbsent(day, _ -> new ArrayList<>()).add(hours);
            }
        }
        Map<LocalDate, List<SessionHours>> dates = new TreeMap<>();
        for (String line : exceptions) {
            Matcher matcher = matched(EXCEPTION, line);
            List<SessionHours> ofDate = dates.computeIfAbsent(date(matcher.group(1), line), _ -> new ArrayList<>());
            if (matcher.group(2) != null) {
                ofDate.add(hours(matcher, 2, line));
            }
        }
        return new TradingCalendar(zone(zone), weekly, dates);
    }

    private static Matcher matched(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        if (!matcher.matches()) {
            throw unreadable(line);
        }
        return matcher;
    }

    private static SessionHours hours(Matcher matcher, int group, String line) {
        try {
            return new SessionHours(
                    days(matcher.group(group + 1)),
                    LocalTime.parse(matcher.group(group)),
                    days(matcher.group(group + 3)),
                    LocalTime.parse(matcher.group(group + 2)));
        } catch (DateTimeException e) {
            throw unreadable(line);
        }
    }

    private static int days(@Nullable String text) {
        return text == null ? 0 : Integer.parseInt(text.replace("+", "").replace("d", ""));
    }

    private static List<DayOfWeek> days(String first, @Nullable String last, String line) {
        DayOfWeek from = day(first, line);
        DayOfWeek to = last == null ? from : day(last, line);
        List<DayOfWeek> days = new ArrayList<>();
        for (DayOfWeek day = from; ; day = day.plus(1)) {
            days.add(day);
            if (day == to) {
                return days;
            }
        }
    }

    private static DayOfWeek day(String text, String line) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().startsWith(text)) {
                return day;
            }
        }
        throw unreadable(line);
    }

    private static LocalDate date(String text, String line) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw unreadable(line);
        }
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("there is no time zone " + name);
        }
    }

    private static IllegalArgumentException unreadable(String line) {
        return new IllegalArgumentException("'" + line + "' is no line of a calendar");
    }
}
