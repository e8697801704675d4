package dev.idiolect.oauth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.pds.FakePds;
import dev.idiolect.oauth.pds.Fault;
import dev.idiolect.oauth.pds.Faults;
import dev.idiolect.oauth.pds.Gate;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.refresh.TokenEndpointRefresher;
import dev.idiolect.oauth.session.InvalidDidException;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.DelegatingTokenStore;
import dev.idiolect.oauth.store.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogoutTest extends LoginFixture {

    private final Logout logout = new Logout(client, context(store));

    @Test
    void theSessionEndsAtItsServerAndHere() {
        OAuthSession session = login(flow);
        logout.logout(DID);
        assertNothingIsLeft();
        assertThat(isAlive(session)).isFalse();
        // One for the nonce, one for each token.
        assertThat(fake.requests(FakePds.REVOKE)).isEqualTo(3);
        fake.assertNoViolations();
    }

    @Test
    void withoutASessionThereIsNothingToDo() {
        logout.logout(DID);
        assertThat(logout.logout(DID, RevocationFailure.DELETE_SESSION)).isTrue();
        assertThat(fake.requests(FakePds.REVOKE)).isZero();
        assertThatThrownBy(() -> logout.logout("alice")).isInstanceOf(InvalidDidException.class);
    }

    @Test
    void aSessionThatCannotBeReadIsForgottenIfTheCallerSaysSo(@TempDir Path directory) throws Exception {
        try (FilesystemOAuthTokenStore files = FilesystemOAuthTokenStore.open(directory)) {
            Files.writeString(directory.resolve(DID.replace(':', '_') + ".json"), "broken");
            Logout broken = new Logout(client, context(files));
            assertThatThrownBy(() -> broken.logout(DID)).isInstanceOf(StoreException.class);
            assertThat(broken.logout(DID, RevocationFailure.DELETE_SESSION)).isFalse();
            assertThat(files.load(DID)).isEmpty();
        }
    }

    @Test
    void aNonceChallengeIsMet() {
        login(flow);
        fake.fail(FakePds.REVOKE, Faults.challenge());
        new Logout(client, context(store)).logout(DID);
        assertNothingIsLeft();
        fake.assertNoViolations();
    }

    private void assertKept(Fault fault, boolean passing) {
        OAuthSession session = login(flow);
        fake.fail(FakePds.REVOKE, FakePds.ALWAYS, fault);
        assertThatThrownBy(() -> logout.logout(DID)).isInstanceOfSatisfying(LogoutException.class, e -> {
            assertThat(e.did()).isEqualTo(DID);
            assertThat(e.isTransient()).isEqualTo(passing);
            assertThat(e).hasMessageNotContaining(session.refreshJwt());
        });
        assertThat(store.load(DID)).contains(session);
        assertThat(logout.logout(DID, RevocationFailure.DELETE_SESSION)).isFalse();
        assertThat(store.load(DID)).isEmpty();
        assertThat(isAlive(session)).isTrue();
        fake.failNoMore();
    }

    @Test
    void aServerThatCannotBeToldLeavesTheChoiceToTheCaller() {
        assertKept(Faults.cutConnection(), true);
        assertKept(Faults.status(503, ""), true);
        assertKept(Faults.status(400, "{\"error\":\"invalid_client\"}"), false);
        assertKept(Faults.redirect(302, fake.strangerUrl()), false);
        fake.assertNoViolations();
    }

    @Test
    void aServerThatIsGoneLeavesTheChoiceToTheCaller() {
        OAuthSession session = login(flow);
        fake.close();
        assertThatThrownBy(() -> logout.logout(DID))
                .isInstanceOfSatisfying(
                        LogoutException.class, e -> assertThat(e.isTransient()).isTrue());
        assertThat(store.load(DID)).contains(session);
        assertThat(logout.logout(DID, RevocationFailure.DELETE_SESSION)).isFalse();
        assertThat(store.load(DID)).isEmpty();
    }

    @Test
    void aServerWithoutRevocationLeavesTheChoiceToTheCaller() {
        login(flow);
        fake.fail(FakePds.AUTHORIZATION_SERVER, Faults.remove("revocation_endpoint"));
        assertThatThrownBy(() -> logout.logout(DID))
                .isInstanceOf(LogoutException.class)
                .hasMessageContaining("no revocation endpoint");
    }

    @Test
    void anEndpointThatIsNoAddressLeavesTheChoiceToTheCaller() {
        login(flow);
        fake.fail(FakePds.AUTHORIZATION_SERVER, FakePds.ALWAYS, withRevocationEndpoint("/oauth/revoke\\ud800"));
        assertThatThrownBy(() -> logout.logout(DID)).isInstanceOf(LogoutException.class);
        assertThat(logout.logout(DID, RevocationFailure.DELETE_SESSION)).isFalse();
        assertThat(store.load(DID)).isEmpty();
    }

    /** The path is JSON text: half a character can be written in no other way. */
    private Fault withRevocationEndpoint(String path) {
        return Faults.replyBody(
                "application/json",
                "{\"issuer\":\"" + fake.issuer() + "\",\"revocation_endpoint\":\"" + fake.issuer() + path + "\"}");
    }

    @Test
    void anAccessTokenThatCannotBeRevokedDoesNotKeepTheSession() {
        login(flow);
        fake.fail(
                FakePds.REVOKE,
                FakePds.ALWAYS,
                call -> call.request().text().contains("token=acc-")
                        ? Faults.status(400, "{\"error\":\"unsupported_token_type\"}")
                                .apply(call)
                        : call.process().get());
        logout.logout(DID);
        assertNothingIsLeft();
    }

    @Test
    void aRefreshTokenThatCannotBeRevokedKeepsTheSession() {
        assertKept(Faults.status(400, "{\"error\":\"unsupported_token_type\"}"), false);
    }

    @Test
    void aServerThatHasChangedOtherwiseIsStillTold() {
        login(flow);
        fake.fail(FakePds.AUTHORIZATION_SERVER, Faults.remove("pushed_authorization_request_endpoint"));
        logout.logout(DID);
        assertNothingIsLeft();
    }

    @Test
    void aSessionThatNamesNoServerIsEndedAtTheOneOfItsPds() {
        OAuthSession session = fake.session(DID);
        store.save(session.toBuilder().issuer(null).clientKeyId(null).build());
        logout.logout(DID);
        assertNothingIsLeft();
    }

    @Test
    void aSessionWithoutAClientNeedsAConfiguredOne() {
        OAuthSession session = fake.session(DID);
        store.save(session.toBuilder().clientId(null).clientKeyId(null).build());
        assertThatThrownBy(() -> new Logout(null, context(store)).logout(DID))
                .isInstanceOf(LogoutException.class)
                .hasMessageContaining("OAuth client");
        new Logout(client, context(store)).logout(DID);
        assertThat(store.load(DID)).isEmpty();
    }

    @Test
    void aBearerSessionIsDeletedAtItsPds() {
        store.save(fake.bearerSession(DID));
        new Logout(null, context(store)).logout(DID);
        assertNothingIsLeft();
        fake.assertNoViolations();
    }

    @Test
    void aBearerSessionThatHasEndedBeforeIsForgotten() {
        store.save(fake.bearerSession(DID));
        fake.endSessions(DID);
        logout.logout(DID);
        assertThat(store.load(DID)).isEmpty();
    }

    @Test
    void aBearerSessionWhosePdsFailsIsKept() {
        store.save(fake.bearerSession(DID));
        fake.fail("com.atproto.server.deleteSession", Faults.status(502, ""));
        assertThatThrownBy(() -> logout.logout(DID)).isInstanceOf(LogoutException.class);
        assertThat(store.load(DID)).isPresent();
    }

    @Test
    void aSessionOfAServerOnThisMachineEndsThereOutsideDevelopment() {
        Logout inProduction = new Logout(client, context(store, false));
        OAuthSession session = login(flow);
        inProduction.logout(DID);
        assertThat(isAlive(session)).isFalse();
        // As the Rust crate's tools store it.
        store.save(login(flow).toBuilder()
                .issuer(null)
                .clientId(client.clientId())
                .clientKeyId(null)
                .build());
        inProduction.logout(DID);
        store.save(fake.bearerSession(DID));
        inProduction.logout(DID);
        assertNothingIsLeft();
        fake.assertNoViolations();
    }

    @Test
    void aSessionOfAServerElsewhereLeadsNobodyToThisMachine() {
        OAuthSession here = login(flow);
        OAuthSession elsewhere = OAuthSession.builder()
                .did(DID)
                .pdsUrl("https://pds.example.com")
                .accessJwt(here.accessJwt())
                .refreshJwt(here.refreshJwt())
                .dpopPrivateKeyJwk(here.dpopPrivateKeyJwk())
                .issuedAt(here.issuedAt())
                .expiresAt(here.expiresAt())
                .issuer(here.issuer())
                .clientId(client.clientId())
                .build();
        store.save(elsewhere);
        assertThatThrownBy(() -> new Logout(client, context(store, false)).logout(DID))
                .isInstanceOf(LogoutException.class);
        assertThat(fake.requests(FakePds.REVOKE)).isZero();
        assertThat(store.load(DID)).contains(elsewhere);
    }

    @Test
    void aRefreshUnderWayIsWaitedForAndWhatItGotIsEnded() throws Exception {
        login(flow);
        SessionRefresher refresher = SessionRefresher.builder(
                        store,
                        TokenEndpointRefresher.builder(new DpopProofFactory())
                                .timeout(Duration.ofSeconds(20))
                                .clock(clock)
                                .build())
                .build();
        Gate gate = new Gate();
        fake.fail(FakePds.TOKEN, Faults.holdAnswer(gate));
        CompletableFuture<OAuthSession> refresh = OwnThread.supply(() -> refresher.refresh(DID));
        gate.awaitArrival();
        CountDownLatch asks = new CountDownLatch(1);
        Logout watched = new Logout(client, context(new DelegatingTokenStore(store) {
            @Override
            public SessionLock lock(String did, Duration timeout) {
                asks.countDown();
                return super.lock(did, timeout);
            }
        }));
        CompletableFuture<Void> ended = OwnThread.run(() -> watched.logout(DID));
        assertThat(asks.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(ended).isNotDone();
        gate.open();
        OAuthSession refreshed = refresh.get(20, TimeUnit.SECONDS);
        ended.get(20, TimeUnit.SECONDS);
        assertThat(isAlive(refreshed)).isFalse();
        assertNothingIsLeft();
        fake.assertNoViolations();
    }
}
