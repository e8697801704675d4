package dev.idiolect.oauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.InvalidDidException;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.SessionSummary;
import dev.idiolect.oauth.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules of {@link dev.idiolect.oauth.store.OAuthTokenStore} for saving, loading, deleting, listing and replacing
 * sessions.
 *
 * <p>Locks have their own contracts: see {@link SessionLockContract}.
 */
public abstract class OAuthTokenStoreContract extends StoreContract {

    private static final String LISTS =
            "Lists of accounts are sorted by DID, because each page begins after the last DID of the previous page.";
    private static final String EXPECTED = "replace() changes the store only if the expected session is stored."
            + " Otherwise a slow refresh overwrites the session of a later login.";

    /** For subclasses. */
    protected OAuthTokenStoreContract() {}

    @Test
    void loadReturnsEveryPartOfASavedSession() {
        OAuthSession full = RandomSessions.full(ALICE);
        OAuthSession minimal = RandomSessions.minimal(BOB);
        store.save(full);
        store.save(minimal);
        String rule = "load() returns the saved session with all its parts.";
        Stored.require(rule, store.load(ALICE), full);
        Stored.require(rule, store.load(BOB), minimal);
    }

    @Test
    void saveReplacesEveryPartOfTheSession() {
        OAuthSession minimal = RandomSessions.minimal(ALICE);
        store.save(RandomSessions.full(ALICE));
        store.save(minimal);
        Stored.require(
                "save() replaces the whole session. Parts of the old session do not belong to the new tokens.",
                store.load(ALICE),
                minimal);
        assertThat(store.listDids())
                .as("An account has one session, even after several calls of save().")
                .containsExactly(ALICE);
    }

    @Test
    void loadOfAnAccountWithoutASessionIsEmpty() {
        store.save(RandomSessions.full(BOB));
        assertThat(store.load(ALICE))
                .as("load() returns empty if the account has no session.")
                .isEmpty();
    }

    @Test
    void emptyStoreListsNoAccounts() {
        assertThat(store.listDids()).as("A new store lists no accounts.").isEmpty();
        assertThat(store.sessions(null, 10))
                .as("The first page of a new store is empty.")
                .isEmpty();
    }

    @Test
    void deleteRemovesOnlyTheSessionOfTheAccount() {
        OAuthSession kept = RandomSessions.full(BOB);
        store.save(RandomSessions.full(ALICE));
        store.save(kept);
        store.delete(ALICE);
        assertThat(store.load(ALICE))
                .as("delete() removes the session. Otherwise a user who has signed out stays signed in.")
                .isEmpty();
        assertThat(store.listDids()).as("A deleted session is not listed.").doesNotContain(ALICE);
        Stored.requireSame("delete() leaves other sessions unchanged.", store.load(BOB), kept);
    }

    @Test
    void deleteOfNoSessionDoesNothing() {
        store.delete(ALICE);
        store.save(RandomSessions.full(ALICE));
        store.delete(ALICE);
        store.delete(ALICE);
        assertThat(store.load(ALICE))
                .as("delete() does nothing if there is no session.")
                .isEmpty();
    }

    @Test
    void listIsSorted() {
        List<String> dids = List.of(
                "did:web:b", "did:web:a:b", "did:web:a_b", "did:web:a%5Fb", "did:web:A", "did:plc:z", "did:plc:a.b");
        dids.forEach(did -> store.save(RandomSessions.minimal(did)));
        assertThat(store.listDids()).as(LISTS).isEqualTo(dids.stream().sorted().toList());
    }

    static List<String> similarDids() {
        return List.of(
                "did:web:a:b",
                "did:web:a_b",
                "did:web:a%3Ab",
                "did:web:a%5Fb",
                "did:web:a%5fb",
                "did:web:A:b",
                "did:web:..",
                "did:web:...",
                "did:web:.",
                "did:web:a%2F..%2Fb",
                "did:web:CON",
                "did:web:" + "a".repeat(240),
                "did:web:" + "A".repeat(240),
                "did:web:" + "a".repeat(Did.MAX_LENGTH - 8),
                "did:web:" + "a".repeat(Did.MAX_LENGTH - 9) + "b",
                "did:web:" + "_".repeat(Did.MAX_LENGTH - 8));
    }

    @Test
    void similarDidsNeverShareASession() {
        List<OAuthSession> sessions =
                similarDids().stream().map(RandomSessions::minimal).toList();
        sessions.forEach(store::save);
        for (OAuthSession session : sessions) {
            Stored.requireSame(
                    "DIDs are compared exactly. They are case-sensitive, and have up to " + Did.MAX_LENGTH
                            + " characters. Otherwise a user can get the account of another user.",
                    store.load(session.did()),
                    session);
        }
        similarDids().forEach(store::delete);
        assertThat(store.listDids()).as("delete() removes sessions of any DID.").isEmpty();
    }

