package dev.idiolect.oauth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.FullLog;
import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.InvalidDidException;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.RevocationFailed;
import dev.idiolect.oauth.session.SessionEvent;
import dev.idiolect.oauth.session.SignedOut;
import dev.idiolect.oauth.store.DelegatingTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.Gate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogoutTest extends LoginFixture {

    private final Logout logout = new Logout(client, settings(store));

    @Test
    void sessionIsRevokedAndDeleted() {
        OAuthSession session = login(flow);
        logout.logout(DID);
        assertNoSessions();
        assertThat(isAlive(session)).isFalse();
        // One for the nonce challenge, one for each token.
        assertThat(fake.requests(FakePds.REVOKE)).isEqualTo(3);
        fake.assertNoViolations();
    }

    @Test
    void logoutWithoutSessionDoesNothing() {
        logout.logout(DID);
        assertThat(logout.logout(DID)).isTrue();
        assertThat(fake.requests(FakePds.REVOKE)).isZero();
        assertThatThrownBy(() -> logout.logout("alice")).isInstanceOf(InvalidDidException.class);
    }

    @Test
    void unreadableSessionIsDeletedUnlessStrict(@TempDir Path directory) throws Exception {
        try (FilesystemOAuthTokenStore files = FilesystemOAuthTokenStore.open(directory)) {
            Files.writeString(directory.resolve(DID.replace(':', '_') + ".json"), "invalid");
            Logout logout = new Logout(client, settings(files));
            assertThatThrownBy(() -> logout.logout(DID, true)).isInstanceOf(StoreException.class);
            assertThat(logout.logout(DID)).isFalse();
            assertThat(files.load(DID)).isEmpty();
        }
    }

    @Test
    void sessionIsKeptIfItCannotBeReadForAnotherReason() {
        OAuthSession session = login(flow);
        for (StoreException failure : List.of(
                StoreException.permanentFailure("no permission for the file", null),
                StoreException.transientFailure("too many open files", null),
                StoreException.missingKey("one", false, "its key is missing", null))) {
            Logout failing = new Logout(client, settings(new DelegatingTokenStore(store) {
                @Override
                public Optional<OAuthSession> load(String did) {
                    throw failure;
                }
            }));
            assertThatThrownBy(() -> failing.logout(DID)).isSameAs(failure);
            assertThat(store.load(DID)).contains(session);
            assertThat(isAlive(session)).isTrue();
        }
    }

    /** A store that fails when it deletes a session, and then cannot be read for some time. */
    private DelegatingTokenStore failingDeletion(boolean deletes, boolean isReadable) {
        return new DelegatingTokenStore(store) {
            private volatile boolean failed;

            @Override
            public Optional<OAuthSession> load(String did) {
                if (failed && !isReadable) {
                    throw StoreException.transientFailure("still no connection", null);
                }
                return super.load(did);
            }

            @Override
            public void delete(String did) {
                if (deletes) {
                    super.delete(did);
                }
                failed = true;
                throw StoreException.transientFailure("the connection was lost", null);
            }
        };
    }

    @Test
    void sessionIsRevokedIfOnlyTheResponseToItsDeletionIsLost() {
        OAuthSession session = login(flow);
        List<SessionEvent> events = new CopyOnWriteArrayList<>();
        LoginSettings settings = settingsBuilder(failingDeletion(true, true))
                .listener(events::add)
                .build();
        assertThat(new Logout(client, settings).logout(DID)).isTrue();
        assertNoSessions();
        assertThat(isAlive(session)).isFalse();
        assertThat(events).containsExactly(new SignedOut(DID, true));
    }

    @Test
    void deletedSessionIsRevokedIfALogHandlerFails() {
        OAuthSession session = login(flow);
        Logout failing = new Logout(client, settings(failingDeletion(true, true)));
        FullLog.during(
                Logout.class.getName(), () -> assertThat(failing.logout(DID)).isTrue());
        assertNoSessions();
        assertThat(isAlive(session)).isFalse();
    }

    @Test
    void sessionThatIsDeletedAfterTheFailureIsRevoked() {
        OAuthSession session = login(flow);
        LoginSettings settings = settingsBuilder(failingDeletion(false, true))
                .revocationWaits(Collections.nCopies(10, Duration.ofSeconds(1)))
                .build();
        assertThatThrownBy(() -> new Logout(client, settings).logout(DID)).hasMessage("the connection was lost");
        store.delete(DID);
        await().until(() -> !isAlive(session));
    }

    @Test
    void failedDeletionKeepsTheSession() {
        OAuthSession session = login(flow);
        Logout failing = new Logout(client, settings(failingDeletion(false, true)));
        assertThatThrownBy(() -> failing.logout(DID)).hasMessage("the connection was lost");
        assertThat(store.load(DID)).contains(session);
        assertThat(isAlive(session)).isTrue();
        assertThat(fake.requests(FakePds.REVOKE)).isZero();
    }

    @Test
    void sessionIsRevokedIfItsDeletionIsUnknown() {
        for (boolean deletes : new boolean[] {true, false}) {
            OAuthSession session = login(flow);
            Logout failing = new Logout(client, settings(failingDeletion(deletes, false)));
            assertThatThrownBy(() -> failing.logout(DID))
                    .hasMessage("the connection was lost")
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
            await().until(() -> !isAlive(session));
        }
    }

    @Test
    void unrelatedInvalidEndpointDoesNotPreventLogout() {
        OAuthSession session = login(flow);
        fake.fail(
                FakePds.AUTHORIZATION_SERVER,
                FakePds.ALWAYS,
                Faults.set("authorization_endpoint", "https://auth.example.com/#fragment"));
        logout.logout(DID);
        assertNoSessions();
        assertThat(isAlive(session)).isFalse();
    }

    @Test
    void nonceChallengeIsRetried() {
        login(flow);
        fake.fail(FakePds.REVOKE, Faults.challenge());
        new Logout(client, settings(store)).logout(DID);
        assertNoSessions();
        fake.assertNoViolations();
    }

    private void assertKept(Fault fault, boolean isTransient) {
        OAuthSession session = login(flow);
        fake.fail(FakePds.REVOKE, FakePds.ALWAYS, fault);
        assertThatThrownBy(() -> logout.logout(DID, true)).isInstanceOfSatisfying(LogoutException.class, e -> {
            assertThat(e.did()).isEqualTo(DID);
            assertThat(e.isTransient()).isEqualTo(isTransient);
            assertThat(e).hasMessageNotContaining(session.refreshJwt());
        });
        assertThat(store.load(DID)).contains(session);
        assertThat(logout.logout(DID)).isFalse();
        assertThat(store.load(DID)).isEmpty();
        assertThat(isAlive(session)).isTrue();
        fake.clearFaults();
    }

    @Test
    void strictLogoutKeepsSessionThatIsNotRevoked() {
        assertKept(Faults.cutConnection(), true);
        assertKept(Faults.status(503, ""), true);
        assertKept(Faults.status(400, "{\"error\":\"invalid_client\"}"), false);
        assertKept(Faults.redirect(302, fake.forbiddenUrl()), false);
        fake.assertNoViolations();
    }

    @Test
    void strictSettingsKeepSessionThatIsNotRevoked() {
        OAuthSession session = login(flow);
        fake.close();
        LoginSettings strict = settingsBuilder(store).strictLogout(true).build();
        assertThatThrownBy(() -> new Logout(client, strict).logout(DID))
                .isInstanceOfSatisfying(
                        LogoutException.class, e -> assertThat(e.isTransient()).isTrue());
        assertThat(store.load(DID)).contains(session);
    }

    @Test
    void rateLimitOfRevocationIsReported() {
        login(flow);
        fake.fail(FakePds.REVOKE, Faults.rateLimited(30));
        assertThatThrownBy(() -> logout.logout(DID, true))
                .isInstanceOfSatisfying(
                        LogoutException.class, e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(30)));
    }

    @Test
    void logoutWorksWithoutServer() {
        login(flow);
        fake.close();
        List<SessionEvent> events = new CopyOnWriteArrayList<>();
        try (LoginSettings settings =
                settingsBuilder(store).listener(events::add).build()) {
            assertThat(new Logout(client, settings).logout(DID)).isFalse();
            assertThat(store.load(DID)).isEmpty();
            assertThat(events).containsExactly(new SignedOut(DID, false));
        }
    }

    @Test
    void finalFailureOfRevocationIsAnEvent() {
        List<SessionEvent> events = new CopyOnWriteArrayList<>();
        LoginSettings settings = settingsBuilder(store)
                .revocationWaits(List.of(Duration.ofMillis(1)))
                .listener(events::add)
                .build();
        OAuthSession old = login(new LoginFlow(client, settings));
        events.clear();
        fake.fail(FakePds.REVOKE, FakePds.ALWAYS, Faults.status(503, "{\"error\":\"" + old.refreshJwt() + "\"}"));
        OAuthSession last = login(new LoginFlow(client, settings));
        await().until(() -> events.size() == 2);
        new Logout(client, settings).logout(DID);
        await().until(() -> events.size() == 4);
        assertThat(events)
                .filteredOn(RevocationFailed.class::isInstance)
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.did()).isEqualTo(DID))
                .allSatisfy(event -> assertThat(event.toString())
                        .contains("503")
                        .doesNotContain(old.refreshJwt(), last.refreshJwt(), last.accessJwt()));
    }

    @Test
    void slowServerDelaysLogoutOnlyShortly() throws Exception {
        OAuthSession session = login(flow);
        Gate gate = new Gate();
        fake.fail(FakePds.REVOKE, Faults.hold(gate));
        assertThat(logout.logout(DID)).isFalse();
        assertThat(store.load(DID)).isEmpty();
        gate.open();
        await().until(() -> !isAlive(session));
    }

    @Test
    void missingEndpointLeavesChoiceToCaller() {
        login(flow);
        fake.fail(FakePds.AUTHORIZATION_SERVER, Faults.remove("revocation_endpoint"));
        assertThatThrownBy(() -> logout.logout(DID, true))
                .isInstanceOf(LogoutException.class)
                .hasMessageContaining("no revocation endpoint");
    }

    @Test
    void invalidEndpointLeavesChoiceToCaller() {
        login(flow);
        fake.fail(FakePds.AUTHORIZATION_SERVER, FakePds.ALWAYS, withRevocationEndpoint("/oauth/revoke\\ud800"));
        assertThatThrownBy(() -> logout.logout(DID, true)).isInstanceOf(LogoutException.class);
        assertThat(logout.logout(DID)).isFalse();
        assertThat(store.load(DID)).isEmpty();
    }

    /** The path is JSON text, since an unpaired surrogate can only be written as an escape. */
    private Fault withRevocationEndpoint(String path) {
        return Faults.replyBody(
                "application/json",
                "{\"issuer\":\"" + fake.issuer() + "\",\"revocation_endpoint\":\"" + fake.issuer() + path + "\"}");
    }

    @Test
    void irrevocableAccessTokenDoesNotKeepSession() {
        login(flow);
        fake.fail(
                FakePds.REVOKE,
                FakePds.ALWAYS,
                call -> call.request().text().contains("token=acc-")
                        ? Faults.status(400, "{\"error\":\"unsupported_token_type\"}")
                                .apply(call)
                        : call.process().get());
        logout.logout(DID);
        assertNoSessions();
    }

    @Test
    void irrevocableRefreshTokenKeepsSession() {
        assertKept(Faults.status(400, "{\"error\":\"unsupported_token_type\"}"), false);
    }

    @Test
    void changedServerMetadataStillAllowsRevocation() {
        login(flow);
        fake.fail(FakePds.AUTHORIZATION_SERVER, Faults.remove("pushed_authorization_request_endpoint"));
        logout.logout(DID);
        assertNoSessions();
    }

    @Test
    void sessionWithoutIssuerIsRevokedAtItsPdsServer() {
        OAuthSession session = fake.session(DID);
        store.save(session.toBuilder().issuer(null).clientKeyId(null).build());
        logout.logout(DID);
        assertNoSessions();
    }

    @Test
    void sessionWithoutClientNeedsConfiguredOne() {
        OAuthSession session = fake.session(DID);
        store.save(session.toBuilder().clientId(null).clientKeyId(null).build());
        assertThatThrownBy(() -> new Logout(null, settings(store)).logout(DID, true))
                .isInstanceOf(LogoutException.class)
                .hasMessageContaining("OAuth client");
        new Logout(client, settings(store)).logout(DID);
        assertThat(store.load(DID)).isEmpty();
    }

    @Test
    void bearerSessionIsDeletedAtPds() {
        store.save(fake.bearerSession(DID));
        new Logout(null, settings(store)).logout(DID);
        assertNoSessions();
        fake.assertNoViolations();
    }

    @Test
    void endedBearerSessionIsDeleted() {
        store.save(fake.bearerSession(DID));
        fake.endSessions(DID);
        logout.logout(DID);
        assertThat(store.load(DID)).isEmpty();
    }

    @Test
    void strictLogoutKeepsBearerSessionIfPdsFails() {
        store.save(fake.bearerSession(DID));
        fake.fail("com.atproto.server.deleteSession", Faults.status(502, ""));
        assertThatThrownBy(() -> logout.logout(DID, true)).isInstanceOf(LogoutException.class);
        assertThat(store.load(DID)).isPresent();
    }

    @Test
    void localSessionIsRevokedOutsideDevelopment() {
        Logout inProduction = new Logout(client, settings(store, false));
        OAuthSession session = login(flow);
        inProduction.logout(DID);
        assertThat(isAlive(session)).isFalse();
        // Sessions stored by the Rust crate's tools look like this.
        store.save(login(flow).toBuilder()
                .issuer(null)
                .clientId(client.clientId())
                .clientKeyId(null)
                .build());
        inProduction.logout(DID);
        store.save(fake.bearerSession(DID));
        inProduction.logout(DID);
        assertNoSessions();
        fake.assertNoViolations();
    }

    @Test
    void remoteSessionCausesNoRequestToThisMachine() {
        OAuthSession here = login(flow);
        OAuthSession elsewhere =
                here.toBuilder().pdsUrl("https://pds.example.com").build();
        store.save(elsewhere);
        assertThatThrownBy(() -> new Logout(client, settings(store, false)).logout(DID, true))
                .isInstanceOf(LogoutException.class);
        assertThat(fake.requests(FakePds.REVOKE)).isZero();
        assertThat(store.load(DID)).contains(elsewhere);
    }

    @Test
    void runningRefreshIsAwaitedAndItsTokensRevoked() throws Exception {
        login(flow);
        SessionRefresher refresher = SessionRefresher.builder(
                        store,
                        Refresher.builder(new DpopProofFactory())
                                .timeout(Duration.ofSeconds(20))
                                .clock(clock)
                                .build())
                .build();
        Gate gate = new Gate();
        fake.fail(FakePds.TOKEN, Faults.holdResponse(gate));
        CompletableFuture<OAuthSession> refresh = OwnThread.supply(() -> refresher.refresh(DID));
        gate.awaitArrival();
        CountDownLatch lockRequests = new CountDownLatch(1);
        Logout watched = new Logout(client, settings(new DelegatingTokenStore(store) {
            @Override
            public SessionLock lock(String did, Duration timeout) {
                lockRequests.countDown();
                return super.lock(did, timeout);
            }
        }));
        CompletableFuture<Void> ended = OwnThread.run(() -> watched.logout(DID));
        assertThat(lockRequests.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(ended).isNotDone();
        gate.open();
        OAuthSession refreshed = refresh.get(20, TimeUnit.SECONDS);
        ended.get(20, TimeUnit.SECONDS);
        assertThat(isAlive(refreshed)).isFalse();
        assertNoSessions();
        fake.assertNoViolations();
    }
}
