package dev.idiolect.oauth.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.internal.http.RequestThreads;
import dev.idiolect.oauth.pds.Wire;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.Gate;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A slow authorization server delays only its own users. */
class LoginSharesTest extends WebFixture {

    private static final String OTHER = "did:plc:zyxwvutsrqponmlkjihgfedc";
    private static final int ATTACKERS = 40;
    private static final int SHARE = RequestThreads.share() / 2;

    private final FakePds other = FakePds.startSplit();
    private Gate gate = new Gate();
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
        await().untilAsserted(() -> assertThat(rejected.get()).isGreaterThanOrEqualTo(ATTACKERS - SHARE));
    }

    private static IntStream bursts() {
        return IntStream.of(SHARE + 1, 2 * SHARE);
    }

    @ParameterizedTest
    @MethodSource("bursts")
    void burstAtAPromptServerIsServed(int users) throws Exception {
        start();
        fake.fail(FakePds.PAR, FakePds.ALWAYS, Faults.hold(gate));
        List<TestBrowser> browsers = Stream.generate(() -> new TestBrowser(web.origin()))
                .limit(users)
                .toList();
        Map<TestBrowser, HttpResponse<String>> begun =
                together(browsers, user -> user.post("/oauth/login", Map.of("handle", DID)));
        assertThat(begun.values()).extracting(HttpResponse::statusCode).containsOnly(303);
        gate = new Gate();
        fake.fail(FakePds.TOKEN, FakePds.ALWAYS, Faults.hold(gate));
        assertThat(together(browsers, user -> {
                            String url = TestBrowser.location(begun.get(user));
                            return user.get("/oauth/callback", fake.approve(URI.create(url), DID));
                        })
                        .values())
                .extracting(HttpResponse::statusCode)
                .containsOnly(303);
    }

    /** Sends a request of each user, and lets the server respond when as many have arrived as have a place. */
    private Map<TestBrowser, HttpResponse<String>> together(
            List<TestBrowser> users, Function<TestBrowser, HttpResponse<String>> request) throws Exception {
        Map<TestBrowser, Future<HttpResponse<String>>> sent = new LinkedHashMap<>();
        users.forEach(user -> sent.put(user, attackers.submit(() -> request.apply(user))));
        gate.awaitArrivals(SHARE);
        gate.open();
        Map<TestBrowser, HttpResponse<String>> responses = new LinkedHashMap<>();
        for (Map.Entry<TestBrowser, Future<HttpResponse<String>>> one : sent.entrySet()) {
            responses.put(one.getKey(), one.getValue().get());
        }
        return responses;
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
        Map<TestBrowser, Map<String, String>> begun = beginLogins();
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
        // Slow callbacks hold their places until they end.
        Map<TestBrowser, HttpResponse<String>> rejected = new LinkedHashMap<>();
        for (Map.Entry<TestBrowser, Future<HttpResponse<String>>> one : slow.entrySet()) {
            HttpResponse<String> response = one.getValue().get();
            if (response.statusCode() != 303) {
                rejected.put(one.getKey(), response);
            }
        }
        assertThat(rejected).isNotEmpty();
        // A rejected callback is still pending and can be repeated.
        rejected.forEach((user, response) -> {
            assertThat(response.headers().firstValue("Retry-After")).isPresent();
            assertThat(response.body()).contains("href=\"\">Try again</a>");
            HttpResponse<String> again = user.get("/oauth/callback", begun.get(user));
            assertThat(again.statusCode()).as(again.body()).isEqualTo(303);
        });
    }

    @Test
    void repeatedLoginsAtASlowServerTakeNoPlaceOfOthers() throws Exception {
        start();
        directory.put(other, OTHER);
        fake.fail(FakePds.PROTECTED_RESOURCE, FakePds.ALWAYS, Faults.hold(gate));
        assertOthersSignInDuring((attacker, i) -> new TestBrowser(web.origin())
                .post(
                        "/oauth/login",
                        Map.of("handle", fake.pdsUrl()),
                        "Sec-Fetch-Site",
                        "same-origin",
                        "X-Test-Address",
                        address(i)));
    }

    @Test
    void repeatedCallbacksAtASlowServerTakeNoPlaceOfOthers() throws Exception {
        start();
        directory.put(other, OTHER);
        List<Map.Entry<TestBrowser, Map<String, String>>> begun =
                List.copyOf(beginLogins().entrySet());
        fake.fail(FakePds.TOKEN, FakePds.ALWAYS, Faults.hold(gate));
        assertOthersSignInDuring((attacker, i) -> {
            Map.Entry<TestBrowser, Map<String, String>> one = begun.get(attacker);
            return one.getKey().get("/oauth/callback?" + Wire.form(one.getValue()), "X-Test-Address", address(i));
        });
    }

    @Test
    void callbacksThatWaitForALockHoldTheShareOfTheirServer() throws Exception {
        start();
        directory.put(other, OTHER);
        Map<TestBrowser, Map<String, String>> begun = beginLogins();
        AtomicInteger rejected = new AtomicInteger();
        List<Future<?>> callbacks = new ArrayList<>();
        try (SessionLock lock = app.get(OAuthTokenStore.class).lock(DID, Duration.ofSeconds(1))) {
            assertThat(lock).isNotNull();
            begun.forEach((user, callback) -> callbacks.add(attackers.submit(() -> {
                if (user.get("/oauth/callback", callback).statusCode() == 503) {
                    rejected.incrementAndGet();
                }
            })));
            await().untilAsserted(() -> assertThat(rejected.get()).isEqualTo(ATTACKERS - SHARE));
            assertOtherUserSignsIn();
        }
        for (Future<?> callback : callbacks) {
            callback.get();
        }
        assertThat(rejected.get()).isEqualTo(ATTACKERS - SHARE);
    }

    private Map<TestBrowser, Map<String, String>> beginLogins() {
        Map<TestBrowser, Map<String, String>> begun = new LinkedHashMap<>();
        for (int i = 0; i < ATTACKERS; i++) {
            TestBrowser user = new TestBrowser(web.origin());
            HttpResponse<String> response = user.post("/oauth/login", Map.of("handle", DID));
            assertThat(response.statusCode()).as(response.body()).isEqualTo(303);
            begun.put(user, fake.approve(URI.create(TestBrowser.location(response)), DID));
        }
        return begun;
    }

    private static String address(int i) {
        return "2001:%x::1".formatted(i & 0xffff);
    }

    /**
     * Sends requests from many networks without a pause, and checks that another user can sign in while some of them hold
     * the places of the slow server and the others are rejected.
     *
     * @param attack sends a request, given the number of the attacker and of the request
     */
    private void assertOthersSignInDuring(BiFunction<Integer, Integer, HttpResponse<String>> attack) throws Exception {
        AtomicInteger requests = new AtomicInteger();
        AtomicBoolean full = new AtomicBoolean();
        AtomicBoolean ended = new AtomicBoolean();
        Set<Integer> rejected = ConcurrentHashMap.newKeySet();
        List<Future<?>> attacks = new ArrayList<>();
        for (int i = 0; i < ATTACKERS; i++) {
            int attacker = i;
            attacks.add(attackers.submit(() -> {
                while (!ended.get()) {
                    boolean late = full.get();
                    if (attack.apply(attacker, requests.getAndIncrement()).statusCode() == 503 && late) {
                        rejected.add(attacker);
                    }
                }
            }));
        }
        try {
            gate.awaitArrivals(SHARE);
            full.set(true);
            await().until(() -> rejected.size() == ATTACKERS - SHARE);
            for (int i = 0; i < 20; i++) {
                assertOtherUserSignsIn();
            }
        } finally {
            ended.set(true);
            gate.open();
        }
        for (Future<?> one : attacks) {
            one.get();
        }
    }
}
