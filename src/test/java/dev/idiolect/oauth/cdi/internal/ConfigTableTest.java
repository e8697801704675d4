package dev.idiolect.oauth.cdi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.Documents;
import dev.idiolect.oauth.internal.config.ConfigKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of the configuration guide lists the keys and defaults of the code. */
class ConfigTableTest {

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(idiolect\\.oauth\\.[a-z.-]+)` \\| ([^|]+) \\| ([^|]*)\\| ([^|]+)\\|$");

    // A key in a message or a comment, not a package name.
    private static final Pattern MENTIONED = Pattern.compile("(?<![.\\w])idiolect\\.oauth\\.[a-z-]+(\\.[a-z-]+)*");

    @Test
    void tableHasExactlyTheKeysAndDefaultsOfTheCode() throws Exception {
        Map<String, String> table = new LinkedHashMap<>();
        Matcher row = ROW.matcher(Documents.read(Documents.guide("configuration")));
        while (row.find()) {
            table.put(row.group(1), row.group(3).strip().replace("`", ""));
        }
        Map<String, String> code = new LinkedHashMap<>();
        Arrays.stream(ConfigKey.values())
                .forEach(key -> code.put(key.key(), key.defaultValue() == null ? "" : key.defaultValue()));
        assertThat(table).containsExactlyEntriesOf(code);
    }

    @Test
    void everyKeyMentionedInTheCodeExists() throws Exception {
        List<String> mentioned = new ArrayList<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(file -> file.toString().endsWith(".java"))
                    // The names of metrics begin like keys.
                    .filter(file -> !file.startsWith("src/main/java/dev/idiolect/oauth/telemetry"))
                    .toList()) {
                MENTIONED.matcher(Files.readString(source)).results().forEach(key -> mentioned.add(key.group()));
            }
        }
        assertThat(mentioned)
                .contains(ConfigKey.ACCOUNT.key(), ConfigKey.CLIENT_ID.key(), ConfigKey.DPOP_PROVIDER.key())
                .allMatch(ConfigKey::isKnown);
    }
}
