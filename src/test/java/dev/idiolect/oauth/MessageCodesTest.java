package dev.idiolect.oauth;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each log message of the level INFO or higher begins with a code, and the guide explains exactly these codes. */
class MessageCodesTest {

    /** The codes of removed messages. Old logs and alerts contain them, so no other message may get one. */
    private static final Set<String> RETIRED = Set.of();

    private static final Path MAIN = Path.of("src/main/java/dev/idiolect/oauth");

    /** The command line prints texts for its user. What it prints of the log has its code. */
    private static final Path COMMAND_LINE = MAIN.resolve("cli");

    /** The audit log has a line for each event, and its own category. */
    private static final Path AUDIT_LOG = MAIN.resolve("session/internal/delivery/AuditLog.java");

    private static final String LEVELS = "\\bLevel\\.(ERROR|WARNING|INFO)\\b";
    private static final Pattern LEVEL = Pattern.compile(LEVELS);

    /** From a level to the end of its statement. A string can contain a semicolon. */
    private static final Pattern STATEMENT =
            Pattern.compile(LEVELS + "(?:[^;\"]++|\"(?:[^\"\\\\]++|\\\\.)*+\")*+;", Pattern.DOTALL);

    private static final Pattern CODE = Pattern.compile("IDOA-\\d{4}");

    /** A code at the start of an argument, and the text up to the first value. */
    private static final Pattern CODED = Pattern.compile(",\\s*\"(IDOA-\\d{4}): ([^{\"]*)");

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(IDOA-\\d{4})` \\| (ERROR|WARNING|INFO) \\| ([^|]+) \\| [^|]+ \\| [^|]+ \\|$");

    /** Ways to log that the patterns above do not see. */
    private static final Pattern OTHER_LOG = Pattern.compile("java\\.util\\.logging|org\\.slf4j|System\\.(?:out|err)\\b"
            + "|import static [\\w.]*Level\\b|\\bLevel\\.(?:valueOf|values)\\(");

    private record Message(String code, String level, String start) {

        @Override
        public String toString() {
            return code + " " + level;
        }
    }

    private record Text(Path file, String text) {

        List<String> levels() {
            return matches(LEVEL, text).map(found -> found.group(1)).distinct().toList();
        }

        List<String> codes() {
            return matches(CODE, text).map(MatchResult::group).toList();
        }

        Stream<Message> messages() {
            return matches(CODED, text).map(found -> new Message(found.group(1), levels().get(0), found.group(2)));
        }
    }

    @Test
    void everyMessageHasOneLevelAndBeginsWithOneCode() throws IOException {
        assertThat(statements())
                .hasSizeGreaterThan(50)
                .filteredOn(statement -> statement.levels().size() != 1
                        || statement.codes().size() != 1
                        || statement.messages().count() != 1)
                .isEmpty();
    }

    @Test
    void everyMessageIsWrittenToTheSystemLogger() throws IOException {
        assertThat(sources())
                .filteredOn(source -> OTHER_LOG.matcher(source.text()).find())
                .extracting(Text::file)
                .isEmpty();
    }

    @Test
    void everyCodeBelongsToOneMessage() throws IOException {
        List<String> codes =
                sources().stream().flatMap(source -> source.codes().stream()).toList();
        assertThat(codes)
                .doesNotHaveDuplicates()
                .noneMatch(RETIRED::contains)
                .containsExactlyInAnyOrderElementsOf(
                        messages().stream().map(Message::code).toList());
    }

    @Test
    void codeOfARemovedMessageIsRetired() throws IOException {
        List<String> used = Stream.concat(messages().stream().map(Message::code), RETIRED.stream())
                .sorted()
                .toList();
        // The first two digits are the area, in which the codes have no gaps.
        used.stream()
                .collect(groupingBy(code -> code.substring(0, "IDOA-00".length())))
                .forEach((area, codes) -> assertThat(codes)
                        .containsExactlyElementsOf(IntStream.rangeClosed(1, codes.size())
                                .mapToObj(number -> area + String.format("%02d", number))
                                .toList()));
    }

    @Test
    void guideHasEveryCodeWithItsLevel() throws IOException {
        assertThat(guide())
                .extracting(Message::toString)
                .containsExactlyElementsOf(
                        messages().stream().map(Message::toString).toList());
    }

    @Test
    void guideQuotesTheBeginningOfEveryMessage() throws IOException {
        List<Message> messages = messages();
        List<Message> guide = guide();
        assertThat(guide).hasSameSizeAs(messages);
        assertThat(IntStream.range(0, messages.size())
                        .filter(i ->
                                !isQuoted(messages.get(i).start(), guide.get(i).start()))
                        .mapToObj(messages::get))
                .isEmpty();
    }

    private static boolean isQuoted(String message, String guide) {
        return message.isEmpty() || (!guide.isEmpty() && (message.startsWith(guide) || guide.startsWith(message)));
    }

    @Test
    void documentsNameOnlyCodesThatExist() throws IOException {
        List<String> codes = messages().stream().map(Message::code).toList();
        assertThat(Documents.all().stream()
                        .flatMap(document -> matches(CODE, Documents.read(document)))
                        .map(MatchResult::group))
                .isNotEmpty()
                .isSubsetOf(codes);
    }

    private static List<Message> messages() throws IOException {
        return statements().stream()
                .flatMap(Text::messages)
                .sorted(Comparator.comparing(Message::code))
                .toList();
    }

    private static List<Message> guide() {
        return matches(ROW, Documents.read(Documents.guide("messages")))
                .map(row -> new Message(row.group(1), row.group(2), row.group(3).replaceFirst("\\.\\.\\..*", "")))
                .toList();
    }

    private static List<Text> statements() throws IOException {
        return sources().stream()
                .flatMap(source ->
                        matches(STATEMENT, source.text()).map(found -> new Text(source.file(), found.group())))
                .toList();
    }

    /** Returns the text of each file of the library, without the command line. */
    private static List<Text> sources() throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.startsWith(COMMAND_LINE) && !file.equals(AUDIT_LOG))
                    .map(file -> new Text(file, Documents.read(file)))
                    .toList();
        }
    }

    private static Stream<MatchResult> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }
}
