package dev.idiolect.oauth.cdi.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.idiolect.oauth.SecretValues;
import dev.idiolect.oauth.dpop.DpopNonces;
import dev.idiolect.oauth.internal.config.ConfigKey;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.inject.Instance;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** No message repeats a secret that stands under the wrong key. */
class SecretConfigTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void secretUnderAKeyIsNotRepeated(ConfigKey key) {
        SecretValues.all().forEach((value, secret) -> {
            for (String configured : key.isSecret() ? new String[] {value + "x"} : forms(value)) {
                Throwable failure = catchThrowable(() -> start(key, configured));
                if (failure != null) {
                    assertThat(trace(failure)).contains(key.key()).doesNotContain(secret);
                }
            }
        });
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"CLIENT_KEYS", "ENCRYPTION_KEYS", "STORE_PASSWORD"})
    void privateKeyUnderAnotherKeyStopsTheDeployment(ConfigKey key) {
        SecretValues.all().forEach((value, secret) -> {
            if (value.contains("\"kty") || value.startsWith("-----")) {
                assertThat(catchThrowable(() -> start(key, value)))
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining(key.key())
                        .hasMessageContaining(ConfigKey.CLIENT_KEYS.key());
            }
        });
        assertThat(directory).isEmptyDirectory();
    }

    private static String[] forms(String value) {
        return new String[] {value, "${missing}" + value};
    }

    private void start(ConfigKey key, String value) {
        Map<String, String> values = new HashMap<>(Map.of(
                ConfigKey.CLIENT_ID.key(),
                "https://app.example.com/oauth/client-metadata.json",
                ConfigKey.REDIRECT_URI.key(),
                "https://app.example.com/oauth/callback",
                ConfigKey.STORE_PATH.key(),
                directory.resolve("x").toString()));
        values.put(key.key(), value);
        if (key == ConfigKey.STORE_PATH) {
            // Below a file, so that no store can be opened.
            values.put(ConfigKey.STORE.key(), "filesystem");
            values.put(key.key(), value.startsWith("$") ? value : "/dev/null/" + value);
        }
        OAuthConfig config = OAuthConfig.read(new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build());
        Stores.open(config.store(), SecretConfigTest::noBeans);
        new OAuthBeans().proofs(config, new DpopNonces());
    }

    @SuppressWarnings("unchecked")
    static Instance<Object> noBeans() {
        return (Instance<Object>) Proxy.newProxyInstance(
                Instance.class.getClassLoader(),
                new Class<?>[] {Instance.class},
                (instance, method, arguments) -> switch (method.getName()) {
                    case "select" -> instance;
                    case "isUnsatisfied" -> true;
                    case "isResolvable", "isAmbiguous" -> false;
                    default -> throw new AssertionError(method);
                });
    }

    private static String trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
