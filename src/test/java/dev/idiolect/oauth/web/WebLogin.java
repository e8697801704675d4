package dev.idiolect.oauth.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import java.net.http.HttpResponse;
import java.util.Map;

/**
 * A sign-in at an application's {@link LoginResource}, in steps or as a whole.
 *
 * @param browser a browser at a site with the resource under {@code /oauth}
 * @param pds the account's PDS
 */
public record WebLogin(TestBrowser browser, RealPds pds) {

    /** Submits the form, which redirects to the authorization server. */
    public HttpResponse<String> begin(String handle, String returnTo) {
        HttpResponse<String> begun = browser.post("/oauth/login", Map.of("handle", handle, "return-to", returnTo));
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(303);
        assertThat(TestBrowser.location(begun)).startsWith(pds.pdsUrl() + "/oauth/authorize?");
        return begun;
    }

    /** Approves the login at the server and returns the parameters of the callback. */
    public Map<String, String> approve(HttpResponse<String> begun, TestAccount account) {
        return PdsLogin.approve(pds.pdsUrl(), TestBrowser.location(begun), account.handle(), account.password());
    }

    /** Calls the callback, which redirects to the application. */
    public HttpResponse<String> complete(Map<String, String> parameters) {
        HttpResponse<String> completed = browser.get("/oauth/callback", parameters);
        assertThat(completed.statusCode()).as(completed.body()).isEqualTo(303);
        return completed;
    }

    /** Runs all steps. */
    public HttpResponse<String> run(TestAccount account, String returnTo) {
        return complete(approve(begin(account.handle(), returnTo), account));
    }
}
