package dev.idiolect.oauth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.OwnThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginSharesTest {

    private static final int MAX = 8;

    private static final String SERVER = "https://example.com";
    private static final Duration LONG = Duration.ofSeconds(20);

    private final AtomicLong nanos = new AtomicLong();
    private final LoginShares shares = new LoginShares(MAX, Duration.ZERO, nanos::get);
    private final LoginShares patient = new LoginShares(MAX, LONG, nanos::get);
    private final LoginShares few = new LoginShares(2, Duration.ZERO, nanos::get);
    private final List<String> givenUp = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "https://pds.example.com, example.com",
        "https://a.b.example.com:8443/x, example.com",
        "https://[2001:db8::1], [2001:db8::1]",
        "http://127.0.0.1:2583, 127.0.0.1:2583",
        "http://localhost:2583, localhost:2583",
        "alice.example.com, example.com",
        "did:web:a.example.com, example.com",
        "did:web:localhost%3A2583, localhost",
        "did:plc:abcdefghijklmnopqrstuvwx, did:plc"
    })
    void hostsOfOneDomainShare(String server, String owner) {
        assertThat(LoginShares.owner(server)).isEqualTo(owner);
    }

    @Test
    void slowServersTogetherRejectOnlyOnePartOfLogins() {
        for (int i = 0; i < 2 * MAX; i++) {
            shares.enter("https://h.example" + i + ".com");
        }
        assertThatThrownBy(() -> shares.enter("https://example.org"))
                .isInstanceOfSatisfying(
                        LoginException.class, e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(5)));
        assertThatThrownBy(() -> shares.requireFree("https://example.org")).isInstanceOf(LoginException.class);
        assertThat(shares.ofOtherPart().at("https://example.org", () -> 1)).isEqualTo(1);
    }

    @Test
    void fewSlowServersLeavePlacesForOthers() {
        takeAll(few, "https://example.com", 2);
        takeAll(few, "https://example.net", 1);
        assertThat(few.at("https://example.org", () -> 1)).isEqualTo(1);
    }

    @Test
    void bothPartsOfLoginsShareAServer() {
        for (int i = 0; i < MAX; i++) {
            shares.enter("https://example.com");
        }
        LoginShares callbacks = shares.ofOtherPart();
        assertThatThrownBy(() -> callbacks.enter("https://example.com")).isInstanceOf(LoginException.class);
        assertThatThrownBy(() -> callbacks.requireFree("https://example.com")).isInstanceOf(LoginException.class);
    }

    @Test
    void loginsWaitForAPlaceInTheirOrder() {
        List<Runnable> taken = fill(patient);
        List<CompletableFuture<Runnable>> waiting = new ArrayList<>();
        for (LoginShares part : List.of(patient, patient.ofOtherPart())) {
            waiting.add(enterLater(part));
            await().until(() -> patient.waiting() == waiting.size());
        }
        taken.get(3).run();
        Runnable leave = waiting.get(0).join();
        assertThat(waiting.get(1)).isNotDone();
        leave.run();
        waiting.get(1).join();
    }

    @Test
    void serverHasAsManyWaitingLoginsAsPlaces() {
        LoginShares callbacks = patient.ofOtherPart();
        List<Runnable> taken = fill(patient);
        List<CompletableFuture<Runnable>> waiting = wait(patient, MAX / 2);
        waiting.addAll(wait(callbacks, MAX / 2));
        for (LoginShares part : List.of(patient, callbacks)) {
            assertThatThrownBy(() -> part.requireFree(SERVER)).isInstanceOf(LoginException.class);
            assertThatThrownBy(() -> part.enter(SERVER)).isInstanceOf(LoginException.class);
        }
        taken.forEach(Runnable::run);
        waiting.forEach(CompletableFuture::join);
    }

    @Test
    void waitingLoginsTakeNoPlaceOfOtherServers() {
        fill(patient);
        List<CompletableFuture<Runnable>> waiting = wait(patient, MAX);
        for (int i = 0; i < MAX / 2; i++) {
            int rejected = i + 1;
            patient.requireFree("https://example.org");
            patient.enter("https://example.org");
            await().until(() -> waiting.stream()
                            .filter(CompletableFuture::isCompletedExceptionally)
                            .count()
                    == rejected);
        }
        assertThat(patient.waiting()).isEqualTo(MAX / 2);
        // Another server takes half of the places that are left.
        for (int i = 0; i < MAX / 4; i++) {
            patient.enter("https://example.net");
        }
        assertThat(patient.waiting()).isEqualTo(MAX / 4);
    }

    @Test
    void loginWaitsForAFreePlaceWithoutTakingIt() {
        List<Runnable> taken = fill(patient);
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < MAX; i++) {
            waiting.add(OwnThread.run(() -> patient.requireFree(SERVER)));
        }
        await().until(() -> patient.waiting() == MAX);
        CompletableFuture<Runnable> other = enterLater(patient.ofOtherPart());
        assertThatThrownBy(other::join).hasCauseInstanceOf(LoginException.class);
        taken.get(0).run();
        waiting.forEach(CompletableFuture::join);
        patient.enter(SERVER);
        assertThat(patient.waiting()).isZero();
    }

    @Test
    void longerQueueMakesRoomForAShorterOne() {
        fill(patient.ofOtherPart());
        List<CompletableFuture<Runnable>> waiting = wait(patient, MAX);
        for (int i = 0; i < MAX; i++) {
            patient.enter("https://example.org");
        }
        for (int i = 1; i <= MAX / 2; i++) {
            int rejected = i;
            OwnThread.run(() -> patient.requireFree("https://example.org"));
            await().until(() -> waiting.stream()
                            .filter(CompletableFuture::isCompletedExceptionally)
                            .count()
                    == rejected);
        }
        assertThat(patient.waiting()).isEqualTo(MAX);
        assertThatThrownBy(() -> patient.enter("https://example.org")).isInstanceOf(LoginException.class);
    }

    @Test
    void loginThatGivesUpLeavesTheQueue() {
        List<Runnable> taken = fill(shares);
        for (int i = 0; i < 2 * MAX; i++) {
            assertThatThrownBy(() -> shares.enter(SERVER)).isInstanceOf(LoginException.class);
        }
        assertThat(shares.waiting()).isZero();
        for (int i = 0; i < MAX / 2; i++) {
            taken.add(shares.enter("https://example.org"));
        }
        taken.forEach(Runnable::run);
        assertThat(fill(shares)).hasSize(MAX);
    }

    @Test
    void interruptedLoginStopsWaiting() {
        fill(patient);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> patient.enter(SERVER)).isInstanceOf(LoginException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(patient.waiting()).isZero();
    }

    @Test
    void slowLoginMakesRoomForOneAtAnotherServer() {
        List<Runnable> leave = Stream.of("one", "two", "two", "three")
                .map(name -> enterUntilGivenUp(name))
                .toList();
        nanos.addAndGet(LoginShares.PROMPT.toNanos() - 1);
        assertThatThrownBy(() -> few.requireFree("https://four.com")).isInstanceOf(LoginException.class);
        assertThatThrownBy(() -> enterUntilGivenUp("four")).isInstanceOf(LoginException.class);
        nanos.incrementAndGet();
        assertThatThrownBy(() -> enterUntilGivenUp("three")).isInstanceOf(LoginException.class);
        few.requireFree("https://four.com");
        assertThat(givenUp).isEmpty();
        // The server with the most places comes first, then the oldest login.
        enterUntilGivenUp("four");
        assertThat(givenUp).containsExactly("two");
        leave.get(1).run();
        enterUntilGivenUp("five");
        assertThat(givenUp).containsExactly("two", "one");
        leave.get(2).run();
        enterUntilGivenUp("six");
        assertThat(givenUp).hasSize(2);
    }

    @Test
    void onlyLoginsThatCanBeGivenUpMakeRoom() {
        for (int i = 0; i < 4; i++) {
            few.enter("https://example" + i + ".com");
        }
        nanos.addAndGet(Duration.ofDays(1).toNanos());
        assertThatThrownBy(() -> few.enter("https://example.org")).isInstanceOf(LoginException.class);
        assertThatThrownBy(() -> few.requireFree("https://example.org")).isInstanceOf(LoginException.class);
    }

    @Test
    void slowServersLeaveAnotherServerAsManyPlaces() {
        List<String> attackers = List.of("a.com", "b.com", "c.com", "d.com");
        for (int i = 0; i < MAX; i++) {
            for (String attacker : attackers) {
                try {
                    shares.enter("https://" + attacker, () -> givenUp.add(attacker));
                } catch (LoginException e) {
                    assertThat(e).hasMessageContaining("are in progress");
                }
            }
        }
        nanos.addAndGet(LoginShares.PROMPT.toNanos());
        // 13 of 16 places are slow: 4, 3, 3 and 3.
        for (int i = 0; i < 3; i++) {
            shares.requireFree("https://example.org");
            shares.enter("https://example.org");
        }
        assertThat(givenUp).containsExactly("a.com");
        assertThatThrownBy(() -> shares.enter("https://example.org")).isInstanceOf(LoginException.class);
        assertThatThrownBy(() -> shares.requireFree("https://example.org")).isInstanceOf(LoginException.class);
        assertThat(givenUp).containsExactly("a.com");
    }

    @Test
    void placeOfASlowLoginGoesToTheLoginThatHasWaitedLongest() {
        for (int i = 0; i < MAX; i++) {
            patient.enter(SERVER, () -> givenUp.add("slow"));
        }
        for (int i = 0; i < MAX / 2; i++) {
            patient.enter("https://example.org");
        }
        CompletableFuture<Runnable> waiting = enterLater("https://example.org");
        await().until(() -> patient.waiting() == 1);
        nanos.addAndGet(LoginShares.PROMPT.toNanos());
        CompletableFuture<Runnable> later = enterLater("https://example.org");
        waiting.join();
        assertThat(givenUp).containsExactly("slow");
        assertThat(later).isNotDone();
        waiting.join().run();
        later.join();
    }

    @Test
    void loginsAtTheDirectoryKeepTheirPlaces() {
        for (int i = 0; i < MAX; i++) {
            shares.enter("did:plc:a" + i, () -> givenUp.add("slow"));
        }
        takeAll(shares, "https://example.org", MAX / 2);
        nanos.addAndGet(LoginShares.PROMPT.toNanos());
        assertThatThrownBy(() -> shares.enter("https://example.org")).isInstanceOf(LoginException.class);
        assertThat(givenUp).isEmpty();
    }

    @Test
    void loginThatIsGivenUpLetsACallbackOfItsServerGoOn() {
        for (int i = 0; i < MAX; i++) {
            patient.enter(SERVER, () -> givenUp.add("slow"));
        }
        LoginShares callbacks = patient.ofOtherPart();
        CompletableFuture<Runnable> callback = enterLater(callbacks);
        await().until(() -> callbacks.waiting() == 1);
        for (int i = 0; i < MAX; i++) {
            patient.enter("https://example" + i + ".com");
        }
        nanos.addAndGet(LoginShares.PROMPT.toNanos());
        patient.enter("https://example.org");
        assertThat(givenUp).containsExactly("slow");
        callback.join();
    }

    private Runnable enterUntilGivenUp(String name) {
        return few.enter("https://" + name + ".com", () -> givenUp.add(name));
    }

    private static void takeAll(LoginShares part, String server, int places) {
        for (int i = 0; i < places; i++) {
            part.enter(server);
        }
        assertThatThrownBy(() -> part.enter(server)).isInstanceOf(LoginException.class);
    }

    private static List<Runnable> fill(LoginShares part) {
        List<Runnable> taken = new ArrayList<>();
        for (int i = 0; i < MAX; i++) {
            taken.add(part.enter(SERVER));
        }
        return taken;
    }

    private CompletableFuture<Runnable> enterLater(String server) {
        return OwnThread.supply(() -> patient.enter(server));
    }

    private static CompletableFuture<Runnable> enterLater(LoginShares part) {
        return OwnThread.supply(() -> part.enter(SERVER));
    }

    private static List<CompletableFuture<Runnable>> wait(LoginShares part, int logins) {
        int before = part.waiting();
        List<CompletableFuture<Runnable>> waiting =
                Stream.generate(() -> enterLater(part)).limit(logins).collect(Collectors.toList());
        await().until(() -> part.waiting() == before + logins);
        return waiting;
    }

    @Test
    void unlimitedSharesRejectNoLogin() {
        LoginShares unlimited = new LoginShares(Integer.MAX_VALUE);
        for (int i = 0; i < 1_000; i++) {
            unlimited.enter("https://example.com");
        }
        unlimited.requireFree("https://example.com");
    }

    @Test
    void fullShareRejectsOnlyItsOwnLogins() {
        List<Runnable> taken = new ArrayList<>();
        for (int i = 0; i < MAX; i++) {
            taken.add(shares.enter("https://h" + i + ".example.com"));
        }
        assertThatThrownBy(() -> shares.enter("https://other.example.com"))
                .isInstanceOfSatisfying(LoginException.class, e -> {
                    assertThat(e.retryAfter()).contains(Duration.ofSeconds(5));
                    assertThat(e.isLoginPending()).isFalse();
                });
        assertThat(shares.at("https://example.org", () -> 1)).isEqualTo(1);
        taken.forEach(Runnable::run);
        assertThat(shares.at("https://example.com", () -> 1)).isEqualTo(1);
    }
}
