package dev.idiolect.oauth.internal.endpoint;

import static dev.idiolect.oauth.testkit.internal.FakePds.ALWAYS;
import static dev.idiolect.oauth.testkit.internal.FakePds.AUTHORIZATION_SERVER;
import static dev.idiolect.oauth.testkit.internal.FakePds.PROTECTED_RESOURCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.internal.http.HttpOrigin;
import dev.idiolect.oauth.internal.http.TestHttpClients;
import dev.idiolect.oauth.pds.MisbehavingProxy;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.Gate;
import dev.idiolect.oauth.testkit.internal.TestClock;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
@Timeout(60)
class CachedAuthorizationServersTest {

    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(500);

    private final FakePds fake = FakePds.startSplit();
    private final TestClock clock = TestClock.running();
    private final CachedAuthorizationServers servers = cached(Duration.ofSeconds(20));

    private CachedAuthorizationServers cached(Duration timeout) {
        return new CachedAuthorizationServers(TestHttpClients.of(timeout, clock), clock);
    }

    @AfterEach
    void close() {
        fake.close();
    }

    @Test
    void endpointsComeFromTheAuthorizationServer() {
        AuthorizationServerMetadata server = servers.ofPds(fake.pdsUrl());
        assertThat(server.issuer()).isEqualTo(fake.issuer());
        assertThat(server.tokenEndpoint()).hasToString(fake.issuer() + "/oauth/token");
        assertThat(server.authorizationEndpoint()).hasToString(fake.issuer() + "/oauth/authorize");
        assertThat(server.pushedAuthorizationRequestEndpoint()).hasToString(fake.issuer() + "/oauth/par");
        assertThat(server.revocationEndpoint().orElseThrow()).hasToString(fake.issuer() + "/oauth/revoke");
        fake.assertNoViolations();
    }

    @Test
    void onlyTheTokenEndpointIsRequired() {
        for (String name : List.of("revocation", "pushed_authorization_request", "authorization")) {
            fake.fail(AUTHORIZATION_SERVER, Faults.remove(name + "_endpoint"));
            servers.ofPds(fake.pdsUrl());
            servers.markOutdated(fake.pdsUrl());
        }
        fake.assertNoViolations();
    }

    @Test
    void spellingOfThePdsDoesNotMatter() {
        servers.ofPds(fake.pdsUrl());
        servers.ofPds(fake.pdsUrl().replace("http", "HTTP") + "/");
        assertThat(fake.requests(PROTECTED_RESOURCE)).isEqualTo(1);
    }

    @Test
    void metadataIsCachedForTenMinutes() {
        servers.ofPds(fake.pdsUrl());
        clock.advance(Duration.ofMinutes(9).plusSeconds(30));
        servers.ofPds(fake.pdsUrl());
        assertThat(fake.requests(AUTHORIZATION_SERVER)).isEqualTo(1);
        clock.advance(Duration.ofSeconds(30));
        servers.ofPds(fake.pdsUrl());
        assertThat(fake.requests(PROTECTED_RESOURCE)).isEqualTo(2);
        assertThat(fake.requests(AUTHORIZATION_SERVER)).isEqualTo(2);
    }

    @Test
    void clockSetBackDoesNotKeepAnEntryForEver() {
        servers.ofPds(fake.pdsUrl());
        clock.advance(Duration.ofDays(-365));
        servers.ofPds(fake.pdsUrl());
        assertThat(fake.requests(PROTECTED_RESOURCE)).isEqualTo(2);
    }

    @Test
    void oldMetadataServesWhileTheServerIsDown() {
        AuthorizationServerMetadata before = servers.ofPds(fake.pdsUrl());
        clock.advance(Duration.ofDays(1));
        fake.fail(AUTHORIZATION_SERVER, Faults.status(503, ""));
        assertThat(servers.ofPds(fake.pdsUrl())).isEqualTo(before);
        clock.advance(PAUSE);
        fake.fail(PROTECTED_RESOURCE, Faults.cutConnection());
        assertThat(servers.ofPds(fake.pdsUrl())).isEqualTo(before);
        clock.advance(PAUSE);
        fake.clearFaults();
        fake.fail(AUTHORIZATION_SERVER, Faults.set("token_endpoint", fake.issuer() + "/moved"));
        assertThat(servers.ofPds(fake.pdsUrl()).tokenEndpoint()).hasPath("/moved");
    }

