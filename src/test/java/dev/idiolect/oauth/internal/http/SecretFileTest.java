package dev.idiolect.oauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.store.LogCapture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretFileTest {

    private static final System.Logger LOG = System.getLogger(SecretFileTest.class.getName());

    @TempDir
    private Path directory;

    /** A user who can change a key file can replace the keys with known ones. */
    @ParameterizedTest
    @CsvSource({
        "rw-------, ",
        "rw-rw----, ",
        "rw----r--, can read it",
        "rw-----w-, can change it",
        "rw-rw-rw-, can read and change it",
    })
    void fileThatEveryUserCanAccessLogsAWarning(String mode, String warning) throws Exception {
        Path file = Files.writeString(directory.resolve("keys.json"), "{}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        try (LogCapture log = new LogCapture(SecretFileTest.class)) {
            assertThat(SecretFile.read(file, LOG)).isEqualTo("{}");
            if (warning == null) {
                assertThat(log.messages()).isEmpty();
            } else {
                assertThat(log.messages())
                        .singleElement()
                        .asString()
                        .contains(file + " contains secrets, but every user of this machine " + warning)
                        .contains("Run: chmod o= " + file);
            }
        }
    }
}
