package dev.idiolect.oauth.store.internal.measured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.DelegatingTokenStore;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.PendingLogins;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.telemetry.Operation;
import dev.idiolect.oauth.telemetry.RecordingTelemetry;
import dev.idiolect.oauth.telemetry.Telemetry;
import dev.idiolect.oauth.testkit.OAuthTokenStoreContract;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A store that reports is still a correct store. */
class MeasuredStoreTest extends OAuthTokenStoreContract {

    private final RecordingTelemetry telemetry = new RecordingTelemetry();

    @Override
    protected OAuthTokenStore open() {
        return MeasuredStore.of(new InMemoryOAuthTokenStore(), telemetry);
    }

    // A method that is missing here would run the default of the interface, which locks and claims nothing.
    @ParameterizedTest
    @MethodSource("parts")
    void everyMethodIsPassedOn(Class<?> part, Class<?> api) {
        for (Method method : api.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) {
                assertThat(Arrays.stream(part.getDeclaredMethods()))
                        .as(method.getName())
                        .anyMatch(own -> own.getName().equals(method.getName())
                                && Arrays.equals(own.getParameterTypes(), method.getParameterTypes()));
            }
        }
    }

    static Stream<Arguments> parts() {
        return Stream.of(
                Arguments.of(MeasuredStore.class, OAuthTokenStore.class),
                Arguments.of(MeasuredLock.class, SessionLock.class),
                Arguments.of(MeasuredLogins.class, PendingLogins.class));
    }

    @Test
    void operationsAreReported() {
        OAuthSession session = TestSessions.full(ALICE);
        store.save(session);
        store.load(ALICE);
        store.listDids();
        store.sessions(null, 10);
        store.claimIdle(Duration.ofDays(1), Set.of(), 1);
        store.postponeIdle(List.of(ALICE), Duration.ofDays(1), Duration.ZERO);
        try (SessionLock lock = store.lock(ALICE, Duration.ofSeconds(1))) {
            lock.permit(session);
        }
        store.replace(ALICE, session, null);
        store.delete(ALICE);
        store.reseal(ALICE, Duration.ZERO);
        assertThat(telemetry.all())
                .containsExactly(
                        "STORE save",
                        "STORE load",
                        "STORE list",
                        "STORE list",
                        "STORE claim",
                        "STORE postpone",
                        "LOCK_WAIT",
                        "STORE permit",
                        "STORE replace",
                        "STORE delete",
                        "STORE reseal");
    }

    @Test
    void pendingLoginsAreReported() {
        PendingLogins logins = store.pendingLogins().orElseThrow();
        logins.save("state", "body", Instant.now().plusSeconds(60));
        assertThat(logins.count()).hasValue(1);
        assertThat(logins.consume("state")).contains("body");
        assertThat(telemetry.all()).containsExactly("STORE save_login", "STORE consume_login");
    }

    @Test
    void failuresAreReportedByType() {
        assertThat(outcomeOf(StoreException.transientFailure("busy", null))).isEqualTo("transient");
        assertThat(outcomeOf(StoreException.permanentFailure("denied", null))).isEqualTo("permanent");
        assertThat(outcomeOf(StoreException.unreadable("damaged", null))).isEqualTo("unreadable");
        assertThat(outcomeOf(StoreException.plainText("plain", null))).isEqualTo("plain_text");
        assertThat(outcomeOf(StoreException.missingKey("k1", false, "no key", null)))
                .isEqualTo("missing_key");
        assertThat(outcomeOf(new IllegalStateException("pool"))).isEqualTo("_OTHER");
    }

    private static String outcomeOf(RuntimeException failure) {
        RecordingTelemetry recorded = new RecordingTelemetry();
        OAuthTokenStore failing = MeasuredStore.of(
                new DelegatingTokenStore(new InMemoryOAuthTokenStore()) {
                    @Override
                    public Optional<OAuthSession> load(String did) {
                        throw failure;
                    }
                },
                recorded);
        assertThatThrownBy(() -> failing.load(ALICE)).isSameAs(failure);
        return recorded.of(Operation.STORE).get(0).replace("STORE load -> ", "");
    }

    @Test
    void withoutTelemetryTheStoreIsNotWrapped() {
        OAuthTokenStore plain = new InMemoryOAuthTokenStore();
        assertThat(MeasuredStore.of(plain, Telemetry.none())).isSameAs(plain);
    }
}
