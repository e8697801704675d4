package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.session.EndReason;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.OwnStore;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls with cached sessions that change meanwhile. */
class CachedSessionTest extends SessionRefresherFixture {

    private static final Duration CACHE = Duration.ofSeconds(5);
    private static final Duration JUST_BEFORE = CACHE.minusMillis(1);

    private final OwnStore own = new OwnStore();
    private final SessionRefresher caching = caching(own);

    private SessionRefresher caching(OAuthTokenStore sessions) {
        return SessionRefresher.builder(sessions, server)
                .clock(clock)
                .sessionCache(CACHE)
                .build();
    }

    private OAuthSession withToken(String token) {
        return TestSessions.full(DID).toBuilder()
                .accessJwt(token)
                .refreshJwt(token + "-r")
                .issuedAt(clock.instant())
                .expiresAt(clock.instant().plus(LIFETIME))
                .build();
    }

    private String token() {
        return caching.refreshIfNeeded(DID).accessJwt();
    }

    @Test
    void callsWithinFiveSecondsReadTheStoreOnce() {
        own.save(withToken("one"));
        assertThat(token()).isEqualTo("one");
        clock.advance(JUST_BEFORE);
        assertThat(token()).isEqualTo("one");
        assertThat(caching.refreshIfNeededLater(DID).join().accessJwt()).isEqualTo("one");
        assertThat(own.loads).hasValue(1);
    }

    @Test
    void changeOfAnotherProcessIsSeenAfterFiveSeconds() {
        own.save(withToken("one"));
        token();
        own.save(withToken("theirs"));
        clock.advance(JUST_BEFORE);
        assertThat(token()).isEqualTo("one");
        clock.advance(Duration.ofMillis(1));
        assertThat(token()).isEqualTo("theirs");
        own.delete(DID);
        clock.advance(CACHE);
        assertThatThrownBy(this::token).isInstanceOf(NoSessionException.class);
    }

    @Test
    void cacheTimeStartsBeforeTheRead() {
        own.save(withToken("one"));
        own.afterRead = () -> {
            own.save(withToken("theirs"));
            clock.advance(CACHE);
        };
        assertThat(token()).isEqualTo("one");
        assertThat(token()).isEqualTo("theirs");
    }

    @Test
    void clockSetBackDoesNotExtendTheCacheTime() {
        own.save(withToken("one"));
        token();
        own.save(withToken("theirs"));
        clock.advance(Duration.ofHours(-1));
        assertThat(token()).isEqualTo("theirs");
    }

    @Test
    void eachStoreShowsTheApplicationsOwnWritesAtOnce(@TempDir Path directory) {
        InMemoryOAuthTokenStore memory = new InMemoryOAuthTokenStore();
        assertOwnWritesAreSeen(memory);
        try (FilesystemOAuthTokenStore files = FilesystemOAuthTokenStore.open(directory);
                SqliteOAuthTokenStore sqlite = SqliteOAuthTokenStore.open(directory.resolve("sessions.db"))) {
            assertOwnWritesAreSeen(files);
            assertOwnWritesAreSeen(sqlite);
        }
    }

    private void assertOwnWritesAreSeen(OAuthTokenStore sessions) {
        SessionRefresher refresher = caching(sessions);
        sessions.save(withToken("one"));
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("one");
        sessions.save(withToken("two"));
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("two");
        assertThat(sessions.replace(DID, withToken("two"), withToken("three"))).isTrue();
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("three");
        sessions.delete(DID);
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(NoSessionException.class);
    }

    @Test
    void writeDuringAReadIsSeenByTheNextCall() {
        OAuthTokenStore counted = new InMemoryOAuthTokenStore();
        own.save(withToken("one"));
        own.afterRead = () -> {
            own.save(withToken("two"));
            // Counts the change like a login that ends between the read and the return of the load.
            counted.save(withToken("two"));
        };
        assertThat(token()).isEqualTo("one");
        assertThat(token()).isEqualTo("two");
    }

