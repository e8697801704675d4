package dev.idiolect.oauth.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import dev.idiolect.oauth.Serializers;
import dev.idiolect.oauth.Serializers.Serializer;
import dev.idiolect.oauth.dpop.DpopKey;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.PendingLogins;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Serializers that read all private fields write no secret of an object that an application has. */
class SerializedSecretsTest {

    private static final String DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";
    private static final OAuthSession SESSION = TestSessions.full(DID).toBuilder()
            .accessJwt("planted-access")
            .refreshJwt("planted-refresh")
            .dpopPrivateKeyJwk(DpopKey.generate().privateJwk())
            .build();

    static Stream<Named<Serializer>> serializers() {
        return Serializers.json();
    }

    @ParameterizedTest
    @MethodSource("serializers")
    void sessionIsWrittenWithoutSecrets(Serializer serializer) throws Exception {
        assertThat(serializer.write(SESSION)).contains(DID).doesNotContain("planted", privatePart(SESSION));
        assertThat(serializer.write(Map.of("session", List.of(SESSION))))
                .contains(DID)
                .doesNotContain("planted", privatePart(SESSION));
        assertThat(serializer.write(SESSION.toBuilder())).contains(DID).doesNotContain("planted", privatePart(SESSION));
    }

    @ParameterizedTest
    @MethodSource("serializers")
    void loginIsWrittenWithoutBrowserSecret(Serializer serializer) throws Exception {
        AuthorizationRequest request =
                new AuthorizationRequest(URI.create("https://pds.example.com/authorize"), "public-state", "planted");
        assertThat(serializer.write(request)).contains("public-state").doesNotContain("planted");
    }

    @ParameterizedTest
    @MethodSource("serializers")
    void keysAreWrittenWithoutPrivatePart(Serializer serializer) {
        DpopKey key = DpopKey.of(SESSION.dpopPrivateKeyJwk());
        assertThat(Serializers.text(serializer, key)).doesNotContain(privatePart(SESSION));
    }

    @ParameterizedTest
    @MethodSource("serializers")
    void storesAreWrittenWithoutSecrets(Serializer serializer) {
        InMemoryOAuthTokenStore store = new InMemoryOAuthTokenStore();
        store.save(SESSION);
        PendingLogins logins = PendingLogins.inMemory(Clock.systemUTC());
        logins.save("state", "planted", Instant.MAX);
        assertThat(Serializers.text(serializer, store)).doesNotContain("planted", privatePart(SESSION));
        assertThat(Serializers.text(serializer, logins)).doesNotContain("planted");
    }

    private static String privatePart(OAuthSession session) {
        try {
            return ECKey.parse(session.dpopPrivateKeyJwk()).getD().toString();
        } catch (java.text.ParseException e) {
            throw new AssertionError(e);
        }
    }
}
