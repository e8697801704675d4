package dev.idiolect.oauth.xrpc;

import static dev.idiolect.oauth.rest.ClientApp.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.rest.ClientApp;
import dev.idiolect.oauth.rest.ClientTest;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.JsonObject;
import jakarta.json.bind.JsonbException;
import jakarta.json.bind.annotation.JsonbDateFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dates and text in records. */
@ClientTest
class RecordDataTest {

    private static final String NOTES = "dev.idiolect.test.note";
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final String SURROGATE = "\ud83d";

    /** A record of an application. */
    public record Times(
            Date date,
            Calendar calendar,
            GregorianCalendar gregorian,
            ZonedDateTime zoned,
            OffsetDateTime offset,
            Instant instant,
            LocalDate day,
            Object any,
            @JsonbDateFormat("yyyy") Date year) {}

    @Test
    void timesAreWrittenAsRfc3339AndReadBack(ClientApp app) {
        RepoClient repo = app.injected(RepoClient.class);
        GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone(PARIS));
        calendar.setTimeInMillis(TIME.toEpochMilli());
        Times times = new Times(
                Date.from(TIME),
                calendar,
                calendar,
                TIME.atZone(PARIS),
                TIME.atZone(PARIS).toOffsetDateTime(),
                TIME,
                LocalDate.of(2026, 1, 2),
                List.of(Date.from(TIME), calendar, TIME.atZone(PARIS)),
                Date.from(TIME));
        RecordRef written = repo.createRecord(CreateRecord.of(ALICE, NOTES, times));
        repo.createRecord(CreateRecord.of(ALICE, NOTES, Map.of("date", Date.from(TIME), "zoned", times.zoned())));
        repo.createRecord(CreateRecord.of(ALICE, NOTES, Map.of("whole", Instant.parse("2026-01-02T03:04:00Z"))));

        String utc = "2026-01-02T03:04:05.678Z";
        String paris = "2026-01-02T04:04:05.678+01:00";
        List<JsonObject> records = app.pds().records(ALICE);
        assertThat(records.get(0))
                .isEqualTo(Jsons.object(
                        "any",
                                Jsons.parse("{\"a\":[\"" + utc + "\",\"" + paris + "\",\"" + paris + "\"]}")
                                        .get("a"),
                        "calendar", paris,
                        "date", utc,
                        "day", "2026-01-02",
                        "gregorian", paris,
                        "instant", utc,
                        "offset", paris,
                        "year", utc,
                        "zoned", paris));
        assertThat(records.get(1)).isEqualTo(Jsons.object("date", utc, "zoned", paris));
        assertThat(records.get(2)).isEqualTo(Jsons.object("whole", "2026-01-02T03:04:00Z"));

        Times read = repo.getRecord(ALICE, NOTES, written.rkey(), null).as(Times.class);
        assertThat(read.date()).isEqualTo(times.date());
        assertThat(read.calendar().toInstant()).isEqualTo(TIME);
        assertThat(read.gregorian().toInstant()).isEqualTo(TIME);
        assertThat(read.zoned().toOffsetDateTime()).isEqualTo(times.offset());
        assertThat(read.offset()).isEqualTo(times.offset());
        assertThat(read.instant()).isEqualTo(TIME);
        assertThat(read.day()).isEqualTo(times.day());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-02T03:04:05.678Z",
                "2026-01-02T04:04:05.678+01:00",
                "2026-01-02T04:04:05.678000001+01:00",
                "2026-01-02T03:04:05.678Z[UTC]",
                "2026-01-02T04:04:05.678+01:00[Europe/Paris]"
            })
    void timesOfOtherWritersAreRead(String text) {
        Times read = new RepoRecord(
                        "at://x/y/z",
                        null,
                        Jsons.object("date", text, "calendar", text, "gregorian", text, "zoned", text))
                .as(Times.class);
        assertThat(read.date()).isEqualTo(Date.from(TIME));
        assertThat(read.calendar().toInstant()).isEqualTo(TIME);
        assertThat(read.gregorian().toInstant()).isEqualTo(TIME);
        assertThat(read.zoned().toInstant().toEpochMilli()).isEqualTo(TIME.toEpochMilli());
    }

    @Test
    void messageAboutAnotherWritersTextIsShortAndPrintable() {
        String text = "2026\u007f\u0085\u2028" + "x".repeat(10_000);
        RepoRecord found = new RepoRecord("at://x/y/z", null, Jsons.object("date", text));
        assertThatThrownBy(() -> found.as(Times.class))
                .isInstanceOf(JsonbException.class)
                .hasNoCause()
                .satisfies(e -> assertThat(e.getMessage())
                        .contains(Times.class.getName())
                        .matches("[\\x20-\\x7e]{1,500}"));
    }

    @Test
    void unpairedSurrogateIsRefusedWithItsPlace(ClientApp app) {
        RepoClient repo = app.injected(RepoClient.class);
        Map<String, Object> bad = Map.of("a/b", List.of("fine \ud83d\ude00", Map.of("x~y", "cut " + SURROGATE)));
        assertRefused(app, "/record/a~1b/1/x~0y", () -> repo.createRecord(CreateRecord.of(ALICE, NOTES, bad)));
        assertRefused(app, "/record/a~1b/1/x~0y", () -> repo.putRecord(PutRecord.of(ALICE, NOTES, "self", bad)));
        assertRefused(
                app,
                "/record/text",
                () -> repo.createRecord(
                        CreateRecord.of(ALICE, NOTES, Jsons.object("text", "\ude00 the second half only"))));
        assertRefused(
                app,
                "/writes/1/value/a~1b/1/x~0y",
                () -> repo.applyWrites(ApplyWrites.of(
                        ALICE, Write.create(NOTES, Map.of("text", "x")), Write.create(NOTES, "key", bad))));
        assertRefused(
                app, "/record", () -> repo.createRecord(CreateRecord.of(ALICE, NOTES, Map.of("name " + SURROGATE, 1))));
        repo.createRecord(CreateRecord.of(ALICE, NOTES, Map.of("text", "\ud83d\ude00")));
        assertThat(app.pds().records(ALICE)).containsExactly(Jsons.object("text", "\ud83d\ude00"));
    }

    private static void assertRefused(
            ClientApp app, String place, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at " + place + ":")
                .hasMessageContaining("surrogate");
        assertThat(app.pds().requests(FakePds.CREATE_RECORD)).isZero();
        assertThat(app.pds().requests("com.atproto.repo.putRecord")).isZero();
        assertThat(app.pds().requests("com.atproto.repo.applyWrites")).isZero();
    }
}
