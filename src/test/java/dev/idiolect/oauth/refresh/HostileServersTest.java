package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.internal.http.TestWeb;
import dev.idiolect.oauth.session.OAuthSession;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Public servers of an attacker that try to direct requests to internal addresses. */
@Execution(ExecutionMode.CONCURRENT)
class HostileServersTest extends RefreshFixture {

    private static final String PDS = "pds.example.com";
    private static final String SERVER = "bob.example.com";
    private static final String TOKEN = SERVER + "/token";
    private static final String REFRESH_SESSION = PDS + "/xrpc/com.atproto.server.refreshSession";

    private final TestWeb web = TestWeb.https();
    private final Refresher refresher = newRefresher();
    private final Refresher legacy = newRefresher();
    private final OAuthSession session = outside(fake.session(DID));
    private final OAuthSession legacySession = outside(fake.bearerSession(DID));

    private static OAuthSession outside(OAuthSession session) {
        return at("https://" + PDS, session).toBuilder()
                .issuer(null)
                .clientId("https://app.example.com/client.json")
                .clientKeyId(null)
                .build();
    }

    @AfterEach
    void closeWeb() throws IOException {
        assertThat(web.dialed).allMatch(dialed -> dialed.equals(TestWeb.PUBLIC + ":443"));
        web.close();
    }

    private void serve(String issuer, String tokenEndpoint) {
        web.page(
                PDS + "/.well-known/oauth-protected-resource", 200, "{\"authorization_servers\":[\"" + issuer + "\"]}");
        web.page(
                SERVER + "/.well-known/oauth-authorization-server",
                200,
                "{\"issuer\":\"" + issuer + "\",\"token_endpoint\":\"" + tokenEndpoint + "\"}");
    }

    private static void redirect(TestWeb web, String page, String location) {
        web.page(
                page,
                out -> out.write(
                        TestWeb.ascii("HTTP/1.1 307 Away\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n")));
    }

    @Test
    void publicServersGetRequests() {
        serve("https://" + SERVER, "https://" + TOKEN);
        web.page(TOKEN, 400, "{\"error\":\"invalid_grant\"}");
        ended(() -> refresher.refresh(session));
        web.page(REFRESH_SESSION, 400, "{\"error\":\"ExpiredToken\"}");
        ended(() -> legacy.refresh(legacySession));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/token",
                "https://localhost/token",
                "https://10.0.0.1/token",
                "https://169.254.169.254/latest",
                "https://[::1]/token",
                "https://[::ffff:10.0.0.1]/token",
                "https://2130706433/token",
                "http://localhost/token",
                "http://127.0.0.1:8080/token",
                "http://bob.example.com/token"
            })
    void internalTokenEndpointGetsNoRequest(String endpoint) {
        serve("https://" + SERVER, endpoint);
        permanentFailure(() -> refresher.refresh(session));
        assertThat(web.dialed).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1",
                "https://192.168.0.1",
                "https://localhost",
                "http://localhost",
                "http://[::1]:1"
            })
    void internalAuthorizationServerGetsNoRequest(String issuer) {
        serve(issuer, "https://" + TOKEN);
        permanentFailure(() -> refresher.refresh(session));
        assertThat(web.dialed).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1", "fe80::1"})
    void nameOfInternalAddressGetsNoRequest(String address) {
        serve("https://" + SERVER, "https://" + TOKEN);
        web.names.put(SERVER, List.of(TestWeb.PUBLIC, address));
        assertThat(transientFailure(() -> refresher.refresh(session))).hasMessageContaining("not public");
        assertThat(web.dialed).hasSize(1);
        web.names.put(PDS, List.of(address));
        assertThat(transientFailure(() -> legacy.refresh(legacySession))).hasMessageContaining("not public");
        assertThat(web.dialed).hasSize(1);
    }

    @Test
    void brieflyInternalNameDoesNotFailCallsWithValidToken() {
        Instant now = clock.instant();
        OAuthSession due = session.toBuilder()
                .issuedAt(now.minusSeconds(3600))
                .expiresAt(now.plusSeconds(50))
                .build();
        store.save(due);
        web.names.put(PDS, List.of("10.0.0.1"));
        assertThat(sessionRefresher(refresher).refreshIfNeeded(DID)).isEqualTo(due);
        assertThat(web.lookups).containsExactly(PDS);
    }

    @Test
    void nameThatBecomesInternalAfterDiscoveryIsRefused() {
        serve("https://" + SERVER, "https://" + TOKEN);
        web.page(TOKEN, 503, "");
        transientFailure(() -> refresher.refresh(session));
        web.names.put(SERVER, List.of("10.0.0.1"));
        assertThat(transientFailure(() -> refresher.refresh(session))).hasMessageContaining("not public");
        assertThat(web.requestsTo(TOKEN)).isEqualTo(1);
    }

    @Test
    void longUrlsAreTruncatedInMessages() {
        serve("https://" + SERVER, "https://" + TOKEN + "?x=" + "x".repeat(2_000));
        assertThat(transientFailure(() -> refresher.refresh(session)).getMessage())
                .hasSizeLessThan(500);
        web.page(TOKEN + "?x=" + "x".repeat(2_000), out -> {});
        assertThat(transientFailure(() -> refresher.refresh(session)).getMessage())
                .hasSizeLessThan(500);
        serve("https://" + "x".repeat(5_000) + ".example.com", "https://" + TOKEN);
        assertThat(permanentFailure(() -> newRefresher().refresh(session)).getMessage())
                .hasSizeLessThan(500);
    }

    @Test
    void tokenCutByTruncationIsNotShown() {
        String start = session.refreshJwt().substring(0, 10);
        for (int length = 230; length < 260; length += 5) {
            String end = "?" + session.refreshJwt() + "x".repeat(100);
            serve("https://" + SERVER, "https://" + TOKEN + "/" + "x".repeat(length - 9 - TOKEN.length()) + end);
            assertThat(transientFailure(() -> newRefresher().refresh(session)))
                    .hasMessageContaining(TOKEN)
                    .hasMessageNotContaining(start);
        }
    }

    /** Returns a refresher with an empty cache of servers. */
    private Refresher newRefresher() {
        return Refresher.builder(proofs)
                .http(web.queueingClient(PATIENT))
                .clock(clock)
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1/", "https://10.0.0.1/", "https://pds.example.com/elsewhere"})
    void redirectIsNotFollowed(String location) {
        serve("https://" + SERVER, "https://" + TOKEN);
        redirect(web, TOKEN, location);
        permanentFailure(() -> refresher.refresh(session));
        assertThat(web.requests).hasSize(3);
        redirect(web, REFRESH_SESSION, location);
        permanentFailure(() -> legacy.refresh(legacySession));
        assertThat(web.requests).hasSize(4);
        redirect(web, PDS + "/.well-known/oauth-protected-resource", location);
        permanentFailure(() -> newRefresher().refresh(session));
        assertThat(web.requests).hasSize(5);
    }
}
