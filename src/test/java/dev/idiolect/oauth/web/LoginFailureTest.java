package dev.idiolect.oauth.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.login.LoginException;
import dev.idiolect.oauth.login.LoginException.Reason;
import dev.idiolect.oauth.login.LoginExceptions;
import dev.idiolect.oauth.web.LoginFailure.Kind;
import org.junit.jupiter.api.Test;

class LoginFailureTest {

    @Test
    void loginExceptionsMapToKinds() {
        LoginException invalid = LoginExceptions.of(Reason.PROTOCOL_ERROR, "an invalid response");
        assertThat(LoginFailure.of(invalid).kind()).isEqualTo(Kind.PROTOCOL_ERROR);
        LoginException unavailable = LoginExceptions.of(Reason.UNAVAILABLE, "no response");
        assertThat(LoginFailure.of(unavailable).kind()).isEqualTo(Kind.UNREACHABLE);
    }
}
