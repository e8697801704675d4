package dev.idiolect.oauth.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.contracts.LeaseStore.Data;
import dev.idiolect.oauth.contracts.LeaseStore.Held;
import dev.idiolect.oauth.contracts.LeaseStore.Lease;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.PendingLogins;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.testkit.SessionLeaseContract;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A store that breaks a rule for locks fails the tests of this rule, and no others. */
@Execution(ExecutionMode.CONCURRENT)
class BrokenLocksTest {

    @ExtendWith(ContractRun.Store.class)
    static final class Locks extends SessionLeaseContract {

        private final Broken<Data, OAuthTokenStore> broken;
        private final Data data = new Data();

        Locks(Broken<Data, OAuthTokenStore> broken) {
            this.broken = broken;
        }

        @Override
        protected OAuthTokenStore open() {
            return broken.opener().apply(data);
        }

        @Override
        protected OAuthTokenStore openSecond() {
            return open();
        }

        @Override
        protected Duration patience() {
            return broken.hangs() ? Duration.ofMillis(300) : super.patience();
        }

        @Override
        protected void expireLocks() {
            synchronized (data) {
                data.leases.values().forEach(lease -> lease.expired = true);
            }
        }
    }

    /** A store whose locks are broken. */
    private interface Locking {
        Held held(LeaseStore store, String did);
    }

    private static LeaseStore withLock(Data data, Locking locking) {
        return new LeaseStore(data) {
            @Override
            Held held(String did) {
                return locking.held(this, did);
            }
        };
    }

