package dev.idiolect.oauth.cdi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.Documents;
import dev.idiolect.oauth.client.TestClientKeys;
import dev.idiolect.oauth.internal.config.ConfigKey;
import dev.idiolect.oauth.pds.DpopKey;
import dev.idiolect.oauth.testkit.internal.Jsons;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An application that copies a properties block of README or guides starts. */
class DocumentedConfigTest {

    private static final Set<String> DATA_SOURCE_OF_QUARKUS = Set.of(
            "quarkus.datasource.db-kind",
            "quarkus.datasource.username",
            "quarkus.datasource.password",
            "quarkus.datasource.jdbc.url");

    @TempDir
    private Path directory;

    static List<String> blocks() {
        List<String> blocks = new ArrayList<>(Documents.blocks("properties"));
        blocks.addAll(Documents.blocks(Path.of("liberty-sample/README.md"), "properties"));
        return blocks;
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void blockIsAValidConfiguration(String block) throws IOException {
        Map<String, String> values = values(block);
        // A documented path of a key file exists on the reader's machine only.
        values.computeIfPresent(ConfigKey.CLIENT_KEYS_PATH.key(), (key, path) -> keyFile());
        // QuarkusDatabaseIT starts an application with them.
        values.keySet().removeAll(DATA_SOURCE_OF_QUARKUS);
        assertThat(values.keySet()).isNotEmpty().allMatch(ConfigKey::isKnown);
        OAuthConfig config = OAuthConfig.read(
                new SmallRyeConfigBuilder().withDefaultValues(values).build());
        assertThat(config.login().client() != null).isEqualTo(values.containsKey(ConfigKey.CLIENT_ID.key()));
    }

    @Test
    void documentsShowAStoreAClientForProductionAndOneForDevelopment() {
        assertThat(Documents.blocks("properties"))
                .anyMatch(block -> block.contains(ConfigKey.STORE_PATH.key() + "="))
                .anyMatch(block -> block.contains(ConfigKey.CLIENT_KEYS_PATH.key() + "="))
                .anyMatch(block -> block.contains(ConfigKey.CLIENT_ID.key() + "=http://localhost\n"));
    }

    private static Map<String, String> values(String block) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(block));
        Map<String, String> values = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }

    private String keyFile() {
        String keys = Jsons.object("keys", List.of(TestClientKeys.jwk("1", DpopKey.generate())))
                .toString();
        try {
            return Files.writeString(directory.resolve("keys.json"), keys).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
