package dev.idiolect.oauth.both;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.identity.IdentityFixture;
import dev.idiolect.oauth.internal.http.NetworkPolicy;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.login.TestLogins;
import dev.idiolect.oauth.pds.DpopKey;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.refresh.RefreshException;
import dev.idiolect.oauth.refresh.TestRefreshers;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A host that DNS does not know is a transient failure for login and refresh: an outage of DNS and a wrong name look the
 * same.
 */
@Timeout(60)
class UnknownHostAtBothTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String PDS = "pds.example.com";
    private static final String ISSUER = "auth.example.com";
    private static final String ADVICE = "try again or check the address";

    private final IdentityFixture world = new IdentityFixture();
    private final SsrfSafeHttpClient http = world.web.client(LIMIT, NetworkPolicy.PUBLIC);
    private final OAuthClient client = OAuthClient.development(PdsLogin.REDIRECT_URI, PdsLogin.SCOPE);
    private final LoginSettings settings = LoginSettings.builder(new InMemoryOAuthTokenStore())
            .identities(world.resolver)
            .timeout(LIMIT)
            .clock(world.clock)
            .build();
    private final OAuthSession session = OAuthSession.builder()
            .did(IdentityFixture.DID)
            .pdsUrl(IdentityFixture.PDS)
            .accessJwt("access")
            .refreshJwt("refresh")
            .dpopPrivateKeyJwk(DpopKey.generate().privateJwk())
            .issuedAt(world.clock.instant())
            .expiresAt(world.clock.instant())
            .issuer("https://" + ISSUER)
            .clientId(client.clientId())
            .build();

    @BeforeEach
    void accountAndItsServers() {
        world.account(IdentityFixture.DID, IdentityFixture.ALICE);
        world.web.page(
                PDS + "/.well-known/oauth-protected-resource",
                200,
                "{\"authorization_servers\":[\"https://" + ISSUER + "\"]}");
    }

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    private void unknown(String host) {
        world.web.names.put(host, List.of());
    }

    private static void assertLoginIsTransient(ThrowingCallable login) {
        Throwable failure = catchThrowable(login);
        assertThat(BothFixture.isTransient(failure))
                .as("transient: %s", failure)
                .isTrue();
        assertThat(failure).hasMessageContaining(ADVICE);
    }

    private static void assertRefreshIsTransient(ThrowingCallable refresh) {
        RefreshException failure = catchThrowableOfType(RefreshException.class, refresh);
        assertThat(failure).isNotNull();
        assertThat(failure.isTransient()).as(failure.toString()).isTrue();
    }

    private ThrowingCallable login(String account) {
        return () -> TestLogins.flow(client, settings, http).begin(account);
    }

    private ThrowingCallable refresh() {
        return () -> TestRefreshers.refresher(new DpopProofFactory(), world.web.queueingClient(LIMIT), world.clock)
                .refresh(session);
    }

    @Test
    void unknownPdsIsTransientForLogin() {
        unknown(PDS);
        assertLoginIsTransient(login(IdentityFixture.DID));
        assertLoginIsTransient(login(IdentityFixture.PDS));
    }

    @Test
    void unknownPdsIsTransientForRefresh() {
        unknown(PDS);
        assertRefreshIsTransient(refresh());
    }

    @Test
    void unknownAuthorizationServerIsTransientForLogin() {
        unknown(ISSUER);
        assertLoginIsTransient(login(IdentityFixture.DID));
        assertLoginIsTransient(login(IdentityFixture.PDS));
    }

    @Test
    void unknownAuthorizationServerIsTransientForRefresh() {
        unknown(ISSUER);
        assertRefreshIsTransient(refresh());
    }

    @Test
    void unknownPdsIsTransientForAppPasswordLogin() {
        unknown(PDS);
        assertLoginIsTransient(
                () -> TestLogins.appPassword(client, settings, http).login(IdentityFixture.DID, "app-password"));
    }

    @Test
    void unknownPdsIsTransientForAppPasswordRefresh() {
        unknown(PDS);
        assertRefreshIsTransient(
                () -> TestRefreshers.refresher(new DpopProofFactory(), world.web.queueingClient(LIMIT), world.clock)
                        .refresh(session.toBuilder()
                                .tokenType(OAuthSession.BEARER)
                                .scope(null)
                                .build()));
    }
}
