package dev.idiolect.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.idiolect.oauth.pds.Jsons;
import jakarta.json.JsonObject;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bill of materials lists the libraries that an application gets, and no others. */
class SbomIT {

    /** Reviewed: a new library is a new risk for each application. */
    private static final List<String> LIBRARIES = List.of(
            "com.nimbusds:nimbus-jose-jwt",
            "info.picocli:picocli",
            "org.apache.httpcomponents.client5:httpclient5",
            "org.apache.httpcomponents.core5:httpcore5",
            "org.apache.httpcomponents.core5:httpcore5-h2",
            "org.slf4j:slf4j-api",
            "org.xerial:sqlite-jdbc");

    private List<JsonObject> components = List.of();

    @BeforeEach
    void read() {
        assumeFalse(
                "offline=true".equals(System.getProperty("build.mode")),
                "An offline build writes no bill of materials");
        components = Jsons.parse(Documents.read(Path.of("target/bom.json")))
                .getJsonArray("components")
                .getValuesAs(JsonObject.class);
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
