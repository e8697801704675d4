package dev.idiolect.oauth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.dpop.DpopNonces;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.identity.IdentityFixture;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.internal.http.NetworkPolicy;
import dev.idiolect.oauth.internal.http.TestWeb;
import dev.idiolect.oauth.login.LoginException.Reason;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Responses of a hostile or faulty server: a typed exception names the problem, and neither a session nor a pending login is
 * left.
 */
@Execution(ExecutionMode.CONCURRENT)
class HostileResponsesTest extends LoginFixture {

    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final long HUNDRED_MEGABYTES = 100_000_000;
    private static final Duration SLOW = Duration.ofMillis(100);

    private final WatchedStore watched = new WatchedStore();
    private final LoginSettings settings = LoginSettings.builder(watched)
            .identities(IdentityResolver.builder()
                    .handleResolver(directory.url())
                    .plcUrl(directory.url())
                    .timeout(LIMIT)
                    .development(true)
                    .clock(clock)
                    .build())
            .proofs(new DpopProofFactory(new DpopNonces(), null, clock))
            .timeout(LIMIT)
            .development(true)
            .clock(clock)
            .build();
    private final LoginFlow careful = new LoginFlow(client, settings);

    private Map<String, String> approved() {
        Map<String, String> callback = fake.approve(careful.begin(DID).url(), DID);
        assertThat(watched.pending).hasSize(1);
        return callback;
    }

    private void assertEnds(
            ThrowingCallable login, Class<? extends OAuthException> type, Reason reason, String... words) {
        assertThatThrownBy(login)
                .isInstanceOf(type)
                .hasMessageContainingAll(words)
                .satisfies(e -> {
                    if (e instanceof LoginException failed) {
                        assertThat(failed.reason()).isEqualTo(reason);
                    }
                });
        assertThat(watched.listDids()).as("sessions").isEmpty();
        if (reason != Reason.UNAVAILABLE) {
            assertThat(watched.pending).as("pending logins").isEmpty();
        }
    }

    private static Arguments found(
            String path, String what, Function<FakePds, Fault> fault, Reason reason, String... words) {
        return arguments(what, path, fault, LoginException.class, reason, words);
    }

    private static Arguments pushed(String what, Fault fault, Reason reason, String... words) {
        Function<FakePds, Fault> always = fake -> fault;
        return arguments(what, FakePds.PAR, always, LoginException.class, reason, words);
    }

