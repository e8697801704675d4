package dev.idiolect.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each promise of the security policy has an actor and a test. */
class SecurityPolicyTest {

    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern PROMISE = Pattern.compile("(?m)^\\| ([A-Z][a-z ]+) \\| .+ \\| `(\\w+)` \\|$");
    private static final Pattern ACTOR = Pattern.compile("(?m)^- An? \\*\\*([a-z]+(?: [a-z]+)?)");

    private final String policy = Documents.read(Path.of("SECURITY.md"));

    @Test
    void everyPromiseNamesATest() throws IOException {
        List<MatchResult> promises = PROMISE.matcher(policy).results().toList();
        assertThat(promises).hasSize((int) section()
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| Actor"))
                .count());
        try (Stream<Path> files = Files.walk(TESTS)) {
            List<String> tests = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.replace(".java", ""))
                    .toList();
            assertThat(promises)
                    .extracting(promise -> promise.group(2))
                    .isSubsetOf(tests)
                    .allMatch(name -> name.matches(".+(Test|IT)"));
        }
    }

    @Test
    void everyActorHasAPromise() {
        List<String> actors =
                ACTOR.matcher(policy).results().map(actor -> actor.group(1)).toList();
        assertThat(PROMISE.matcher(policy).results().map(promise -> promise.group(1)))
                .allSatisfy(actor -> assertThat(actors).contains(actor.toLowerCase(Locale.ROOT)));
        assertThat(actors)
                .hasSize(5)
                .allSatisfy(actor -> assertThat(section()).containsIgnoringCase("| " + actor + " |"));
    }

    private String section() {
        int start = policy.indexOf("### Promises");
        return policy.substring(start, policy.indexOf("\n##", start));
    }
}
