package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions of accounts whose handle changes. */
@Execution(ExecutionMode.CONCURRENT)
class RenamedAccountTest extends MovedFixture {

    private static final String RENAMED = "renamed.test";

    @BeforeEach
    void login() {
        storeExpired(fake.session(DID));
    }

    private void rename(String handle) {
        directory.put(new TestAccount(DID, handle, ""), fake.pdsUrl());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void newHandleIsSavedAtRefresh(boolean oauth) {
        storeExpired(oauth ? fake.session(DID) : fake.bearerSession(DID));
        rename(RENAMED);
        assertThat(keeper.refreshIfNeeded(DID).handle()).isEqualTo(RENAMED);
        assertThat(store.load(DID).orElseThrow().handle()).isEqualTo(RENAMED);
    }

    @Test
    void handleIsVerifiedOnceADay() {
        assertThat(keeper.refresh(DID).handle()).isEqualTo(account.handle());
        rename(RENAMED);
        clock.advance(Duration.ofHours(23));
        assertThat(keeper.refresh(DID).handle()).isEqualTo(account.handle());
        clock.advance(Duration.ofHours(1));
        assertThat(keeper.refresh(DID).handle()).isEqualTo(RENAMED);
    }

    @ParameterizedTest
    @CsvSource({"200, <html>", "403, <html>", "404, <html>", "429, ''", "500, ''"})
    void handleIsKeptWhileItCannotBeVerified(int status, String body) {
        rename(RENAMED);
        directory.disturb(status, body);
        OAuthSession after = keeper.refreshIfNeeded(DID);
        assertThat(after.handle()).isEqualTo(account.handle());
        directory.restore();
        assertThat(keeper.refresh(DID).handle()).isEqualTo(RENAMED);
    }

    @Test
    void invalidHandleIsRemoved() {
        rename("handle.invalid");
        assertThat(keeper.refreshIfNeeded(DID).handle()).isNull();
    }

    @Test
    void handleThatDoesNotResolveIsRemoved() {
        directory.put(account, RENAMED, fake.pdsUrl());
        assertThat(keeper.refreshIfNeeded(DID).handle()).isNull();
    }

    @Test
    void handleOfAnotherAccountIsRemoved() {
        rename(RENAMED);
        directory.put(new TestAccount(ANOTHER, RENAMED, ""), fake.pdsUrl());
        assertThat(keeper.refreshIfNeeded(DID).handle()).isNull();
    }

    @Test
    void hangingHandleDomainDelaysOneRefreshOnly() {
        rename(RENAMED);
        directory.hangHandles();
        assertThat(timeOfRefresh())
                .isGreaterThan(RefreshLimits.HANDLE_VERIFIED_WITHIN.minusMillis(100))
                .isLessThan(RefreshLimits.LOOKED_UP_WITHIN.minusSeconds(1));
        assertThat(timeOfRefresh()).isLessThan(RefreshLimits.HANDLE_VERIFIED_WITHIN);
        assertThat(directory.handleRequests()).isOne();
        clock.advance(Duration.ofMinutes(10));
        assertThat(timeOfRefresh()).isLessThan(RefreshLimits.HANDLE_VERIFIED_WITHIN);
        assertThat(store.load(DID).orElseThrow().handle()).isEqualTo(account.handle());
    }

    @Test
    void handleIsVerifiedInTheBackgroundAfterAFailure() {
        rename(RENAMED);
        directory.hangHandles();
        keeper.refresh(DID);
        directory.restore();
        clock.advance(Duration.ofMinutes(9));
        assertThat(keeper.refresh(DID).handle()).isEqualTo(account.handle());
        assertThat(directory.handleRequests()).isOne();
        clock.advance(Duration.ofMinutes(1));
        await().until(() -> RENAMED.equals(keeper.refresh(DID).handle()));
        assertThat(directory.handleRequests()).isEqualTo(2);
    }

    private Duration timeOfRefresh() {
        long start = System.nanoTime();
        keeper.refresh(DID);
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
