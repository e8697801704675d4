package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.dpop.DpopNonces;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.internal.http.TestHttpClients;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.SessionEnded;
import dev.idiolect.oauth.session.SessionEvent;
import dev.idiolect.oauth.session.SessionListener;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.Arguments;

/** Refreshers at a fake PDS whose authorization server has an origin of its own. */
@Timeout(60)
abstract class RefreshFixture {

    static final String DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";
    static final String ANOTHER = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa";
    static final Duration PATIENT = Duration.ofSeconds(20);
    static final Duration IMPATIENT = Duration.ofMillis(500);

    /** Longer than the timeout of {@link #lateReadingClient} for responses that carry no tokens. */
    static final Duration LATE = Duration.ofSeconds(2);

    static SsrfSafeHttpClient lateReadingClient() {
        return TestHttpClients.of(Duration.ofSeconds(1), PATIENT);
    }

    final FakePds fake = FakePds.startSplit();

    /** The client's clock. */
    final TestClock clock = TestClock.running();

    final DpopNonces nonces = new DpopNonces();
    final DpopProofFactory proofs = new DpopProofFactory(nonces, null, clock);
    final InMemoryOAuthTokenStore store = new InMemoryOAuthTokenStore();

    @AfterEach
    void closeFake() {
        fake.close();
    }

    /** Returns a listener that keeps only the ends of sessions. */
    static SessionListener endsTo(List<SessionEvent> events) {
        return event -> {
            if (event instanceof SessionEnded) {
                events.add(event);
            }
        };
    }

    Refresher refresher(Duration timeout) {
        return refresher(TestHttpClients.of(timeout, clock));
    }

    Refresher refresher(SsrfSafeHttpClient http) {
        return Refresher.builder(proofs).http(http).clock(clock).build();
    }

    SessionRefresher sessionRefresher(Refresher refresher) {
        return SessionRefresher.builder(store, refresher).clock(clock).build();
    }

    /** Stores the current nonce, so that the next token request is not challenged. */
    void learnNonce() {
        nonces.update(fake.issuer(), fake.authNonces().current());
    }

    /** Returns a refresher with a short timeout for the first refresh and a long one for the others: a busy machine can be slow. */
    static Refresher impatientOnce(Refresher impatient, Refresher patient) {
        AtomicBoolean first = new AtomicBoolean(true);
        return session -> (first.getAndSet(false) ? impatient : patient).refresh(session);
    }

    /** Refreshes another session, so that discovery and class loading are done. */
    void warmUp(Refresher refresher, OAuthSession another) {
        await().ignoreExceptionsInstanceOf(OAuthException.class).until(() -> {
            refresher.refresh(another);
            return true;
        });
    }

    /**
     * Returns the arguments of an outage test.
     *
     * @param spent whether the server consumes the token
     */
    static Arguments outage(String name, boolean spent, Fault fault) {
        return Arguments.of(Named.of(name, fault), spent, PATIENT);
    }

    /** Returns the arguments of an outage that only a timeout ends. */
    static Arguments slow(String name, boolean spent, Fault fault) {
        return Arguments.of(Named.of(name, fault), spent, IMPATIENT);
    }

    /** Returns the session with another PDS URL. */
    static OAuthSession at(String pdsUrl, OAuthSession session) {
        return session.toBuilder().pdsUrl(pdsUrl).build();
    }

    static RefreshException transientFailure(ThrowingCallable call) {
        return failure(call, true);
    }

    static RefreshException permanentFailure(ThrowingCallable call) {
        return failure(call, false);
    }

    static ReauthenticationRequiredException ended(ThrowingCallable call) {
        ReauthenticationRequiredException end = catchThrowableOfType(ReauthenticationRequiredException.class, call);
        Assertions.assertThat(end).isNotNull();
        return end;
    }

    private static RefreshException failure(ThrowingCallable call, boolean isTransient) {
        RefreshException failure = catchThrowableOfType(RefreshException.class, call);
        Assertions.assertThat(failure).isNotNull();
        Assertions.assertThat(failure.isTransient()).as(failure.toString()).isEqualTo(isTransient);
        return failure;
    }
}
