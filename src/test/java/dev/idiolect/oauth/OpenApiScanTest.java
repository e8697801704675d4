package dev.idiolect.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.web.LoginResource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages that servers need not scan for OpenAPI annotations. */
class OpenApiScanTest {

    private static final Path CLASSES = Path.of("target", "classes");
    private static final int ORDINAL_OF_APPLICATIONS = 100;

    private final Properties defaults = new Properties();

    OpenApiScanTest() throws IOException {
        try (InputStream file = Files.newInputStream(CLASSES.resolve("META-INF/microprofile-config.properties"))) {
            defaults.load(file);
        }
    }

    @Test
    void onlyThePackageOfTheLoginResourceIsScanned() throws IOException {
        String root = "dev/idiolect/oauth";
        List<String> scanned;
        try (Stream<Path> packages = Files.list(CLASSES.resolve(root))) {
            scanned = packages.filter(Files::isDirectory)
                    .map(directory -> (root + "/" + directory.getFileName()).replace('/', '.'))
                    .filter(name -> !excluded().contains(name))
                    .toList();
        }
        assertThat(scanned).containsExactly(LoginResource.class.getPackageName());
        assertThat(excluded()).contains("com.nimbusds", "org.apache.hc").doesNotContain("dev.idiolect.oauth");
    }

    @Test
    void applicationCanOverrideTheDefaults() {
        assertThat(Integer.parseInt(defaults.getProperty("config_ordinal"))).isLessThan(ORDINAL_OF_APPLICATIONS);
        assertThat(defaults.stringPropertyNames())
                .containsExactlyInAnyOrder("config_ordinal", "mp.openapi.scan.exclude.packages");
    }

    private List<String> excluded() {
        return List.of(defaults.getProperty("mp.openapi.scan.exclude.packages").split(","));
    }
}
