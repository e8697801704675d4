package dev.idiolect.oauth.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Records of applications, which the JSON library of each runtime writes and reads. */
abstract class RecordChecks extends RuntimeFixture {

    /** An account of its own, because its records are no notes. */
    static final String FRANK = "did:plc:ffffffffffffffffffffffff";

    private static final String UTC = "2026-01-02T03:04:05.678Z";
    private static final String PARIS = "2026-01-02T04:04:05.678+01:00";

    /** The record with times of the application, as it must be sent. */
    private static final JsonObject TIMES = Jsons.object(
            "any", List.of(UTC, PARIS, PARIS),
            "calendar", PARIS,
            "date", UTC,
            "day", "2026-01-02",
            "gregorian", PARIS,
            "instant", UTC,
            "offset", PARIS,
            "zoned", PARIS);

    RecordChecks(Platform platform) {
        super(platform);
    }

    @Test
    void timesOfRecordsAreWrittenAsRfc3339AndReadBack() {
        session(fake, FRANK);
        assertTimes(fake, way -> app().call(way, FRANK, "unused"));
    }

    @Test
    void unpairedSurrogateIsRefusedWithItsPlace() {
        session(fake, FRANK);
        assertCutTextIsRefused(
                fake, way -> app().tryCall(way, FRANK, "unused", FRANK).body());
    }

    /** Checks an application that returns the result of a call, or its exception, as text. */
    static void assertTimes(FakePds fake, UnaryOperator<String> call) {
        assertThat(call.apply("times")).startsWith("at://" + FRANK);
        List<JsonObject> records = fake.records(FRANK);
        assertThat(records.get(records.size() - 1)).isEqualTo(TIMES);
    }

    static void assertCutTextIsRefused(FakePds fake, UnaryOperator<String> call) {
        Map<String, String> places = Map.of(
                "create", "/record/a~1b/1/x~0y",
                "put", "/record/a~1b/1/x~0y",
                "apply", "/writes/1/value/a~1b/1/x~0y");
        int records = fake.records(FRANK).size();
        places.forEach((way, place) -> assertThat(call.apply("cut-" + way))
                .startsWith("IllegalArgumentException: Invalid record at " + place + ": ")
                .contains("surrogate"));
        assertThat(fake.records(FRANK)).hasSize(records);
    }
}
