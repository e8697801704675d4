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
 * Times in the form of RFC 3339, which AT Protocol requires. JSON-B appends the name of the time zone to some of them. Public
 * types, because JSON-B reads their type arguments by reflection.
 */
@SuppressWarnings("JavaUtilDate") // Records of applications have such members.
final class TimeAdapters {

    private TimeAdapters() {}

    /** Returns all adapters and one more. */
    static JsonbAdapter<?, ?>[] with(JsonbAdapter<?, ?> other) {
        return new JsonbAdapter<?, ?>[] {
            other, new OfDate(), new OfCalendar(), new OfGregorianCalendar(), new OfZonedDateTime()
        };
    }

    private static String text(ZonedDateTime time) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
    }

    /** Also reads a name of a zone after the offset, which earlier writers appended. */
    private static ZonedDateTime time(String text) {
        return ZonedDateTime.parse(text, DateTimeFormatter.ISO_ZONED_DATE_TIME);
    }

    private static ZonedDateTime time(Calendar calendar) {
        return calendar.toInstant().atZone(calendar.getTimeZone().toZoneId());
    }

    public static final class OfDate implements JsonbAdapter<Date, String> {
        @Override
        public String adaptToJson(Date date) {
            // Not toInstant, which the types of java.sql refuse.
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
