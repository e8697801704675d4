package dev.idiolect.oauth.load;

import dev.idiolect.oauth.pds.Wire;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.web.TestBrowser;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A user of the application, with a browser.
 *
 * @param did the account
 * @param address the address of the browser
 * @param browser the browser
 */
record User(String did, String address, TestBrowser browser) {

    static User at(LoadedApp app, String did, String address) {
        return new User(did, address, new TestBrowser(app.loginBase()));
    }

    /** Signs in at a server, or fails. */
    User signIn(FakePds fake) {
        complete(begin(fake));
        return this;
    }

    /** Starts a login, approves it, and returns the parameters of the callback. */
    Map<String, String> begin(FakePds fake) {
        HttpResponse<String> begun = browser.post(
                "/oauth/login",
                Map.of("handle", did),
                "Sec-Fetch-Site",
                "same-origin",
                LoadedApp.ADDRESS_HEADER,
                address);
        String location = location(begun);
        if (!location.startsWith(fake.issuer())) {
            throw new IllegalStateException("login: " + begun.statusCode() + " " + location);
        }
        return fake.approve(URI.create(location), did);
    }

    void complete(Map<String, String> parameters) {
        HttpResponse<String> completed =
                browser.get("/oauth/callback?" + Wire.form(parameters), LoadedApp.ADDRESS_HEADER, address);
        // The sample redirects after a failure too, with a cookie for its page.
        if (completed.statusCode() != 303 || browser.cookies.containsKey("notice")) {
            throw new IllegalStateException("callback: " + completed.statusCode());
        }
    }

    /** Returns the browser's cookies as a header. */
    String cookies() {
        return browser.cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    private static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElse("");
    }
}
