package dev.idiolect.oauth.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.session.OAuthSession;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What must hold, beside the rest, on servers of several applications. */
abstract class ServerChecks extends RuntimeChecks {

    private final AppServer appServer;

    ServerChecks(AppServer platform) {
        super(platform);
        this.appServer = platform;
    }

    @Test
    void twoApplicationsOnOneServerKeepTheirSessionsApart() {
        OAuthSession alice = fake.session(ALICE);
        OAuthSession bob = other.session(BOB);
        try (RunningServer server = start(Map.of(), "checks", "own")) {
            CheckedApp first = server.app("checks");
            CheckedApp second = server.app("own");
            first.save(alice);
            second.save(bob);
            assertThat(first.dids()).containsExactly(ALICE);
            assertThat(second.dids()).containsExactly(BOB);
            fake.expireAccessTokens();
            other.expireAccessTokens();
            assertThat(first.call("blocking", ALICE, "from the first")).startsWith("at://" + ALICE);
            assertThat(second.call("stage", BOB, "from the second")).startsWith("at://" + BOB);
            assertThat(first.tryCall("blocking", BOB, "not mine", null).body()).startsWith("NoSessionException");
        }
    }

    @Test
    void aRedeployedApplicationGoesOn() {
        String database = directory.resolve("redeployed.db").toString();
        Map<String, String> sqlite = Map.of("idiolect.oauth.store", "sqlite", "idiolect.oauth.store.path", database);
        try (RunningServer server = start(sqlite, "checks")) {
            CheckedApp checks = server.app("checks");
            checks.save(fake.session(ALICE));
            for (int i = 1; i <= 2; i++) {
                appServer.undeploy(server.process(), "checks");
                assertThat(checks.isUp()).isFalse();
                appServer.deploy(server.process(), "checks");
                server.app("checks");
                fake.expireAccessTokens();
                assertThat(checks.call("blocking", ALICE, "redeployed " + i)).startsWith("at://");
                assertThat(checks.call("stage", ALICE, "redeployed, later " + i))
                        .startsWith("at://");
            }
        }
        assertThat(texts(fake, ALICE)).contains("redeployed 1", "redeployed, later 2");
    }
}
