package dev.idiolect.oauth.cli.internal.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.internal.config.ConfigKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values are read as MicroProfile Config reads them. */
class SettingsTest {

    private static final String STORE = ConfigKey.STORE.key();

    @TempDir
    Path directory;

    private static Settings settings(Map<String, String> environment, Map<String, String> file) {
        return new Settings("file", Map.of(), environment, file, null);
    }

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "${A}, 1",
        "x${A}y${B}z, x1y2z",
        "${NONE:default}, default",
        "${NONE:${A}}, 1",
        "${NONE:}, ''",
        "${C}, 1",
        "\\${A}, ${A}",
        "${A, ${A",
        "${my.key}, dotted"
    })
    void expressionsAreReplaced(String text, String expected) {
        Map<String, String> values = Map.of("A", "1", "B", "2", "C", "${A}", "my.key", "dotted");
        Settings settings = settings(values, Map.of(STORE, text));
        assertThat(settings.unresolved(ConfigKey.STORE)).isEmpty();
        assertThat(settings.valueOrDefault(ConfigKey.STORE)).isEqualTo(expected.isEmpty() ? "memory" : expected);
    }

    @ParameterizedTest
    @CsvSource({"${NONE}", "a${NONE}b", "${SELF}", "${NONE:${ALSO}}"})
    void undefinedNamesLeaveAValueUnresolved(String text) {
        Settings settings = settings(Map.of("SELF", "${SELF}"), Map.of(STORE, text));
        assertThat(settings.value(ConfigKey.STORE)).isNull();
        assertThat(settings.unresolved(ConfigKey.STORE)).contains(text);
    }

    @Test
    void optionPrecedesVariablePrecedesProfilePrecedesFile() {
        Map<String, String> file = Map.of(STORE, "file", "%prod." + STORE, "profile");
        Map<String, String> environment = Map.of("IDIOLECT_OAUTH_STORE", "variable");
        assertThat(settings(Map.of(), file).value(ConfigKey.STORE)).isEqualTo("file");
        assertThat(new Settings("file", Map.of(), Map.of(), file, "prod").value(ConfigKey.STORE))
                .isEqualTo("profile");
        assertThat(settings(Map.of(), Map.of(STORE, "file", "%prod." + STORE, "profile", "mp.config.profile", "prod"))
                        .value(ConfigKey.STORE))
                .isEqualTo("profile");
        assertThat(new Settings("file", Map.of(), environment, file, "prod").value(ConfigKey.STORE))
                .isEqualTo("variable");
        assertThat(new Settings("file", Map.of(STORE, "option"), environment, file, "prod").value(ConfigKey.STORE))
                .isEqualTo("option");
    }

    @Test
    void keysAreThoseOfTheLibraryAndTheProfile() {
        Map<String, String> file =
                Map.of(STORE, "a", "%prod.idiolect.oauth.wrong", "b", "%dev." + STORE, "c", "other", "d");
        assertThat(new Settings("file", Map.of(), Map.of("IDIOLECT_OAUTH_SCOPE", "e"), file, "prod").keys())
                .containsExactly(ConfigKey.SCOPE.key(), STORE, "idiolect.oauth.wrong");
    }

    @Test
    void configurationFileIsFoundInItsUsualPlaces() throws Exception {
        assertThat(ConfigFile.find(directory)).isEmpty();
        Path quarkus = Files.writeString(directory.resolve("application.properties"), STORE + "=sqlite\n");
        assertThat(ConfigFile.find(directory)).contains(quarkus);
        Path folder = Files.createDirectories(directory.resolve("src/main/resources/META-INF"));
        Path file = Files.writeString(folder.resolve("microprofile-config.properties"), STORE + " = \u00e4\n");
        assertThat(ConfigFile.find(directory)).contains(file);
        Files.writeString(file, "other = 1\n");
        assertThat(ConfigFile.find(directory)).contains(quarkus);
        Files.writeString(file, STORE + " = \u00e4\n");
        assertThat(ConfigFile.read(file)).containsExactly(Map.entry(STORE, "\u00e4"));
    }
}
