package io.tradecore.oms.session;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/**
 * One stretch of trading of a trading date, in the local time of its calendar. It may begin on an earlier day than its
 * trading date, and end on the day after: FX trades Monday's date from Sunday 17:00.
 *
 * @param opensOnDay days from the trading date to the day it opens on, {@value #EARLIEST_DAY} to 1
 * @param opens inclusive
 * @param closesOnDay days from the trading date to the day it closes on, up to 1
 * @param closes exclusive
 */
public record SessionHours(int opensOnDay, LocalTime opens, int closesOnDay, LocalTime closes) {

    /** A Monday's session may open on Friday evening. */
    public static final int EARLIEST_DAY = -3;

    /** The latest day, from the trading date, that a session may close on. */
    public static final int LATEST_DAY = 1;

    public SessionHours {
        if (opensOnDay < EARLIEST_DAY || closesOnDay > LATEST_DAY) {
            throw new IllegalArgumentException(
                    "a session opens on day -3 at the earliest and closes on day 1 at the latest");
        }
        if (opensOnDay > closesOnDay || (opensOnDay == closesOnDay && !opens.isBefore(closes))) {
            throw new IllegalArgumentException("a session opens before it closes");
        }
    }

    /** A stretch within the trading date itself. */
    public static SessionHours within(LocalTime opens, LocalTime closes) {
        return new SessionHours(0, opens, 0, closes);
    }

    /** A stretch that opens on the day before its trading date. */
    public static SessionHours fromDayBefore(LocalTime opens, LocalTime closes) {
        return new SessionHours(-1, opens, 0, closes);
    }

    /** The whole of the trading date. */
    public static SessionHours wholeDay() {
        return new SessionHours(0, LocalTime.MIDNIGHT, 1, LocalTime.MIDNIGHT);
    }

    LocalDateTime opensOf(LocalDate tradingDate) {
        return tradingDate.plusDays(opensOnDay).atTime(opens);
    }

    LocalDateTime closesOf(LocalDate tradingDate) {
        return tradingDate.plusDays(closesOnDay).atTime(closes);
    }
}
