package dev.idiolect.oauth.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.Documents;
import dev.idiolect.oauth.login.LoginException;
import dev.idiolect.oauth.session.EndReason;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The monitoring guide lists exactly the metrics, attributes and values of the code. */
class MonitoringGuideTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`idiolect\\S+`)? *\\| `([a-z._]+)` \\| (.+?) \\|.*$");
    private static final Pattern CODE = Pattern.compile("`([a-z0-9_]+)`(?: \\([^)]*\\))?");
    private static final String GUIDE = Documents.read(Documents.guide("monitoring"));

    @Test
    void durationsAndTheirAttributesAreDocumented() {
        Map<String, Set<String>> expected = new TreeMap<>();
        for (Operation operation : Operation.values()) {
            operation
                    .detailKey()
                    .ifPresent(key -> expected.put(operation.metricName() + " " + key, shown(operation.details())));
            expected.put(operation.metricName() + " " + operation.outcomeKey(), shown(operation.outcomes()));
        }
        assertThat(documented("### Durations", "### Counts")).isEqualTo(expected);
    }

    @Test
    void countsAndTheirAttributesAreDocumented() {
        Map<String, Set<String>> expected = new TreeMap<>();
        for (Counter counter : Counter.values()) {
            counter.key()
                    .ifPresent(key -> expected.put(counter.metricName() + " " + key, shown(counter.allowedValues())));
        }
        assertThat(documented("### Counts", "### Current values")).isEqualTo(expected);
        assertThat(GUIDE)
                .contains(Stream.of(Counter.values()).map(Counter::metricName).toList());
    }

    @Test
    void currentValuesAreDocumented() {
        assertThat(GUIDE)
                .contains(Stream.of(Gauge.values()).map(Gauge::metricName).toList());
    }

    @Test
    void reasonsOfTheApiAreValues() {
        assertThat(Operation.LOGIN.outcomes()).containsAll(names(LoginException.Reason.values()));
        assertThat(Counter.SESSIONS_ENDED.allowedValues())
                .containsExactlyInAnyOrderElementsOf(names(EndReason.values()));
    }

    private static Set<String> names(Enum<?>[] constants) {
        Set<String> names = new TreeSet<>();
        Arrays.stream(constants).forEach(constant -> names.add(constant.name().toLowerCase(Locale.ROOT)));
        return names;
    }

    private static Set<String> shown(Set<String> values) {
        Set<String> shown = new TreeSet<>(values);
        shown.remove(Operation.OTHER);
        return shown;
    }

    private static Map<String, Set<String>> documented(String from, String to) {
        String section = GUIDE.substring(GUIDE.indexOf(from), GUIDE.indexOf(to));
        Map<String, Set<String>> found = new TreeMap<>();
        Matcher row = ROW.matcher(section);
        String metric = "";
        while (row.find()) {
            metric = row.group(1) == null ? metric : row.group(1).replace("`", "");
            Set<String> values = new TreeSet<>();
            Matcher value = CODE.matcher(row.group(3));
            while (value.find()) {
                values.add(value.group(1));
            }
            found.put(metric + " " + row.group(2), values);
        }
        return found;
    }
}