    static Stream<Broken<Data, OAuthTokenStore>> stores() {
        return Stream.of(
                Broken.of("correct", LeaseStore::new),
                Broken.of(
                        "excludes only threads of one store",
                        data -> new LeaseStore(data, new Data()),
                        "closedStoreGivesNoLockToAWaitingThread",
                        "closingAStoreKeepsTheLocksOfTheOther",
                        "formerHolderDoesNotReleaseTheNextLock",
                        "formerHolderGetsNoPermitWhileTheNextHoldsTheLock",
                        "holderOfAnExpiredLockGetsNoPermit",
                        "interruptEndsTheWaitInTheSecondStore",
                        "noRefreshTokenIsSentTwiceByTwoStores",
                        "onlyOneThreadOfTwoStoresHoldsTheLock",
                        "permitOutlastsItsLock",
                        "waitInTheSecondStoreEndsWithItsTimeout"),
                Broken.of(
                        "excludes no one",
                        data -> withLock(data, ExcludesNoOne::new),
                        "closedStoreGivesNoLockToAWaitingThread",
                        "closingAStoreKeepsTheLocksOfTheOther",
                        "formerHolderDoesNotReleaseTheNextLock",
                        "formerHolderGetsNoPermitWhileTheNextHoldsTheLock",
                        "holderOfAnExpiredLockGetsNoPermit",
                        "interruptEndsTheWaitForTheLock",
                        "interruptEndsTheWaitInTheSecondStore",
                        "lockIsNotReentrant",
                        "lockMayBeClosedTwiceAndByAnotherThread",
                        "noRefreshTokenIsSentTwice",
                        "noRefreshTokenIsSentTwiceByTwoStores",
                        "onlyOneThreadHoldsTheLock",
                        "onlyOneThreadOfTwoStoresHoldsTheLock",
                        "permitOutlastsItsLock",
                        "waitForTheLockEndsWithItsTimeout",
                        "waitInTheSecondStoreEndsWithItsTimeout"),
                Broken.<Data, OAuthTokenStore>of(
                                "locks the whole store",
                                LocksTheWholeStore::new,
                                "locksOfTwoAccountsAreIndependent",
                                "locksOfTwoAccountsAreIndependentInTwoStores")
                        .hanging(),
                Broken.of("is reentrant", Reentrant::new, "lockIsNotReentrant"),
                Broken.<Data, OAuthTokenStore>of(
                                "saves only without a lock", SavesWithoutLock::new, "lockBlocksNoOtherMethod")
                        .hanging(),
                Broken.<Data, OAuthTokenStore>of(
                                "waits without end",
                                WaitsWithoutEnd::new,
                                "closingAStoreKeepsTheLocksOfTheOther",
                                "formerHolderDoesNotReleaseTheNextLock",
                                "interruptEndsTheWaitInTheSecondStore",
                                "lockIsNotReentrant",
                                "lockMayBeClosedTwiceAndByAnotherThread",
                                "permitOutlastsItsLock",
                                "waitForTheLockEndsWithItsTimeout",
                                "waitInTheSecondStoreEndsWithItsTimeout")
                        .hanging(),
                Broken.of(
                        "does not wait",
                        DoesNotWait::new,
                        "closeGivesTheLockToAWaitingThread",
                        "closeGivesTheLockToTheSecondStore",
                        "closingAStoreKeepsTheLocksOfTheOther",
                        "formerHolderDoesNotReleaseTheNextLock",
                        "interruptEndsTheWaitForTheLock",
                        "interruptEndsTheWaitInTheSecondStore",
                        "noRefreshTokenIsSentTwice",
                        "noRefreshTokenIsSentTwiceByTwoStores",
                        "onlyOneThreadHoldsTheLock",
                        "onlyOneThreadOfTwoStoresHoldsTheLock",
                        "waitForTheLockEndsWithItsTimeout",
                        "waitInTheSecondStoreEndsWithItsTimeout"),
                Broken.of(
                        "fails for good after the timeout",
                        FailsForGood::new,
                        "closingAStoreKeepsTheLocksOfTheOther",
                        "formerHolderDoesNotReleaseTheNextLock",
                        "interruptEndsTheWaitInTheSecondStore",
                        "permitOutlastsItsLock",
                        "waitForTheLockEndsWithItsTimeout",
                        "waitInTheSecondStoreEndsWithItsTimeout"),
                Broken.<Data, OAuthTokenStore>of(
                                "keeps closed locks",
                                data -> withLock(data, KeepsClosed::new),
                                "closeGivesTheLockToAWaitingThread",
                                "closeGivesTheLockToTheSecondStore",
                                "closedStoreGivesNoLockToAWaitingThread",
                                "eachRefreshGetsAPermit",
                                "interruptEndsTheWaitForTheLock",
                                "interruptEndsTheWaitInTheSecondStore",
                                "lockMayBeClosedTwiceAndByAnotherThread",
                                "noRefreshTokenIsSentTwice",
                                "noRefreshTokenIsSentTwiceByTwoStores",
                                "onlyOneThreadHoldsTheLock",
                                "onlyOneThreadOfTwoStoresHoldsTheLock",
                                "permitIsOnlyForTheStoredSession",
                                "withdrawnPermitIsFreeForTheNextHolder")
                        .hanging(),
                Broken.of(
                        "releases the lock of the next holder",
                        data -> withLock(data, ReleasesAny::new),
                        "lockMayBeClosedTwiceAndByAnotherThread"),
                Broken.<Data, OAuthTokenStore>of(
                                "ignores interrupts",
                                IgnoresInterrupts::new,
                                "interruptEndsTheWaitForTheLock",
                                "interruptEndsTheWaitInTheSecondStore")
                        .hanging(),
                Broken.of(
                        "hides interrupts",
                        HidesInterrupts::new,
                        "interruptEndsTheWaitForTheLock",
                        "interruptEndsTheWaitInTheSecondStore"),
                Broken.of("locks any text", LocksAnyText::new, "lockOfAnInvalidDidIsRejected"),
                Broken.of("closes soon", data -> withLock(data, ClosesSoon::new), "lockOfAnOpenStoreRemainsValid"),
                Broken.of(
                        "grants one permit for ever",
                        data -> withLock(data, OneForEver::new),
                        "eachRefreshGetsAPermit",
                        "permitOutlastsItsLock"),
                Broken.of(
                        "keeps withdrawn permits",
                        data -> withLock(data, KeepsWithdrawn::new),
                        "withdrawnPermitIsFreeForTheNextHolder",
                        "withdrawnPermitOfAnExpiredLockIsFree"),
                Broken.of(
                        "lets any refresh replace a login",
                        ReplacesAny::new,
                        "formerHolderDoesNotReplaceANewerSession",
                        "loginTakesPrecedenceOverARefresh",
                        "loginInTheSecondStoreTakesPrecedence",
                        "logoutTakesPrecedenceOverARefresh",
                        "logoutInTheSecondStoreTakesPrecedence",
                        "replaceIsAtomicUnlessLoginsWait",
                        "replaceOfTwoStoresIsAtomicUnlessLoginsWait",
                        "secondStoreDoesNotReplaceANewerSession"),
                Broken.of(
                        "replaces in two steps",
                        ReplacesInTwoSteps::new,
                        "replaceIsAtomicUnlessLoginsWait",
                        "replaceOfTwoStoresIsAtomicUnlessLoginsWait"),
                Broken.of(
                        "has an old cache",
                        OldCache::new,
                        "loginInTheSecondStoreTakesPrecedence",
                        "logoutInTheSecondStoreTakesPrecedence",
                        "noRefreshTokenIsSentTwiceByTwoStores",
                        "secondStoreDoesNotReplaceANewerSession",
                        "secondStoreSeesEveryChange"),
                Broken.of(
                        "compares with an old cache",
                        ComparesWithCache::new,
                        "formerHolderDoesNotReplaceANewerSession",
                        "loginTakesPrecedenceOverARefresh",
                        "loginInTheSecondStoreTakesPrecedence",
                        "logoutTakesPrecedenceOverARefresh",
                        "logoutInTheSecondStoreTakesPrecedence",
                        "replaceIsAtomicUnlessLoginsWait",
                        "replaceOfTwoStoresIsAtomicUnlessLoginsWait",
                        "secondStoreDoesNotReplaceANewerSession"),
                Broken.of("locks a closed store", LocksAClosedStore::new, "closedStoreGivesNoLockToAWaitingThread"),
                Broken.of(
                        "releases all locks when it closes",
                        ReleasesAllAtTheEnd::new,
                        "closingAStoreKeepsTheLocksOfTheOther"),
                Broken.of("consumes logins in two steps", ConsumesInTwoSteps::new, "onlyOneStoreGetsAPendingLogin"),
                Broken.<Data, OAuthTokenStore>of(
                                "never lets a lock expire",
                                data -> withLock(data, NeverExpires::new),
                                "expiredLockIsFreeForTheSecondStore",
                                "formerHolderDoesNotReleaseTheNextLock",
                                "formerHolderDoesNotReplaceANewerSession",
                                "formerHolderGetsNoPermitWhileTheNextHoldsTheLock",
                                "permitOutlastsItsLock",
                                "withdrawnPermitOfAnExpiredLockIsFree")
                        .hanging(),
                Broken.of(
                        "permits without a lock",
                        data -> withLock(data, PermitsWithoutLock::new),
                        "formerHolderDoesNotReleaseTheNextLock",
                        "formerHolderGetsNoPermitWhileTheNextHoldsTheLock",
                        "lockMayBeClosedTwiceAndByAnotherThread"),
                Broken.of(
                        "permits an expired lock",
                        data -> withLock(data, PermitsExpired::new),
                        "holderOfAnExpiredLockGetsNoPermit"),
                Broken.of(
                        "ends permits with their locks",
                        data -> withLock(data, EndsPermits::new),
                        "permitOutlastsItsLock"),
                Broken.of(
                        "permits any session",
                        data -> withLock(data, PermitsAnySession::new),
                        "permitIsOnlyForTheStoredSession"));
    }

