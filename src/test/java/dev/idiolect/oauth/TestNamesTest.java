package dev.idiolect.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the names of tests short enough to read in one line. */
class TestNamesTest {

    private static final int MOST = 60;

    /** A method without a result, as each test is, or a rule. */
    private static final Pattern NAME = Pattern.compile("(?m)^ +[a-z ]*(?:void|ArchRule) (\\w+)(?:\\(| =)");

    @Test
    void noTestNameHasMoreThan60Characters() throws IOException {
        List<String> names = new ArrayList<>();
        for (String sources : List.of("src/test/java", "src/testkit/java")) {
            try (Stream<Path> files = Files.walk(Path.of(sources))) {
                for (Path file :
                        files.filter(file -> file.toString().endsWith(".java")).toList()) {
                    Matcher name = NAME.matcher(Files.readString(file));
                    while (name.find()) {
                        names.add(name.group(1));
                    }
                }
            }
        }
        assertThat(names).contains("noTestNameHasMoreThan60Characters", "noPackageCycle", "listIsSorted");
        assertThat(names).allMatch(name -> name.length() <= MOST);
    }
}
