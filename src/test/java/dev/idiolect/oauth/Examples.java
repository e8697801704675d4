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

/**
 * The regions of the compiled examples that documents show.
 *
 * <p>{@code // example: begin} and {@code // example: end} enclose a region. {@code // example: more} and
 * {@code // example: end of more} within it enclose a region of its own, which the outer one leaves out.
 */
final class Examples {

    private static final Path DIRECTORY = Path.of("src/test/java/dev/idiolect/oauth/examples");
    private static final Pattern REGION =
            Pattern.compile("// example: begin\\n(.*?) *// example: end\\n", Pattern.DOTALL);
    private static final Pattern MORE =
            Pattern.compile(" *// example: more\\n\\n?(.*?) *// example: end of more\\n", Pattern.DOTALL);

    private Examples() {}

    static List<String> regions() {
        List<String> regions = new ArrayList<>();
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            files.sorted().map(Documents::read).forEach(text -> addRegions(text, regions));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return regions;
    }

    private static void addRegions(String text, List<String> regions) {
        Matcher region = REGION.matcher(text);
        while (region.find()) {
            regions.add(unindented(MORE.matcher(region.group(1)).replaceAll("")));
            Matcher more = MORE.matcher(region.group(1));
            while (more.find()) {
                regions.add(unindented(more.group(1)));
            }
        }
    }

    // String.stripIndent would count an empty last line as one without indentation.
    private static String unindented(String text) {
        return text.stripTrailing().stripIndent() + "\n";
    }
}