    @ParameterizedTest
    @MethodSource("stores")
    void brokenStoreFailsTheTestsOfItsRule(Broken<Data, OAuthTokenStore> broken) {
        ContractRun.requireFailures(Locks.class, broken);
    }

    @Test
    void eachRuleFailsForAStore() {
        assertThat(stores().flatMap(store -> store.failing().stream()).collect(Collectors.toSet()))
                .isEqualTo(ContractRun.tests(Locks.class));
    }

    private static final class LocksTheWholeStore extends LeaseStore {

        LocksTheWholeStore(Data data) {
            super(data);
        }

        @Override
        String key(String did) {
            return "all";
        }
    }

    private static final class ExcludesNoOne extends Held {

        ExcludesNoOne(LeaseStore store, String did) {
            super(store, did);
        }

        @Override
        boolean isFree(Lease lease) {
            return true;
        }

        @Override
        public boolean permit(OAuthSession session) {
            return store.isSame(store.load(did).orElse(null), session);
        }
    }

    private static final class Reentrant extends LeaseStore {

        private final ThreadLocal<@Nullable SessionLock> mine = new ThreadLocal<>();

        Reentrant(Data data) {
            super(data);
        }

        @Override
        public SessionLock lock(String did, Duration timeout) {
            SessionLock held = mine.get();
            if (held == null) {
                held = super.lock(did, timeout);
                mine.set(held);
            }
            SessionLock lock = held;
            return new SessionLock() {
                @Override
                public boolean permit(OAuthSession session) {
                    return lock.permit(session);
                }

                @Override
                public void withdraw() {
                    lock.withdraw();
                }

                @Override
                public void close() {
                    mine.remove();
                    lock.close();
                }
            };
        }
    }

