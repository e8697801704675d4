package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.client.ClientKeys;
import dev.idiolect.oauth.client.TestClientKeys;
import dev.idiolect.oauth.dpop.DpopNonces;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.pds.DpopKey;
import dev.idiolect.oauth.pds.PdsInspector;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.pds.TestClient;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.Jsons;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Refreshes of a confidential client at the real server. */
class ConfidentialRefreshIT {

    private static TestClient client;
    private static RealPds pds;

    @BeforeAll
    static void start() {
        client = TestClient.start();
        pds = RealPds.start(client.env());
    }

    @AfterAll
    static void stop() {
        pds.close();
        client.close();
    }

    private static Refresher refresher(ClientKeys keys, Clock clock) {
        return Refresher.builder(new DpopProofFactory(new DpopNonces(), null, clock))
                .clientKeys(keys)
                .clock(clock)
                .build();
    }

    private static OAuthSession login() {
        return PdsLogin.login(pds, pds.account(), client.client(), new InMemoryOAuthTokenStore());
    }

    private static ClientKeys keys() {
        return TestClientKeys.of(TestClientKeys.jwk("newer", DpopKey.generate()), Jsons.parse(client.privateJwk()));
    }

    @Test
    void sessionIsRefreshedRepeatedlyWithItsOwnKey() {
        Refresher refresher = refresher(keys(), Clock.systemUTC());
        OAuthSession session = login();
        for (int i = 0; i < 3; i++) {
            session = refresher.refresh(session);
            assertThat(new PdsInspector(pds.pdsUrl()).isAlive(session)).isTrue();
            assertThat(session.clientKeyId()).isEqualTo(TestClient.KEY_ID);
        }
    }

    @Test
    void wrongLocalClockIsCorrected() {
        for (Duration offset : List.of(Duration.ofMinutes(-5), Duration.ofMinutes(5), Duration.ofSeconds(8))) {
            Clock wrong = Clock.offset(Clock.systemUTC(), offset);
            OAuthSession session = login();
            OAuthSession refreshed = refresher(keys(), wrong).refresh(session);
            assertThat(new PdsInspector(pds.pdsUrl()).isAlive(refreshed)).isTrue();
        }
    }

    @Test
    void otherKeyWithSameKidDoesNotEndSession() {
        OAuthSession session = login();
        ClientKeys wrong = TestClientKeys.of(TestClientKeys.jwk(TestClient.KEY_ID, DpopKey.generate()));
        assertThatThrownBy(() -> refresher(wrong, Clock.systemUTC()).refresh(session))
                .isInstanceOfSatisfying(
                        RefreshException.class, e -> assertThat(e.error()).contains("invalid_client"));
        assertThat(new PdsInspector(pds.pdsUrl())
                        .isAlive(refresher(keys(), Clock.systemUTC()).refresh(session)))
                .isTrue();
    }
}
