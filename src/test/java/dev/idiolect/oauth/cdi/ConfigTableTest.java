package dev.idiolect.oauth.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's table of keys is the code's. */
class ConfigTableTest {

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(idiolect\\.oauth\\.[a-z.-]+)` \\| ([^|]+) \\| ([^|]*)\\| ([^|]+)\\|$");

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
}
