package dev.idiolect.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The guide to the tests names each long class, and only classes and tests that exist. */
class TestTableTest {

    private static final int MAX_LINES_WITHOUT_ROW = 80;

    private static final Path MAIN = Path.of("src/main/java/dev/idiolect/oauth");
    private static final Path TESTS = Path.of("src/test/java/dev/idiolect/oauth");
    private static final Path ROOT_OF_TEST_KIT = Path.of("src/testkit/java/dev/idiolect/oauth");

    private static final Pattern SECTION = Pattern.compile("(?ms)^## `([a-z.]+)`$(.*?)(?=^## |\\z)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| (.+) \\|$");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    private record Row(Path folder, String type, List<String> tests) {

        Path source() {
            return MAIN.resolve(folder).resolve(type + ".java");
        }

        /** Returns whether a test has this path, or is in the package of the class or in the root package. */
        boolean exists(String test) {
            return Files.exists(ROOT_OF_TEST_KIT.resolve(test + ".java"))
                    || Files.exists(TESTS.resolve(test + ".java"))
                    || Files.exists(TESTS.resolve(folder).resolve(test + ".java"));
        }
    }

    @Test
    void everyLongClassHasARow() throws IOException {
        List<Path> longClasses = new ArrayList<>();
        try (Stream<Path> files = Files.walk(MAIN)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                if (Files.readAllLines(file).size() > MAX_LINES_WITHOUT_ROW) {
                    longClasses.add(file);
                }
            }
        }
        List<Path> named = rows().stream().map(Row::source).toList();
        assertThat(longClasses)
                .isNotEmpty()
                .filteredOn(file -> !named.contains(file))
                .isEmpty();
    }

    @Test
    void everyRowNamesAnotherClassThatExists() {
        assertThat(rows())
                .extracting(Row::source)
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .filteredOn(file -> !Files.exists(file))
                .isEmpty();
    }

    @Test
    void everyRowNamesOneToThreeTestsThatExist() {
        assertThat(rows())
                .isNotEmpty()
                .filteredOn(row -> row.tests().isEmpty() || row.tests().size() > 3)
                .isEmpty();
        assertThat(rows().stream()
                        .flatMap(row -> row.tests().stream()
                                .filter(test -> !test.matches(".*(Test|IT|Contract)") || !row.exists(test))
                                .map(test -> row.source() + " -> " + test)))
                .isEmpty();
    }

    private static List<Row> rows() {
        return matches(SECTION, Documents.read(Documents.guide("tests")))
                .flatMap(section -> matches(ROW, section.group(2))
                        .map(row -> new Row(
                                Path.of(section.group(1).replace('.', '/')),
                                row.group(1),
                                matches(NAME, row.group(2))
                                        .map(name -> name.group(1))
                                        .toList())))
                .toList();
    }

    private static Stream<MatchResult> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }
}
