package dev.idiolect.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.JsonObject;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bill of materials lists the libraries that an application gets, and no others. */
class SbomIT {

    /** Reviewed: a new library is a new risk for each application. */
    private static final List<String> LIBRARIES = List.of(
            "com.nimbusds:nimbus-jose-jwt",
            "com.zaxxer:HikariCP",
            "info.picocli:picocli",
            "org.apache.httpcomponents.client5:httpclient5",
            "org.apache.httpcomponents.core5:httpcore5",
            "org.apache.httpcomponents.core5:httpcore5-h2",
            "org.slf4j:slf4j-api",
            "org.xerial:sqlite-jdbc");

    private static final Path BILL = Path.of("target/bom.json");

    private static List<JsonObject> components;

    @BeforeAll
    static void read() throws Exception {
        if (System.getProperty("build.mode", "").equals("offline=true")) {
            writeBill();
        }
        components =
                Jsons.parse(Documents.read(BILL)).getJsonArray("components").getValuesAs(JsonObject.class);
    }

    /** An offline build skips the plugin, which downloads nothing if the build has all dependencies. */
    private static void writeBill() throws Exception {
        Files.deleteIfExists(BILL);
        ProcessBuilder command = new ProcessBuilder(
                "mvn",
                "-B",
                "-ntp",
                "-Dmaven.repo.local=" + System.getProperty("local.repository"),
                "org.cyclonedx:cyclonedx-maven-plugin:makeBom");
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process maven = command.redirectErrorStream(true).start();
        String output = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(maven.waitFor())
                .as("Cannot write %s offline. Run once with a network: mvn package -DskipTests%n%s", BILL, output)
                .isZero();
    }

    @Test
    void billListsTheRunTimeDependencies() {
        assertThat(components)
                .extracting(component -> component.getString("group") + ":" + component.getString("name"))
                .containsExactlyInAnyOrderElementsOf(LIBRARIES);
    }

    @Test
    void hashesAreThoseOfTheTestedJars() {
        assertThat(components)
                .allSatisfy(component -> assertThat(sha256(component))
                        .isEqualTo(HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256")
                                        .digest(Files.readAllBytes(jar(component))))));
    }

    private static String sha256(JsonObject component) {
        return component.getJsonArray("hashes").getValuesAs(JsonObject.class).stream()
                .filter(hash -> hash.getString("alg").equals("SHA-256"))
                .map(hash -> hash.getString("content"))
                .findFirst()
                .orElseThrow();
    }

    private static Path jar(JsonObject component) {
        String name = component.getString("name") + "-" + component.getString("version") + ".jar";
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.endsWith(name))
                .findFirst()
                .orElseThrow();
    }
}
