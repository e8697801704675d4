package dev.idiolect.oauth.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.contracts.LeaseStore.Data;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.PendingLogins;
import dev.idiolect.oauth.store.SessionSummary;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.testkit.OAuthTokenStoreContract;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
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

/** A store that breaks a rule for sessions fails the tests of this rule, and no others. */
@Execution(ExecutionMode.CONCURRENT)
class BrokenSessionsTest {

    @ExtendWith(ContractRun.Store.class)
    static final class Sessions extends OAuthTokenStoreContract {

        private final Broken<Data, OAuthTokenStore> broken;

        Sessions(Broken<Data, OAuthTokenStore> broken) {
            this.broken = broken;
        }

        @Override
        protected OAuthTokenStore open() {
            return broken.opener().apply(new Data());
        }
    }

    static Stream<Broken<Data, OAuthTokenStore>> stores() {
        return Stream.of(
                Broken.of("correct", LeaseStore::new),
                Broken.of(
                        "forgets the nonce",
                        ForgetsThePart::new,
                        "loadReturnsEveryPartOfASavedSession",
                        "concurrentSavesLeaveWholeSessions"),
                Broken.of(
                        "keeps a part of the old session",
                        KeepsAnOldPart::new,
                        "saveReplacesEveryPartOfTheSession",
                        "concurrentSavesLeaveWholeSessions"),
                Broken.of(
                        "returns the session of another account",
                        ReturnsAnySession::new,
                        "loadOfAnAccountWithoutASessionIsEmpty",
                        "deleteRemovesOnlyTheSessionOfTheAccount"),
                Broken.of("lists an account in an empty store", ListsAGhost::new, "emptyStoreListsNoAccounts"),
                Broken.of(
                        "keeps deleted sessions",
                        KeepsDeleted::new,
                        "deleteRemovesOnlyTheSessionOfTheAccount",
                        "deleteOfNoSessionDoesNothing",
                        "similarDidsNeverShareASession"),
                Broken.of("deletes all sessions", DeletesAll::new, "deleteRemovesOnlyTheSessionOfTheAccount"),
                Broken.of("fails to delete nothing", FailsToDeleteNothing::new, "deleteOfNoSessionDoesNothing"),
                Broken.of("lists in reverse", ListsInReverse::new, "listIsSorted"),
                Broken.of(
                        "ignores the case of DIDs",
                        IgnoresCase::new,
                        "similarDidsNeverShareASession",
                        "pagesListEachSessionOnceAndSorted"),
                Broken.of(
                        "ignores the limit of a page",
                        data -> new LeaseStore(data) {
                            @Override
                            List<SessionSummary> page(String start, int limit) {
                                return super.page(start, Integer.MAX_VALUE);
                            }
                        },
                        "pagesListEachSessionOnceAndSorted",
                        "pagesShowThePartsThatAreNotSecret"),
                Broken.of(
                        "repeats the last account of the page before",
                        data -> new LeaseStore(data) {
                            @Override
                            List<SessionSummary> page(String start, int limit) {
                                return data.sessions.values().stream()
                                        .filter(session -> session.did().compareTo(start) >= 0)
                                        .limit(limit)
                                        .map(SessionSummary::of)
                                        .toList();
                            }
                        },
                        "pagesListEachSessionOnceAndSorted",
                        "pageBeginsAfterAnyDid"),
                Broken.of(
                        "needs the session before a page",
                        data -> new LeaseStore(data) {
                            @Override
                            List<SessionSummary> page(String start, int limit) {
                                return start.isEmpty() || data.sessions.containsKey(start)
                                        ? super.page(start, limit)
                                        : List.of();
                            }
                        },
                        "pageBeginsAfterAnyDid"),
                Broken.of("returns an old page", ShowsAnOldPage::new, "pagesShowThePartsThatAreNotSecret"),
                Broken.of(
                        "takes any limit",
                        data -> new LeaseStore(data) {
                            @Override
                            public List<SessionSummary> sessions(@Nullable String after, int limit) {
                                return limit < 1 ? List.of() : super.sessions(after, limit);
                            }
                        },
                        "invalidPageIsRejected"),
                Broken.of(
                        "takes any text for a DID",
                        data -> new LeaseStore(data) {
                            @Override
                            public Optional<OAuthSession> load(String did) {
                                return Optional.ofNullable(data.sessions.get(did));
                            }
                        },
                        "invalidDidIsRejected"),
                Broken.of(
                        "saves over an unexpected session",
                        data -> new LeaseStore(data) {
                            @Override
                            public boolean replace(
                                    String did, @Nullable OAuthSession expected, @Nullable OAuthSession replacement) {
                                return replacement == null
                                        ? super.replace(did, expected, null)
                                        : super.replace(did, load(did).orElse(null), replacement);
                            }
                        },
                        "replaceSavesOnlyOverTheExpectedSession"),
                Broken.of(
                        "deletes an unexpected session",
                        data -> new LeaseStore(data) {
                            @Override
                            public boolean replace(
                                    String did, @Nullable OAuthSession expected, @Nullable OAuthSession replacement) {
                                return replacement == null
                                        ? super.replace(did, load(did).orElse(null), null)
                                        : super.replace(did, expected, replacement);
                            }
                        },
                        "replaceDeletesOnlyTheExpectedSession"),
                Broken.of(
                        "compares more than refresh tokens",
                        data -> new LeaseStore(data) {
                            @Override
                            boolean isSame(@Nullable OAuthSession one, @Nullable OAuthSession other) {
                                return one == null ? other == null : one.equals(other);
                            }
                        },
                        "replaceComparesRefreshTokensOnly"),
                Broken.of("saves tokens before the key", SavesTokensFirst::new, "concurrentSavesLeaveWholeSessions"),
                Broken.of(
                        "does not save for an interrupted thread",
                        data -> new LeaseStore(data) {
                            @Override
                            public void save(OAuthSession session) {
                                if (!Thread.currentThread().isInterrupted()) {
                                    super.save(session);
                                }
                            }
                        },
                        "interruptedSaveIsCompleteOrFails"),
                Broken.of(
                        "shows its tokens",
                        data -> new LeaseStore(data) {
                            @Override
                            public String toString() {
                                return data.sessions.values().stream()
                                        .map(OAuthSession::refreshJwt)
                                        .collect(Collectors.joining());
                            }
                        },
                        "toStringContainsNoSecret"),
                Broken.of(
                        "has new pending logins each time",
                        data -> new LeaseStore(data) {
                            @Override
                            public Optional<PendingLogins> pendingLogins() {
                                return Optional.of(PendingLogins.inMemory(Clock.systemUTC()));
                            }
                        },
                        "pendingLoginsAreTheSameObjectEachTime"));
    }