    @Test
    void pagesListEachSessionOnceAndSorted() {
        similarDids().forEach(did -> store.save(RandomSessions.minimal(did)));
        List<String> sorted = similarDids().stream().sorted().toList();
        List<String> found = new ArrayList<>();
        List<SessionSummary> page = store.sessions(null, 3);
        while (!page.isEmpty() && found.size() <= sorted.size()) {
            assertThat(page)
                    .as("A page has at most as many sessions as the limit.")
                    .hasSizeLessThanOrEqualTo(3);
            page.forEach(session -> found.add(session.did()));
            page = store.sessions(found.get(found.size() - 1), 3);
        }
        assertThat(found).as("The pages list each session once. " + LISTS).isEqualTo(sorted);
        assertThat(store.sessions(null, 1000))
                .as("A page contains all sessions if its limit is large enough.")
                .hasSameSizeAs(sorted);
    }

    @Test
    void pagesShowThePartsThatAreNotSecret() {
        List<OAuthSession> sessions = List.of(
                RandomSessions.full(ALICE),
                RandomSessions.minimal(BOB),
                RandomSessions.minimal("did:plc:carol").toBuilder()
                        .tokenType(OAuthSession.BEARER)
                        .expiresAt(Instant.EPOCH)
                        .build());
        sessions.forEach(store::save);
        assertThat(store.sessions(null, 10))
                .as("A page shows the stored parts of each session that are not secret.")
                .extracting(SessionSummary::toString)
                .isEqualTo(sessions.stream()
                        .map(session -> SessionSummary.of(session).toString())
                        .toList());
        OAuthSession moved = sessions.get(0).toBuilder()
                .handle("new.example.com")
                .pdsUrl("https://new.example.com")
                .build();
        store.save(moved);
        assertThat(store.sessions(null, 1))
                .as("A page shows the session that was saved last, not an older one.")
                .extracting(SessionSummary::toString)
                .containsExactly(SessionSummary.of(moved).toString());
    }

    @Test
    void pageBeginsAfterAnyDid() {
        List.of(ALICE, BOB).forEach(did -> store.save(RandomSessions.minimal(did)));
        String rule = "A page begins after the given DID, even if this DID has no session: the last session of the"
                + " previous page may have been deleted.";
        assertThat(store.sessions("did:plc:alicf", 10))
                .as(rule)
                .extracting(SessionSummary::did)
                .containsExactly(BOB);
        assertThat(store.sessions(ALICE, 10))
                .as(rule)
                .extracting(SessionSummary::did)
                .containsExactly(BOB);
        assertThat(store.sessions(BOB, 10))
                .as("An empty page follows the last one.")
                .isEmpty();
    }

