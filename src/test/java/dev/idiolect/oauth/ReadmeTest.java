package dev.idiolect.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** The README says nothing that is not so. */
class ReadmeTest {

    private static final Path EXAMPLES = Path.of("src/test/java/dev/idiolect/oauth/examples");
    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern REGION = Pattern.compile("// README: begin\\n(.*?)[ ]*// README: end", Pattern.DOTALL);

    private final String readme = read(Path.of("README.md"));

    @Test
    void everyJavaBlockIsAnExampleThatIsCompiledAndRun() throws Exception {
        List<String> regions = new ArrayList<>();
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            files.sorted().forEach(file -> {
                Matcher region = REGION.matcher(read(file));
                while (region.find()) {
                    regions.add(region.group(1));
                }
            });
        }
        assertThat(blocks("java")).isNotEmpty().containsExactlyInAnyOrderElementsOf(regions);
    }

    @Test
    void dependenciesHaveTheVersionsOfTheBuild() throws Exception {
        Document pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("pom.xml").toFile());
        String own = XPathFactory.newInstance().newXPath().evaluate("/project/version", pom);
        String sqlite = XPathFactory.newInstance()
                .newXPath()
                .evaluate("/project/properties/*[local-name()='sqlite-jdbc.version']", pom);
        String xml = blocks("xml").get(0);
        assertThat(xml).contains("<artifactId>idiolect-oauth</artifactId>\n  <version>" + own + "</version>");
        assertThat(xml).contains("<artifactId>sqlite-jdbc</artifactId>\n  <version>" + sqlite + "</version>");
        // And those of the sample, which people copy.
        assertThat(read(Path.of("liberty-sample/pom.xml")))
                .contains("<idiolect-oauth.version>" + own + "</idiolect-oauth.version>")
                .containsPattern("<artifactId>sqlite-jdbc</artifactId>\\s+<version>" + Pattern.quote(sqlite) + "<");
    }

    @Test
    void continuousIntegrationRunsTheTestCommand() {
        List<String> commands = blocks("sh");
        assertThat(commands).hasSize(2);
        assertThat(read(Path.of(".ci/run"))).contains(commands.get(1).strip());
    }

    @Test
    void demoCommandNamesAProfileOfTheBuild() {
        assertThat(blocks("sh").get(0)).contains("verify -Pdemo");
        assertThat(read(Path.of("pom.xml"))).contains("<id>demo</id>").contains("dev.idiolect.oauth.sample.Demo");
    }

    private List<String> blocks(String language) {
        List<String> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(readme);
        while (block.find()) {
            if (block.group(1).equals(language)) {
                blocks.add(block.group(2));
            }
        }
        return blocks;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
