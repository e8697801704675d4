package dev.idiolect.oauth.xrpc;

import jakarta.json.bind.adapter.JsonbAdapter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;

/**
 * Writes times as RFC 3339, which AT Protocol requires. JSON-B itself appends the name of the time zone to some. The
 * adapters are public, because JSON-B reads their type arguments by reflection.
 */
@SuppressWarnings("JavaUtilDate") // Records of applications have such members.
final class TimeAdapters {

    private TimeAdapters() {}

    /** Returns all adapters of this class, and another one. */
    static JsonbAdapter<?, ?>[] with(JsonbAdapter<?, ?> other) {
        return new JsonbAdapter<?, ?>[] {
            other, new OfDate(), new OfCalendar(), new OfGregorianCalendar(), new OfZonedDateTime()
        };
    }

    private static String text(ZonedDateTime time) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
    }

    /** Also accepts the name of a zone after the offset, as JSON-B itself writes it. */
    private static ZonedDateTime time(String text) {
        return ZonedDateTime.parse(text, DateTimeFormatter.ISO_ZONED_DATE_TIME);
    }

    private static ZonedDateTime time(Calendar calendar) {
        return calendar.toInstant().atZone(calendar.getTimeZone().toZoneId());
    }

    public static final class OfDate implements JsonbAdapter<Date, String> {
        @Override
        public String adaptToJson(Date date) {
            // Not toInstant(), which java.sql.Date and java.sql.Time do not support.
            return text(Instant.ofEpochMilli(date.getTime()).atZone(ZoneOffset.UTC));
        }

        @Override
        public Date adaptFromJson(String text) {
            return Date.from(time(text).toInstant());
        }
    }

    public static final class OfCalendar implements JsonbAdapter<Calendar, String> {
        @Override
        public String adaptToJson(Calendar calendar) {
            return text(time(calendar));
        }

        @Override
        public Calendar adaptFromJson(String text) {
            return GregorianCalendar.from(time(text));
        }
    }

    public static final class OfGregorianCalendar implements JsonbAdapter<GregorianCalendar, String> {
        @Override
        public String adaptToJson(GregorianCalendar calendar) {
            return text(time(calendar));
        }

        @Override
        public GregorianCalendar adaptFromJson(String text) {
            return GregorianCalendar.from(time(text));
        }
    }

    public static final class OfZonedDateTime implements JsonbAdapter<ZonedDateTime, String> {
        @Override
        public String adaptToJson(ZonedDateTime time) {
            return text(time);
        }

        @Override
        public ZonedDateTime adaptFromJson(String text) {
            return time(text);
        }
    }
}
