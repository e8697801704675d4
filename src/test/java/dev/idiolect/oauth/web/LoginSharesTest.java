package dev.idiolect.oauth.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.pds.FakePds;
import dev.idiolect.oauth.pds.Faults;
import dev.idiolect.oauth.pds.Gate;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A slow authorization server delays only its own users. */
class LoginSharesTest extends WebFixture {

    private static final String OTHER = "did:plc:zyxwvutsrqponmlkjihgfedc";
    private static final int ATTACKERS = 40;
    private static final int SHARE = LoginLimiter.MAX_CONCURRENT / 2;

    private final FakePds other = FakePds.startSplit();
    private final Gate gate = new Gate();
    private final ExecutorService attackers = Executors.newFixedThreadPool(ATTACKERS);

    @AfterEach
    void stopOther() {
        gate.open();
        attackers.shutdownNow();
        other.close();
    }

    private void assertOtherUserSignsIn() {
        TestBrowser user = new TestBrowser(web.origin());
        HttpResponse<String> begun = user.post("/oauth/login", Map.of("handle", OTHER));
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(303);
        Map<String, String> callback = other.approve(URI.create(TestBrowser.location(begun)), OTHER);
        assertThat(user.get("/oauth/callback", callback).statusCode()).isEqualTo(303);
        assertThat(app.get(LoginApp.class).user()).isEqualTo(OTHER);
    }

    /** Waits until each attack either waits for the slow server or is rejected. */
    private static void awaitRejections(AtomicInteger rejected) {
        await().untilAsserted(() ->
                assertThat(rejected.get()).isGreaterThanOrEqualTo(ATTACKERS - LoginLimiter.MAX_CONCURRENT));
    }

    @Test
    void slowServerHoldsOnlyItsShareOfLogins() throws Exception {
        start();
        directory.put(other, OTHER);
        fake.fail(FakePds.PAR, FakePds.ALWAYS, Faults.hold(gate));
        AtomicInteger rejected = new AtomicInteger();
        List<Future<?>> attacks = new ArrayList<>();
        for (int i = 0; i < ATTACKERS; i++) {
            attacks.add(attackers.submit(() -> {
                HttpResponse<String> response =
                        new TestBrowser(web.origin()).post("/oauth/login", Map.of("handle", DID));
                if (response.statusCode() == 503 || response.statusCode() == 429) {
                    assertThat(response.headers().firstValue("Retry-After")).isPresent();
                    rejected.incrementAndGet();
                }
            }));
        }
        gate.awaitArrivals(SHARE);
        awaitRejections(rejected);
        assertOtherUserSignsIn();
        gate.open();
        for (Future<?> attack : attacks) {
            attack.get();
        }
        assertThat(rejected.get()).isGreaterThan(0);
        assertThat(fake.requests(FakePds.PAR)).isLessThanOrEqualTo(2 * (ATTACKERS - rejected.get()));
    }

    @Test
    void slowCallbacksStopNoOtherSignIn() throws Exception {
        start();
        directory.put(other, OTHER);
        Map<TestBrowser, Map<String, String>> begun = new LinkedHashMap<>();
        for (int i = 0; i < ATTACKERS; i++) {
            TestBrowser user = new TestBrowser(web.origin());
            HttpResponse<String> response = user.post("/oauth/login", Map.of("handle", DID));
            assertThat(response.statusCode()).as(response.body()).isEqualTo(303);
            begun.put(user, fake.approve(URI.create(TestBrowser.location(response)), DID));
        }
        fake.fail(FakePds.TOKEN, FakePds.ALWAYS, Faults.hold(gate));
        Map<TestBrowser, Future<HttpResponse<String>>> slow = new LinkedHashMap<>();
        AtomicInteger ended = new AtomicInteger();
        begun.forEach((user, callback) -> slow.put(user, attackers.submit(() -> {
            HttpResponse<String> response = user.get("/oauth/callback", callback);
            ended.incrementAndGet();
            return response;
        })));
        gate.awaitArrivals(SHARE);
        awaitRejections(ended);
        assertOtherUserSignsIn();
        gate.open();
        // A rejected callback is still pending and can be repeated.
        int rejected = 0;
        for (Map.Entry<TestBrowser, Future<HttpResponse<String>>> one : slow.entrySet()) {
            HttpResponse<String> response = one.getValue().get();
            if (response.statusCode() != 303) {
                rejected++;
                assertThat(response.headers().firstValue("Retry-After")).isPresent();
                assertThat(response.body()).contains("href=\"\">Try again</a>");
                await("success of the repetition after a moment")
                        .until(() -> one.getKey()
                                        .get("/oauth/callback", begun.get(one.getKey()))
                                        .statusCode()
                                == 303);
            }
        }
        assertThat(rejected).isGreaterThan(0);
    }
}
