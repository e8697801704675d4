package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.dpop.DpopKey;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.login.Logout;
import dev.idiolect.oauth.pds.PdsInspector;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Refreshes at the real server. */
class RefreshIT {

    private static RealPds pds;
    private static PdsInspector inspector;
    private static int accounts;

    private final OAuthTokenStore store = new InMemoryOAuthTokenStore();
    private final Refresher http = Refresher.of(new DpopProofFactory());
    private final SessionRefresher refresher =
            SessionRefresher.builder(store, http).build();
    private TestAccount account;

    @BeforeAll
    static void start() {
        pds = RealPds.start(Map.of(RealPds.DPOP_ROTATION_MS, "1000"));
        inspector = new PdsInspector(pds.pdsUrl());
    }

    @AfterAll
    static void stop() {
        pds.close();
    }

    @BeforeEach
    void createAccount() {
        account = pds.createAccount("refresh" + accounts++ + ".test", "hunter2-refresh");
    }

    @Test
    void sessionIsRefreshedRepeatedly() {
        OAuthSession first = PdsLogin.login(pds, account, store);
        OAuthSession last = first;
        for (int i = 0; i < 5; i++) {
            last = refresher.refresh(account.did());
        }
        assertThat(inspector.isAlive(last)).isTrue();
        assertThat(inspector.isAlive(first)).isFalse();
        assertThat(store.load(account.did())).contains(last);
        assertThat(last.dpopNonce()).isNotBlank();
        assertThat(last.timeUntilExpiry(Clock.systemUTC().instant())).isGreaterThan(Duration.ofMinutes(59));
        assertThat(last.scope()).contains("atproto");
    }

    @Test
    void appPasswordSessionIsRefreshedAtThePds() {
        OAuthSession first = PdsLogin.appPasswordLogin(pds, account, store);
        OAuthSession second = refresher.refresh(account.did());
        assertThat(second.refreshJwt()).isNotEqualTo(first.refreshJwt());
        assertThat(second.isBearer()).isTrue();
        assertThat(second.timeUntilExpiry(Clock.systemUTC().instant()))
                .isBetween(Duration.ofMinutes(100), Duration.ofMinutes(121));
        assertThat(second.refreshExpiresAt())
                .isAfter(Clock.systemUTC().instant().plus(Duration.ofDays(80)));
        assertThat(inspector.isAlive(second)).isTrue();
    }

    @Test
    void replayedRefreshTokenEndsInReauthentication() {
        OAuthSession first = PdsLogin.login(pds, account, store);
        refresher.refresh(account.did());
        store.save(first);
        assertEnds();
    }

    @Test
    void revokedSessionEndsInReauthentication() {
        OAuthSession first = PdsLogin.login(pds, account, store);
        new Logout(PdsLogin.client(), PdsLogin.settings(pds, store)).logout(account.did());
        store.save(first);
        assertEnds();
    }

    @Test
    void wrongKeyEndsInReauthentication() {
        OAuthSession first = PdsLogin.login(pds, account);
        store.save(first.toBuilder()
                .dpopPrivateKeyJwk(DpopKey.generate().privateJwk())
                .build());
        assertEnds();
    }

    @Test
    void garbageAppPasswordTokenEndsInReauthentication() {
        OAuthSession first = PdsLogin.appPasswordLogin(pds, account);
        store.save(first.toBuilder().accessJwt("garbage").refreshJwt("garbage").build());
        assertEnds();
    }

    @Test
    void unreachableServerIsTransientAndLosesNothing() {
        OAuthSession first = PdsLogin.login(pds, account);
        OAuthSession away =
                first.toBuilder().pdsUrl("http://localhost:1").issuer(null).build();
        store.save(away);
        assertThatThrownBy(() -> refresher.refresh(account.did()))
                .isInstanceOfSatisfying(
                        RefreshException.class, e -> assertThat(e.isTransient()).isTrue());
        assertThat(store.load(account.did())).contains(away);
        store.save(first);
        assertThat(inspector.isAlive(refresher.refresh(account.did()))).isTrue();
    }

    private void assertEnds() {
        assertThatThrownBy(() -> refresher.refresh(account.did()))
                .isInstanceOf(ReauthenticationRequiredException.class)
                .hasMessageContaining(account.did());
        assertThat(store.load(account.did()).orElseThrow().refreshExpiresAt()).isNotNull();
        assertThatThrownBy(() -> refresher.refreshIfNeeded(account.did()))
                .isInstanceOf(ReauthenticationRequiredException.class);
    }
}
