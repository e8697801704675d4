package dev.idiolect.oauth.cdi.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.dpop.DpopNonces;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.internal.endpoint.RevocationQueue;
import dev.idiolect.oauth.refresh.NoSessionException;
import dev.idiolect.oauth.refresh.RefreshException;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.rest.AccountException;
import dev.idiolect.oauth.rest.ActiveAccount;
import dev.idiolect.oauth.rest.DpopSigned;
import dev.idiolect.oauth.rest.SignedCalls;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.LogCapture;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.literal.NamedLiteral;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OAuthBeansTest {

    private static final String DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";

    @TempDir
    Path directory;

    @Test
    void allBeansCanBeInjectedWithoutConfiguration() {
        try (TestApp app = TestApp.start(Map.of(), Uses.class)) {
            Uses uses = app.get(Uses.class);
            assertThat(uses.store).isInstanceOf(InMemoryOAuthTokenStore.class);
            assertThat(uses.refresher).hasSameClassAs(Refresher.of(new DpopProofFactory()));
            assertThat(uses.sessions).isSameAs(app.get(SessionRefresher.class));
            assertThat(uses.nonces).isSameAs(app.get(DpopProofFactory.class).nonces());
            assertThat(uses.calls).isNotNull();
        }
    }

    @Test
    void filesystemStoreIsConfiguredAndClosedAtTheEnd() {
        Path sessions = directory.resolve("sessions");
        OAuthTokenStore store;
        try (TestApp app = TestApp.start(
                Map.of("idiolect.oauth.store", "filesystem", "idiolect.oauth.store.path", sessions.toString()))) {
            store = app.get(OAuthTokenStore.class);
            assertThat(store).isInstanceOf(FilesystemOAuthTokenStore.class);
            store.save(TestSessions.full(DID));
        }
        assertThat(sessions.resolve("did_plc_ewvi7nxzyoun6zhxrhs64oiz.json")).exists();
        assertThatThrownBy(() -> store.load(DID)).isInstanceOf(StoreException.class);
    }

    @Test
    void sqliteStoreIsConfiguredAndOutlivesTheApplication() {
        Map<String, String> config = Map.of(
                "idiolect.oauth.store",
                " SQLite ",
                "idiolect.oauth.store.path",
                directory.resolve("sessions.db").toString());
        try (TestApp app = TestApp.start(config)) {
            assertThat(app.get(OAuthTokenStore.class)).isInstanceOf(SqliteOAuthTokenStore.class);
            app.get(OAuthTokenStore.class).save(TestSessions.full(DID));
        }
        try (TestApp app = TestApp.start(config)) {
            assertThat(app.get(OAuthTokenStore.class).load(DID)).contains(TestSessions.full(DID));
        }
    }

    @Test
    void unopenableStoreStopsTheDeployment() throws Exception {
        Path noDirectory = Files.writeString(directory.resolve("file"), "x");
        assertThatThrownBy(() -> TestApp.start(Map.of(
                        "idiolect.oauth.store", "filesystem", "idiolect.oauth.store.path", noDirectory.toString())))
                .hasStackTraceContaining("idiolect.oauth.store.path=" + noDirectory);
    }

    @Test
    void invalidConfigurationStopsTheDeployment() {
        assertThatThrownBy(() -> TestApp.start(Map.of("idiolect.oauth.store", "redis")))
                .hasStackTraceContaining(
                        "Invalid idiolect.oauth.store=redis: use one of memory, filesystem, sqlite, jdbc");
        assertThatThrownBy(() -> TestApp.start(Map.of("idiolect.oauth.dpop.provider", "nonesuch")))
                .hasStackTraceContaining(
                        "Invalid idiolect.oauth.dpop.provider=nonesuch: There is no crypto provider nonesuch");
    }

    @Test
    void ownStoreAndRefresherReplaceTheDefaults() {
        try (TestApp app = TestApp.start(Map.of(), OwnStore.class, OwnRefresher.class, Uses.class)) {
            Uses uses = app.get(Uses.class);
            uses.store.save(TestSessions.full(DID).toBuilder()
                    .accessJwt("a")
                    .refreshJwt("r")
                    .issuedAt(Instant.EPOCH)
                    .expiresAt(Instant.EPOCH)
                    .build());
            assertThat(uses.sessions.refreshIfNeeded(DID).accessJwt()).isEqualTo("from the application");
            assertThat(app.get(OwnStore.class).saves).isEqualTo(2);
        }
    }

    @Test
    void unrevokedTokensAreNamedAtTheEnd() {
        try (LogCapture log = new LogCapture(RevocationQueue.class)) {
            try (TestApp app = TestApp.start(Map.of(), SignedOutRefresher.class)) {
                app.get(OAuthTokenStore.class).save(TestSessions.full(DID));
                SessionRefresher sessions = app.get(SessionRefresher.class);
                assertThatThrownBy(() -> sessions.refresh(DID)).isInstanceOf(NoSessionException.class);
                assertThat(log.messages()).isEmpty();
            }
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains("the unsaved tokens of " + DID, "stay valid at the server");
        }
    }

    /** The user signs out during each refresh, and the server does not revoke the new tokens. */
    @Singleton
    static class SignedOutRefresher implements Refresher {

        @Inject
        OAuthTokenStore store;

        @Override
        public OAuthSession refresh(OAuthSession session) {
            store.delete(session.did());
            return session.toBuilder().refreshJwt("r2").build();
        }

        @Override
        public void revoke(OAuthSession session) {
            throw RefreshException.transientFailure(session.did(), "no response", Duration.ofHours(1), null);
        }
    }

    @Test
    void producedStoreReplacesTheDefault() {
        try (TestApp app = TestApp.start(Map.of(), ProducesStore.class)) {
            assertThat(app.get(OAuthTokenStore.class)).isSameAs(ProducesStore.STORE);
        }
    }

    @Test
    void storeWithACustomQualifierKeepsTheDefault() {
        try (TestApp app = TestApp.start(Map.of(), SecondStore.class)) {
            assertThat(app.get(OAuthTokenStore.class)).isInstanceOf(InMemoryOAuthTokenStore.class);
            assertThat(app.get(OAuthTokenStore.class, new Archive.Literal())).isSameAs(SecondStore.STORE);
        }
    }

    @Test
    void namedStoreIsTheApplicationsStore() {
        try (TestApp app = TestApp.start(Map.of(), NamedStore.class)) {
            assertThat(app.get(OAuthTokenStore.class))
                    .isSameAs(app.get(OAuthTokenStore.class, NamedLiteral.of("mine")));
        }
    }

    @Test
    void requestScopedActiveAccountIsEmptyOutsideARequest() {
        try (TestApp app = TestApp.start(Map.of(), PerRequest.class)) {
            Signed client = app.get(SignedCalls.class).wrap(Signed.class, () -> {});
            assertThatThrownBy(client::write)
                    .isInstanceOf(AccountException.class)
                    .hasMessageStartingWith("No account for");
        }
    }

    @Test
    void dpopSignedOnOtherBeansStopsTheDeployment() {
        assertThatThrownBy(() -> TestApp.start(Map.of(), SignedService.class))
                .hasStackTraceContaining(SignedService.class.getName())
                .hasStackTraceContaining("@DpopSigned");
        assertThatThrownBy(() -> TestApp.start(Map.of(), SignedMethodService.class))
                .hasStackTraceContaining(SignedMethodService.class.getName())
                .hasStackTraceContaining("@DpopSigned");
    }

    @Dependent
    static class Uses {
        @Inject
        OAuthTokenStore store;

        @Inject
        Refresher refresher;

        @Inject
        SessionRefresher sessions;

        @Inject
        DpopNonces nonces;

        @Inject
        SignedCalls calls;
    }

    @Singleton
    static class OwnStore extends StoreWithoutLock {

        int saves;

        @Override
        public void save(OAuthSession session) {
            saves++;
            super.save(session);
        }
    }

    @ApplicationScoped
    static class OwnRefresher implements Refresher {

        @Override
        public OAuthSession refresh(OAuthSession session) {
            Instant now = Instant.now();
            return session.toBuilder()
                    .accessJwt("from the application")
                    .refreshJwt("r2")
                    .issuedAt(now)
                    .expiresAt(now.plusSeconds(3600))
                    .build();
        }
    }

    @ApplicationScoped
    static class ProducesStore {

        static final OAuthTokenStore STORE = new InMemoryOAuthTokenStore();

        @Produces
        @Singleton
        OAuthTokenStore store() {
            return STORE;
        }
    }

    @ApplicationScoped
    static class SecondStore {

        static final OAuthTokenStore STORE = new InMemoryOAuthTokenStore();

        @Produces
        @Singleton
        @Archive
        OAuthTokenStore store() {
            return STORE;
        }
    }

    @ApplicationScoped
    static class NamedStore {

        @Produces
        @Singleton
        @Named("mine")
        OAuthTokenStore store() {
            return new InMemoryOAuthTokenStore();
        }
    }

    @DpopSigned
    interface Signed {

        void write();
    }

    @RequestScoped
    static class PerRequest implements ActiveAccount {

        @Override
        public Optional<String> did() {
            return Optional.of(DID);
        }
    }

    @DpopSigned
    @ApplicationScoped
    static class SignedService {

        void write() {}
    }

    @ApplicationScoped
    static class SignedMethodService {

        @DpopSigned
        void write() {}
    }
}
