package dev.idiolect.oauth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.login.LoginException.Reason;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;
import jakarta.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AppPasswordLoginTest extends LoginFixture {

    private static final String CREATE = "com.atproto.server.createSession";

    private final AppPasswordLogin login = new AppPasswordLogin(client, settings(store));

    private LoginException refused(Fault fault) {
        fake.fail(CREATE, fault);
        LoginException e = failure(() -> login.login(DID, account.password()));
        assertThat(store.listDids()).isEmpty();
        assertThat(e).hasMessageNotContaining(account.password());
        return e;
    }

    private static Fault error(int status, String code) {
        return Faults.status(status, "{\"error\":\"" + code + "\",\"message\":\"hunter2-fake\"}");
    }

    @Test
    void handleOrDidWithPasswordGivesBearerSession() {
        for (String input : new String[] {account.handle(), DID}) {
            OAuthSession session = login.login(input, account.password());
            assertThat(session.isBearer()).isTrue();
            assertThat(session.did()).isEqualTo(DID);
            assertThat(session.handle()).isEqualTo(account.handle());
            assertThat(session.pdsUrl()).isEqualTo(fake.pdsUrl());
            assertThat(store.load(DID)).contains(session);
            assertThat(isAlive(session)).isTrue();
        }
        fake.assertNoViolations();
    }

    @Test
    void previousSessionIsRevoked() {
        OAuthSession oauth = login(flow);
        login.login(DID, account.password());
        await().until(() -> !isAlive(oauth));
        login.login(DID, account.password());
        await().until(() -> fake.liveSessions(DID) == 1);
        fake.assertNoViolations();
    }

    @Test
    void inactiveAccountIsReportedAndItsSessionDeleted() {
        Map.of(
                        "deactivated", Reason.ACCOUNT_DEACTIVATED,
                        "takendown", Reason.ACCOUNT_TAKEDOWN,
                        "suspended", Reason.ACCOUNT_TAKEDOWN)
                .forEach((status, reason) -> {
                    fake.fail(
                            "com.atproto.server.createSession",
                            Faults.changeJson(json -> Json.createObjectBuilder(json)
                                    .add("active", false)
                                    .add("status", status)
                                    .build()));
                    LoginException e = failure(() -> login.login(DID, account.password()));
                    assertThat(e.reason()).isEqualTo(reason);
                    assertThat(fake.liveSessions(DID)).isZero();
                });
        assertThat(store.listDids()).isEmpty();
    }

    @Test
    void sessionOfInvalidResponseIsDeleted() {
        fake.fail("com.atproto.server.createSession", Faults.set("did", OTHER));
        assertThat(failure(() -> login.login(DID, account.password())).reason()).isEqualTo(Reason.PROTOCOL_ERROR);
        assertThat(fake.liveSessions(DID)).isZero();
    }

    @Test
    void wrongPasswordHasItsOwnReason() {
        LoginException e = failure(() -> login.login(DID, "SECRET"));
        assertThat(e.reason()).isEqualTo(Reason.WRONG_PASSWORD);
        assertThat(e.error()).contains("AuthenticationRequired");
        assertThat(e)
                .hasMessageStartingWith("The app password is wrong or was revoked")
                .hasMessageContainingAll(fake.pdsUrl(), DID)
                .hasMessageNotContaining("SECRET");
        assertThat(store.listDids()).isEmpty();
    }

    @Test
    void takedownAndSecondFactorHaveTheirOwnReasons() {
        LoginException takedown = refused(error(401, "AccountTakedown"));
        assertThat(takedown.reason()).isEqualTo(Reason.ACCOUNT_TAKEDOWN);
        assertThat(takedown).hasMessageStartingWith("The account has been taken down. ");
        LoginException factor = refused(error(401, "AuthFactorTokenRequired"));
        assertThat(factor.reason()).isEqualTo(Reason.AUTH_FACTOR_REQUIRED);
        assertThat(factor).hasMessageStartingWith("The password is the account's main password");
        assertThat(refused(error(400, "SomethingElse")).error()).contains("SomethingElse");
    }

    @Test
    void rateLimitHasRetryAfter() {
        LoginException e = refused(Faults.rateLimited(120));
        assertThat(e.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(e.retryAfter().orElseThrow()).isBetween(Duration.ofSeconds(100), Duration.ofSeconds(121));
        clock.advance(Duration.ofSeconds(121));
        fake.clock().advance(Duration.ofSeconds(121));
        long reset = clock.instant().plusSeconds(60).getEpochSecond();
        LoginException other =
                refused(Faults.status(429, "{\"error\":\"RateLimitExceeded\"}", "RateLimit-Reset", "" + reset));
        assertThat(clock.instant().plus(other.retryAfter().orElseThrow()).getEpochSecond())
                .isEqualTo(reset);
        clock.advance(Duration.ofSeconds(60));
        assertThat(refused(Faults.status(429, "{}")).retryAfter()).isEmpty();
    }

    @Test
    void failingPdsIsUnavailable() {
        assertThat(refused(Faults.status(500, "")).isTransient()).isTrue();
        assertThat(refused(Faults.cutConnection()).isTransient()).isTrue();
        assertThat(refused(Faults.redirect(307, fake.forbiddenUrl())).reason()).isEqualTo(Reason.REFUSED);
        fake.assertNoViolations();
    }

    @Test
    void sessionOfAnotherAccountIsRefused() {
        assertThat(refused(Faults.set("did", OTHER)).reason()).isEqualTo(Reason.PROTOCOL_ERROR);
        assertThat(refused(Faults.remove("did")).reason()).isEqualTo(Reason.PROTOCOL_ERROR);
        assertThat(refused(Faults.remove("refreshJwt")).reason()).isEqualTo(Reason.PROTOCOL_ERROR);
    }

    @Test
    void responseWithoutAccessTokenSaysToTryAgain() {
        for (Fault fault : List.of(Faults.set("accessJwt", "a\r\nb"), Faults.status(200, "{\"ok\":true}"))) {
            LoginException e = refused(fault);
            assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(e).hasMessageContainingAll("has no usable access token", "try again");
        }
        assertThat(refused(Faults.replyBody("text/html", "<html>")).reason()).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void unknownAccountCausesNoRequest() {
        assertThatThrownBy(() -> login.login("unknown.test", account.password()))
                .isInstanceOf(IdentityException.class);
        assertThat(fake.requests(CREATE)).isZero();
    }
}
