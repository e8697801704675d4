package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exceptions of a failed refresh, and the session that stays stored. */
class FailedRefreshTest extends SessionRefresherFixture {

    @Test
    void endedSessionIsKeptAndCausesNoMoreRequests() {
        store.save(expired(DID));
        server.behavior = session -> {
            throw ReauthenticationRequiredException.of(session.did(), "revoked");
        };
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID))
                .isInstanceOfSatisfying(
                        ReauthenticationRequiredException.class,
                        e -> assertThat(e.did()).isEqualTo(DID));
        assertThat(store.load(DID))
                .contains(expired(DID).toBuilder()
                        .refreshExpiresAt(clock.instant())
                        .build());
        for (Callable<OAuthSession> call : List.<Callable<OAuthSession>>of(
                () -> refresher.refreshIfNeeded(DID),
                () -> refresher.refresh(DID),
                () -> refresher.renew(expired(DID)))) {
            assertThatThrownBy(call::call).isInstanceOf(ReauthenticationRequiredException.class);
        }
        assertThat(server.calls).hasValue(1);
    }

    @Test
    void transientFailureLeavesValidSessionUsable() {
        store.save(TestSessions.full(DID));
        clock.advance(LIFETIME.minusSeconds(30));
        server.behavior = session -> {
            throw RefreshException.transientFailure(session.did(), "HTTP 503", null, null);
        };
        assertThat(refresher.refreshIfNeeded(DID)).isEqualTo(TestSessions.full(DID));
        clock.advance(Duration.ofSeconds(30));
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(RefreshException.class);
        assertThat(store.load(DID)).contains(TestSessions.full(DID));
    }

    @Test
    void unsavedTokensAreSavedAtNextCallWithoutRequest() {
        store.save(expired(DID));
        store.failSaves = true;
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(StoreException.class);
        store.failSaves = false;
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-1");
        assertThat(store.load(DID).orElseThrow().refreshJwt()).isEqualTo("refresh-1");
        assertThat(server.calls).hasValue(1);
        assertThat(server.replayed).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"runtime", "error"})
    void failingRefresherDoesNotBlockAccount(String kind) {
        store.save(expired(DID));
        server.behavior = session -> {
            if (kind.equals("error")) {
                throw new LinkageError("fault");
            }
            throw new IllegalStateException("fault");
        };
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).hasMessage("fault");
        server.behavior = server::rotate;
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-2");
    }

    @Test
    void failedLockIsTransient() {
        store.save(TestSessions.full(DID));
        clock.advance(LIFETIME.minusSeconds(30));
        store.failLocks = true;
        assertThat(refresher.refreshIfNeeded(DID)).isEqualTo(TestSessions.full(DID));
        clock.advance(LIFETIME);
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID))
                .isInstanceOfSatisfying(
                        RefreshException.class, e -> assertThat(e.isTransient()).isTrue());
        assertThat(server.calls).hasValue(0);
    }

    @Test
    void undeclaredCheckedExceptionDoesNotBlockAccount() {
        store.save(expired(DID));
        server.behavior = session -> FailedRefreshTest.<RuntimeException, OAuthSession>sneak(new IOException("fault"));
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).hasRootCauseMessage("fault");
        server.behavior = server::rotate;
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-2");
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable, T> T sneak(Throwable failure) throws E {
        throw (E) failure;
    }

    @Test
    void failedThreadStartDoesNotBlockAccount() throws Exception {
        store.save(expired(DID));
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread barred = new Thread(() -> failure.complete(catchThrowable(() -> refresher.refreshIfNeeded(DID)))) {
            @Override
            public ClassLoader getContextClassLoader() {
                throw new SecurityException("barred");
            }
        };
        barred.start();
        assertThat(failure.get(20, TimeUnit.SECONDS)).hasMessage("barred");
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-1");
    }

    @Test
    void expiredTokensOfOtherProcessAreTransientFailure() {
        store.save(expired(DID));
        server.behavior = session -> {
            store.save(expired(DID).toBuilder()
                    .accessJwt("theirs")
                    .refreshJwt("theirs-r")
                    .issuedAt(Instant.EPOCH)
                    .expiresAt(Instant.EPOCH)
                    .build());
            throw ReauthenticationRequiredException.of(session.did(), "replayed");
        };
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID))
                .isInstanceOfSatisfying(
                        RefreshException.class, e -> assertThat(e.isTransient()).isTrue());
        assertThat(store.load(DID).orElseThrow().refreshExpiresAt())
                .isEqualTo(expired(DID).refreshExpiresAt());
    }

    @Test
    void validTokenIsUsedAfterAnyFailure() {
        store.save(TestSessions.full(DID));
        clock.advance(LIFETIME.minusSeconds(30));
        server.behavior = session -> {
            throw RefreshException.permanentFailure(session.did(), "HTTP 401", "invalid_client");
        };
        assertThat(refresher.refreshIfNeeded(DID)).isEqualTo(TestSessions.full(DID));
        clock.advance(Duration.ofSeconds(29));
        assertThat(refresher.refreshIfNeeded(DID)).isEqualTo(TestSessions.full(DID));
        clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(RefreshException.class);
    }

    @Test
    void permanentFailureIsLoggedOnceUntilRefreshSucceeds() {
        store.save(TestSessions.full(DID));
        clock.advance(LIFETIME.minusSeconds(30));
        List<String> warnings = warningsWhile(() -> {
            for (int round = 0; round < 2; round++) {
                server.behavior = session -> {
                    throw RefreshException.permanentFailure(session.did(), "HTTP 401", "invalid_client");
                };
                for (int i = 0; i < 5; i++) {
                    refresher.refreshIfNeeded(DID);
                    clock.advance(Duration.ofSeconds(2));
                }
                server.behavior = server::rotate;
                refresher.refresh(DID);
                clock.advance(LIFETIME.minusSeconds(30));
            }
        });
        assertThat(warnings).hasSize(2).allMatch(line -> line.contains(DID) && line.contains("HTTP 401"));
    }

    private static List<String> warningsWhile(Runnable calls) {
        List<String> warnings = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger(FailedRefreshTest.class.getPackageName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                if (line.getLevel() == Level.WARNING) {
                    warnings.add(new SimpleFormatter().formatMessage(line));
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            calls.run();
        } finally {
            logger.removeHandler(handler);
        }
        return warnings;
    }

    @Test
    void endSavedByOtherProcessWhileWaitingIsBelieved() {
        store.save(expired(DID));
        AtomicInteger loads = new AtomicInteger();
        store.beforeLoad = () -> {
            if (loads.incrementAndGet() == 2) {
                store.save(expired(DID).toBuilder()
                        .refreshExpiresAt(clock.instant())
                        .build());
            }
        };
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(ReauthenticationRequiredException.class);
        assertThat(server.calls).hasValue(0);
    }
}
