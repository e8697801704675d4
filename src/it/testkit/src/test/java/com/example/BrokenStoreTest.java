package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.testkit.OAuthTokenStoreContract;
import dev.idiolect.oauth.testkit.SessionLockContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Failures tell the author of a broken store which rules it breaks. */
class BrokenStoreTest {

    /** Lists its accounts in any order, accepts any text, and locks nothing. */
    static final class BrokenStore implements OAuthTokenStore {

        private final Map<String, OAuthSession> sessions = new ConcurrentHashMap<>();

        @Override
        public void save(OAuthSession session) {
            sessions.put(session.did(), session);
        }

        @Override
        public Optional<OAuthSession> load(String did) {
            return Optional.ofNullable(sessions.get(did));
        }

        @Override
        public void delete(String did) {
            sessions.remove(did);
        }

        @Override
        public List<String> listDids() {
            return List.copyOf(sessions.keySet());
        }

        @Override
        public SessionLock lock(String did, Duration timeout) {
            return () -> {};
        }
    }

    static final class Sessions extends OAuthTokenStoreContract {

        @Override
        protected OAuthTokenStore open() {
            return new BrokenStore();
        }
    }

    static final class Locks extends SessionLockContract {

        @Override
        protected OAuthTokenStore open() {
            return new BrokenStore();
        }
    }

    @Test
    void sessionsOfABrokenStoreFail() {
        Events tests = run(Sessions.class);
        assertThat(failures(tests))
                .anyMatch(failure -> failure.contains("listIsSorted") && failure.contains("sorted by DID"))
                .anyMatch(failure -> failure.contains("invalidDidIsRejected") && failure.contains("Did.require()"))
                .noneMatch(failure -> failure.contains("loadReturnsEveryPartOfASavedSession"));
        assertThat(tests.succeeded().count()).isGreaterThan(10);
    }

    @Test
    void locksOfABrokenStoreFail() {
        assertThat(failures(run(Locks.class)))
                .anyMatch(failure -> failure.contains("onlyOneThreadHoldsTheLock")
                        && failure.contains("Two holders can send the same refresh token"))
                .anyMatch(failure -> failure.contains("noRefreshTokenIsSentTwice")
                        && failure.contains("A refresh token is sent once"));
    }

    private static Events run(Class<?> contract) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(contract))
                .execute()
                .testEvents();
    }

    private static List<String> failures(Events tests) {
        return tests.failed().stream()
                .map(event -> event.getTestDescriptor().getUniqueId() + " "
                        + event.getRequiredPayload(TestExecutionResult.class)
                                .getThrowable()
                                .orElseThrow()
                                .getMessage())
                .toList();
    }
}
