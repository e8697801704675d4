package dev.idiolect.oauth.both;

import static dev.idiolect.oauth.testkit.internal.FakePds.AUTHORIZATION_SERVER;
import static dev.idiolect.oauth.testkit.internal.FakePds.PROTECTED_RESOURCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.FakeResponse;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Login and refresh apply the same rules to server metadata. */
class ServerMetadataAtBothTest extends BothFixture {

    private void assertAccepted(Caller caller, String path, Fault metadata) {
        fake.fail(path, metadata);
        assertThat(discovery(caller)).isNull();
        fake.assertNoViolations();
    }

    /** Asserts a permanent failure that names the member, before a secret is sent. */
    private void assertRefused(Caller caller, String path, Fault metadata, String member) {
        fake.fail(path, metadata);
        Throwable failure = discovery(caller);
        assertThat(failure).isInstanceOf(OAuthException.class).hasMessageContaining(member);
        assertThat(isTransient(failure)).isFalse();
        assertThat(fake.requests(FakePds.PAR) + fake.requests(FakePds.TOKEN)).isZero();
        fake.assertNoViolations();
    }

    static Stream<Arguments> otherResources() {
        return callersWith(Stream.of("https://pds.example.com", "http://127.0.0.1", "not a URL", "", List.of(), 7));
    }

    @ParameterizedTest
    @MethodSource("otherResources")
    void resourceMustBeOriginOfPds(Caller caller, Object resource) {
        assertRefused(caller, PROTECTED_RESOURCE, Faults.set("resource", resource), "resource");
    }

    @ParameterizedTest
    @EnumSource
    void resourceMustNotBePathOfPds(Caller caller) {
        assertRefused(caller, PROTECTED_RESOURCE, Faults.set("resource", fake.pdsUrl() + "/path"), "resource");
    }

    @ParameterizedTest
    @EnumSource
    void resourceMayBeMissing(Caller caller) {
        assertAccepted(caller, PROTECTED_RESOURCE, Faults.remove("resource"));
    }

    static Stream<Arguments> otherProtectedResources() {
        return callersWith(Stream.of(List.of(), List.of("https://pds.example.com"), "https://pds.example.com", 7));
    }

    @ParameterizedTest
    @MethodSource("otherProtectedResources")
    void protectedResourcesMustContainPds(Caller caller, Object resources) {
        assertRefused(
                caller, AUTHORIZATION_SERVER, Faults.set("protected_resources", resources), "protected_resources");
    }

    @ParameterizedTest
    @EnumSource
    void protectedResourcesMayContainOthersToo(Caller caller) {
        List<String> resources = List.of("https://pds.example.com", fake.pdsUrl());
        assertAccepted(caller, AUTHORIZATION_SERVER, Faults.set("protected_resources", resources));
    }

    static Stream<Arguments> endpoints() {
        return callersWith(Stream.of(
                "token_endpoint",
                "authorization_endpoint",
                "pushed_authorization_request_endpoint",
                "revocation_endpoint"));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void endpointWithUnpairedSurrogateIsRefused(Caller caller, String endpoint) {
        assertRefused(caller, AUTHORIZATION_SERVER, withLoneSurrogate(endpoint, "\\ud800"), endpoint);
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void endpointWithUnpairedLowSurrogateIsRefused(Caller caller, String endpoint) {
        assertRefused(caller, AUTHORIZATION_SERVER, withLoneSurrogate(endpoint, "\\udfff"), endpoint);
    }

    /** Appends an escape to an endpoint; the JSON library of the fakes cannot write an unpaired surrogate. */
    private static Fault withLoneSurrogate(String endpoint, String escape) {
        return call -> {
            String metadata = new String(call.process().get().bytes(), StandardCharsets.UTF_8);
            String changed =
                    metadata.replaceFirst("(\"" + endpoint + "\":\"[^\"]*)", "$1/" + escape.replace("\\", "\\\\"));
            return FakeResponse.text(200, "application/json", changed);
        };
    }
}
