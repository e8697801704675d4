package dev.idiolect.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.web.LoginFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README and the guides agree with the code and the build. */
class DocumentationTest {

    private static final String REPOSITORY = "https://github.com/idiolect-dev/idiolect-oauth-java/";
    private static final Path MAIN = Path.of("src/main/java/dev/idiolect/oauth");

    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern IN_REPOSITORY = Pattern.compile(REPOSITORY + "(?:blob|tree)/main/(.+)");
    private static final Pattern CLASS = Pattern.compile("`([a-z/]+/[A-Z]\\w+)`");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^\\| `([a-z.]+)` \\|");
    private static final Pattern ERROR_CODE = Pattern.compile("(?m)^\\| `([a-z_]+)` \\| (\\d+) \\|");
    private static final Pattern DEPENDENCY =
            Pattern.compile("<artifactId>([\\w.-]+)</artifactId>\\s*<version>([^<]+)</version>");

    @Test
    void everyJavaBlockIsARegionOfACompiledExample() {
        assertThat(Documents.blocks("java")).isNotEmpty().isSubsetOf(Examples.regions());
    }

    @Test
    void everyExampleIsInADocument() {
        assertThat(Examples.regions()).isSubsetOf(Documents.blocks("java"));
    }

    @Test
    void readmeHasAtMost200Lines() {
        assertThat(Documents.read(Documents.README).lines()).hasSizeLessThanOrEqualTo(200);
    }

    @Test
    void everyLinkLeadsToAFile() {
        List<Path> others = List.of(
                Path.of("CONTRIBUTING.md"),
                Path.of("SECURITY.md"),
                Path.of("CHANGELOG.md"),
                Path.of("src/test/README.md"),
                Path.of("liberty-sample/README.md"));
        assertThat(Stream.concat(Documents.all().stream(), others.stream())
                        .flatMap(document -> matches(LINK, document)
                                .map(link -> target(document, link.group(1)))
                                .filter(target -> !Files.exists(target))
                                .map(target -> document + " -> " + target)))
                .isEmpty();
    }

    private static Path target(Path document, String link) {
        if (!link.contains("://")) {
            return document.resolveSibling(link).normalize();
        }
        var own = IN_REPOSITORY.matcher(link);
        return own.matches() ? Path.of(own.group(1)) : document;
    }

    // Without anchors: the site and GitHub give the same heading different ones.
    @Test
    void guidesLinkOnlyToPagesOfTheSite() {
        assertThat(Documents.all().stream()
                        .filter(document -> document.startsWith(Documents.GUIDES))
                        .flatMap(document -> matches(LINK, document))
                        .map(link -> link.group(1))
                        .filter(link -> !link.startsWith("https://")))
                .isNotEmpty()
                .allMatch(link -> link.matches("[a-z-]+\\.md"), "is the file name of a guide");
    }

    @Test
    void siteMenuReadmeAndIndexNameEveryGuide() {
        String menu = Documents.read(Path.of("src/site/site.xml"));
        String readme = Documents.read(Documents.README);
        String index = Documents.read(Documents.guide("index"));
        for (Path guide : Documents.all()) {
            String name = guide.getFileName().toString();
            if (guide.startsWith(Documents.GUIDES) && !name.equals("index.md")) {
                assertThat(menu).contains("href=\"" + name.replace(".md", ".html") + "\"");
                assertThat(readme).contains("](src/site/markdown/" + name + ")");
                assertThat(index).contains("](" + name + ")");
            }
        }
    }

    @Test
    void dependenciesHaveTheVersionsOfTheBuild() {
        List<MatchResult> dependencies = Documents.blocks("xml").stream()
                .flatMap(block -> DEPENDENCY.matcher(block).results())
                .toList();
        assertThat(dependencies).extracting(found -> found.group(1)).contains("idiolect-oauth", "sqlite-jdbc");
        assertThat(dependencies)
                .allSatisfy(found -> assertThat(Pom.version(found.group(1)))
                        .as(found.group(1))
                        .contains(found.group(2)));
        // And those of the sample, which people copy.
        String sample = Documents.read(Path.of("liberty-sample/pom.xml"));
        assertThat(sample)
                .contains("<idiolect-oauth.version>"
                        + Pom.version("idiolect-oauth").orElseThrow() + "<")
                .containsPattern("<artifactId>sqlite-jdbc</artifactId>\\s+<version>"
                        + Pattern.quote(Pom.version("sqlite-jdbc").orElseThrow()) + "<");
    }

    @Test
    void continuousIntegrationRunsTheTestCommand() {
        List<String> commands = Documents.blocks(Documents.README, "sh");
        assertThat(commands).hasSize(2);
        assertThat(Documents.read(Path.of(".ci/run"))).contains(commands.get(1).strip());
    }

    @Test
    void demoCommandNamesAProfileOfTheBuild() {
        assertThat(Documents.blocks(Documents.README, "sh").get(0)).contains("verify -Pdemo");
        assertThat(Documents.read(Path.of("pom.xml")))
                .contains("<id>demo</id>")
                .contains("dev.idiolect.oauth.sample.Demo");
    }

    @Test
    void readmeShowsTheBeginningOfTheTestedCommandLine() {
        String guide =
                Documents.blocks(Documents.guide("command-line"), "console").get(0);
        assertThat(Documents.blocks(Documents.README, "console"))
                .singleElement()
                .asString()
                .isNotBlank()
                .satisfies(shown -> assertThat(guide).startsWith(shown));
    }

    @Test
    void contributingGuideNamesEveryPackage() throws Exception {
        Set<String> packages = new TreeSet<>();
        try (Stream<Path> files = Files.walk(MAIN, 3)) {
            files.filter(file -> file.endsWith("package-info.java"))
                    .map(file -> MAIN.relativize(file.getParent()).toString().replace('/', '.'))
                    .forEach(packages::add);
        }
        packages.remove("");
        // Such a package belongs to the one that it is in.
        packages.removeIf(
                name -> packages.contains(name.replaceFirst("\\.internal$", "")) && name.endsWith(".internal"));
        String guide = Documents.read(Documents.guide("contributing"));
        String table = guide.substring(guide.indexOf("## Find the code"), guide.indexOf("## Find a behavior"));
        assertThat(PACKAGE.matcher(table).results().map(row -> row.group(1)))
                .containsExactlyInAnyOrderElementsOf(packages);
    }

    @Test
    void contributingGuideNamesClassesThatExist() {
        assertThat(matches(CLASS, Documents.guide("contributing")).map(found -> MAIN.resolve(found.group(1) + ".java")))
                .hasSizeGreaterThan(15)
                .allMatch(Files::exists);
    }

    @Test
    void signInGuideListsEveryErrorCodeWithItsStatus() {
        assertThat(matches(ERROR_CODE, Documents.guide("sign-in")).map(row -> row.group(1) + " " + row.group(2)))
                .containsExactlyElementsOf(Stream.of(LoginFailure.Kind.values())
                        .map(kind -> kind.code() + " " + kind.status())
                        .toList());
    }

    private static Stream<MatchResult> matches(Pattern pattern, Path document) {
        return pattern.matcher(Documents.read(document)).results();
    }
}
