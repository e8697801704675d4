package dev.idiolect.oauth.refresh;

import static dev.idiolect.oauth.testkit.internal.FakePds.ALWAYS;
import static dev.idiolect.oauth.testkit.internal.FakePds.PROTECTED_RESOURCE;
import static dev.idiolect.oauth.testkit.internal.FakePds.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.identity.IdentityFixture;
import dev.idiolect.oauth.session.EndReason;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.SessionEnded;
import dev.idiolect.oauth.testkit.internal.Faults;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OAuth sessions of accounts whose DID document names another PDS than before. */
@Execution(ExecutionMode.CONCURRENT)
class MovedAccountTest extends MovedFixture {

    private final OAuthSession session = storeExpired(fake.session(DID));

    /** Makes the second PDS one of the first one's authorization server. */
    private void shareAuthorizationServer() {
        other.fail(PROTECTED_RESOURCE, ALWAYS, Faults.set("authorization_servers", List.of(fake.issuer())));
    }

    private void assertNoTokenAtOther() {
        assertThat(other.requests(TOKEN)).isZero();
        other.assertNoViolations();
        fake.assertNoViolations();
    }

    private void assertRefreshedAtStoredServer() {
        OAuthSession after = keeper.refreshIfNeeded(DID);
        assertThat(after.refreshJwt()).isNotEqualTo(session.refreshJwt());
        assertThat(after.pdsUrl()).isEqualTo(fake.pdsUrl());
        assertThat(events).isEmpty();
        assertNoTokenAtOther();
    }

    @Test
    void accountThatStaysIsRefreshedAtItsPds() {
        assertRefreshedAtStoredServer();
    }

    @Test
    void sessionFollowsToPdsOfSameAuthorizationServer() {
        shareAuthorizationServer();
        moveTo(other.pdsUrl());
        OAuthSession after = keeper.refreshIfNeeded(DID);
        assertThat(after.pdsUrl()).isEqualTo(other.pdsUrl());
        assertThat(after.issuer()).isEqualTo(fake.issuer());
        assertThat(store.load(DID)).contains(after);
        assertThat(fake.refreshes()).isEqualTo(1);
        assertThat(events).isEmpty();
        assertNoTokenAtOther();
    }

