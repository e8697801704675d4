package dev.idiolect.oauth.cdi.internal;

import static org.assertj.core.api.Assertions.assertThat;

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

/** The README's table of keys is the code's. */
class ConfigTableTest {

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(idiolect\\.oauth\\.[a-z.-]+)` \\| ([^|]+) \\| ([^|]*)\\| ([^|]+)\\|$");

    // In a message or a comment, not in the name of a package.
    private static final Pattern NAMED = Pattern.compile("(?<![.\\w])idiolect\\.oauth\\.[a-z-]+(\\.[a-z-]+)*");

    @Test
    void tableHasEveryKeyOfTheCodeWithItsDefaultAndNoOther() throws Exception {
        Map<String, String> table = new LinkedHashMap<>();
        Matcher row = ROW.matcher(Files.readString(Path.of("README.md")));
        while (row.find()) {
            table.put(row.group(1), row.group(3).strip().replace("`", ""));
        }
        Map<String, String> code = new LinkedHashMap<>();
        Arrays.stream(ConfigKey.values())
                .forEach(key -> code.put(key.key(), key.byDefault() == null ? "" : key.byDefault()));
        assertThat(table).containsExactlyEntriesOf(code);
    }

    @Test
    void everyKeyThatTheCodeNamesIsOneOfTheTable() throws Exception {
        List<String> named = new ArrayList<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                NAMED.matcher(Files.readString(source)).results().forEach(key -> named.add(key.group()));
            }
        }
        assertThat(named)
                .contains(ConfigKey.ACCOUNT.key(), ConfigKey.CLIENT_ID.key(), ConfigKey.DPOP_PROVIDER.key())
                .allMatch(ConfigKey::isKnown);
    }
}
