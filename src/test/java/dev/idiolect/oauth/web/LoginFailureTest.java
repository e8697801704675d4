package dev.idiolect.oauth.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.login.LoginException;
import dev.idiolect.oauth.login.LoginException.Reason;
import dev.idiolect.oauth.web.LoginFailure.Kind;
import org.junit.jupiter.api.Test;

class LoginFailureTest {

    @Test
    void aServerThatBreaksARuleIsNotAnAccountThatIsMisspelt() {
        LoginException broken = new LoginException(Reason.PROTOCOL_ERROR, "it breaks a rule", null, null, null);
        assertThat(LoginFailure.of(broken).kind()).isEqualTo(Kind.PROTOCOL_ERROR);
        LoginException away = new LoginException(Reason.UNAVAILABLE, "no response", null, null, null);
        assertThat(LoginFailure.of(away).kind()).isEqualTo(Kind.UNREACHABLE);
    }
}
