package dev.idiolect.oauth.kit;

import static dev.idiolect.oauth.kit.KitApp.CREATE;
import static dev.idiolect.oauth.kit.KitApp.texts;
import static dev.idiolect.oauth.testkit.AtprotoFaults.PAR_ENDPOINT;
import static dev.idiolect.oauth.testkit.AtprotoFaults.REVOCATION_ENDPOINT;
import static dev.idiolect.oauth.testkit.AtprotoFaults.TOKEN_ENDPOINT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.login.LoginException;
import dev.idiolect.oauth.refresh.ReauthenticationRequiredException;
import dev.idiolect.oauth.session.EndReason;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.AtprotoAccount;
import dev.idiolect.oauth.testkit.AtprotoFaults;
import dev.idiolect.oauth.testkit.AtprotoServer;
import dev.idiolect.oauth.xrpc.XrpcException;
import jakarta.ws.rs.ProcessingException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application notices of each fault that its tests can ask for. */
class AtprotoFaultsTest {

    private final AtprotoServer server = AtprotoServer.start();
    private final AtprotoFaults faults = server.faults();
    private final AtprotoAccount alice = server.account("alice.test");
    private final KitApp app = new KitApp(server);
    private final OAuthSession session = server.signIn(alice, app.store);

    @AfterEach
    void close() {
        app.close();
        server.close();
    }

    @Test
    void expiredTokenIsRefreshed() {
        app.write(alice, "first");
        faults.expireAccessTokens();
        app.write(alice, "second");
        assertThat(texts(server, alice)).containsExactly("first", "second");
        assertThat(app.store.load(alice.did()).orElseThrow().refreshJwt()).isNotEqualTo(session.refreshJwt());
        server.assertNoViolations();
    }

    @Test
    void rotatedNonceIsChallenged() {
        app.write(alice, "first");
        app.write(alice, "second");
        assertThat(server.requests(CREATE)).isEqualTo(3);
        faults.rotateNonces();
        app.write(alice, "third");
        assertThat(server.requests(CREATE)).isEqualTo(5);
        server.assertNoViolations();
    }

    @Test
    void rateLimitNamesThePause() {
        faults.rateLimit(CREATE, Duration.ofSeconds(7));
        assertThatThrownBy(() -> app.write(alice, "refused")).isInstanceOfSatisfying(XrpcException.class, e -> {
            assertThat(e.status()).isEqualTo(429);
            assertThat(e.retryAfter()).contains(Duration.ofSeconds(7));
        });
        app.write(alice, "accepted");
        assertThat(texts(server, alice)).containsExactly("accepted");
    }

    @Test
    void lostResponseLeavesTheRecord() {
        app.write(alice, "first");
        faults.loseResponse(CREATE);
        assertThatThrownBy(() -> app.write(alice, "second")).isInstanceOf(ProcessingException.class);
        assertThat(texts(server, alice)).containsExactly("first", "second");
        server.assertNoViolations();
    }

    @Test
    void lostRequestLeavesNoRecord() {
        app.write(alice, "first");
        faults.loseRequest(CREATE);
        assertThatThrownBy(() -> app.write(alice, "second")).isInstanceOf(ProcessingException.class);
        assertThat(texts(server, alice)).containsExactly("first");
        server.assertNoViolations();
    }

    @Test
    void lostTokenResponseIsAnOAuthException() {
        app.write(alice, "first");
        faults.expireAccessTokens();
        faults.loseResponse(TOKEN_ENDPOINT);
        // The first request to the token endpoint would only get a nonce, but the application has one.
        assertThatThrownBy(() -> app.write(alice, "second")).isInstanceOf(OAuthException.class);
        assertThat(texts(server, alice)).containsExactly("first");
    }

    @Test
    void errorHasItsCode() {
        faults.fail(CREATE, 503, "NotEnoughResources");
        assertThatThrownBy(() -> app.write(alice, "refused")).isInstanceOfSatisfying(XrpcException.class, e -> {
            assertThat(e.status()).isEqualTo(503);
            assertThat(e.error()).contains("NotEnoughResources");
        });
    }

    @Test
    void endedSessionNeedsANewSignIn() {
        faults.endSessions(alice);
        assertThatThrownBy(() -> app.write(alice, "refused")).isInstanceOf(ReauthenticationRequiredException.class);
        server.signIn(alice, app.flow);
        app.write(alice, "accepted");
        assertThat(texts(server, alice)).containsExactly("accepted");
        server.assertNoViolations();
    }

    @Test
    void movedAccountNeedsANewSignInAtItsNewServer() {
        app.write(alice, "old");
        faults.moveAccount(alice);
        assertThatThrownBy(() -> app.write(alice, "refused"))
                .isInstanceOfSatisfying(
                        ReauthenticationRequiredException.class,
                        e -> assertThat(e.reason()).isEqualTo(EndReason.MOVED));
        OAuthSession moved = server.signIn(alice, app.flow);
        assertThat(moved.pdsUrl()).isNotEqualTo(server.pdsUrl());
        app.write(alice, "new");
        assertThat(texts(server, alice)).containsExactly("old", "new");
        server.assertNoViolations();
    }

    @Test
    void faultsOfOneMethodHappenInOrder() {
        faults.fail(CREATE, 503, "First");
        faults.rateLimit(CREATE, Duration.ofSeconds(1));
        assertThatThrownBy(() -> app.write(alice, "refused"))
                .isInstanceOfSatisfying(
                        XrpcException.class, e -> assertThat(e.status()).isEqualTo(503));
        assertThatThrownBy(() -> app.write(alice, "refused"))
                .isInstanceOfSatisfying(
                        XrpcException.class, e -> assertThat(e.status()).isEqualTo(429));
    }

    @Test
    void clearedFaultDoesNotHappen() {
        faults.fail(CREATE, 503, "NotEnoughResources");
        faults.loseResponse(PAR_ENDPOINT);
        faults.clear();
        app.write(alice, "accepted");
        server.signIn(alice, app.flow);
        assertThat(texts(server, alice)).containsExactly("accepted");
    }

    @Test
    void signInFailsWhenItsServerFails() {
        faults.fail(PAR_ENDPOINT, 400, "invalid_scope");
        assertThatThrownBy(() -> app.flow.begin("alice.test"))
                .isInstanceOfSatisfying(
                        LoginException.class, e -> assertThat(e.error()).contains("invalid_scope"));
        assertThat(server.requests(PAR_ENDPOINT)).isEqualTo(1);
        assertThat(server.requests(REVOCATION_ENDPOINT)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"createRecord", "repo.createRecord", "", "com.atproto.repo.createRecord?a=b"})
    void unknownFormOfAMethodIsRejected(String method) {
        assertThatThrownBy(() -> faults.loseResponse(method))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("com.atproto.repo.createRecord");
    }
}
