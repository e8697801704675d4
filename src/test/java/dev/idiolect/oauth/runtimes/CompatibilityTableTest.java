package dev.idiolect.oauth.runtimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompatibilityTableTest {

    private static final String TABLE = """
            <!-- checked -->
            | Runtime | Version | Checks passed |
            |---|---|---|
            | Duke's | 1.0 | 3 of 3 |
            | Other | 2 | 5 of 5 |
            <!-- end of checked -->

            | Runtime | Start |
            |---|---|
            | Duke's | 2 s |
            | Measured | 3 s |
            """;

    @TempDir
    Path directory;

    private Path readme;
    private CompatibilityTable table;

    @BeforeEach
    void write() throws IOException {
        readme = Files.writeString(directory.resolve("README.md"), TABLE);
        table = new CompatibilityTable(readme);
    }

    @AfterEach
    void clearWrite() {
        System.clearProperty(CompatibilityTable.WRITE);
    }

    private static RuntimeResult found(String version, String checks) {
        return new RuntimeResult("Duke's", version, checks);
    }

    @Test
    void matchingRowIsUnchanged() throws IOException {
        assertThatCode(() -> table.accept(found("1.0", "3 of 3"))).doesNotThrowAnyException();
        assertThat(readme).content().isEqualTo(TABLE);
    }

    @Test
    void differentRowFailsTheBuild() throws IOException {
        for (RuntimeResult result : List.of(found("1.1", "3 of 3"), found("1.0", "3 of 4"), found("1.0", "4 of 4"))) {
            assertThatThrownBy(() -> table.accept(result))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("| Duke's | 1.0 | 3 of 3 |")
                    .hasMessageContaining(result.row())
                    .hasMessageContaining("-Dcompatibility.write=true");
        }
        assertThat(readme).content().isEqualTo(TABLE);
    }

    @Test
    void rowIsUpdatedOnRequest() throws IOException {
        System.setProperty(CompatibilityTable.WRITE, "true");
        table.accept(found("1.1", "4 of 4"));
        assertThat(readme).content().isEqualTo(TABLE.replace("1.0 | 3 of 3", "1.1 | 4 of 4"));
    }

    @Test
    void missingRowFailsTheBuild() {
        assertThatThrownBy(() -> table.accept(new RuntimeResult("New", "1", "1 of 1")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no row for New");
        assertThatThrownBy(() -> table.accept(new RuntimeResult("Measured", "1", "1 of 1")))
                .as("a row of another table does not count")
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no row for Measured");
    }

    @Test
    void readmeHasARowForEachRuntimeAndVersion() throws IOException {
        Pattern row = Pattern.compile("(?m)^\\| ([^|]+) \\| ([^|]+) \\| (\\d+) of \\3 \\|$");
        assertThat(row.matcher(Files.readString(RuntimeResult.README))
                        .results()
                        .map(found -> found.group(1) + " " + found.group(2)))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(new Quarkus(), new Liberty(), new Payara(), new WildFly(), new Helidon())
                                .map(platform -> platform.name() + " " + platform.version())
                                .toList());
    }
}
