package dev.idiolect.oauth.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import com.nimbusds.jose.jwk.ECKey;
import dev.idiolect.oauth.dpop.DpopKey;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.session.internal.FieldVisibility;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.PendingLogins;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Serializers that read all private fields write no secret of an object that an application has. */
class SerializedSecretsTest {

    private static final String DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";
    private static final OAuthSession SESSION = TestSessions.full(DID).toBuilder()
            .accessJwt("planted-access")
            .refreshJwt("planted-refresh")
            .dpopPrivateKeyJwk(DpopKey.generate().privateJwk())
            .build();

    private interface Serializer {
        String write(Object value) throws Exception;
    }

    static Stream<Named<Serializer>> serializers() {
        return Stream.of(
                Named.of("Jackson 2", jackson2()),
                Named.of("Jackson 3", jackson3()),
                Named.of("Gson", gson()),
                Named.of("JSON-B", jsonb()));
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
        assertThat(text(serializer, key)).doesNotContain(privatePart(SESSION));
    }

    @ParameterizedTest
    @MethodSource("serializers")
    void storesAreWrittenWithoutSecrets(Serializer serializer) {
        InMemoryOAuthTokenStore store = new InMemoryOAuthTokenStore();
        store.save(SESSION);
        PendingLogins logins = PendingLogins.inMemory(Clock.systemUTC());
        logins.save("state", "planted", Instant.MAX);
        assertThat(text(serializer, store)).doesNotContain("planted", privatePart(SESSION));
        assertThat(text(serializer, logins)).doesNotContain("planted");
    }

    @ParameterizedTest
    @MethodSource("types")
    void objectsWithSecretsAreNotSerializable(Class<?> type) {
        assertThat(Serializable.class.isAssignableFrom(type)).isFalse();
    }

    static Stream<Class<?>> types() {
        return Stream.of(
                OAuthSession.class,
                OAuthSession.Builder.class,
                AuthorizationRequest.class,
                DpopKey.class,
                dev.idiolect.oauth.client.ClientKeys.class,
                PendingLogin.class,
                InMemoryOAuthTokenStore.class);
    }

    /** Returns what a serializer writes, or its failure: it may refuse what is no data. */
    private static String text(Serializer serializer, Object value) {
        try {
            return serializer.write(value);
        } catch (Exception | StackOverflowError e) {
            return String.valueOf(e);
        }
    }

    private static String privatePart(OAuthSession session) {
        try {
            return ECKey.parse(session.dpopPrivateKeyJwk()).getD().toString();
        } catch (java.text.ParseException e) {
            throw new AssertionError(e);
        }
    }

    private static Serializer jackson2() {
        return com.fasterxml.jackson.databind.json.JsonMapper.builder()
                .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.ANY)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .addModule(new com.fasterxml.jackson.databind.module.SimpleModule()
                        .addSerializer(
                                Instant.class, com.fasterxml.jackson.databind.ser.std.ToStringSerializer.instance))
                .build()::writeValueAsString;
    }

    private static Serializer jackson3() {
        return JsonMapper.builder()
                .changeDefaultVisibility(all -> all.withVisibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.ANY))
                .disable(tools.jackson.databind.SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .build()::writeValueAsString;
    }

    private static Serializer gson() {
        Gson gson = new GsonBuilder()
                .registerTypeAdapter(Instant.class, new TypeAdapter<Instant>() {
                    @Override
                    public void write(JsonWriter out, Instant value) throws IOException {
                        out.value(value == null ? "" : value.toString());
                    }

                    @Override
                    public Instant read(JsonReader in) throws IOException {
                        return Instant.parse(in.nextString());
                    }
                })
                .create();
        return gson::toJson;
    }

    private static Serializer jsonb() {
        return JsonbBuilder.create(new JsonbConfig().withPropertyVisibilityStrategy(new FieldVisibility()))::toJson;
    }
}
