package dev.idiolect.oauth.cdi.internal;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.rest.SignedCalls;
import dev.idiolect.oauth.store.jdbc.internal.DatabaseUrl;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OAuthConfigTest {

    @Test
    void everyKeyHasADefault() {
        OAuthConfig config = read(Map.of());
        assertThat(config)
                .isEqualTo(new OAuthConfig(
                        config.store(),
                        null,
                        new LoginConfig(null, null, null, "https://plc.directory", false, false),
                        Duration.ofSeconds(60),
                        null,
                        Duration.ofSeconds(5),
                        Duration.ofDays(3),
                        Duration.ofSeconds(10),
                        50L * 1024 * 1024,
                        "auto",
                        new TelemetryConfig(true, true)));
        assertThat(config.store())
                .usingRecursiveComparison()
                .isEqualTo(
                        store(Map.of("idiolect.oauth.store", "memory", "idiolect.oauth.store.create-tables", "TRUE")));
    }

    private static StoreConfig store(Map<String, String> values) {
        return read(values).store();
    }

    @Test
    void databaseIsRead() {
        StoreConfig store = store(Map.of(
                "idiolect.oauth.store", "jdbc",
                "idiolect.oauth.store.url", "jdbc:postgresql://db.example.com/app?password=s3cret",
                "idiolect.oauth.store.user", "app",
                "idiolect.oauth.store.password", "s3cret",
                "idiolect.oauth.store.schema", "oauth",
                "idiolect.oauth.store.create-tables", "false"));
        assertThat(store.kind()).isEqualTo(StoreConfig.Kind.JDBC);
        assertThat(store.url().url()).isEqualTo("jdbc:postgresql://db.example.com/app");
        assertThat(store.url().password()).isEqualTo("s3cret");
        assertThat(store.user()).isEqualTo("app");
        assertThat(store.password()).isEqualTo("s3cret");
        assertThat(store.schema()).isEqualTo("oauth");
        assertThat(store.createTables()).isFalse();
        assertThat(store).hasToString("jdbc");
        assertThat(store(Map.of("idiolect.oauth.store.data-source", "java:comp/env/jdbc/oauth"))
                        .dataSource())
                .isEqualTo("java:comp/env/jdbc/oauth");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:postgresql://db.example.com/app?password=s3cret | jdbc:postgresql://db.example.com/app",
                "jdbc:postgresql://db.example.com/app?password=s3c@ret | jdbc:postgresql://db.example.com/app",
                "jdbc:postgresql://a:5432,[2001:db8::1]:5433/app?x=y | jdbc:postgresql://a:5432,[2001:db8::1]:5433/app",
                "jdbc:postgresql:app | jdbc:postgresql:app",
                "jdbc:postgresql:///app | jdbc:postgresql:///app",
                "jdbc:aws-wrapper:postgresql://h/app | jdbc:aws-wrapper:postgresql://h/app",
                "jdbc:postgresql://app:s3cret@db.example.com/app | jdbc:postgresql:...",
                "jdbc:postgresql://app:s3c?r=et@db.example.com/app | jdbc:postgresql:...",
                "s3cret@db.example.com | ...",
            })
    void urlIsShownWithoutItsQueryAndUser(String url, String shown) {
        assertThat(DatabaseUrl.redacted(url)).isEqualTo(shown);
    }

    @Test
    void passwordMayBeAToken() {
        String token = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhcHAifQ.c2lnbmF0dXJlLXNpZ25hdHVyZS1zaWduYXR1cmU";
        assertThat(store(Map.of("idiolect.oauth.store.password", token)).password())
                .isEqualTo(token);
    }

    @Test
    void unresolvedPasswordAndUrlAreNotRepeated() {
        assertThatThrownBy(() -> read(Map.of(
                        "idiolect.oauth.store.password", "s3cret${UNDEFINED_NAME}",
                        "idiolect.oauth.store.url", "jdbc:postgresql://h/app?password=s3cret${UNDEFINED_NAME}")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Invalid idiolect.oauth.store.password=...: it refers to an undefined property")
                .hasMessageContaining("Invalid idiolect.oauth.store.url=...: it refers to an undefined property")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void twoDataSourcesAreAMistake() {
        assertThatThrownBy(() -> store(Map.of(
                        "idiolect.oauth.store.data-source", "jdbc/oauth",
                        "idiolect.oauth.store.url", "jdbc:postgresql://db.example.com/app")))
                .hasMessage("idiolect.oauth.store.data-source and idiolect.oauth.store.url are both set:"
                        + " remove one of them");
    }

    @Test
    void everyKeyIsRead() {
        OAuthConfig config = read(Map.ofEntries(
                entry("idiolect.oauth.store", "FileSystem"),
                entry("idiolect.oauth.store.path", "/var/lib/app sessions"),
                entry("idiolect.oauth.account", "did:plc:abc"),
                entry("idiolect.oauth.refresh.threshold", "PT5M"),
                entry("idiolect.oauth.keep-alive", "P7D"),
                entry("idiolect.oauth.session-cache", "PT1S"),
                entry("idiolect.oauth.http.timeout", "PT2.5S"),
                entry("idiolect.oauth.body-limit", "0"),
                entry("idiolect.oauth.handle-resolver", "https://bsky.social"),
                entry("idiolect.oauth.plc-url", "http://localhost:2582"),
                entry("idiolect.oauth.development", "true"),
                entry("idiolect.oauth.logout", "strict"),
                entry("idiolect.oauth.dpop.provider", "conscrypt"),
                entry("idiolect.oauth.ending-notice", "P1D"),
                entry("idiolect.oauth.telemetry", "micrometer, opentelemetry")));
        assertThat(config)
                .isEqualTo(new OAuthConfig(
                        config.store(),
                        "did:plc:abc",
                        new LoginConfig(null, null, "https://bsky.social", "http://localhost:2582", true, true),
                        Duration.ofMinutes(5),
                        Duration.ofDays(7),
                        Duration.ofSeconds(1),
                        Duration.ofDays(1),
                        Duration.ofMillis(2500),
                        0,
                        "conscrypt",
                        new TelemetryConfig(true, true)));
        assertThat(config.store().kind()).isEqualTo(StoreConfig.Kind.FILESYSTEM);
        assertThat(config.store().path()).isEqualTo(Path.of("/var/lib/app sessions"));
    }

    @Test
    void defaultsAreThoseOfTheClasses() {
        OAuthConfig config = read(Map.of());
        assertThat(config.refreshThreshold()).isEqualTo(SessionRefresher.DEFAULT_THRESHOLD);
        assertThat(config.bodyLimit()).isEqualTo(SignedCalls.DEFAULT_BODY_LIMIT);
        assertThat(config.endingNotice()).isEqualTo(SessionRefresher.DEFAULT_ENDING_NOTICE);
    }

    @ParameterizedTest
    @CsvSource({
        "store, redis, 'one of memory, filesystem, sqlite'",
        "account, alice.example.com, a DID",
        "store.path, ~/sessions, a path without ~",
        "refresh.threshold, 60, PT60S",
        "refresh.threshold, PT-1S, PT60S",
        "keep-alive, on, off",
        "keep-alive, PT0S, P7D",
        "refresh.threshold, P99999999999999D, PT60S",
        "session-cache, 5, PT5S",
        "session-cache, PT-1S, PT5S",
        "session-cache, PT61S, at most PT1M",
        "http.timeout, PT0S, PT10S",
        "http.timeout, soon, PT10S",
        "http.timeout, P200000D, PT10S",
        "body-limit, -1, a number of bytes",
        "body-limit, 5MB, a number of bytes",
        "handle-resolver, bsky.social, an https origin",
        "handle-resolver, https://bsky.social/xrpc, an https origin",
        "handle-resolver, http://localhost:2583, idiolect.oauth.development=true",
        "plc-url, http://plc.directory, an https origin",
        "plc-url, https://10.0.0.1, an https origin",
        "development, yes, true or false",
        "development, TRUE, true or false",
        "logout, remote, local or strict"
    })
    void invalidValueIsRejectedWithKeyValueAndFix(String key, String value, String fix) {
        assertThatThrownBy(() -> read(Map.of("idiolect.oauth." + key, value)))
                .isInstanceOfSatisfying(
                        ConfigurationException.class, e -> assertThat(e.key()).isEqualTo("idiolect.oauth." + key))
                .hasMessageStartingWith("Invalid idiolect.oauth." + key + "=" + value + ": ")
                .hasMessageContaining(fix);
    }

    @ParameterizedTest
    @CsvSource({"filesystem, the directory", "sqlite, the SQLite database file"})
    void persistentStoreNeedsAPath(String store, String fix) {
        assertThatThrownBy(() -> read(Map.of("idiolect.oauth.store", store)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("idiolect.oauth.store.path is missing: set it to " + fix);
    }

    @ParameterizedTest
    @CsvSource({
        "store, ${STORE}, ${STORE}",
        "redirect-uri, ${BASE_URL}/oauth/callback, ${BASE_URL}/oauth/callback",
        "scope, atproto ${MORE:${SCOPE}}, atproto ${MORE:${SCOPE}}",
        "client-keys, ${KEYS}, ..."
    })
    void valueWithAnUndefinedVariableIsRejected(String key, String value, String shown) {
        Map<String, String> values = Map.of(
                "idiolect.oauth.client-id", "https://app.example.com/client.json", "idiolect.oauth." + key, value);
        assertThatThrownBy(() -> read(values))
                .isInstanceOfSatisfying(
                        ConfigurationException.class, e -> assertThat(e.key()).isEqualTo("idiolect.oauth." + key))
                .hasMessageStartingWith("Invalid idiolect.oauth." + key + "=" + shown + ": it refers to")
                .hasMessageContaining("undefined");
    }

    @Test
    void variableWithADefaultMayBeUndefined() {
        OAuthConfig config = read(Map.of(
                "idiolect.oauth.store", "${STORE:filesystem}",
                "idiolect.oauth.store.path", "/var/lib/sessions",
                "idiolect.oauth.account", "${ACCOUNT:}"));
        assertThat(config.store().kind()).isEqualTo(StoreConfig.Kind.FILESYSTEM);
        assertThat(config.account()).isNull();
    }

    @Test
    void misspelledKeyIsRejected() {
        assertThatThrownBy(() -> read(Map.of("idiolect.oauth.stroe", "sqlite", "idiolect.other", "x")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("Unknown key idiolect.oauth.stroe: did you mean idiolect.oauth.store?");
        assertThatThrownBy(() -> read(Map.of("idiolect.oauth.zzzzzzzzz", "1")))
                .hasMessageStartingWith(
                        "Unknown key idiolect.oauth.zzzzzzzzz: use one of idiolect.oauth.store, idiolect.oauth.store.path,");
    }

    @ParameterizedTest
    @CsvSource({
        "clientid,client-id",
        "redirect-url,redirect-uri",
        "store-path,store.path",
        "handle.resolver,handle-resolver",
        "clinet-keys.path,client-keys.path",
        "refresh.treshold,refresh.threshold"
    })
    void misspelledKeyGetsASuggestion(String key, String meant) {
        assertThatThrownBy(() -> read(Map.of("idiolect.oauth." + key, "x")))
                .hasMessage("Unknown key idiolect.oauth." + key + ": did you mean idiolect.oauth." + meant + "?");
    }

    @Test
    void allMistakesAreReportedAtOnce() {
        Map<String, String> values = new HashMap<>();
        values.put("idiolect.oauth.stroe", "sqlite");
        values.put("idiolect.oauth.store", "redis");
        values.put("idiolect.oauth.account", "alice");
        values.put("idiolect.oauth.scope", "openid");
        values.put("idiolect.oauth.redirect-uri", "http://app.example.com/callback");
        values.put("idiolect.oauth.client-keys", "SECRET");
        values.put("idiolect.oauth.client-uri", "http://app.example.com");
        values.put("idiolect.oauth.logo-uri", "x");
        values.put("idiolect.oauth.handle-resolver", "x");
        values.put("idiolect.oauth.plc-url", "x");
        values.put("idiolect.oauth.development", "yes");
        values.put("idiolect.oauth.refresh.threshold", "60");
        values.put("idiolect.oauth.session-cache", "PT1H");
        values.put("idiolect.oauth.http.timeout", "PT0S");
        values.put("idiolect.oauth.body-limit", "-1");
        Map<String, String> all = new HashMap<>(values);
        all.put("idiolect.oauth.client-id", "https://app.example.com/client.json");
        assertThatThrownBy(() -> read(all))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("15 configuration mistakes:")
                .hasMessageNotContaining("SECRET")
                .message()
                .hasLineCount(16)
                .contains(values.keySet());
    }

    @ParameterizedTest
    @CsvSource({"body.limit", "store-path", "Store"})
    void otherSpellingWithoutEffectIsRejected(String key) {
        assertThatThrownBy(() -> read(Map.of("idiolect.oauth." + key, "1")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Unknown key idiolect.oauth." + key + ": ");
    }

    @Test
    void keyWithAHyphenCanComeFromTheEnvironment() {
        EnvConfigSource environment =
                new EnvConfigSource(Map.of("IDIOLECT_OAUTH_CLIENT_ID", "https://app.example.com/client.json"), 300);
        OAuthConfig config = OAuthConfig.read(
                new SmallRyeConfigBuilder().withSources(environment).build());
        assertThat(config.login().client().clientId()).isEqualTo("https://app.example.com/client.json");
    }

    private static OAuthConfig read(Map<String, String> values) {
        return OAuthConfig.read(new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withDefaultValues(values)
                .build());
    }
}
