package dev.idiolect.oauth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.login.LoginException.Reason;
import dev.idiolect.oauth.pds.FakePds;
import dev.idiolect.oauth.pds.Fault;
import dev.idiolect.oauth.pds.Faults;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tokens that are not to be trusted are revoked, and no session is stored. */
class LoginTokensTest extends LoginFixture {

    private Reason refused(Fault fault) {
        Map<String, String> callback = callback();
        fake.fail(FakePds.TOKEN, fault);
        LoginException e = failure(() -> flow.complete(callback));
        assertNothingIsLeft();
        assertThat(e).hasMessageNotContaining("acc-").hasMessageNotContaining("ref-");
        return e.reason();
    }

    @Test
    void tokensOfAnotherKindAreRefused() {
        assertThat(refused(Faults.set("token_type", "Bearer"))).isEqualTo(Reason.PROTOCOL_ERROR);
        assertThat(refused(Faults.remove("token_type"))).isEqualTo(Reason.PROTOCOL_ERROR);
        fake.assertNoViolations();
    }

    @Test
    void aScopeWithoutAtprotoIsRefused() {
        assertThat(refused(Faults.set("scope", "transition:generic"))).isEqualTo(Reason.PROTOCOL_ERROR);
        assertThat(refused(Faults.set("scope", "atproto.x xatproto"))).isEqualTo(Reason.PROTOCOL_ERROR);
        assertThat(refused(Faults.remove("scope"))).isEqualTo(Reason.PROTOCOL_ERROR);
        fake.assertNoViolations();
    }

    @Test
    void aResponseWithoutOneOfTheTokensIsRefusedAndTheOtherRevoked() {
        assertThat(refused(Faults.remove("refresh_token"))).isEqualTo(Reason.PROTOCOL_ERROR);
        assertThat(refused(Faults.remove("access_token"))).isEqualTo(Reason.PROTOCOL_ERROR);
        assertThat(refused(Faults.set("access_token", "a\nb"))).isEqualTo(Reason.PROTOCOL_ERROR);
    }

    @Test
    void aSubThatIsNoDidIsRefused() {
        assertThat(refused(Faults.remove("sub"))).isEqualTo(Reason.PROTOCOL_ERROR);
        assertThat(refused(Faults.set("sub", "alice"))).isEqualTo(Reason.PROTOCOL_ERROR);
        fake.assertNoViolations();
    }

    @Test
    void anotherAccountThanTheOneBegunWithIsRefused() {
        directory.put(fake, OTHER);
        AuthorizationRequest request = flow.begin(DID);
        Map<String, String> callback = fake.approve(request.url(), OTHER);
        assertThat(failure(() -> flow.complete(callback)).reason()).isEqualTo(Reason.STATE_OR_ISSUER_MISMATCH);
        assertThat(fake.liveSessions(OTHER)).isZero();
        assertNothingIsLeft();
        fake.assertNoViolations();
    }

    @Test
    void aServerCannotSpeakForAnAccountThatLivesElsewhere() {
        try (FakePds victims = FakePds.start()) {
            directory.put(victims, OTHER);
            Map<String, String> callback =
                    fake.approve(flow.begin(fake.pdsUrl()).url(), DID);
            fake.fail(FakePds.TOKEN, Faults.set("sub", OTHER));
            LoginException e = failure(() -> flow.complete(callback));
            assertThat(e.reason()).isEqualTo(Reason.STATE_OR_ISSUER_MISMATCH);
            assertThat(e).hasMessageContaining(OTHER).hasMessageContaining(victims.pdsUrl());
        }
        assertNothingIsLeft();
    }

    @Test
    void aSubThatLeadsNowhereIsRefused() {
        Map<String, String> callback = fake.approve(flow.begin(fake.pdsUrl()).url(), DID);
        fake.fail(FakePds.TOKEN, Faults.set("sub", OTHER));
        assertThatThrownBy(() -> flow.complete(callback)).isInstanceOf(IdentityException.class);
        assertNothingIsLeft();
    }

    @Test
    void anAccountThatHasMovedMeanwhileIsRefused() {
        Map<String, String> callback = callback();
        try (FakePds elsewhere = FakePds.start()) {
            directory.put(elsewhere, DID);
            assertThat(failure(() -> flow.complete(callback)).reason()).isEqualTo(Reason.STATE_OR_ISSUER_MISMATCH);
        }
        assertNothingIsLeft();
    }

    @Test
    void whatIsNoJsonIsRefused() {
        Map<String, String> callback = callback();
        fake.fail(FakePds.TOKEN, Faults.replyBody("text/html", "<html>"));
        assertThat(failure(() -> flow.complete(callback)).reason()).isEqualTo(Reason.PROTOCOL_ERROR);
        assertThat(store.listDids()).isEmpty();
    }

    @Test
    void aRevocationThatFailsHidesNoReason() {
        fake.fail(FakePds.REVOKE, FakePds.ALWAYS, Faults.cutConnection());
        Map<String, String> callback = callback();
        fake.fail(FakePds.TOKEN, Faults.remove("sub"));
        assertThat(failure(() -> flow.complete(callback)).reason()).isEqualTo(Reason.PROTOCOL_ERROR);
    }
}
