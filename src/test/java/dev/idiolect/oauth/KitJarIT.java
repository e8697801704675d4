package dev.idiolect.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The jars of the test kit contain no other tests, and each build creates the same jars. */
class KitJarIT {

    private static final String FOLDER = "dev/idiolect/oauth/testkit/";
    private static final Path SOURCES = Path.of("src/testkit/java");

    private static Path jar(String classifier) {
        String version = Pom.version("idiolect-oauth").orElseThrow();
        return Path.of("target", "idiolect-oauth-" + version + "-" + classifier + ".jar");
    }

    /** Returns the names of the files in a jar. */
    private static Set<String> files(String classifier) throws IOException {
        try (JarFile jar = new JarFile(jar(classifier).toFile())) {
            return jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(JarEntry::getName)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> SOURCES.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void jarHasTheClassesOfTheTestKitAndItsLicense() throws IOException {
        Set<String> files = files("testkit");
        assertThat(files).contains("META-INF/MANIFEST.MF", "META-INF/LICENSE");
        Set<String> classes = files.stream()
                .filter(file -> !file.startsWith("META-INF/"))
                .map(file -> file.replaceFirst("(\\$\\w+)?\\.class$", ".java"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(classes).isEqualTo(sources()).allMatch(file -> file.startsWith(FOLDER));
        assertThat(files).filteredOn(file -> file.startsWith("META-INF/")).hasSize(2);
    }

    @Test
    void sourceJarHasTheSources() throws IOException {
        Set<String> expected = sources();
        expected.add("META-INF/MANIFEST.MF");
        assertThat(files("testkit-sources")).isEqualTo(expected);
    }

    @Test
    void libraryHasNoClassOfTheTestKit() throws IOException {
        String version = Pom.version("idiolect-oauth").orElseThrow();
        try (JarFile jar = new JarFile(
                Path.of("target", "idiolect-oauth-" + version + ".jar").toFile())) {
            assertThat(jar.stream().map(JarEntry::getName))
                    .contains("dev/idiolect/oauth/store/OAuthTokenStore.class")
                    .noneMatch(name -> name.startsWith(FOLDER));
        }
    }

    @Test
    void jarHasItsOwnModuleName() throws IOException {
        try (JarFile jar = new JarFile(jar("testkit").toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
                    .isEqualTo("dev.idiolect.oauth.testkit");
        }
    }

    @Test
    void filesHaveTheTimeOfTheBuildAndOneOrder() throws IOException {
        Matcher time =
                Pattern.compile("<project.build.outputTimestamp>([^<]+)<").matcher(Documents.read(Path.of("pom.xml")));
        assertThat(time.find()).isTrue();
        LocalDateTime expected = LocalDateTime.ofInstant(Instant.parse(time.group(1)), ZoneOffset.UTC);
        for (String classifier : List.of("testkit", "testkit-sources")) {
            try (JarFile jar = new JarFile(jar(classifier).toFile())) {
                assertThat(jar.stream().map(JarEntry::getTimeLocal))
                        .isNotEmpty()
                        .containsOnly(expected);
                assertThat(jar.stream()
                                .map(JarEntry::getName)
                                .filter(name -> name.startsWith(FOLDER) && !name.endsWith("/")))
                        .isSorted();
            }
        }
    }
}
