package dev.idiolect.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.Serializers.Serializer;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No type that holds a secret shows it as a text or to a serializer. */
class SecretFreeTextTest {

    static List<Class<?>> types() throws Exception {
        return PlantedSecrets.types();
    }

    static List<Class<?>> holders() throws Exception {
        return types().stream()
                .filter(type -> type.isRecord() || !PlantedSecrets.secrets(type).isEmpty())
                .toList();
    }

    static Stream<Class<?>> typesWithText() throws Exception {
        return types().stream().filter(SecretFreeTextTest::hasText);
    }

    private static boolean hasText(Class<?> type) {
        return type.isRecord()
                || Arrays.stream(type.getDeclaredMethods())
                        .anyMatch(method -> method.getName().equals("toString"));
    }

    /** The accessors of a record are public, and its fields cannot be transient: serializers write all of it. */
    @ParameterizedTest
    @MethodSource("types")
    void secretsAreInTransientFieldsOfClasses(Class<?> type) {
        assertThat(PlantedSecrets.secrets(type)).allMatch(field -> Modifier.isTransient(field.getModifiers()));
    }

    @ParameterizedTest
    @MethodSource("typesWithText")
    void textShowsNoSecret(Class<?> type) throws Exception {
        assertThat(PlantedSecrets.object(type).toString()).doesNotContain(PlantedSecrets.FORMS);
    }

    @ParameterizedTest
    @MethodSource("holders")
    void noSerializerWritesASecret(Class<?> type) throws Exception {
        Object object = PlantedSecrets.object(type);
        for (Named<Serializer> serializer : Serializers.all().toList()) {
            assertThat(Serializers.text(serializer.getPayload(), object))
                    .as(serializer.getName())
                    .doesNotContain(PlantedSecrets.FORMS);
        }
    }

    @Test
    void typesWithSecretsAreFound() throws Exception {
        assertThat(types().stream()
                        .filter(type -> !PlantedSecrets.secrets(type).isEmpty())
                        .map(PlantedSecrets::name))
                .contains(
                        "OAuthSession",
                        "OAuthSession$Builder",
                        "AuthorizationRequest",
                        "DpopKey",
                        "ClientKey",
                        "TokenResponse",
                        "LegacySessionResponse",
                        "PendingLogin",
                        "PendingEntry",
                        "LoginCookie",
                        "HttpResponse",
                        "OutgoingRequest");
    }

    /** Records that hold an object with a secret. */
    @Test
    void recordsWithSecretsAreTested() throws Exception {
        assertThat(holders().stream().filter(Class::isRecord).map(PlantedSecrets::name))
                .contains(
                        "UnsavedSessions$Unsaved",
                        "TokenEndpointClient$TimedResponse",
                        "StoreReport",
                        "RequestAttempt");
    }

    @Test
    void exceptionsToTheRuleStillExist() throws Exception {
        List<String> fields = types().stream()
                .flatMap(type -> Arrays.stream(type.getDeclaredFields())
                        .flatMap(
                                field -> Stream.of(field.getName(), PlantedSecrets.name(type) + "." + field.getName())))
                .toList();
        assertThat(fields).containsAll(PlantedSecrets.HARMLESS);
    }
}
