package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.Documents;
import dev.idiolect.oauth.cli.internal.doctor.Check;
import dev.idiolect.oauth.cli.internal.doctor.Checks;
import dev.idiolect.oauth.cli.internal.doctor.Network;
import dev.idiolect.oauth.cli.internal.doctor.Settings;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide to the command line lists the checks of {@code doctor} in their order. */
class DoctorTableTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| ");

    @Test
    void guideHasEachCheckInItsOrder() {
        String guide = Documents.read(Documents.guide("command-line"));
        String section = guide.substring(guide.indexOf("## Check an application"));
        Clock clock = Clock.systemUTC();
        Settings settings = new Settings("file", Map.of(), Map.of(), Map.of(), null);
        List<String> names = Checks.of(
                        settings, new StoreCheck(settings, clock), "alice.example.com", Network.system(clock), clock)
                .stream()
                .map(Check::name)
                .toList();
        assertThat(ROW.matcher(section).results().map(row -> row.group(1))).containsExactlyElementsOf(names);
    }
}
