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

/** A record of an application, with a member for each type of a time. Not a Java record, which not every JSON-B can read. */
public class Times {

    static final String TYPE = "dev.idiolect.test.times";

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    public Date date;
    public Calendar calendar;
    public GregorianCalendar gregorian;
    public ZonedDateTime zoned;
    public OffsetDateTime offset;
    public Instant instant;
    public LocalDate day;
    public List<Object> any;

    static Times example() {
        GregorianCalendar paris = new GregorianCalendar(TimeZone.getTimeZone(PARIS));
        paris.setTimeInMillis(TIME.toEpochMilli());
        Times times = new Times();
        times.date = Date.from(TIME);
        times.calendar = paris;
        times.gregorian = paris;
        times.zoned = TIME.atZone(PARIS);
        times.offset = TIME.atZone(PARIS).toOffsetDateTime();
        times.instant = TIME;
        times.day = LocalDate.of(2026, 1, 2);
        times.any = List.of(times.date, paris, times.zoned);
        return times;
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
