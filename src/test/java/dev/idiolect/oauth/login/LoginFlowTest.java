package dev.idiolect.oauth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.client.InvalidClientException;
import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.login.LoginException.Reason;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A login stores a session or leaves nothing. */
class LoginFlowTest extends LoginFixture {

    @Test
    void loginByHandleDidOrServerStoresSession() {
        List<String> inputs = List.of(
                DID,
                account.handle(),
                " @" + account.handle() + " ",
                fake.pdsUrl(),
                " " + fake.pdsUrl() + "/",
                "at://" + DID);
        for (String input : inputs) {
            OAuthSession session = flow.complete(fake.approve(flow.begin(input).url(), DID));
            assertThat(session.did()).isEqualTo(DID);
            assertThat(session.pdsUrl()).isEqualTo(fake.pdsUrl());
            assertThat(session.issuer()).isEqualTo(fake.issuer());
            assertThat(session.handle()).isEqualTo(account.handle());
            assertThat(session.clientId()).isEqualTo(client.clientId());
            assertThat(session.clientKeyId()).isNull();
            assertThat(session.scope()).isEqualTo(PdsLogin.SCOPE);
            assertThat(session.isBearer()).isFalse();
            assertThat(session.timeUntilExpiry(clock.instant())).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
            assertThat(store.load(DID)).contains(session);
            assertThat(isAlive(session)).isTrue();
        }
        fake.assertNoViolations();
    }

    @Test
    void loginCanBeginAtAuthorizationServer() {
        AuthorizationRequest request = flow.begin(fake.issuer());
        assertThat(isAlive(flow.complete(fake.approve(request.url(), DID)))).isTrue();
    }

    @Test
    void browserUrlContainsOnlyRequestUri() {
        AuthorizationRequest request = flow.begin(DID);
        URI url = request.url();
        assertThat(url.toString()).startsWith(fake.issuer() + "/oauth/authorize?");
        assertThat(url.getRawQuery().split("&"))
                .hasSize(2)
                .allMatch(pair -> pair.matches("(client_id|request_uri)=.*"));
        assertThat(request.state()).hasSizeGreaterThanOrEqualTo(22);
        assertThat(url.toString()).doesNotContain(request.state());
        assertThat(request.toString())
                .contains(fake.issuer())
                .doesNotContain(request.state(), request.browserSecret(), "request_uri");
    }

