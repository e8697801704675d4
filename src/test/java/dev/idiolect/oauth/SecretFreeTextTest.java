package dev.idiolect.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.session.OAuthSession;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The default {@code toString} of a record shows each component: records with secrets need their own. */
class SecretFreeTextTest {

    private static final String SECRET = "planted-secret";
    private static final List<String> SECRET_NAMES = List.of(
            "jwt", "jwk", "token", "secret", "password", "body", "json", "verifier", "state", "dpopkey", "cookie");

    static List<Class<?>> records() throws Exception {
        Path root = Path.of(OAuthSession.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString().replace('/', '.'))
                    .filter(name -> name.endsWith(".class"))
                    .<Class<?>>map(name -> load(name.substring(0, name.length() - ".class".length())))
                    .filter(Class::isRecord)
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void recordShowsNoSecret(Class<?> type) throws Exception {
        RecordComponent[] components = type.getRecordComponents();
        Constructor<?> constructor = type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        Object[] values =
                Arrays.stream(components).map(SecretFreeTextTest::planted).toArray();
        String text = constructor.newInstance(values).toString();
        assertThat(text).doesNotContain(SECRET).doesNotContain(Arrays.toString(bytes()));
    }

    @Test
    void recordsWithSecretsAreTested() throws Exception {
        assertThat(records().stream().map(Class::getSimpleName))
                .contains("Unsaved", "HttpResponse", "PendingLogin", "TokenResponse");
    }

    private static Object planted(RecordComponent component) {
        Class<?> type = component.getType();
        String name = component.getName().toLowerCase(Locale.ROOT);
        if (type == String.class) {
            boolean secret = SECRET_NAMES.stream().anyMatch(name::contains) && !name.equals("tokentype");
            return secret ? SECRET : name.equals("did") ? "did:plc:a" : "https://localhost";
        }
        if (type == OAuthSession.class) {
            return session();
        }
        if (type == byte[].class) {
            return bytes();
        }
        if (type == Instant.class) {
            return Instant.EPOCH;
        }
        if (type == List.class) {
            return List.of();
        }
        if (type == Map.class && name.equals("headers")) {
            return Map.of("Authorization", SECRET);
        }
        if (type == HttpHeaders.class) {
            return HttpHeaders.of(Map.of("Location", List.of(SECRET)), (header, value) -> true);
        }
        if (type == URI.class) {
            return URI.create("https://localhost");
        }
        if (type == boolean.class) {
            return false;
        }
        return type == int.class ? (Object) 0 : type == long.class ? (Object) 0L : null;
    }

    private static OAuthSession session() {
        return OAuthSession.builder()
                .did("did:plc:a")
                .pdsUrl("https://localhost")
                .accessJwt(SECRET)
                .refreshJwt(SECRET + "2")
                .dpopPrivateKeyJwk(SECRET + "3")
                .issuedAt(Instant.EPOCH)
                .expiresAt(Instant.EPOCH)
                .tokenType("DPoP")
                .scope("atproto " + SECRET)
                .handle(SECRET + ".test")
                .build();
    }

    @Test
    void sessionShowsNoSecret() {
        assertThat(session().toString()).contains("did:plc:a").doesNotContain(SECRET);
        assertThat(session().toBuilder().toString()).doesNotContain(SECRET);
    }

    private static byte[] bytes() {
        return ("{\"error\":\"" + SECRET + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, SecretFreeTextTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
