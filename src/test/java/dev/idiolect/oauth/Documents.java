package dev.idiolect.oauth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The README and the guides, as text. */
public final class Documents {

    public static final Path README = Path.of("README.md");
    public static final Path GUIDES = Path.of("src/site/markdown");

    private static final Pattern BLOCK = Pattern.compile("(?m)^```(\\w+)\\n(.*?)^```$", Pattern.DOTALL);

    private Documents() {}

    /** The file of a guide. */
    public static Path guide(String name) {
        return GUIDES.resolve(name + ".md");
    }

    /** The README, and each guide in alphabetical order. */
    public static List<Path> all() {
        try (Stream<Path> guides = Files.list(GUIDES)) {
            return Stream.concat(Stream.of(README), guides.sorted()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The code blocks of a language in a document, in their order. */
    public static List<String> blocks(Path document, String language) {
        List<String> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(read(document));
        while (block.find()) {
            if (block.group(1).equals(language)) {
                blocks.add(block.group(2));
            }
        }
        return blocks;
    }

    /** The code blocks of a language in all documents. */
    public static List<String> blocks(String language) {
        return all().stream()
                .flatMap(document -> blocks(document, language).stream())
                .toList();
    }

    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