    @Test
    void stateCanBeUsedOnce() {
        Map<String, String> callback = callback();
        flow.complete(callback);
        int before = fake.requests(FakePds.TOKEN);
        assertThat(failure(() -> flow.complete(callback)).reason()).isEqualTo(Reason.UNKNOWN_STATE);
        assertThat(fake.requests(FakePds.TOKEN)).isEqualTo(before);
        assertThat(fake.liveSessions(DID)).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "../../etc/passwd", "a\u0000b"})
    void unknownStateIsRefused(String state) {
        Map<String, String> callback = callback();
        assertThat(failure(() -> flow.complete(changed(callback, "state", state)))
                        .reason())
                .isEqualTo(Reason.UNKNOWN_STATE);
        assertThat(failure(() -> flow.complete(changed(callback, "state", null)))
                        .reason())
                .isEqualTo(Reason.UNKNOWN_STATE);
        assertThat(failure(() -> flow.complete(Map.of())).reason()).isEqualTo(Reason.UNKNOWN_STATE);
        assertThat(fake.requests(FakePds.TOKEN)).isZero();
    }

    @Test
    void stateExpiresAfterTenMinutes() {
        Map<String, String> callback = callback();
        clock.advance(LoginFlow.STATE_LIFETIME);
        assertThat(failure(() -> flow.complete(callback)).reason()).isEqualTo(Reason.UNKNOWN_STATE);
        assertNoSessions();
    }

    @Test
    void wrongIssuerEndsLoginAndSendsNoCode() {
        for (String issuer : new String[] {null, "", fake.pdsUrl(), fake.issuer() + "/", "https://evil.example.com"}) {
            Map<String, String> callback = callback();
            assertThat(failure(() -> flow.complete(changed(callback, "iss", issuer)))
                            .reason())
                    .isEqualTo(Reason.STATE_OR_ISSUER_MISMATCH);
            assertThat(failure(() -> flow.complete(callback)).reason()).isEqualTo(Reason.UNKNOWN_STATE);
        }
        assertThat(fake.requests(FakePds.TOKEN)).isZero();
        assertNoSessions();
    }

    @Test
    void issuerOfAnotherServerIsRefused() {
        try (FakePds evil = FakePds.start()) {
            directory.put(evil, OTHER);
            Map<String, String> theirs = evil.approve(flow.begin(OTHER).url(), OTHER);
            AuthorizationRequest ours = flow.begin(DID);
            Map<String, String> mixed = changed(theirs, "state", ours.state());
            assertThat(failure(() -> flow.complete(mixed)).reason()).isEqualTo(Reason.STATE_OR_ISSUER_MISMATCH);
            assertThat(evil.requests(FakePds.TOKEN) + fake.requests(FakePds.TOKEN))
                    .isZero();
        }
        assertNoSessions();
    }

    @Test
    void deniedAuthorizationHasItsOwnReason() {
        Map<String, String> callback = fake.deny(flow.begin(DID).url());
        LoginException e = failure(() -> flow.complete(callback));
        assertThat(e.reason()).isEqualTo(Reason.DENIED);
        assertThat(e.error()).contains("access_denied");
        assertThat(failure(() -> flow.complete(callback)).reason()).isEqualTo(Reason.UNKNOWN_STATE);
        assertNoSessions();
    }

    @Test
    void callbackErrorIsReportedByItsCodeOnly() {
        LoginException e =
                failure(() -> flow.complete(changed(fake.deny(flow.begin(DID).url()), "error", "login_required")));
        assertThat(e.reason()).isEqualTo(Reason.REFUSED);
        assertThat(e.error()).contains("login_required");
        LoginException hostile = failure(
                () -> flow.complete(changed(fake.deny(flow.begin(DID).url()), "error", "<script>\r\nalert(1)")));
        assertThat(hostile.error()).isEmpty();
        assertThat(hostile).hasMessageNotContaining("script");
        LoginException unavailable = failure(
                () -> flow.complete(changed(fake.deny(flow.begin(DID).url()), "error", "temporarily_unavailable")));
        assertThat(unavailable.isTransient()).isTrue();
    }

    @Test
    void callbackWithoutCodeIsRefused() {
        assertThat(failure(() -> flow.complete(changed(callback(), "code", null)))
                        .reason())
                .isEqualTo(Reason.STATE_OR_ISSUER_MISMATCH);
        assertThat(failure(() -> flow.complete(changed(callback(), "code", ""))).reason())
                .isEqualTo(Reason.STATE_OR_ISSUER_MISMATCH);
        assertThat(fake.requests(FakePds.TOKEN)).isZero();
    }

    @Test
    void codeOfAnotherLoginIsRefused() {
        Map<String, String> first = callback();
        Map<String, String> second = callback();
        LoginException e = failure(() -> flow.complete(changed(first, "code", second.get("code"))));
        assertThat(e.reason()).isEqualTo(Reason.REFUSED);
        assertThat(e.error()).contains("invalid_grant");
        assertThat(e).hasMessageNotContaining(second.get("code"));
        assertNoSessions();
    }

    @Test
    void lostTokenResponseIsNotRequestedAgain() {
        Map<String, String> callback = callback();
        fake.fail(FakePds.TOKEN, Faults.cutConnectionAfterProcessing());
        LoginException e = failure(() -> flow.complete(callback));
        assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(fake.requests(FakePds.TOKEN)).isOne();
        assertThat(store.listDids()).isEmpty();
        fake.assertNoViolations();
    }

    @Test
    void loginCanBeCompletedAfterServerError() {
        Map<String, String> callback = callback();
        fake.fail(FakePds.TOKEN, Faults.status(503, "{}"));
        LoginException e = failure(() -> flow.complete(callback));
        assertThat(e.isTransient()).isTrue();
        assertThat(e.isLoginPending()).isTrue();
        assertThat(fake.requests(FakePds.TOKEN)).isOne();
        assertThat(isAlive(flow.complete(callback))).isTrue();
        assertThat(failure(() -> flow.complete(callback)).reason()).isEqualTo(Reason.UNKNOWN_STATE);
    }

    @Test
    void loginCanBeCompletedAfterJsonOfAProxy() {
        Map<String, String> callback = callback();
        fake.fail(FakePds.TOKEN, Faults.status(200, "{\"ok\":true}"));
        LoginException e = failure(() -> flow.complete(callback));
        assertThat(e).hasMessageContainingAll("has no usable access token", "try again");
        assertThat(e.isLoginPending()).isTrue();
        assertThat(isAlive(flow.complete(callback))).isTrue();
    }

    @Test
    void lostTokenResponseEndsLoginAtNextTry() {
        Map<String, String> callback = callback();
        fake.fail(FakePds.TOKEN, Faults.cutConnectionAfterProcessing());
        assertThat(failure(() -> flow.complete(callback)).isLoginPending()).isTrue();
        LoginException e = failure(() -> flow.complete(callback));
        assertThat(e.error()).contains("invalid_grant");
        assertThat(e.isLoginPending()).isFalse();
        assertThat(fake.liveSessions(DID)).isZero();
        assertThat(store.listDids()).isEmpty();
    }

    @Test
    void unreachableDirectoryCostsNoLogin() {
        Map<String, String> callback = callback();
        fake.fail(FakePds.PROTECTED_RESOURCE, Faults.status(503, ""));
        LoginException e = failure(() -> flow.complete(callback));
        assertThat(e.isLoginPending()).isTrue();
        assertThat(fake.requests(FakePds.TOKEN)).isZero();
        assertThat(isAlive(flow.complete(callback))).isTrue();
    }

    @Test
    void denialWithoutStateIsReported() {
        Map<String, String> callback = callback();
        LoginException e = failure(() -> flow.complete(Map.of("error", "access_denied")));
        assertThat(e.reason()).isEqualTo(Reason.DENIED);
        assertThat(isAlive(flow.complete(callback))).isTrue();
    }

    @Test
    void hostNameIsAServerIfItIsNoHandle() {
        for (String typed : new String[] {fake.pdsUrl(), fake.pdsUrl().substring("http://".length())}) {
            AuthorizationRequest request = flow.begin(typed);
            assertThat(isAlive(flow.complete(fake.approve(request.url(), DID)))).isTrue();
        }
        assertThatThrownBy(() -> flow.begin("unknown.example.com"))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("unknown.example.com");
    }

    @Test
    void profilePageNamesTheAccount() {
        for (String typed : new String[] {
            "https://bsky.app/profile/" + account.handle(),
            "bsky.app/profile/" + DID,
            "at://" + account.handle() + "/app.bsky.feed.post/3k"
        }) {
            assertThat(isAlive(flow.complete(fake.approve(flow.begin(typed).url(), DID))))
                    .isTrue();
        }
    }

    @Test
    void serverErrorNamedUseDpopNonceIsNotRetried() {
        for (String error : List.of("use_dpop_nonce", "invalid_dpop_proof")) {
            Map<String, String> callback = callback();
            fake.fail(FakePds.TOKEN, Faults.statusAfterProcessing(500, "{\"error\":\"" + error + "\"}"));
            assertThat(failure(() -> flow.complete(callback)).isTransient()).isTrue();
        }
        assertThat(fake.requests(FakePds.TOKEN)).isEqualTo(2);
        fake.assertNoViolations();
    }

    @Test
    void nonceChallengesAreRetried() {
        fake.fail(FakePds.PAR, Faults.challenge());
        Map<String, String> callback = callback();
        fake.fail(FakePds.TOKEN, Faults.challenge());
        assertThat(isAlive(flow.complete(callback))).isTrue();
        fake.assertNoViolations();
    }

    @Test
    void wrongLocalClockIsCorrected() {
        fake.clock().setOffset(Duration.ofMinutes(20));
        assertThat(store.load(DID)).isEmpty();
        assertThat(store.load(login(flow).did())).isPresent();
        fake.assertNoViolations();
    }

    @Test
    void rateLimitHasRetryAfter() {
        fake.fail(FakePds.PAR, Faults.rateLimited(30));
        LoginException e = failure(() -> flow.begin(DID));
        assertThat(e.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(e.retryAfter().orElseThrow()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(31));
    }

    @Test
    void refusedRequestIsReportedByServersCode() {
        fake.fail(FakePds.PAR, Faults.status(400, "{\"error\":\"invalid_client\",\"error_description\":\"SECRET\"}"));
        LoginException e = failure(() -> flow.begin(DID));
        assertThat(e.reason()).isEqualTo(Reason.REFUSED);
        assertThat(e.error()).contains("invalid_client");
        assertThat(e).hasMessageNotContaining("SECRET");
    }

    @Test
    void clientMetadataThatServerCannotFetchIsTransient() {
        fake.fail(FakePds.PAR, Faults.status(400, "{\"error\":\"invalid_client_metadata\"}"));
        LoginException e = failure(() -> flow.begin(DID));
        assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(e.error()).contains("invalid_client_metadata");
        login(flow);
    }

    @Test
    void unregisteredRedirectUriCausesNoRequest() {
        assertThatThrownBy(() -> flow.begin(DID, "http://127.0.0.1/elsewhere"))
                .isInstanceOf(InvalidClientException.class)
                .hasMessageContaining("/elsewhere");
        assertThat(fake.requests(FakePds.PAR)).isZero();
        AuthorizationRequest request = flow.begin(DID, PdsLogin.REDIRECT_URI.replace("127.0.0.1", "127.0.0.1:49152"));
        assertThat(isAlive(flow.complete(fake.approve(request.url(), DID)))).isTrue();
        fake.assertNoViolations();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://",
                "http://",
                "http://pds.example.com",
                "https://10.0.0.1",
                "https://pds.example.com/path"
            })
    void invalidServerUrlIsRefused(String address) {
        assertThatThrownBy(() -> flow.begin(address)).isInstanceOf(LoginException.class);
    }
}