    static Stream<Arguments> responsesBeforeTheBrowser() {
        String pds = FakePds.PROTECTED_RESOURCE;
        String server = FakePds.AUTHORIZATION_SERVER;
        return Stream.of(
                found(
                        pds,
                        "metadata of another PDS",
                        fake -> Faults.set("resource", fake.forbiddenUrl()),
                        Reason.PROTOCOL_ERROR,
                        "resource"),
                found(
                        pds,
                        "a redirect by the PDS",
                        fake -> Faults.redirect(302, fake.forbiddenUrl()),
                        Reason.PROTOCOL_ERROR,
                        "HTTP 302"),
                found(
                        pds,
                        "100 MB from the PDS",
                        fake -> Faults.hugeBody(HUNDRED_MEGABYTES),
                        Reason.UNAVAILABLE,
                        "larger than"),
                found(pds, "slow bytes from the PDS", fake -> Faults.slowDrip(SLOW), Reason.UNAVAILABLE, "within"),
                found(
                        server,
                        "a wrong issuer",
                        fake -> Faults.set("issuer", fake.forbiddenUrl()),
                        Reason.PROTOCOL_ERROR,
                        "issuer"),
                found(
                        server,
                        "metadata without PAR",
                        fake -> Faults.remove("pushed_authorization_request_endpoint"),
                        Reason.PROTOCOL_ERROR,
                        "pushed_authorization_request_endpoint"),
                found(
                        server,
                        "a redirect by the issuer",
                        fake -> Faults.redirect(301, fake.forbiddenUrl()),
                        Reason.PROTOCOL_ERROR,
                        "HTTP 301"),
                found(
                        server,
                        "100 MB from the issuer",
                        fake -> Faults.hugeBody(HUNDRED_MEGABYTES),
                        Reason.UNAVAILABLE,
                        "larger than"),
                found(
                        server,
                        "slow bytes from the issuer",
                        fake -> Faults.slowDrip(SLOW),
                        Reason.UNAVAILABLE,
                        "within"),
                pushed(
                        "a redirect of the request",
                        Faults.redirect(307, "http://localhost:1/"),
                        Reason.REFUSED,
                        "HTTP 307"),
                pushed(
                        "100 MB for the request",
                        Faults.hugeBody(HUNDRED_MEGABYTES),
                        Reason.PROTOCOL_ERROR,
                        "larger than"),
                pushed("slow bytes for the request", Faults.slowDrip(SLOW), Reason.UNAVAILABLE, "within"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("responsesBeforeTheBrowser")
    void loginDoesNotBeginWith(
            String what,
            String path,
            Function<FakePds, Fault> fault,
            Class<? extends OAuthException> type,
            Reason reason,
            String[] words) {
        fake.fail(path, FakePds.ALWAYS, fault.apply(fake));
        assertEnds(() -> careful.begin(DID), type, reason, words);
        fake.assertNoViolations();
    }

    private static Arguments token(String what, Fault fault, Reason reason, String... words) {
        return arguments(what, fault, reason, words);
    }

    static Stream<Arguments> responsesToTheCode() {
        return Stream.of(
                token("sub of another account", Faults.set("sub", OTHER), Reason.STATE_OR_ISSUER_MISMATCH, OTHER),
                token("no atproto", Faults.set("scope", "transition:generic"), Reason.PROTOCOL_ERROR, "scope"),
                token("a redirect", Faults.redirect(308, "http://localhost:1/"), Reason.REFUSED, "HTTP 308"),
                token("100 MB", Faults.hugeBody(HUNDRED_MEGABYTES), Reason.PROTOCOL_ERROR, "larger than"),
                token("slow bytes", Faults.slowDrip(SLOW), Reason.UNAVAILABLE, "within"),
                token(
                        "a code that was used",
                        Faults.status(400, "{\"error\":\"invalid_grant\"}"),
                        Reason.REFUSED,
                        "invalid_grant"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("responsesToTheCode")
    void loginDoesNotCompleteWith(String what, Fault fault, Reason reason, String[] words) {
        directory.put(fake, OTHER);
        Map<String, String> callback = approved();
        fake.fail(FakePds.TOKEN, fault);
        assertEnds(() -> careful.complete(callback), LoginException.class, reason, words);
        fake.assertNoViolations();
    }

    @Test
    void callbackOfAnotherServerIsRefused() {
        try (FakePds evil = FakePds.start()) {
            directory.put(evil, OTHER);
            // Started elsewhere, so that only one login is pending here.
            Map<String, String> theirs = evil.approve(flow.begin(OTHER).url(), OTHER);
            Map<String, String> ours = approved();
            Map<String, String> mixed = changed(theirs, "state", ours.get("state"));
            assertEnds(
                    () -> careful.complete(mixed),
                    LoginException.class,
                    Reason.STATE_OR_ISSUER_MISMATCH,
                    fake.issuer(),
                    "iss");
            assertThat(evil.requests(FakePds.TOKEN) + fake.requests(FakePds.TOKEN))
                    .isZero();
        }
    }

    @Test
    void codeIsNotUsedTwice() {
        Map<String, String> used = callback();
        flow.complete(used);
        Map<String, String> again = changed(approved(), "code", used.get("code"));
        assertEnds(() -> careful.complete(again), LoginException.class, Reason.REFUSED, "invalid_grant");
    }

    @Test
    void stateIsNotUsedTwice() {
        Map<String, String> callback = approved();
        watched.delete(careful.complete(callback).did());
        assertEnds(() -> careful.complete(callback), LoginException.class, Reason.UNKNOWN_STATE, "it was completed");
        assertThat(fake.requests(FakePds.TOKEN)).as("nonce and code").isLessThanOrEqualTo(2);
    }

    @Test
    void documentOfAnotherHandleIsRefused() {
        directory.put(new TestAccount(DID, "mallory.test", ""), fake.pdsUrl());
        assertEnds(() -> careful.begin(account.handle()), IdentityException.class, null, DID, "mallory.test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.0.0.1", "169.254.169.254"})
    void nameOfInternalAddressIsRefused(String address) throws IOException {
        try (IdentityFixture net = new IdentityFixture()) {
            LoginSettings open = LoginSettings.builder(watched)
                    .identities(net.resolver)
                    .proofs(settings.proofs())
                    .timeout(LIMIT)
                    .clock(settings.clock())
                    .build();
            LoginFlow login = new LoginFlow(client, open, net.web.client(LIMIT, NetworkPolicy.PUBLIC));
            net.web.names.put("alice.example.com", List.of(address));
            assertEnds(() -> login.begin("alice.example.com"), IdentityException.class, null, "not public");
            net.account(IdentityFixture.DID, "alice.example.com");
            net.web.names.put("pds.example.com", List.of(address));
            assertEnds(() -> login.begin("alice.example.com"), LoginException.class, Reason.UNAVAILABLE, "not public");
            assertThat(net.web.dialed).allMatch(dialed -> dialed.startsWith(TestWeb.PUBLIC));
        }
    }
}
