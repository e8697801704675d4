package dev.idiolect.oauth.pds;

import dev.idiolect.oauth.session.OAuthSession;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Signs accounts in at a {@link RealPds}: by OAuth, with the account owner's part played too, or with a password. */
public final class PdsLogin {

    public static final String SCOPE = "atproto transition:generic";
    public static final String REDIRECT_URI = "http://127.0.0.1/callback";

    private static final Duration PASSWORD_REFRESH_LIFE = Duration.ofDays(90);
    private static final Duration PASSWORD_ACCESS_LIFE = Duration.ofHours(2);

    private PdsLogin() {}

    /** The development client id for a redirect URI and scope. */
    public static String loopbackClientId(String redirectUri, String scope) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("redirect_uri", redirectUri);
        query.put("scope", scope);
        return "http://localhost?" + Wire.form(query);
    }

    /** A new DPoP session of the PDS's first account. */
    public static OAuthSession login(RealPds pds) {
        return login(pds, pds.account());
    }

    /** A new DPoP session of an account. */
    public static OAuthSession login(RealPds pds, TestAccount account) {
        return login(pds.pdsUrl(), account, SCOPE);
    }

    /** A new DPoP session of an account with the given scope; takes half a second, by the PDS's design. */
    public static OAuthSession login(String pdsUrl, TestAccount account, String scope) {
        String clientId = loopbackClientId(REDIRECT_URI, scope);
        return login(pdsUrl, account, scope, REDIRECT_URI, () -> Map.of("client_id", clientId))
                .withClient(pdsUrl, clientId, null);
    }

    /** A new DPoP session of an account with a confidential client. */
    public static OAuthSession login(RealPds pds, TestAccount account, TestClient client) {
        return login(pds.pdsUrl(), account, SCOPE, TestClient.REDIRECT_URI, () -> client.authentication(pds.pdsUrl()))
                .withClient(pds.pdsUrl(), TestClient.CLIENT_ID, TestClient.KEY_ID);
    }

    private static OAuthSession login(
            String pdsUrl,
            TestAccount account,
            String scope,
            String redirectUri,
            Supplier<Map<String, String>> authentication) {
        DpopKey key = DpopKey.generate();
        HandClient client = new HandClient();
        String verifier = DpopKey.random(32);
        String state = DpopKey.random(16);
        Map<String, String> request = Map.of(
                "response_type",
                "code",
                "redirect_uri",
                redirectUri,
                "scope",
                scope,
                "state",
                state,
                "code_challenge",
                DpopKey.sha256(verifier),
                "code_challenge_method",
                "S256");
        JsonObject pushed = Wire.json(201, client.form(key, pdsUrl + "/oauth/par", both(authentication, request)));
        String clientId = authentication.get().get("client_id");
        String page = pdsUrl + "/oauth/authorize?"
                + Wire.form(Map.of("client_id", clientId, "request_uri", pushed.getString("request_uri")));
        Map<String, String> answer = approve(pdsUrl, page, account.handle(), account.password());
        if (!answer.containsKey("code") || !state.equals(answer.get("state"))) {
            throw new IllegalStateException("no code: " + answer);
        }
        Map<String, String> grant = Map.of(
                "grant_type",
                "authorization_code",
                "code",
                answer.get("code"),
                "redirect_uri",
                redirectUri,
                "code_verifier",
                verifier);
        JsonObject tokens = Wire.json(200, client.form(key, pdsUrl + "/oauth/token", both(authentication, grant)));
        Instant now = Instant.now();
        return OAuthSession.of(
                        tokens.getString("sub"),
                        pdsUrl,
                        tokens.getString("access_token"),
                        tokens.getString("refresh_token"),
                        key.privateJwk(),
                        now,
                        now.plusSeconds(tokens.getInt("expires_in")))
                .withGrant(tokens.getString("token_type"), tokens.getString("scope"))
                .withHandle(account.handle());
    }

    private static Supplier<Map<String, String>> both(
            Supplier<Map<String, String>> authentication, Map<String, String> fields) {
        return () -> {
            Map<String, String> all = new LinkedHashMap<>(authentication.get());
            all.putAll(fields);
            return all;
        };
    }

    /**
     * Plays the browser with the account owner before it: opens the authorization page, signs in, consents.
     *
     * @return the query parameters that the authorization server sends to the redirect URI
     */
    public static Map<String, String> approve(String issuer, String page, String username, String password) {
        return decide(issuer, page, username, password, true);
    }

    /**
     * The same with an account owner who says no.
     *
     * @return the query parameters that the authorization server sends to the redirect URI
     */
    public static Map<String, String> deny(String issuer, String page, String username, String password) {
        return decide(issuer, page, username, password, false);
    }

    private static Map<String, String> decide(
            String issuer, String page, String username, String password, boolean consent) {
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
        URI location = URI.create(redirect.headers().firstValue("Location").orElseThrow());
        String parameters = location.getRawFragment() != null ? location.getRawFragment() : location.getRawQuery();
        return Arrays.stream(parameters.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> decode(pair[0]), pair -> decode(pair[1])));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Makes an app password for a signed-in account; {@code session} has to be a password session. */
    public static String createAppPassword(OAuthSession session, String name) {
        return Wire.json(
                        200,
                        new HandClient()
                                .procedure(session, "com.atproto.server.createAppPassword", Jsons.object("name", name)))
                .getString("password");
    }

    /** A new Bearer session of an account by a new app password. */
    public static OAuthSession appPasswordLogin(RealPds pds, TestAccount account) {
        OAuthSession byPassword = createSession(pds.pdsUrl(), account.handle(), account.password());
        String appPassword = createAppPassword(byPassword, "test-" + DpopKey.random(6));
        return createSession(pds.pdsUrl(), account.handle(), appPassword);
    }

    /** A new Bearer session by handle or DID and any password. */
    public static OAuthSession createSession(String pdsUrl, String identifier, String password) {
        JsonObject created = Wire.json(
                200,
                Wire.postJson(
                        pdsUrl + "/xrpc/com.atproto.server.createSession",
                        Jsons.object("identifier", identifier, "password", password)));
        Instant now = Instant.now();
        return OAuthSession.of(
                        created.getString("did"),
                        pdsUrl,
                        created.getString("accessJwt"),
                        created.getString("refreshJwt"),
                        "",
                        now,
                        now.plus(PASSWORD_ACCESS_LIFE))
                .withGrant(OAuthSession.BEARER, null)
                .withHandle(created.getString("handle"))
                .withRefreshExpiresAt(now.plus(PASSWORD_REFRESH_LIFE));
    }

    /** A browser with cookies, on the authorization server's own pages. */
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
            if (!cookies.isEmpty()) {
                request.header(
                        "Cookie",
                        cookies.entrySet().stream()
                                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                                .collect(Collectors.joining("; ")));
            }
            HttpResponse<String> response = Wire.send(request);
            for (String line : response.headers().allValues("Set-Cookie")) {
                String[] cookie = line.split(";", 2)[0].split("=", 2);
                cookies.put(cookie[0], cookie[1]);
            }
            return response;
        }
    }
}