    @Test
    void accountAtAnotherAuthorizationServerNeedsNewLogin() {
        moveTo(other.pdsUrl());
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> keeper.refreshIfNeeded(DID)).isInstanceOf(ReauthenticationRequiredException.class);
        }
        assertThat(events).singleElement().isInstanceOfSatisfying(SessionEnded.class, end -> {
            assertThat(end.reason()).isEqualTo(EndReason.MOVED);
            assertThat(end.details())
                    .contains("the account moved to " + other.pdsUrl(), "another authorization server", other.issuer());
        });
        assertThat(fake.requests(TOKEN)).isZero();
        assertNoTokenAtOther();
    }

    private OAuthSession aboutToExpire() {
        return session.toBuilder()
                .issuedAt(clock.instant().minusSeconds(3600))
                .expiresAt(clock.instant().plusSeconds(5))
                .build();
    }

    @Test
    void accessTokenIsUsedUntilItExpires() {
        OAuthSession living = aboutToExpire();
        store.save(living);
        moveTo(other.pdsUrl());
        assertThat(keeper.refreshIfNeeded(DID)).isEqualTo(living);
        assertThat(events).isEmpty();
        clock.advance(Duration.ofSeconds(5));
        assertThatThrownBy(() -> keeper.refreshIfNeeded(DID)).isInstanceOf(ReauthenticationRequiredException.class);
        assertThat(events).hasSize(1);
    }

    @Test
    void refusedTokenOfMovedAccountEndsSessionAtOnce() {
        OAuthSession living =
                session.toBuilder().expiresAt(clock.instant().plusSeconds(600)).build();
        store.save(living);
        moveTo(other.pdsUrl());
        assertThatThrownBy(() -> keeper.renew(living)).isInstanceOf(ReauthenticationRequiredException.class);
        assertThat(events).hasSize(1);
        assertThat(fake.requests(TOKEN)).isZero();
    }

    @Test
    void refusedTokenEndsMovedSessionDuringBackoff() {
        OAuthSession living = aboutToExpire();
        store.save(living);
        moveTo(other.pdsUrl());
        assertThat(keeper.refreshIfNeeded(DID)).isEqualTo(living);
        assertThatThrownBy(() -> keeper.renew(living)).isInstanceOf(ReauthenticationRequiredException.class);
        assertThat(events).hasSize(1);
    }

    @Test
    void refusedTokenIsRenewedAtPdsOfFreshDocument() {
        shareAuthorizationServer();
        OAuthSession first = keeper.refreshIfNeeded(DID);
        moveTo(other.pdsUrl());
        assertThat(keeper.renew(first).pdsUrl()).isEqualTo(other.pdsUrl());
        assertNoTokenAtOther();
    }

    private void assertMoveIsNoticedSoonAfterOutage(OAuthSession refused) {
        shareAuthorizationServer();
        moveTo(other.pdsUrl());
        directory.disturb(503, "");
        OAuthSession during = keeper.renewIfMoved(refused);
        assertThat(during.pdsUrl()).isEqualTo(fake.pdsUrl());
        clock.advance(Duration.ofSeconds(10));
        assertThat(keeper.renewIfMoved(during)).isEqualTo(during);
        directory.restore();
        clock.advance(Duration.ofSeconds(20));
        assertThat(keeper.renewIfMoved(during).pdsUrl()).isEqualTo(other.pdsUrl());
    }

    @Test
    void moveOfKnownAccountIsNoticedSoonAfterOutage() {
        assertMoveIsNoticedSoonAfterOutage(keeper.refreshIfNeeded(DID));
    }

    @Test
    void moveOfUnknownAccountIsNoticedSoonAfterOutage() {
        assertMoveIsNoticedSoonAfterOutage(session);
    }

    @Test
    void accountThatStaysIsLookedUpOnceInTenMinutes() {
        OAuthSession first = keeper.renewIfMoved(session);
        clock.advance(Duration.ofMinutes(9));
        assertThat(keeper.renewIfMoved(first)).isEqualTo(first);
        clock.advance(Duration.ofMinutes(1));
        assertThat(keeper.renewIfMoved(first)).isNotEqualTo(first);
    }

    @Test
    void accountThatIsNotLookedUpIsRefreshedOnceInTenMinutes() throws IOException {
        try (IdentityFixture net = new IdentityFixture()) {
            SessionRefresher local = sessionRefresher(locating(net.resolver));
            OAuthSession first = local.renewIfMoved(session);
            clock.advance(Duration.ofMinutes(9));
            assertThat(local.renewIfMoved(first)).isEqualTo(first);
        }
    }

    @Test
    void goneServerIsReplacedByTheOneInTheDocument() {
        storeExpired(session.toBuilder().pdsUrl(GONE).build());
        assertThat(keeper.refreshIfNeeded(DID).pdsUrl()).isEqualTo(fake.pdsUrl());
        fake.assertNoViolations();
    }

    @Test
    void goneServerThatTheDocumentStillNamesIsTransient() {
        storeExpired(session.toBuilder().pdsUrl(GONE).build());
        moveTo(GONE);
        transientFailure(() -> keeper.refreshIfNeeded(DID));
        assertThat(events).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "200, <html>Just a moment</html>",
        "200, ''",
        "200, {}",
        "200, {\"id\":\"did:plc:aaaaaaaaaaaaaaaaaaaaaaaa\"}",
        "302, ''",
        "403, <html>",
        "404, {\"message\":\"DID not registered\"}",
        "410, {\"message\":\"DID not available\"}",
        "429, ''",
        "500, ''"
    })
    void brokenDirectoryDoesNotStopRefresh(int status, String body) {
        moveTo(other.pdsUrl());
        directory.disturb(status, body);
        assertRefreshedAtStoredServer();
    }

    @Test
    void unreachableDirectoryDoesNotStopRefresh() {
        directory.close();
        assertRefreshedAtStoredServer();
    }

    @Test
    void hangingDirectoryDelaysRefreshByAFewSecondsOnly() {
        moveTo(other.pdsUrl());
        directory.hang();
        long start = System.nanoTime();
        assertRefreshedAtStoredServer();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENT.dividedBy(2));
    }

    @Test
    void unreadableNewServerDoesNotStopRefresh() {
        moveTo(GONE);
        assertRefreshedAtStoredServer();
        letCacheAge();
        moveTo(other.pdsUrl());
        other.fail(PROTECTED_RESOURCE, ALWAYS, Faults.status(200, "<html>"));
        keeper.refresh(DID);
        assertThat(events).isEmpty();
        assertNoTokenAtOther();
    }

    @Test
    void documentFromCacheEndsNoSession() {
        moveTo(other.pdsUrl());
        other.fail(PROTECTED_RESOURCE, Faults.status(503, ""));
        assertRefreshedAtStoredServer();
        directory.disturb(503, "");
        OAuthSession again = keeper.refresh(DID);
        assertThat(again.pdsUrl()).isEqualTo(fake.pdsUrl());
        assertThat(events).isEmpty();
        directory.restore();
        assertThatThrownBy(() -> keeper.refresh(DID)).isInstanceOf(ReauthenticationRequiredException.class);
        assertNoTokenAtOther();
    }

    @Test
    void documentIsKeptForAnHour() {
        keeper.refresh(DID);
        int first = directory.requests();
        keeper.refresh(DID);
        assertThat(directory.requests()).isEqualTo(first);
        letCacheAge();
        keeper.refresh(DID);
        assertThat(directory.requests()).isEqualTo(first + 1);
    }

    @Test
    void cachedDocumentMovesNoSessionOfNewerLogin() {
        shareAuthorizationServer();
        keeper.refresh(DID);
        moveTo(other.pdsUrl());
        storeExpired(
                store.load(DID).orElseThrow().toBuilder().pdsUrl(other.pdsUrl()).build());
        assertThat(keeper.refreshIfNeeded(DID).pdsUrl()).isEqualTo(other.pdsUrl());
        assertNoTokenAtOther();
    }

    @Test
    void oldDocumentServesWhileDirectoryIsDown() {
        shareAuthorizationServer();
        moveTo(other.pdsUrl());
        keeper.refresh(DID);
        storeExpired(store.load(DID).orElseThrow().toBuilder().pdsUrl(GONE).build());
        letCacheAge();
        directory.disturb(500, "");
        assertThat(keeper.refreshIfNeeded(DID).pdsUrl()).isEqualTo(other.pdsUrl());
    }

    @Test
    void sessionWithoutIssuerFollowsIfOldServerNamesSameOne() {
        shareAuthorizationServer();
        storeExpired(session.toBuilder().issuer(null).build());
        moveTo(other.pdsUrl());
        assertThat(keeper.refreshIfNeeded(DID).pdsUrl()).isEqualTo(other.pdsUrl());
        assertNoTokenAtOther();
    }

    @Test
    void sessionWithoutIssuerSendsNoTokenIfOldServerIsGone() {
        storeExpired(session.toBuilder().issuer(null).pdsUrl(GONE).build());
        moveTo(other.pdsUrl());
        transientFailure(() -> keeper.refreshIfNeeded(DID));
        assertNoTokenAtOther();
    }

    @Test
    void localAccountIsNotLookedUpInPublicDirectory() throws IOException {
        try (IdentityFixture net = new IdentityFixture()) {
            OAuthSession after = locating(net.resolver).refresh(session);
            assertThat(after.pdsUrl()).isEqualTo(fake.pdsUrl());
            assertThat(net.web.requests).isEmpty();
            assertThat(net.dnsQuestions).hasValue(0);
        }
    }
}
