package io.tradecore.api.rest;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tradecore.api.admin.PgTradingHours;
import io.tradecore.api.edge.Params;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.reference.CalendarRepository;
import io.tradecore.api.reference.CalendarView;
import io.tradecore.api.reference.InstrumentView;
import io.tradecore.api.security.Caller;
import io.tradecore.api.security.Roles;
import java.time.Clock;

/** When instruments trade, and when they are halted. Operators say so, everybody may look. */
@Controller("/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Roles.ADMIN)
@Tag(name = "reference data")
@AnswersProblems
final class TradingHoursController {
    private final PgTradingHours admin;
    private final CalendarRepository calendars;
    private final Clock clock;

    TradingHoursController(PgTradingHours admin, CalendarRepository calendars, Clock clock) {
        this.admin = admin;
        this.calendars = calendars;
        this.clock = clock;
    }

    /** Makes a calendar, or changes it for all instruments that trade by it; in effect everywhere within about a second. */
    @Put("/calendars/{calendarId}")
    CalendarView setCalendar(Authentication authentication, String calendarId, @Body CalendarRequest request) {
        String id = Params.calendarId(calendarId);
        admin.setCalendar(
                Caller.of(authentication).actor(),
                id,
                request.zone(),
                request.sessionLines(),
                request.exceptionLines());
        return find(id);
    }

    /** One calendar, with the session that is on or comes next. */
    @Get("/calendars/{calendarId}")
    @Secured({Roles.ADMIN, Roles.TRADER, Roles.READONLY, Roles.SYSTEM})
    CalendarView calendar(String calendarId) {
        return find(Params.calendarId(calendarId));
    }

    private CalendarView find(String calendarId) {
        return calendars
                .findById(calendarId)
                .map(row -> CalendarView.of(row, clock.instant()))
                .orElseThrow(() -> ApiException.of(ApiCode.CALENDAR_NOT_FOUND, "There is no such calendar."));
    }

    /** Has an instrument trade by a calendar, or without end. */
    @Put("/instruments/{symbol}/calendar")
    InstrumentView setInstrumentCalendar(
            Authentication authentication, String symbol, @Body InstrumentCalendarRequest request) {
        return admin.setInstrumentCalendar(
                Caller.of(authentication).actor(), Params.symbol(symbol), request.calendarId());
    }

    /** Halts an instrument: it takes no new orders but those that wait, and triggers none. Open orders stay. */
    @Put("/instruments/{symbol}/halt")
    InstrumentView halt(Authentication authentication, String symbol, @Body HaltRequest request) {
        return admin.halt(Caller.of(authentication).actor(), Params.symbol(symbol), request.reason());
    }

    /** Ends a halt. */
    @Delete("/instruments/{symbol}/halt")
    InstrumentView resume(Authentication authentication, String symbol) {
        return admin.resume(Caller.of(authentication).actor(), Params.symbol(symbol));
    }
}
