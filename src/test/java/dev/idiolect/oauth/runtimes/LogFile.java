package dev.idiolect.oauth.runtimes;

import dev.idiolect.oauth.SecretSearch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The entries of a runtime's log file.
 *
 * @param entries all of them; the first has the text before the first name of a logger, and the name of the file
 */
record LogFile(List<Entry> entries) {

    private record Entry(String logger, String text) {}

    /**
     * Reads a file.
     *
     * @param start the start of an entry, with the name of its logger as the first group
     */
    static LogFile read(Path file, Pattern start) {
        String log = text(file);
        List<Entry> entries = new ArrayList<>();
        String logger = file.getFileName().toString();
        int from = 0;
        for (Matcher found = start.matcher(log); found.find(); ) {
            entries.add(new Entry(logger, log.substring(from, found.start())));
            logger = found.group(1);
            from = found.start();
        }
        entries.add(new Entry(logger, log.substring(from)));
        return new LogFile(entries);
    }

    /** Returns whether a logger has logged a text. */
    boolean contains(String logger, String text) {
        return entries.stream()
                .anyMatch(entry ->
                        entry.logger().startsWith(logger) && entry.text().contains(text));
    }

    /** Returns the logger of each entry with a secret and the name of the secret, never the secret itself. */
    Stream<String> loggersWith(SecretSearch search) {
        return entries.stream()
                .flatMap(entry -> search.in(entry.text().getBytes(StandardCharsets.ISO_8859_1)).stream()
                        .map(hit -> entry.logger() + " shows " + hit.name()))
                .distinct();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
