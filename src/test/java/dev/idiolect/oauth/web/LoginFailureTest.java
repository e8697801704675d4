package dev.idiolect.oauth.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.login.LoginException;
import dev.idiolect.oauth.login.LoginException.Reason;
import dev.idiolect.oauth.login.LoginExceptions;
import dev.idiolect.oauth.web.LoginFailure.Kind;
import org.junit.jupiter.api.Test;

class LoginFailureTest {

    @Test
    void aServerThatBreaksARuleIsNotAnAccountThatIsMisspelt() {
        LoginException broken = LoginExceptions.of(Reason.PROTOCOL_ERROR, "invalid metadata");
        assertThat(LoginFailure.of(broken).kind()).isEqualTo(Kind.PROTOCOL_ERROR);
        LoginException away = LoginExceptions.of(Reason.UNAVAILABLE, "no response");
        assertThat(LoginFailure.of(away).kind()).isEqualTo(Kind.UNREACHABLE);
    }
}
