package dev.idiolect.oauth.login;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;

/** Creates logins with an HTTP client of a test in another package. */
public final class TestLogins {

    private TestLogins() {}

    /** Returns a login in the browser. */
    public static LoginFlow flow(OAuthClient client, LoginSettings settings, SsrfSafeHttpClient http) {
        return new LoginFlow(client, settings, http);
    }

    /** Returns a login with an app password. */
    public static AppPasswordLogin appPassword(OAuthClient client, LoginSettings settings, SsrfSafeHttpClient http) {
        return new AppPasswordLogin(client, settings, http);
    }
}