    @ParameterizedTest
    @MethodSource("stores")
    void brokenStoreFailsTheTestsOfItsRule(Broken<Data, OAuthTokenStore> broken) {
        ContractRun.requireFailures(Sessions.class, broken);
    }

    @Test
    void eachRuleFailsForAStore() {
        assertThat(stores().flatMap(store -> store.failing().stream()).collect(Collectors.toSet()))
                .isEqualTo(ContractRun.tests(Sessions.class));
    }

    private static final class ForgetsThePart extends LeaseStore {

        ForgetsThePart(Data data) {
            super(data);
        }

        @Override
        public void save(OAuthSession session) {
            super.save(session.toBuilder().dpopNonce(null).build());
        }
    }

    private static final class KeepsAnOldPart extends LeaseStore {

        KeepsAnOldPart(Data data) {
            super(data);
        }

        @Override
        public void save(OAuthSession session) {
            OAuthSession old = load(session.did()).orElse(session);
            super.save(session.toBuilder()
                    .dpopNonce(session.dpopNonce() == null ? old.dpopNonce() : session.dpopNonce())
                    .build());
        }
    }

    private static final class ReturnsAnySession extends LeaseStore {

        ReturnsAnySession(Data data) {
            super(data);
        }

        @Override
        public Optional<OAuthSession> load(String did) {
            return super.load(did).or(() -> data.sessions.values().stream().findFirst());
        }
    }

    private static final class ListsAGhost extends LeaseStore {

        private boolean used;

        ListsAGhost(Data data) {
            super(data);
        }

        @Override
        public void save(OAuthSession session) {
            used = true;
            super.save(session);
        }

        @Override
        public List<String> listDids() {
            return used ? super.listDids() : List.of("did:plc:ghost");
        }
    }

    private static final class KeepsDeleted extends LeaseStore {

        KeepsDeleted(Data data) {
            super(data);
        }

        @Override
        public void delete(String did) {
            load(did);
        }
    }

    private static final class DeletesAll extends LeaseStore {

        DeletesAll(Data data) {
            super(data);
        }

        @Override
        public void delete(String did) {
            super.delete(did);
            data.sessions.clear();
        }
    }

    private static final class FailsToDeleteNothing extends LeaseStore {

        FailsToDeleteNothing(Data data) {
            super(data);
        }

        @Override
        public void delete(String did) {
            if (load(did).isEmpty()) {
                throw StoreException.permanentFailure("no session of " + did, null);
            }
            super.delete(did);
        }
    }

    private static final class ListsInReverse extends LeaseStore {

        ListsInReverse(Data data) {
            super(data);
        }

        @Override
        public List<String> listDids() {
            List<String> dids = new ArrayList<>(super.listDids());
            Collections.reverse(dids);
            return dids;
        }
    }

    private static final class IgnoresCase extends LeaseStore {

        IgnoresCase(Data data) {
            super(data);
        }

        @Override
        void put(String did, @Nullable OAuthSession session) {
            super.put(did.toLowerCase(Locale.ROOT), session);
        }

        @Override
        public Optional<OAuthSession> load(String did) {
            return super.load(did).or(() -> super.load(did.toLowerCase(Locale.ROOT)));
        }

        @Override
        public List<String> listDids() {
            return data.sessions.values().stream()
                    .map(OAuthSession::did)
                    .sorted()
                    .toList();
        }
    }

    private static final class ShowsAnOldPage extends LeaseStore {

        private final Map<String, SessionSummary> first = new ConcurrentHashMap<>();

        ShowsAnOldPage(Data data) {
            super(data);
        }

        @Override
        public void save(OAuthSession session) {
            first.putIfAbsent(session.did(), SessionSummary.of(session));
            super.save(session);
        }

        @Override
        List<SessionSummary> page(String start, int limit) {
            return super.page(start, limit).stream()
                    .map(session -> first.get(session.did()))
                    .toList();
        }
    }

    private static final class SavesTokensFirst extends LeaseStore {

        SavesTokensFirst(Data data) {
            super(data);
        }

        @Override
        public void save(OAuthSession session) {
            OAuthSession old = load(session.did()).orElse(session);
            super.save(session.toBuilder()
                    .dpopPrivateKeyJwk(old.dpopPrivateKeyJwk())
                    .build());
            LockSupport.parkNanos(2_000_000);
            super.save(session);
        }
    }
}
