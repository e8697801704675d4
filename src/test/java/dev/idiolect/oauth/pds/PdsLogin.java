package dev.idiolect.oauth.pds;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.login.AppPasswordLogin;
import dev.idiolect.oauth.login.AuthorizationRequest;
import dev.idiolect.oauth.login.LoginFlow;
import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.Jsons;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Signs accounts in at a {@link RealPds}. The library does the application's part; this class simulates the user in a browser.
 */
public final class PdsLogin {

    public static final String SCOPE = OAuthClient.DEFAULT_SCOPE;
    public static final String REDIRECT_URI = "http://127.0.0.1/callback";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private PdsLogin() {}

    /** Returns login settings for a PDS on this machine. */
    public static LoginSettings settings(RealPds pds, OAuthTokenStore store) {
        return LoginSettings.builder(store)
                .identities(IdentityResolver.builder()
                        .handleResolver(pds.pdsUrl())
                        .plcUrl(pds.plcUrl())
                        .timeout(TIMEOUT)
                        .development(true)
                        .build())
                .timeout(TIMEOUT)
                .development(true)
                .build();
    }

    /** Returns a development client. */
    public static OAuthClient client() {
        return OAuthClient.development(REDIRECT_URI, SCOPE);
    }

    /** Creates a DPoP session of the PDS's first account. */
    public static OAuthSession login(RealPds pds) {
        return login(pds, pds.account());
    }

    /** Creates a DPoP session of an account in a temporary store. */
    public static OAuthSession login(RealPds pds, TestAccount account) {
        return login(pds, account, new InMemoryOAuthTokenStore());
    }

    /** Creates a DPoP session of an account in a store. */
    public static OAuthSession login(RealPds pds, TestAccount account, OAuthTokenStore store) {
        return login(pds, account, client(), store);
    }

    /** Creates a DPoP session of an account with a client in a store. The PDS takes half a second for it. */
    public static OAuthSession login(RealPds pds, TestAccount account, OAuthClient client, OAuthTokenStore store) {
        LoginFlow flow = new LoginFlow(client, settings(pds, store));
        AuthorizationRequest request = flow.begin(account.handle());
        return flow.complete(approve(pds.pdsUrl(), request.url().toString(), account.handle(), account.password()));
    }

    /** Creates a Bearer session of an account with a new app password in a temporary store. */
    public static OAuthSession appPasswordLogin(RealPds pds, TestAccount account) {
        return appPasswordLogin(pds, account, new InMemoryOAuthTokenStore());
    }

    /** Creates a Bearer session of an account with a new app password in a store. */
    public static OAuthSession appPasswordLogin(RealPds pds, TestAccount account, OAuthTokenStore store) {
        return passwordLogin(pds, account.handle(), newAppPassword(pds, account), store);
    }

    /** Creates an app password of an account, like a user in the settings. */
    public static String newAppPassword(RealPds pds, TestAccount account) {
        OAuthSession owner = passwordLogin(pds, account.handle(), account.password(), new InMemoryOAuthTokenStore());
        JsonObject name = Jsons.object("name", "test-" + DpopKey.random(6));
        return Wire.json(200, new HandClient().procedure(owner, "com.atproto.server.createAppPassword", name))
                .getString("password");
    }

    private static OAuthSession passwordLogin(RealPds pds, String handle, String password, OAuthTokenStore store) {
        return new AppPasswordLogin(client(), settings(pds, store)).login(handle, password);
    }

    /**
     * Simulates a user who opens the authorization page, signs in and approves.
     *
     * @return the query parameters that the authorization server sends to the redirect URI
     */
    public static Map<String, String> approve(String issuer, String page, String username, String password) {
        return decide(issuer, page, username, password, true);
    }

    /**
     * Simulates a user who opens the authorization page, signs in and denies.
     *
     * @return the query parameters that the authorization server sends to the redirect URI
     */
    public static Map<String, String> deny(String issuer, String page, String username, String password) {
        return decide(issuer, page, username, password, false);
    }

    private static Map<String, String> decide(
            String issuer, String page, String username, String password, boolean consent) {
        URI location = redirect(issuer, page, username, password, consent);
        String parameters = location.getRawFragment() != null ? location.getRawFragment() : location.getRawQuery();
        return Arrays.stream(parameters.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> decode(pair[0]), pair -> decode(pair[1])));
    }

    /** Simulates a user who approves or denies, and returns the URL that the browser is redirected to. */
    public static URI redirect(String issuer, String page, String username, String password, boolean consent) {
        Browser browser = new Browser(issuer, page);
        browser.navigate(page, "none", 200);
        JsonObject signedIn = browser.api(
                "sign-in",
                Jsons.object("locale", "en", "username", username, "password", password, "remember", false),
                null);
        String token = signedIn.getString("ephemeralToken");
        JsonObject decided = consent
                ? browser.api(
                        "consent",
                        Jsons.object("sub", signedIn.getJsonObject("account").getString("sub")),
                        token)
                : browser.api("reject", Jsons.object(), token);
        HttpResponse<String> redirect = browser.navigate(decided.getString("url"), "same-origin", 303);
        return URI.create(redirect.headers().firstValue("Location").orElseThrow());
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** A browser with cookies on the authorization server's pages. */
    private static final class Browser {

        private final String issuer;
        private final String page;
        private final Map<String, String> cookies = new LinkedHashMap<>();

        Browser(String issuer, String page) {
            this.issuer = issuer;
            this.page = page;
        }

        HttpResponse<String> navigate(String url, String site, int status) {
            HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(url))
                    .header("Sec-Fetch-Mode", "navigate")
                    .header("Sec-Fetch-Dest", "document")
                    .header("Sec-Fetch-Site", site)
                    .header("Referer", page));
            if (response.statusCode() != status) {
                throw new IllegalStateException(url + ": " + response.statusCode() + " " + response.body());
            }
            return response;
        }

        JsonObject api(String name, JsonObject body, String token) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create(issuer + "/@atproto/oauth-provider/~api/" + name))
                    .header("Content-Type", "application/json")
                    .header("Sec-Fetch-Mode", "same-origin")
                    .header("Sec-Fetch-Site", "same-origin")
                    .header("Origin", issuer)
                    .header("Referer", page)
                    .header("X-CSRF-Token", cookies.getOrDefault("csrf-token", ""))
                    .POST(BodyPublishers.ofString(body.toString()));
            if (token != null) {
                request.header("Authorization", "Bearer " + token);
            }
            return Wire.json(200, send(request));
        }

        private HttpResponse<String> send(HttpRequest.Builder request) {
            HttpResponse<String> response = Wire.send(request, cookies);
            for (String line : response.headers().allValues("Set-Cookie")) {
                String[] cookie = line.split(";", 2)[0].split("=", 2);
                cookies.put(cookie[0], cookie[1]);
            }
            return response;
        }
    }
}
