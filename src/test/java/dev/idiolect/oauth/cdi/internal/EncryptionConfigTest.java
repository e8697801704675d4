package dev.idiolect.oauth.cdi.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.seal.internal.TestKeys;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.DelegatingTokenStore;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.LogCapture;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptionConfigTest {

    private static final String KEYS = "idiolect.oauth.encryption.keys";
    private static final String REQUIRED = "idiolect.oauth.encryption.required";
    private static final String DID = "did:plc:alice";

    @TempDir
    private Path directory;

    private Map<String, String> config(String... more) {
        Map<String, String> config = new HashMap<>(Map.of(
                "idiolect.oauth.store",
                "filesystem",
                "idiolect.oauth.store.path",
                directory.resolve("sessions").toString()));
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        return config;
    }

    private String savedWith(Map<String, String> config, Class<?>... beans) throws Exception {
        try (TestApp app = TestApp.start(config, beans)) {
            OAuthTokenStore store = app.get(OAuthTokenStore.class);
            store.save(TestSessions.full(DID));
            assertThat(store.load(DID)).contains(TestSessions.full(DID));
        }
        return Files.readString(directory.resolve("sessions/did_plc_alice.json"));
    }

    private static String failure(Map<String, String> config, Class<?>... beans) {
        Throwable thrown = catchThrowable(() -> TestApp.start(config, beans).close());
        assertThat(thrown).isNotNull();
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain(TestKeys.secret("one"));
        return trace.toString();
    }

    /** Supplies keys like a key management service. */
    @Singleton
    static class Kms implements KeySource {
        @Override
        public String keys() {
            return TestKeys.jwks("kms");
        }
    }

    /** Produces keys only if the application has configured them. */
    @Dependent
    static class NoKeys {
        @Produces
        @Dependent
        KeySource none() {
            return null;
        }
    }

    @Test
    void keysFromConfigurationFileOrBeanEncrypt() throws Exception {
        Path file = Files.writeString(directory.resolve("keys.json"), TestKeys.jwks("one"));
        assertThat(savedWith(config(KEYS, TestKeys.jwks("one")))).startsWith("eyJ");
        assertThat(savedWith(config(KEYS + ".path", file.toString()))).startsWith("eyJ");
        Files.delete(directory.resolve("sessions/did_plc_alice.json"));
        assertThat(savedWith(config(), Kms.class)).startsWith("eyJ");
    }

    @Test
    void plainSessionIsRefusedIfEncryptionIsRequired() throws Exception {
        savedWith(config());
        for (Class<?>[] beans : new Class<?>[][] {{}, {Kms.class}}) {
            Map<String, String> config = config(REQUIRED, "true");
            if (beans.length == 0) {
                config.put(KEYS, TestKeys.jwks("one"));
            }
            try (TestApp app = TestApp.start(config, beans)) {
                OAuthTokenStore store = app.get(OAuthTokenStore.class);
                assertThatThrownBy(() -> store.load(DID))
                        .isInstanceOfSatisfying(
                                StoreException.class,
                                e -> assertThat(e.isPlainText()).isTrue());
            }
        }
    }

    @Test
    void requiredEncryptionNeedsKeys() {
        assertThat(failure(config(REQUIRED, "true")))
                .contains("Invalid " + REQUIRED + "=true: use it with " + KEYS + ".path, " + KEYS + " or a bean");
        assertThat(failure(config(REQUIRED, "yes"))).contains("Invalid " + REQUIRED + "=yes: use true or false");
    }

    /** A store of the application, which does not encrypt. */
    @Singleton
    static class OwnStore extends DelegatingTokenStore {
        OwnStore() {
            super(new InMemoryOAuthTokenStore());
        }

        @Override
        public SessionLock lock(String did, Duration timeout) {
            return inner.lock(did, timeout);
        }
    }

    @Test
    void requiredEncryptionOfACustomStoreStopsTheDeployment() throws Exception {
        Map<String, String> config = Map.of(REQUIRED, "true", KEYS, TestKeys.jwks("one"));
        assertThat(failure(config, OwnStore.class))
                .contains("Cannot use " + REQUIRED + ": it has no effect on the application's own OAuthTokenStore")
                .contains("create that store with KeySource.refusingPlainText()");
        TestApp.start(Map.of(REQUIRED, "false"), OwnStore.class).close();
    }

    /** No failure: the keys can be there for the command line. */
    @Test
    void keysForAnOwnStoreLogAWarning() throws Exception {
        Path file = Files.writeString(directory.resolve("keys.json"), TestKeys.jwks("one"));
        for (Map<String, String> keys :
                List.of(Map.of(KEYS, TestKeys.jwks("one")), Map.of(KEYS + ".path", file.toString()))) {
            try (LogCapture log = new LogCapture(EncryptionConfig.class)) {
                TestApp.start(keys, OwnStore.class).close();
                assertThat(log.messages()).hasSize(1);
                assertThat(log.messages().get(0))
                        .contains(keys.keySet().iterator().next()
                                + " has no effect on the application's own OAuthTokenStore bean")
                        .contains("create it with a KeySource")
                        .doesNotContain(TestKeys.secret("one"));
            }
        }
    }

    @Test
    void logNamesTheStoreAndItsEncryption() throws Exception {
        String store = "Sessions are stored in FilesystemOAuthTokenStore[" + directory.resolve("sessions") + "], ";
        try (LogCapture log = new LogCapture(Stores.class)) {
            savedWith(config());
            savedWith(config(KEYS, TestKeys.jwks("one")));
            assertThat(log.messages()).hasSize(2);
            assertThat(log.messages().get(0)).contains(store + "not encrypted");
            assertThat(log.messages().get(1)).contains(store + "encrypted");
        }
    }

    @Test
    void storeWithoutKeysLogsOneWarning() throws Exception {
        try (LogCapture log = new LogCapture(EncryptionConfig.class)) {
            assertThat(savedWith(config())).startsWith("{");
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains("Sessions are stored without encryption")
                    .contains("Set idiolect.oauth.encryption.keys.path");
        }
        try (LogCapture log = new LogCapture(EncryptionConfig.class)) {
            savedWith(config(KEYS, TestKeys.jwks("one")));
            TestApp.start(Map.of()).close();
            assertThat(log.messages()).isEmpty();
        }
    }

    @Test
    void producerWithoutKeysCountsAsNoBean() throws Exception {
        try (LogCapture log = new LogCapture(EncryptionConfig.class)) {
            assertThat(savedWith(config(), NoKeys.class)).startsWith("{");
            assertThat(log.messages()).singleElement().asString().contains("Sessions are stored without encryption");
        }
        assertThat(savedWith(config(KEYS, TestKeys.jwks("one")), NoKeys.class)).startsWith("eyJ");
        assertThat(failure(config(REQUIRED, "true"), NoKeys.class)).contains("Invalid " + REQUIRED + "=true");
    }

    @Test
    void invalidKeysStopTheDeployment() throws Exception {
        assertThat(failure(config(KEYS, "{\"keys\":[" + TestKeys.jwk("one") + "," + TestKeys.jwk("one") + "]}")))
                .contains("Invalid " + KEYS + "=...: use a JSON Web Key Set of 256-bit oct keys")
                .contains("two encryption keys have the kid one");
        Path missing = directory.resolve("missing.json");
        assertThat(failure(config(KEYS + ".path", missing.toString())))
                .contains("Invalid " + KEYS + ".path=" + missing + ": use a file with a JSON Web Key Set");
    }

    @Test
    void twoPlacesForKeysStopTheDeployment() {
        assertThat(failure(config(KEYS, TestKeys.jwks("one"), KEYS + ".path", "keys.json")))
                .contains(KEYS + ".path and " + KEYS + " are both set: remove one of them");
        assertThat(failure(config(KEYS, TestKeys.jwks("one")), Kms.class))
                .contains("use either this key or a bean of the type KeySource");
    }
}
