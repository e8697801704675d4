package dev.idiolect.oauth.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.pds.TestAccount;
import java.net.http.HttpResponse;
import java.util.Map;

/**
 * A sign-in at an application's {@link LoginResource}, step by step or whole.
 *
 * @param browser at a site with the resource under {@code /oauth}
 * @param pds where the account is
 */
public record WebLogin(TestBrowser browser, RealPds pds) {

    /** Sends the form; the browser is sent on to the account's server. */
    public HttpResponse<String> begin(String who, String returnTo) {
        HttpResponse<String> begun = browser.post("/oauth/login", Map.of("handle", who, "return-to", returnTo));
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(303);
        assertThat(TestBrowser.location(begun)).startsWith(pds.pdsUrl() + "/oauth/authorize?");
        return begun;
    }

    /** Lets the account's owner say yes there; returns what the browser is sent back with. */
    public Map<String, String> approve(HttpResponse<String> begun, TestAccount account) {
        return PdsLogin.approve(pds.pdsUrl(), TestBrowser.location(begun), account.handle(), account.password());
    }

    /** Comes back; the browser is sent on to where the application wants it. */
    public HttpResponse<String> complete(Map<String, String> answer) {
        HttpResponse<String> back = browser.get("/oauth/callback", answer);
        assertThat(back.statusCode()).as(back.body()).isEqualTo(303);
        return back;
    }

    /** All of it. */
    public HttpResponse<String> run(TestAccount account, String returnTo) {
        return complete(approve(begin(account.handle(), returnTo), account));
    }
}
