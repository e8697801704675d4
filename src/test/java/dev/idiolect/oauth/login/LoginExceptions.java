package dev.idiolect.oauth.login;

import dev.idiolect.oauth.login.LoginException.Reason;

/** Creates login exceptions for tests of other packages. */
public final class LoginExceptions {

    private LoginExceptions() {}

    public static LoginException of(Reason reason, String message) {
        return LoginException.of(reason, message);
    }
}
