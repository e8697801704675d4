package dev.idiolect.oauth.refresh;

import static dev.idiolect.oauth.testkit.internal.FakePds.REFRESH_SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.nimbusds.jose.util.Base64URL;
import dev.idiolect.oauth.session.EndReason;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions of app passwords whose account moves to another PDS. */
@Execution(ExecutionMode.CONCURRENT)
class MovedAppPasswordTest extends MovedFixture {

    private final OAuthSession session = storeExpired(fake.bearerSession(DID));

    /** Returns an access token that is meant for a PDS. */
    private static String tokenFor(String pdsUrl) {
        String audience = "did:web:" + URI.create(pdsUrl).getAuthority().replace(":", "%3A");
        return Base64URL.encode("{\"typ\":\"at+jwt\",\"alg\":\"HS256\"}") + "."
                + Base64URL.encode("{\"aud\":\"" + audience + "\"}") + "." + Base64URL.encode("signature");
    }

    private static JsonObject document(String pdsUrl) {
        return Jsons.parse("{\"id\":\"" + DID + "\",\"service\":[{\"id\":\"#atproto_pds\",\"type\":"
                + "\"AtprotoPersonalDataServer\",\"serviceEndpoint\":\"" + pdsUrl + "\"}]}");
    }

    @Test
    void tokensStayAtServerThatIssuedThem() {
        moveTo(other.pdsUrl());
        OAuthSession after = keeper.refreshIfNeeded(DID);
        assertThat(after.pdsUrl()).isEqualTo(fake.pdsUrl());
        assertThat(after.refreshJwt()).isNotEqualTo(session.refreshJwt());
        assertThat(other.requests(REFRESH_SESSION)).isZero();
        fake.assertNoViolations();
    }

    @Test
    void sessionFollowsToPdsOfItsAudience() {
        OAuthSession there = storeExpired(other.bearerSession(DID).toBuilder()
                .pdsUrl(GONE)
                .accessJwt(tokenFor(other.pdsUrl()))
                .build());
        moveTo(other.pdsUrl());
        OAuthSession after = keeper.refreshIfNeeded(DID);
        assertThat(after.pdsUrl()).isEqualTo(other.pdsUrl());
        assertThat(after.refreshJwt()).isNotEqualTo(there.refreshJwt());
        other.assertNoViolations();
    }

    /** The cached document is less than an hour old; the one in the response shows that it is outdated. */
    @Test
    void documentInResponseHasTheAccountsOwnFetchedAgain() {
        assertThat(keeper.refreshIfNeeded(DID).pdsUrl()).isEqualTo(fake.pdsUrl());
        moveTo(other.pdsUrl());
        fake.fail(
                REFRESH_SESSION,
                Faults.changeJson(json -> Json.createObjectBuilder(json)
                        .add("accessJwt", tokenFor(other.pdsUrl()))
                        .add("didDoc", document(other.pdsUrl()))
                        .build()));
        assertThat(keeper.refresh(DID).pdsUrl()).isEqualTo(fake.pdsUrl());
        assertThat(other.requests(REFRESH_SESSION)).isZero();
        catchThrowable(() -> keeper.refresh(DID));
        assertThat(other.requests(REFRESH_SESSION)).isEqualTo(1);
    }

    @Test
    void documentOnlyInResponseMovesNoSession() {
        Fault hostile = Faults.changeJson(json -> Json.createObjectBuilder(json)
                .add("accessJwt", tokenFor("https://vault.corp.example"))
                .add("didDoc", document("https://vault.corp.example"))
                .build());
        for (int i = 0; i < 2; i++) {
            fake.fail(REFRESH_SESSION, hostile);
            assertThat(keeper.refresh(DID).pdsUrl()).isEqualTo(fake.pdsUrl());
        }
    }

