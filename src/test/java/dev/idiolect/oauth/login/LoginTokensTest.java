package dev.idiolect.oauth.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.login.LoginException.Reason;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Invalid tokens are revoked, and no session is stored. */
class LoginTokensTest extends LoginFixture {

    private Reason refused(Fault fault) {
        Map<String, String> callback = callback();
        fake.fail(FakePds.TOKEN, fault);
        LoginException e = failure(() -> flow.complete(callback));
        assertNoSessions();
        assertThat(e).hasMessageNotContaining("acc-").hasMessageNotContaining("ref-");
        return e.reason();
    }

    @Test
    void otherTokenTypeIsRefused() {
        assertThat(refused(Faults.set("token_type", "Bearer"))).isEqualTo(Reason.PROTOCOL_ERROR);
        assertThat(refused(Faults.remove("token_type"))).isEqualTo(Reason.PROTOCOL_ERROR);
        fake.assertNoViolations();
    }

    @Test
    void scopeWithoutAtprotoIsRefused() {
        assertThat(refused(Faults.set("scope", "transition:generic"))).isEqualTo(Reason.PROTOCOL_ERROR);
        assertThat(refused(Faults.set("scope", "atproto.x xatproto"))).isEqualTo(Reason.PROTOCOL_ERROR);
        assertThat(refused(Faults.remove("scope"))).isEqualTo(Reason.PROTOCOL_ERROR);
        fake.assertNoViolations();
    }

    @Test
    void missingTokenIsRefusedAndOtherOneRevoked() {
        assertThat(refused(Faults.remove("refresh_token"))).isEqualTo(Reason.PROTOCOL_ERROR);
        assertThat(refused(Faults.remove("access_token"))).isEqualTo(Reason.UNAVAILABLE);
        assertThat(refused(Faults.set("access_token", "a\nb"))).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void invalidSubIsRefused() {
        assertThat(refused(Faults.remove("sub"))).isEqualTo(Reason.PROTOCOL_ERROR);
        assertThat(refused(Faults.set("sub", "alice"))).isEqualTo(Reason.PROTOCOL_ERROR);
        fake.assertNoViolations();
    }

    @Test
    void loginOfAnotherAccountIsRefused() {
        directory.put(fake, OTHER);
        AuthorizationRequest request = flow.begin(DID);
        Map<String, String> callback = fake.approve(request.url(), OTHER);
        assertThat(failure(() -> flow.complete(callback)).reason()).isEqualTo(Reason.STATE_OR_ISSUER_MISMATCH);
        assertThat(fake.liveSessions(OTHER)).isZero();
        assertNoSessions();
        fake.assertNoViolations();
    }

    @Test
    void tokensForAnAccountOfAnotherServerAreRefused() {
        try (FakePds victims = FakePds.start()) {
            directory.put(victims, OTHER);
            Map<String, String> callback =
                    fake.approve(flow.begin(fake.pdsUrl()).url(), DID);
            fake.fail(FakePds.TOKEN, Faults.set("sub", OTHER));
            LoginException e = failure(() -> flow.complete(callback));
            assertThat(e.reason()).isEqualTo(Reason.STATE_OR_ISSUER_MISMATCH);
            assertThat(e).hasMessageContaining(OTHER).hasMessageContaining(victims.pdsUrl());
        }
        assertNoSessions();
    }

    @Test
    void unknownSubIsRefused() {
        Map<String, String> callback = fake.approve(flow.begin(fake.pdsUrl()).url(), DID);
        fake.fail(FakePds.TOKEN, Faults.set("sub", OTHER));
        LoginException e = failure(() -> flow.complete(callback));
        assertThat(e.reason()).isEqualTo(Reason.PROTOCOL_ERROR);
        assertThat(e)
                .hasMessageContaining(OTHER + " signed in at " + fake.issuer())
                .hasMessageContaining("its new tokens are revoked: start again")
                .hasCauseInstanceOf(IdentityException.class);
        assertNoSessions();
    }

    @Test
    void tokensOfAnAccountThatCannotBeResolvedAreRevoked() {
        Map<String, String> callback = fake.approve(flow.begin(fake.pdsUrl()).url(), DID);
        directory.disturb(503, "");
        LoginException e = failure(() -> flow.complete(callback));
        assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(e.isLoginPending()).isFalse();
        assertThat(e).hasMessageContaining(DID).hasMessageContaining("revoked").hasMessageContaining("503");
        assertNoSessions();
    }

    @Test
    void accountMovedDuringLoginIsRefused() {
        Map<String, String> callback = callback();
        try (FakePds elsewhere = FakePds.start()) {
            directory.put(elsewhere, DID);
            assertThat(failure(() -> flow.complete(callback)).reason()).isEqualTo(Reason.STATE_OR_ISSUER_MISMATCH);
        }
        assertNoSessions();
    }

    @Test
    void invalidJsonIsRefused() {
        Map<String, String> callback = callback();
        fake.fail(FakePds.TOKEN, Faults.replyBody("text/html", "<html>"));
        assertThat(failure(() -> flow.complete(callback)).reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(store.listDids()).isEmpty();
    }

    @Test
    void failedRevocationDoesNotHideReason() {
        fake.fail(FakePds.REVOKE, FakePds.ALWAYS, Faults.cutConnection());
        Map<String, String> callback = callback();
        fake.fail(FakePds.TOKEN, Faults.remove("sub"));
        assertThat(failure(() -> flow.complete(callback)).reason()).isEqualTo(Reason.PROTOCOL_ERROR);
    }
}