    @Test
    void signedOutAccountStaysSignedOutWhileCallsRead() throws Exception {
        SessionRefresher refresher = caching(store);
        AtomicBoolean done = new AtomicBoolean();
        List<Future<?>> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            callers.add(threads.submit(() -> {
                while (!done.get()) {
                    try {
                        refresher.refreshIfNeeded(DID);
                    } catch (NoSessionException signedOut) {
                        Thread.onSpinWait();
                    }
                }
            }));
        }
        for (int i = 0; i < 20_000; i++) {
            store.save(withToken("login-" + i));
            assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("login-" + i);
            store.delete(DID);
            assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(NoSessionException.class);
        }
        done.set(true);
        for (Future<?> caller : callers) {
            caller.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void refreshedSessionReplacesTheCachedOne() {
        own.save(withToken("one"));
        token();
        assertThat(caching.refresh(DID).accessJwt()).isEqualTo("access-1");
        assertThat(token()).isEqualTo("access-1");
    }

    @Test
    void refusedTokenIsReadFromTheStoreBeforeARefresh() {
        own.save(withToken("one"));
        OAuthSession refused = caching.refreshIfNeeded(DID);
        own.save(withToken("theirs"));
        assertThat(caching.renew(refused).accessJwt()).isEqualTo("theirs");
        assertThat(server.calls).hasValue(0);
        assertThat(token()).isEqualTo("theirs");
    }

    @Test
    void cachedSessionIsRefreshedBeforeItsTokenExpires() {
        own.save(withToken("one").toBuilder()
                .expiresAt(clock.instant().plusSeconds(62))
                .issuedAt(clock.instant().minusSeconds(6000))
                .build());
        assertThat(token()).isEqualTo("one");
        clock.advance(Duration.ofSeconds(2));
        assertThat(token()).isEqualTo("access-1");
    }

    @Test
    void endOfTheSessionIsSeenAtOnce() {
        own.save(withToken("one"));
        OAuthSession session = caching.refreshIfNeeded(DID);
        server.behavior = any -> {
            throw ReauthenticationRequiredException.of(DID, "revoked");
        };
        assertThatThrownBy(() -> caching.renew(session)).isInstanceOf(ReauthenticationRequiredException.class);
        assertThatThrownBy(this::token).isInstanceOf(ReauthenticationRequiredException.class);
        assertThat(server.calls).hasValue(1);
    }

    @Test
    void cachedSessionEndsWithItsRefreshToken() {
        own.save(withToken("one").toBuilder()
                .refreshExpiresAt(clock.instant().plusSeconds(1))
                .build());
        token();
        clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(this::token)
                .isInstanceOfSatisfying(
                        ReauthenticationRequiredException.class,
                        e -> assertThat(e.reason()).isEqualTo(EndReason.EXPIRED));
    }

    @Test
    void unsavedSessionTakesPrecedenceOverTheCachedOne() {
        SessionRefresher refresher = caching(store);
        store.save(withToken("one"));
        refresher.refreshIfNeeded(DID);
        store.failSaves = true;
        assertThatThrownBy(() -> refresher.refresh(DID)).isInstanceOf(StoreException.class);
        store.failSaves = false;
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-1");
    }

    @Test
    void bearerSessionIsReadEachTime() {
        own.save(withToken("one").toBuilder().tokenType("Bearer").build());
        token();
        own.delete(DID);
        assertThatThrownBy(this::token).isInstanceOf(NoSessionException.class);
    }

    @Test
    void evictedSessionIsReadAgain() {
        own.save(withToken("one"));
        token();
        own.save(withToken("two"));
        caching.evict(DID);
        assertThat(token()).isEqualTo("two");
    }

    @Test
    void accountsAreCachedSeparately() {
        own.save(withToken("one"));
        own.save(TestSessions.full(BOB));
        assertThat(token()).isEqualTo("one");
        assertThat(caching.refreshIfNeeded(BOB).did()).isEqualTo(BOB);
        assertThat(caching.refreshIfNeeded(DID).did()).isEqualTo(DID);
    }

    @Test
    void withoutACacheTheStoreIsReadEachTime() {
        store.save(withToken("one"));
        refresher.refreshIfNeeded(DID);
        refresher.refreshIfNeeded(DID);
        assertThat(store.loads).hasValue(2);
    }

    @Test
    void cacheTimeIsAtMostAMinute() {
        SessionRefresher.Builder builder = SessionRefresher.builder(own, server).sessionCache(Duration.ofMinutes(1));
        assertThatThrownBy(() -> builder.sessionCache(Duration.ofSeconds(61)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sessionCache must be from PT0S to PT1M, was PT1M1S");
        assertThatThrownBy(() -> builder.sessionCache(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