    @Test
    void serversOwnFailureOverridesOldMetadata() {
        servers.ofPds(fake.pdsUrl());
        clock.advance(Duration.ofDays(1));
        fake.fail(PROTECTED_RESOURCE, Faults.status(404, "{\"error\":\"NotFound\"}"));
        assertThat(failure(servers).isTransient()).isFalse();
    }

    static Stream<Arguments> failedFetches() {
        return Stream.concat(
                        Stream.concat(MisbehavingProxy.blocking().stream(), MisbehavingProxy.losing().stream())
                                .map(proxy -> Named.<Fault>of(proxy.name(), proxy)),
                        Stream.of(
                                Named.of("redirect", Faults.redirect(302, "https://portal.example.com/")),
                                Named.of("cut", Faults.cutConnection()),
                                Named.of("500", Faults.status(500, "{}"))))
                .flatMap(fault ->
                        Stream.of(PROTECTED_RESOURCE, AUTHORIZATION_SERVER).map(path -> Arguments.of(path, fault)));
    }

    @ParameterizedTest
    @MethodSource("failedFetches")
    void knownMetadataServesAndFailedFetchIsPaused(String path, Fault fault) {
        AuthorizationServerMetadata before = servers.ofPds(fake.pdsUrl());
        clock.advance(Duration.ofDays(30));
        fake.fail(path, ALWAYS, fault);
        for (int i = 0; i < 3; i++) {
            assertThat(servers.ofPds(fake.pdsUrl())).isSameAs(before);
        }
        assertThat(fake.requests(path)).isEqualTo(2);
        clock.advance(PAUSE);
        assertThat(servers.ofPds(fake.pdsUrl())).isSameAs(before);
        assertThat(fake.requests(path)).isEqualTo(3);
        fake.clearFaults();
        clock.advance(PAUSE);
        assertThat(servers.ofPds(fake.pdsUrl())).isNotSameAs(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Retry-After", "RateLimit-Reset"})
    void fetchWaitsAsLongAsServerWants(String header) {
        servers.ofPds(fake.pdsUrl());
        clock.advance(Duration.ofMinutes(10));
        fake.clock().advance(Duration.ofMinutes(10));
        fake.fail(PROTECTED_RESOURCE, Faults.status(429, "", header, "600"));
        servers.ofPds(fake.pdsUrl());
        clock.advance(Duration.ofSeconds(590));
        servers.ofPds(fake.pdsUrl());
        assertThat(fake.requests(PROTECTED_RESOURCE)).isEqualTo(2);
        clock.advance(Duration.ofSeconds(11));
        servers.ofPds(fake.pdsUrl());
        assertThat(fake.requests(PROTECTED_RESOURCE)).isEqualTo(3);
    }

    @Test
    void forgottenMetadataServesWhileItCannotBeFetched() {
        AuthorizationServerMetadata before = servers.ofPds(fake.pdsUrl());
        servers.markOutdated(fake.pdsUrl());
        fake.fail(AUTHORIZATION_SERVER, ALWAYS, MisbehavingProxy.HTML_403);
        assertThat(servers.ofPds(fake.pdsUrl())).isSameAs(before);
        servers.markOutdated(fake.pdsUrl());
        assertThat(servers.ofPds(fake.pdsUrl())).isSameAs(before);
        assertThat(fake.requests(AUTHORIZATION_SERVER)).isEqualTo(2);
    }

    @Test
    void rateLimitIsReported() {
        fake.fail(PROTECTED_RESOURCE, Faults.status(429, "<html>", "RateLimit-Reset", "40"));
        for (int i = 0; i < 2; i++) {
            DiscoveryException failure = failure(servers);
            assertThat(failure.isRateLimited()).isTrue();
            assertThat(failure.retryAfter().orElseThrow()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(40));
        }
        assertThat(fake.requests(PROTECTED_RESOURCE)).isEqualTo(1);
    }

    @Test
    void forgottenMetadataIsFetchedAgain() {
        servers.ofPds(fake.pdsUrl());
        servers.markOutdated(fake.pdsUrl());
        fake.fail(AUTHORIZATION_SERVER, Faults.set("token_endpoint", fake.issuer() + "/moved"));
        assertThat(servers.ofPds(fake.pdsUrl()).tokenEndpoint()).hasPath("/moved");
        assertThat(servers.ofPds(fake.pdsUrl()).tokenEndpoint()).hasPath("/moved");
    }

    @Test
    void slowFetchDoesNotReplaceNewerMetadata() throws Exception {
        Gate gate = new Gate();
        fake.fail(AUTHORIZATION_SERVER, Faults.holdResponse(gate));
        CompletableFuture<AuthorizationServerMetadata> slow = OwnThread.supply(() -> servers.ofPds(fake.pdsUrl()));
        gate.awaitArrival();
        clock.advance(Duration.ofSeconds(1));
        fake.fail(AUTHORIZATION_SERVER, Faults.set("token_endpoint", fake.issuer() + "/moved"));
        assertThat(servers.ofPds(fake.pdsUrl()).tokenEndpoint()).hasPath("/moved");
        gate.open();
        slow.get(20, TimeUnit.SECONDS);
        assertThat(servers.ofPds(fake.pdsUrl()).tokenEndpoint()).hasPath("/moved");
    }

    @Test
    void failedFetchDoesNotReplaceNewerMetadata() throws Exception {
        servers.ofPds(fake.pdsUrl());
        clock.advance(Duration.ofMinutes(10));
        Gate gate = new Gate();
        fake.fail(AUTHORIZATION_SERVER, call -> {
            gate.pass();
            return Faults.status(503, "").apply(call);
        });
        CompletableFuture<AuthorizationServerMetadata> failing = OwnThread.supply(() -> servers.ofPds(fake.pdsUrl()));
        gate.awaitArrival();
        fake.fail(AUTHORIZATION_SERVER, Faults.set("token_endpoint", fake.issuer() + "/moved"));
        assertThat(servers.ofPds(fake.pdsUrl()).tokenEndpoint()).hasPath("/moved");
        gate.open();
        assertThat(failing.get(20, TimeUnit.SECONDS).tokenEndpoint()).hasPath("/moved");
        assertThat(servers.ofPds(fake.pdsUrl()).tokenEndpoint()).hasPath("/moved");
    }

    static Stream<Named<Fault>> invalidResources() {
        return Stream.of(
                servers(List.of()),
                servers(List.of("https://a.example.com", "https://b.example.com")),
                servers("https://a.example.com"),
                servers(List.of(17)),
                Named.of("none", Faults.remove("authorization_servers")),
                issuer("https://a.example.com/"),
                issuer("https://a.example.com/path"),
                issuer("https://a.example.com?x=y"),
                issuer("https://a.example.com#x"),
                issuer("https://A.example.com"),
                issuer("https://a.example.com:443"),
                issuer("https://user:secret@a.example.com"),
                issuer("https://a.example.com:99999"),
                issuer("http://a.example.com"),
                issuer("http://127.0.0.2:1"),
                issuer("ftp://a.example.com"),
                issuer("a.example.com"),
                issuer("https://"),
                issuer("https://a_b c"),
                issuer(""),
                Named.of("not found", Faults.status(404, "{\"error\":\"NotFound\"}")),
                Named.of("forbidden", Faults.status(403, "{}")),
                Named.of("created", Faults.status(201, "{}")));
    }

    @ParameterizedTest
    @MethodSource("invalidResources")
    void invalidPdsMetadataIsAPermanentFailure(Fault fault) {
        fake.fail(PROTECTED_RESOURCE, ALWAYS, fault);
        assertThat(failure(servers).isTransient()).isFalse();
        assertThat(fake.requests(AUTHORIZATION_SERVER)).isZero();
        fake.clearFaults();
        servers.ofPds(fake.pdsUrl());
        fake.assertNoViolations();
    }

    static Stream<Named<Fault>> invalidServers() {
        return Stream.of(
                Named.of("other issuer", Faults.set("issuer", "https://evil.example.com")),
                Named.of("no issuer", Faults.remove("issuer")),
                Named.of("issuer as a list", Faults.set("issuer", List.of())),
                Named.of("no token endpoint", Faults.remove("token_endpoint")),
                endpoint(17),
                endpoint(""),
                endpoint("/oauth/token"),
                endpoint("oauth token"),
                endpoint("http://a.example.com/token"),
                endpoint("http://127.0.0.2/token"),
                endpoint("https://user:secret@a.example.com/token"),
                endpoint("https://a.example.com/token#x"),
                endpoint("https://a.example.com:99999/token"),
                endpoint("https:///token"),
                endpoint("javascript:alert(1)"),
                Named.of("bad revocation endpoint", Faults.set("revocation_endpoint", "http://a.example.com/")),
                Named.of("not found", Faults.status(404, "{\"message\":\"Not Found\"}")));
    }

    @ParameterizedTest
    @MethodSource("invalidServers")
    void invalidServerMetadataIsAPermanentFailure(Fault fault) {
        fake.fail(AUTHORIZATION_SERVER, fault);
        assertThat(failure(servers).isTransient()).isFalse();
        servers.ofPds(fake.pdsUrl());
        fake.assertNoViolations();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectsAreNotFollowed(int status) {
        fake.fail(PROTECTED_RESOURCE, Faults.redirect(status, fake.forbiddenUrl()));
        assertRedirect(status);
        fake.fail(AUTHORIZATION_SERVER, Faults.redirect(status, fake.forbiddenUrl()));
        assertRedirect(status);
        fake.assertNoViolations();
    }

    private void assertRedirect(int status) {
        DiscoveryException failure = failure(servers);
        assertThat(failure.isTransient()).isFalse();
        assertThat(failure).hasMessageContaining("HTTP " + status + " (redirect to 127.0.0.1)");
    }

    static Stream<Named<Fault>> outages() {
        return Stream.of(
                Named.of("500", Faults.status(500, "")),
                Named.of("503", Faults.status(503, "{}")),
                Named.of("429", Faults.status(429, "{}")),
                Named.of("garbage", Faults.replyBody("application/json", "\u0000\u0001")),
                Named.of("array", Faults.replyBody("application/json", "[]")),
                Named.of("null", Faults.replyBody("application/json", "null")),
                Named.of("HTML", Faults.replyBody("text/html", "<html>")),
                Named.of("not found", Faults.status(404, "Not Found")),
                Named.of("cut", Faults.cutConnection()),
                Named.of("silence", Faults.silence(Duration.ofSeconds(10))),
                Named.of("slow drip", Faults.slowDrip(Duration.ofMillis(20))),
                Named.of("100 MB", Faults.hugeBody(100L << 20)));
    }

    @ParameterizedTest
    @MethodSource("outages")
    void outageIsTransient(Fault fault) {
        servers.ofPds(fake.pdsUrl());
        CachedAuthorizationServers impatient = cached(SHORT);
        fake.fail(PROTECTED_RESOURCE, ALWAYS, fault);
        assertThat(failure(impatient).isTransient()).isTrue();
        fake.clearFaults();
        await().ignoreExceptionsInstanceOf(DiscoveryException.class)
                .until(() -> impatient.ofPds(fake.pdsUrl()) != null);
    }

    @Test
    void serverElsewhereMayNotNameThisMachine() {
        assertThat(HttpOrigin.isAtLeastAsSecure(uri("http://localhost:8080"), uri("https://pds.example.com")))
                .isFalse();
        assertThat(HttpOrigin.isAtLeastAsSecure(uri("https://auth.example.com"), uri("https://pds.example.com")))
                .isTrue();
        assertThat(HttpOrigin.isAtLeastAsSecure(uri("https://auth.example.com"), uri("http://localhost:1")))
                .isTrue();
        assertThat(HttpOrigin.isAtLeastAsSecure(uri("http://127.0.0.1:2"), uri("http://localhost:1")))
                .isTrue();
        assertThat(HttpOrigin.isAtLeastAsSecure(uri("http://auth.example.com"), uri("http://localhost:1")))
                .isFalse();
    }

    @Test
    void pathOfStoredPdsUrlIsIgnored() {
        assertThat(servers.ofPds(fake.pdsUrl() + "/path?x=y").issuer()).isEqualTo(fake.issuer());
        fake.assertNoViolations();
    }

    private DiscoveryException failure(CachedAuthorizationServers cache) {
        DiscoveryException failure = catchThrowableOfType(DiscoveryException.class, () -> cache.ofPds(fake.pdsUrl()));
        assertThat(failure).isNotNull();
        assertThat(failure).hasMessageNotContaining("secret");
        return failure;
    }

    private static URI uri(String text) {
        return URI.create(text);
    }

    private static Named<Fault> servers(Object value) {
        return Named.of("servers " + value, Faults.set("authorization_servers", value));
    }

    private static Named<Fault> issuer(String issuer) {
        return Named.of("issuer " + issuer, Faults.set("authorization_servers", List.of(issuer)));
    }

    private static Named<Fault> endpoint(Object value) {
        return Named.of("token endpoint " + value, Faults.set("token_endpoint", value));
    }
}
