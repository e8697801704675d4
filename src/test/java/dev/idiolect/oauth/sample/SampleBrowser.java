package dev.idiolect.oauth.sample;

import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.pds.Wire;
import dev.idiolect.oauth.testkit.internal.Jsons;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import dev.idiolect.oauth.web.TestBrowser;
import dev.idiolect.oauth.web.WebLogin;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A browser at the sample: its cookies and the requests of its page. */
final class SampleBrowser {

    private final String url;
    private final RealPds pds;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    SampleBrowser(LibertySample sample, RealPds pds) {
        url = sample.url();
        this.pds = pds;
    }

    /** Creates a browser with a copy of the cookies. */
    SampleBrowser(SampleBrowser other) {
        url = other.url;
        pds = other.pds;
        cookies.putAll(other.cookies);
    }

    SampleBrowser signIn(TestAccount account) {
        startSignIn(account).run();
        return this;
    }

    /** Signs in up to the callback. The returned action calls the callback, with the cookies of now. */
    Runnable startSignIn(TestAccount account) {
        TestBrowser tab = new TestBrowser(url + "/api");
        tab.cookies.putAll(cookies);
        WebLogin login = new WebLogin(tab, pds);
        Map<String, String> parameters = login.approve(login.begin(account.handle(), "/"), account);
        return () -> {
            login.complete(parameters);
            synchronized (cookies) {
                cookies.putAll(tab.cookies);
            }
        };
    }

    /** Copies another browser's cookie values to this browser's cookie names. */
    void steal(SampleBrowser from) {
        cookies.replaceAll((name, own) -> from.cookies.values().iterator().next());
    }

    /** Returns the state of an account on this browser's page, or "none". */
    String state(TestAccount account) {
        return Jsons.parse("{\"accounts\":" + send("GET", "").body() + "}").getJsonArray("accounts").stream()
                .map(entry -> (JsonObject) entry)
                .filter(entry -> entry.getString("did").equals(account.did()))
                .map(entry -> entry.getString("state"))
                .findFirst()
                .orElse("none");
    }

    HttpResponse<String> posts(TestAccount account) {
        return send("GET", path(account) + "/posts");
    }

    HttpResponse<String> write(TestAccount account, String text) {
        return send("POST", path(account) + "/posts", Jsons.object("text", text));
    }

    /** Returns the post in the response of {@link #write}. */
    static JsonObject written(HttpResponse<String> response) {
        return Wire.json(200, response).getJsonArray("posts").getJsonObject(0);
    }

    HttpResponse<String> edit(TestAccount account, JsonObject post, String text) {
        return send(
                "PUT",
                path(account) + "/posts/" + post.getString("rkey"),
                Jsons.object("text", text, "cid", post.getString("cid")));
    }

    HttpResponse<String> delete(TestAccount account, JsonObject post, String... headers) {
        return send(
                "DELETE",
                path(account) + "/posts/" + post.getString("rkey") + "?cid=" + post.getString("cid"),
                null,
                headers);
    }

    HttpResponse<String> signOut(TestAccount account, String... headers) {
        return forgetting(send("DELETE", path(account), null, headers));
    }

    HttpResponse<String> forceSignOut(TestAccount account) {
        return forgetting(send("DELETE", path(account) + "?force=true"));
    }

    private HttpResponse<String> forgetting(HttpResponse<String> response) {
        response.headers().allValues("Set-Cookie").forEach(line -> cookies.remove(line.split("=", 2)[0]));
        return response;
    }

    private HttpResponse<String> send(String method, String path) {
        return send(method, path, null);
    }

    private HttpResponse<String> send(String method, String path, JsonObject body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/api/accounts" + path))
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return Wire.send(request, cookies);
    }

    private static String path(TestAccount account) {
        return "/" + URLEncoder.encode(account.did(), StandardCharsets.UTF_8);
    }
}