    /** With 200 the refresh token is spent: it must not be kept while the access token lives. */
    @Test
    void inactiveAccountEndsSessionOfMovedAccountAtOnce() {
        store.save(session.toBuilder()
                .issuedAt(clock.instant().minus(Duration.ofHours(1)))
                .expiresAt(clock.instant().plusSeconds(30))
                .build());
        moveTo(other.pdsUrl());
        fake.fail(REFRESH_SESSION, Faults.set("active", false));
        assertThat(ended(() -> keeper.refreshIfNeeded(DID)))
                .hasMessageContaining("moved to " + other.pdsUrl())
                .returns(EndReason.MOVED, ReauthenticationRequiredException::reason);
        assertThat(fake.requests(REFRESH_SESSION)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "400, AccountDeactivated",
        "401, AccountDeactivated",
        "401, AccountTakedown",
        "401, AuthenticationRequired",
        "400, InvalidRequest"
    })
    void refusalOfOldServerEndsSessionOfMovedAccount(int status, String error) {
        moveTo(other.pdsUrl());
        fake.fail(REFRESH_SESSION, Faults.status(status, "{\"error\":\"" + error + "\"}"));
        assertThat(ended(() -> keeper.refreshIfNeeded(DID)))
                .hasMessageContaining("the account moved to " + other.pdsUrl())
                .hasMessageContaining(error);
        assertThat(events).hasSize(1);
        assertThat(other.requests(REFRESH_SESSION)).isZero();
    }

    @Test
    void inactiveAccountAtOldServerEndsSessionOfMovedAccount() {
        moveTo(other.pdsUrl());
        fake.fail(REFRESH_SESSION, Faults.set("active", false));
        assertThat(ended(() -> keeper.refreshIfNeeded(DID))).hasMessageContaining("moved to " + other.pdsUrl());
        assertThat(events).hasSize(1);
    }

    @Test
    void deactivatedAccountThatHasNotMovedKeepsItsSession() {
        fake.fail(REFRESH_SESSION, Faults.status(401, "{\"error\":\"AccountDeactivated\"}"));
        permanentFailure(() -> keeper.refreshIfNeeded(DID));
        clock.advance(Duration.ofSeconds(2));
        fake.fail(REFRESH_SESSION, Faults.set("active", false));
        assertThat(keeper.refreshIfNeeded(DID).refreshJwt()).isNotEqualTo(session.refreshJwt());
        assertThat(events).isEmpty();
    }

    @Test
    void proxyOfOldServerDoesNotEndSessionOfMovedAccount() {
        moveTo(other.pdsUrl());
        fake.fail(REFRESH_SESSION, Faults.status(401, "<html>"));
        transientFailure(() -> keeper.refreshIfNeeded(DID));
        assertThat(events).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"temporarily_unavailable", "server_error", "slow_down"})
    void outageOfOldServerDoesNotEndSessionOfMovedAccount(String error) {
        moveTo(other.pdsUrl());
        fake.fail(REFRESH_SESSION, Faults.status(400, "{\"error\":\"" + error + "\"}"));
        transientFailure(() -> keeper.refreshIfNeeded(DID));
        assertThat(events).isEmpty();
    }

    @Test
    void goneServerOfMovedAccountEndsSessionAfterSomeTime() {
        storeExpired(session.toBuilder().pdsUrl(GONE).build());
        permanentFailure(() -> keeper.refresh(DID));
        for (int i = 0; i < 2; i++) {
            clock.advance(Duration.ofMinutes(6));
            permanentFailure(() -> keeper.refresh(DID));
        }
        clock.advance(Duration.ofMinutes(6));
        assertThat(ended(() -> keeper.refresh(DID))).hasMessageContaining("moved to " + fake.pdsUrl());
        assertThat(fake.requests(REFRESH_SESSION)).isZero();
    }

    @Test
    void goneServerThatStillHasTheAccountIsTransient() {
        storeExpired(session.toBuilder().pdsUrl(GONE).build());
        moveTo(GONE);
        for (int i = 0; i < 6; i++) {
            transientFailure(() -> keeper.refresh(DID));
            clock.advance(Duration.ofMinutes(6));
        }
        assertThat(events).isEmpty();
    }
}