    private static final class SavesWithoutLock extends LeaseStore {

        SavesWithoutLock(Data data) {
            super(data);
        }

        @Override
        public void save(OAuthSession session) {
            try (SessionLock lock = lock(session.did(), Duration.ofSeconds(6))) {
                if (lock.remainsValidFor(Duration.ZERO)) {
                    super.save(session);
                }
            }
        }
    }

    private static final class WaitsWithoutEnd extends LeaseStore {

        WaitsWithoutEnd(Data data) {
            super(data);
        }

        @Override
        void pause(String did, long end) {
            super.pause(did, System.nanoTime() + 60_000_000_000L);
        }
    }

    private static final class DoesNotWait extends LeaseStore {

        DoesNotWait(Data data) {
            super(data);
        }

        @Override
        void pause(String did, long end) {
            super.pause(did, System.nanoTime());
        }
    }

    private static final class FailsForGood extends LeaseStore {

        FailsForGood(Data data) {
            super(data);
        }

        @Override
        RuntimeException timedOut(String did) {
            return StoreException.permanentFailure("Timed out waiting for the lock of " + did, null);
        }
    }

    private static final class KeepsClosed extends Held {

        KeepsClosed(LeaseStore store, String did) {
            super(store, did);
        }

        @Override
        public void close() {}
    }

    private static final class ReleasesAny extends Held {

        private boolean closed;

        ReleasesAny(LeaseStore store, String did) {
            super(store, did);
        }

        @Override
        public void close() {
            synchronized (locks) {
                if (closed) {
                    release();
                } else {
                    closed = true;
                    super.close();
                }
            }
        }
    }

    private static final class IgnoresInterrupts extends LeaseStore {

        IgnoresInterrupts(Data data) {
            super(data);
        }

        @Override
        public SessionLock lock(String did, Duration timeout) {
            Instant end = Instant.now().plus(timeout);
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        return super.lock(did, Duration.between(Instant.now(), end));
                    } catch (StoreException e) {
                        if (!Thread.interrupted()) {
                            throw e;
                        }
                        interrupted = true;
                    }
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private static final class HidesInterrupts extends LeaseStore {

        HidesInterrupts(Data data) {
            super(data);
        }

        @Override
        RuntimeException interrupted(String did) {
            return StoreException.transientFailure("Interrupted: " + did, null);
        }
    }

    private static final class LocksAnyText extends LeaseStore {

        LocksAnyText(Data data) {
            super(data);
        }

        @Override
        public SessionLock lock(String did, Duration timeout) {
            return did.contains("..") ? () -> {} : super.lock(did, timeout);
        }
    }

    private static final class ClosesSoon extends Held {

        ClosesSoon(LeaseStore store, String did) {
            super(store, did);
        }

        @Override
        public boolean remainsValidFor(Duration time) {
            return time.compareTo(Duration.ofMinutes(1)) < 0;
        }
    }

    /** Grants a permit that never ends. */
    private static final class OneForEver extends Held {

        private static final Map<Data, Boolean> GRANTED = new ConcurrentHashMap<>();

        OneForEver(LeaseStore store, String did) {
            super(store, did);
        }

        @Override
        public boolean permit(OAuthSession session) {
            return super.permit(session) && GRANTED.putIfAbsent(locks, true) == null;
        }

        @Override
        public void withdraw() {
            GRANTED.remove(locks);
            super.withdraw();
        }
    }

    private static final class KeepsWithdrawn extends Held {

        private static final Map<Data, String> WITHDRAWN = new ConcurrentHashMap<>();

        KeepsWithdrawn(LeaseStore store, String did) {
            super(store, did);
        }

        @Override
        public boolean permit(OAuthSession session) {
            return super.permit(session) && !session.refreshJwt().equals(WITHDRAWN.get(locks));
        }

        @Override
        public void withdraw() {
            WITHDRAWN.put(locks, store.load(did).orElseThrow().refreshJwt());
            super.withdraw();
        }
    }

    private static final class ReplacesAny extends LeaseStore {

        ReplacesAny(Data data) {
            super(data);
        }

        @Override
        public boolean replace(String did, @Nullable OAuthSession expected, @Nullable OAuthSession replacement) {
            synchronized (data) {
                put(did, replacement);
                return true;
            }
        }
    }

    private static final class ReplacesInTwoSteps extends LeaseStore {

        ReplacesInTwoSteps(Data data) {
            super(data);
        }

