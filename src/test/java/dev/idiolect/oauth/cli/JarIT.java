package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The contents of the jars. */
class JarIT {

    private static Set<String> names(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(entry -> entry.getName()).collect(Collectors.toSet());
        }
    }

    private static String text(JarFile jar, String name) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void libraryJarHasOnlyOurClasses() throws IOException {
        Path plain = CliJar.jar()
                .resolveSibling(CliJar.jar().getFileName().toString().replace("-cli.jar", ".jar"));
        assertThat(names(plain))
                .contains("dev/idiolect/oauth/cli/Idiolect.class", "META-INF/beans.xml")
                .noneMatch(name -> name.endsWith(".class") && !name.startsWith("dev/idiolect/"));
    }

    @Test
    void cliJarHasItsDependenciesAndTheirLicences() throws IOException {
        Set<String> names = names(CliJar.jar());
        assertThat(names)
                .contains("picocli/CommandLine.class", "org/sqlite/JDBC.class", "com/nimbusds/jose/JWSSigner.class")
                .contains("org/postgresql/Driver.class", "com/zaxxer/hikari/HikariDataSource.class")
                .contains("META-INF/LICENSE", "META-INF/LICENSE.md", "META-INF/NOTICE.md")
                .contains(
                        "META-INF/services/jakarta.json.spi.JsonProvider",
                        "META-INF/services/jakarta.json.bind.spi.JsonbProvider")
                .doesNotContain("META-INF/beans.xml", "dev/idiolect/oauth/cdi/OAuthBeans.class", "module-info.class")
                .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|DSA|RSA|EC)"))
                .noneMatch(name -> name.startsWith("META-INF/services/org.eclipse.microprofile"));
        try (JarFile jar = new JarFile(CliJar.jar().toFile())) {
            assertThat(text(jar, "META-INF/services/java.sql.Driver"))
                    .contains("org.postgresql.Driver", "org.sqlite.JDBC");
            assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License", "PostgreSQL Global Development Group");
            assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
                    .isEqualTo("dev.idiolect.oauth.cli.Idiolect");
            // Yasson has classes for newer Java versions.
            assertThat(jar.getManifest().getMainAttributes().getValue("Multi-Release"))
                    .isEqualTo("true");
            List<String> duplicates = jar.stream()
                    .map(entry -> entry.getName())
                    .collect(Collectors.groupingBy(name -> name, Collectors.counting()))
                    .entrySet()
                    .stream()
                    .filter(entry -> entry.getValue() > 1)
                    .map(entry -> entry.getKey())
                    .toList();
            assertThat(duplicates).isEmpty();
        }
    }
}
