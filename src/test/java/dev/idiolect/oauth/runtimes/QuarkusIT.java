package dev.idiolect.oauth.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.pds.Wire;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.Gate;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Quarkus, with its REST client, as a JAR on the JVM. */
@Tag("quarkus")
class QuarkusIT extends SingleAppChecks {

    private static final String EVENT_LOOP_THREAD = "vert.x-eventloop-thread-0";
    private static final String EVENT_LOOP = "event loop " + EVENT_LOOP_THREAD;

    QuarkusIT() {
        super(new Quarkus());
    }

    // ---- Uni results

    @ParameterizedTest
    @ValueSource(strings = {"uni", "built-uni"})
    void uniCallIsSignedAndSentToTheAccountsPds(String way) {
        writes(way);
    }

    @ParameterizedTest
    @ValueSource(strings = {"uni", "built-uni"})
    void nonceChallengeInsideAUniCallIsRetried(String way) {
        retriesChallenge(way);
    }

    @ParameterizedTest
    @ValueSource(strings = {"uni", "built-uni"})
    void invalidTokenIsRefreshedInsideAUniCall(String way) {
        refreshesInside(way);
    }

    @Test
    void parallelUniCallsOfTwoAccountsStaySeparate() throws Exception {
        callsInParallel("uni");
    }

    // ---- Event loops

    @Test
    void refreshOfAReactiveCallKeepsTheEventLoopFree() throws Exception {
        try (RunningServer server = start(Map.of("quarkus.vertx.event-loops-pool-size", "1"), "own")) {
            CheckedApp own = server.app("own");
            assertThat(send(
                            HttpRequest.newBuilder(URI.create(own.address() + "/reactive/store")),
                            Duration.ofSeconds(5)))
                    .as("a store call on an event loop is detected")
                    .isEqualTo("store called on " + EVENT_LOOP_THREAD);
            for (String way : new String[] {"uni", "stage"}) {
                own.save(expired(fake.session(ALICE)));
                staysFree(own, way, way + ", token refreshed before the call");

                fake.expireAccessTokens();
                staysFree(own, way, way + ", token refreshed inside the call");
            }
        }
    }

    private static OAuthSession expired(OAuthSession session) {
        return session.toBuilder().expiresAt(Instant.now().minusSeconds(1)).build();
    }

    private void staysFree(CheckedApp own, String way, String text) throws Exception {
        Gate gate = new Gate();
        fake.fail(FakePds.TOKEN, Faults.hold(gate));
        try {
            String query = Wire.form(Map.of("did", ALICE, "text", text));
            CompletableFuture<String> writing = OwnThread.supply(() -> send(
                    HttpRequest.newBuilder(URI.create(own.address() + "/reactive/" + way + "?" + query))
                            .POST(BodyPublishers.noBody()),
                    Duration.ofSeconds(60)));
            gate.awaitArrival();
            assertThat(send(HttpRequest.newBuilder(URI.create(own.address() + "/reactive")), Duration.ofSeconds(5)))
                    .isEqualTo(EVENT_LOOP);
            assertThat(writing).isNotDone();
            gate.open();
            assertThat(writing.get(60, TimeUnit.SECONDS)).startsWith(EVENT_LOOP + " wrote at://" + ALICE);
            assertThat(texts(fake, ALICE)).containsOnlyOnce(text);
        } finally {
            gate.open();
        }
    }

    private static String send(HttpRequest.Builder request, Duration limit) {
        return CheckedApp.ok(Wire.send(request.timeout(limit)));
    }
}