        @Override
        public boolean replace(String did, @Nullable OAuthSession expected, @Nullable OAuthSession replacement) {
            if (!isSame(load(did).orElse(null), expected)) {
                return false;
            }
            LockSupport.parkNanos(2_000_000);
            synchronized (data) {
                put(did, replacement);
            }
            return true;
        }
    }

    private static final class OldCache extends LeaseStore {

        private final Map<String, Optional<OAuthSession>> cache = new ConcurrentHashMap<>();

        OldCache(Data data) {
            super(data);
        }

        @Override
        public Optional<OAuthSession> load(String did) {
            return cache.computeIfAbsent(did, super::load);
        }

        @Override
        void put(String did, @Nullable OAuthSession session) {
            cache.remove(did);
            super.put(did, session);
        }

        @Override
        public boolean replace(String did, @Nullable OAuthSession expected, @Nullable OAuthSession replacement) {
            synchronized (data) {
                if (!isSame(data.sessions.get(did), expected)) {
                    return false;
                }
                put(did, replacement);
                return true;
            }
        }
    }

    private static final class ComparesWithCache extends LeaseStore {

        private final Map<String, OAuthSession> cache = new ConcurrentHashMap<>();

        ComparesWithCache(Data data) {
            super(data);
        }

        @Override
        public Optional<OAuthSession> load(String did) {
            Optional<OAuthSession> loaded = super.load(did);
            loaded.ifPresent(session -> cache.put(did, session));
            return loaded;
        }

        @Override
        public boolean replace(String did, @Nullable OAuthSession expected, @Nullable OAuthSession replacement) {
            synchronized (data) {
                if (expected != null && cache.containsKey(did) && !isSame(cache.get(did), expected)) {
                    return false;
                }
                cache.remove(did);
                put(did, replacement);
                return true;
            }
        }
    }

    private static final class LocksAClosedStore extends LeaseStore {

        LocksAClosedStore(Data data) {
            super(data);
        }

        @Override
        public void close() {}
    }

    private static final class ReleasesAllAtTheEnd extends LeaseStore {

        ReleasesAllAtTheEnd(Data data) {
            super(data);
        }

        @Override
        public void close() {
            synchronized (data) {
                data.leases.clear();
            }
            super.close();
        }
    }

    private static final class ConsumesInTwoSteps extends LeaseStore {

        private static final Map<Data, PendingLogins> LOGINS = new ConcurrentHashMap<>();

        /** Finds a login before it removes it. */
        private static final class Slow implements PendingLogins {

            private final Map<String, String> bodies = new ConcurrentHashMap<>();

            @Override
            public void save(String state, String body, Instant expiresAt) {
                bodies.put(state, body);
            }

            @Override
            public Optional<String> consume(String state) {
                Optional<String> body = Optional.ofNullable(bodies.get(state));
                LockSupport.parkNanos(2_000_000);
                bodies.remove(state);
                return body;
            }
        }

        ConsumesInTwoSteps(Data data) {
            super(data);
        }

        @Override
        public Optional<PendingLogins> pendingLogins() {
            return Optional.of(LOGINS.computeIfAbsent(data, unused -> new Slow()));
        }
    }

    private static final class NeverExpires extends Held {

        NeverExpires(LeaseStore store, String did) {
            super(store, did);
        }

        @Override
        boolean isFree(Lease lease) {
            return false;
        }
    }

    private static final class PermitsWithoutLock extends Held {

        PermitsWithoutLock(LeaseStore store, String did) {
            super(store, did);
        }

        @Override
        boolean owns(@Nullable Lease lease) {
            return lease != null;
        }
    }

    private static final class PermitsExpired extends Held {

        PermitsExpired(LeaseStore store, String did) {
            super(store, did);
        }

        @Override
        public boolean permit(OAuthSession session) {
            synchronized (locks) {
                Lease lease = lease();
                if (owns(lease)) {
                    lease.expired = false;
                }
                return super.permit(session);
            }
        }
    }

    private static final class EndsPermits extends Held {

        EndsPermits(LeaseStore store, String did) {
            super(store, did);
        }

        @Override
        boolean isFree(Lease lease) {
            return lease.expired;
        }
    }

    private static final class PermitsAnySession extends Held {

        PermitsAnySession(LeaseStore store, String did) {
            super(store, did);
        }

        @Override
        public boolean permit(OAuthSession session) {
            synchronized (locks) {
                Lease lease = lease();
                return owns(lease) && !lease.expired && (lease.permitted = true);
            }
        }
    }
}
