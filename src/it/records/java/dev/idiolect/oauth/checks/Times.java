package dev.idiolect.oauth.checks;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.TimeZone;

/** A record of an application, with a member for each type of a time. */
public record Times(
        Date date,
        Calendar calendar,
        GregorianCalendar gregorian,
        ZonedDateTime zoned,
        OffsetDateTime offset,
        Instant instant,
        LocalDate day,
        List<Object> any) {

    static final String TYPE = "dev.idiolect.test.times";

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    static Times example() {
        GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone(PARIS));
        calendar.setTimeInMillis(TIME.toEpochMilli());
        return new Times(
                Date.from(TIME),
                calendar,
                calendar,
                TIME.atZone(PARIS),
                TIME.atZone(PARIS).toOffsetDateTime(),
                TIME,
                LocalDate.of(2026, 1, 2),
                List.of(Date.from(TIME), calendar, TIME.atZone(PARIS)));
    }

    /** Returns whether all members are those of the example. */
    boolean isExample() {
        return date.toInstant().equals(TIME)
                && calendar.toInstant().equals(TIME)
                && gregorian.toInstant().equals(TIME)
                && zoned.toInstant().equals(TIME)
                && offset.toInstant().equals(TIME)
                && instant.equals(TIME)
                && day.equals(LocalDate.of(2026, 1, 2));
    }
}