    @Test
    void invalidPageIsRejected() {
        assertThatThrownBy(
                        () -> store.sessions(null, 0),
                        "sessions() rejects a limit that is not positive. Otherwise a loop over all pages may never end.")
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.sessions("x' OR 1=1", 1), "sessions() rejects text that is not a DID.")
                .isInstanceOf(InvalidDidException.class);
    }

    static List<String> invalidDids() {
        return List.of(
                "",
                "../" + ALICE,
                "did:plc:../../etc/passwd",
                "did:plc:a/b",
                "did:plc:a\\b",
                "did:plc:a\u0000b",
                "DID:PLC:ABC",
                "did:plc:a'; DROP TABLE sessions; --",
                "did:plc:%",
                "did:plc:\u00e4",
                "did:plc:" + "a".repeat(5_000));
    }

    @ParameterizedTest
    @MethodSource("invalidDids")
    void invalidDidIsRejected(String did) {
        store.save(RandomSessions.full(ALICE));
        String rule =
                "A store rejects text that is not a DID before it touches its data, because the text can come from"
                        + " an attacker: see Did.require().";
        assertThatThrownBy(() -> store.load(did), rule).isInstanceOf(InvalidDidException.class);
        assertThatThrownBy(() -> store.delete(did), rule).isInstanceOf(InvalidDidException.class);
        assertThat(store.listDids()).as(rule).containsExactly(ALICE);
    }

    @Test
    void replaceSavesOnlyOverTheExpectedSession() {
        OAuthSession first = RandomSessions.full(ALICE);
        OAuthSession second = RandomSessions.refreshed(first);
        assertThat(store.replace(ALICE, first, second)).as(EXPECTED).isFalse();
        assertThat(store.load(ALICE)).as(EXPECTED).isEmpty();
        assertThat(store.replace(ALICE, null, first))
                .as("replace() saves the first session of an account if the caller expects no session.")
                .isTrue();
        assertThat(store.replace(ALICE, null, second)).as(EXPECTED).isFalse();
        Stored.requireSame(EXPECTED, store.load(ALICE), first);
        assertThat(store.replace(ALICE, first, second))
                .as("replace() replaces the expected session.")
                .isTrue();
        assertThat(store.replace(ALICE, first, RandomSessions.refreshed(first)))
                .as(EXPECTED)
                .isFalse();
        Stored.requireSame(EXPECTED, store.load(ALICE), second);
    }

    @Test
    void replaceDeletesOnlyTheExpectedSession() {
        OAuthSession first = RandomSessions.full(ALICE);
        OAuthSession second = RandomSessions.refreshed(first);
        store.save(second);
        assertThat(store.replace(ALICE, first, null)).as(EXPECTED).isFalse();
        Stored.requireSame(EXPECTED, store.load(ALICE), second);
        assertThat(store.replace(ALICE, second, null))
                .as("replace() deletes the expected session.")
                .isTrue();
        assertThat(store.load(ALICE))
                .as("replace() deletes the expected session.")
                .isEmpty();
    }

    @Test
    void replaceComparesRefreshTokensOnly() {
        OAuthSession saved = RandomSessions.full(ALICE);
        store.save(saved);
        OAuthSession rounded = saved.toBuilder()
                .dpopNonce("other")
                .issuedAt(saved.issuedAt().plusSeconds(1))
                .build();
        assertThat(store.replace(ALICE, rounded, RandomSessions.refreshed(saved)))
                .as(
                        "replace() compares refresh tokens only. Otherwise it rejects new tokens, for example because the store"
                                + " rounds times.")
                .isTrue();
    }

    @Test
    void concurrentSavesLeaveWholeSessions() throws Exception {
        List<String> dids = List.of("did:plc:a", "did:plc:b", "did:plc:c");
        List<OAuthSession> sessions = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String did = dids.get(i % dids.size());
            sessions.add(i % 2 == 0 ? RandomSessions.full(did) : RandomSessions.minimal(did));
        }
        Map<String, OAuthSession> saved =
                sessions.stream().collect(Collectors.toMap(OAuthSession::refreshJwt, session -> session));
        sessions.subList(0, dids.size()).forEach(store::save);
        AtomicInteger saving = new AtomicInteger(6);
        Threads.together("save(), load() and listDids()", 8, longPatience(), thread -> {
            if (thread < 6) {
                try {
                    sessions.subList(thread * 10, thread * 10 + 10).forEach(store::save);
                } finally {
                    saving.decrementAndGet();
                }
            }
            do {
                dids.forEach(did -> requireWhole(store.load(did), saved));
                assertThat(store.listDids())
                        .as("listDids() lists all accounts, even while their sessions are being saved.")
                        .containsExactlyInAnyOrderElementsOf(dids);
            } while (saving.get() > 0);
        });
        dids.forEach(did -> requireWhole(store.load(did), saved));
    }

    private static void requireWhole(Optional<OAuthSession> loaded, Map<String, OAuthSession> saved) {
        String rule = "load() returns a saved session, never a mixture of two. A key with the tokens of another"
                + " session is useless.";
        assertThat(loaded).as(rule).isPresent();
        String token = loaded.orElseThrow().refreshJwt();
        assertThat(saved.containsKey(token)).as(rule).isTrue();
        Stored.require(rule, loaded, Objects.requireNonNull(saved.get(token)));
    }

    @Test
    void interruptedSaveIsCompleteOrFails() throws Exception {
        OAuthSession before = RandomSessions.full(ALICE);
        OAuthSession after = RandomSessions.refreshed(before);
        store.save(before);
        Call<Boolean> saving = Call.start("save() of an interrupted thread", patience(), () -> {
            Thread.currentThread().interrupt();
            try {
                store.save(after);
                return true;
            } catch (StoreException e) {
                return false;
            }
        });
        boolean completed = saving.result();
        Stored.requireSame(
                completed
                        ? "save() has returned to an interrupted thread, so the new session is stored."
                        : "save() has thrown, so the old session is unchanged.",
                store.load(ALICE),
                completed ? after : before);
    }

    @Test
    void toStringContainsNoSecret() {
        OAuthSession session = RandomSessions.full(ALICE);
        store.save(session);
        assertThat(store.toString().contains(session.accessJwt())
                        || store.toString().contains(session.refreshJwt())
                        || store.toString().contains(session.dpopPrivateKeyJwk()))
                .as("toString() contains no token and no key, because applications log it.")
                .isFalse();
    }

    @Test
    void pendingLoginsAreTheSameObjectEachTime() {
        assertThat(store.pendingLogins())
                .as(
                        "pendingLogins() returns the same object each time. Otherwise a login that is saved in one object may"
                                + " not be found in another.")
                .isEqualTo(store.pendingLogins());
    }
}
