package dev.idiolect.oauth.pds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Sends the same requests to the real PDS and to the fake, and compares the responses. */
class FakeLikeRealIT {

    private static final String NOTE = "dev.idiolect.test.note";
    private static final String CREATE = "com.atproto.repo.createRecord";
    private static final String CREATE_ONLY = "atproto repo:" + NOTE + "?action=create";

    /** A content identifier of something else. */
    private static final String OTHER_CID = "&cid=bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a";

    private final List<String> responses = new ArrayList<>();

    @Test
    void fakeRespondsLikeTheRealPds() {
        List<String> real;
        try (RealPds pds = RealPds.start()) {
            OAuthSession session = PdsLogin.login(pds);
            OAuthSession victim = PdsLogin.login(pds);
            OAuthSession narrow = PdsLogin.login(
                    pds,
                    pds.account(),
                    OAuthClient.development(PdsLogin.REDIRECT_URI, "atproto"),
                    new InMemoryOAuthTokenStore());
            OAuthSession creator = PdsLogin.login(
                    pds,
                    pds.account(),
                    OAuthClient.development(PdsLogin.REDIRECT_URI, CREATE_ONLY),
                    new InMemoryOAuthTokenStore());
            real = script(session, victim, narrow, creator, PdsLogin.appPasswordLogin(pds, pds.account()));
        }
        try (FakePds fake = FakePds.start()) {
            String did = "did:plc:abcdefghijklmnopqrstuvwx";
            List<String> played = script(
                    fake.session(did),
                    fake.session(did),
                    fake.session(did, "atproto"),
                    fake.session(did, CREATE_ONLY),
                    fake.bearerSession(did));
            assertThat(String.join("\n", played)).isEqualTo(String.join("\n", real));
        }
    }

    private List<String> script(
            OAuthSession session, OAuthSession victim, OAuthSession narrow, OAuthSession creator, OAuthSession bearer) {
        responses.clear();
        DpopKey key = DpopKey.of(session.dpopPrivateKeyJwk());
        String url = session.pdsUrl() + "/xrpc/" + CREATE;
        String token = session.accessJwt();
        HandClient client = new HandClient();

        note("no token", write(session, null, null));
        note("no nonce", write(session, "DPoP " + token, key.proof("POST", url, token, null)));
        note("made-up nonce", write(session, "DPoP " + token, key.proof("POST", url, token, "made-up")));
        HttpResponse<String> created = client.procedure(session, CREATE, body(session));
        note("created", created);
        String nonce = client.nonce(url);
        String once = key.proof("POST", url, token, nonce);
        note("good proof", write(session, "DPoP " + token, once));
        note("replayed", write(session, "DPoP " + token, once));
        note("htm", write(session, "DPoP " + token, key.proof("PUT", url, token, nonce)));
        note("htu", write(session, "DPoP " + token, key.proof("POST", url + "x", token, nonce)));
        note("ath", write(session, "DPoP " + token, key.proof("POST", url, "other", nonce)));
        note("no ath", write(session, "DPoP " + token, key.proof("POST", url, nonce)));
        note("no proof", write(session, "DPoP " + token, null));
        note("other key", write(session, "DPoP " + token, DpopKey.generate().proof("POST", url, token, nonce)));
        note("garbage token", write(session, "DPoP garbage", key.proof("POST", url, "garbage", nonce)));
        note("as bearer", write(session, "Bearer " + token, null));
        note("other scheme", write(session, "Token " + token, null));
        note("stale", write(session, "DPoP " + token, aged(key, url, token, nonce, -200)));
        note("future", write(session, "DPoP " + token, aged(key, url, token, nonce, 200)));
        note("scope", client.procedure(narrow, CREATE, body(narrow)));
        note("session", client.query(session, "com.atproto.server.getSession"));
        note("other's repo", client.procedure(session, CREATE, body("did:plc:none")));

        JsonObject written = Wire.json(200, created);
        String rkey = written.getString("uri").replaceAll(".*/", "");
        String record = "?repo=" + session.did() + "&collection=" + NOTE + "&rkey=";
        note("get", Wire.get(session.pdsUrl() + "/xrpc/com.atproto.repo.getRecord" + record + rkey));
        note("get none", Wire.get(session.pdsUrl() + "/xrpc/com.atproto.repo.getRecord" + record + "none"));
        note("signed get", client.query(session, "com.atproto.repo.getRecord" + record + rkey));
        note("list", Wire.get(session.pdsUrl() + "/xrpc/com.atproto.repo.listRecords" + record.replace("&rkey=", "")));
        note("describe", Wire.get(session.pdsUrl() + "/xrpc/com.atproto.repo.describeRepo?repo=" + session.did()));
        JsonObject key1 = Jsons.object("repo", session.did(), "collection", NOTE, "rkey", "k1");
        JsonObject put = Jsons.object(
                "repo", session.did(), "collection", NOTE, "rkey", "k1", "record", Jsons.object("$type", NOTE));
        note("put", client.procedure(session, "com.atproto.repo.putRecord", put));
        note("delete", client.procedure(session, "com.atproto.repo.deleteRecord", key1));
        note("delete none", client.procedure(session, "com.atproto.repo.deleteRecord", key1));
        JsonObject create = Jsons.object(
                "$type",
                "com.atproto.repo.applyWrites#create",
                "collection",
                NOTE,
                "value",
                Jsons.object("$type", NOTE));
        note(
                "apply",
                client.procedure(
                        session,
                        "com.atproto.repo.applyWrites",
                        Jsons.object("repo", session.did(), "writes", List.of(create))));
        note("permitted create", client.procedure(creator, CREATE, body(creator)));
        note("put without permission", client.procedure(creator, "com.atproto.repo.putRecord", put));
        note(
                "create elsewhere",
                client.procedure(
                        creator,
                        CREATE,
                        Jsons.object(
                                "repo", creator.did(), "collection", NOTE + "s", "record", Jsons.object("a", "b"))));
        note(
                "blob without permission",
                client.xrpc(creator, "POST", "com.atproto.repo.uploadBlob", "text/plain", "hello"));
        note(
                "old version",
                Wire.get(session.pdsUrl() + "/xrpc/com.atproto.repo.getRecord" + record + rkey + OTHER_CID));

        HttpResponse<String> uploaded =
                client.xrpc(session, "POST", "com.atproto.repo.uploadBlob", "text/plain", "hello");
        note("blob", uploaded);
        JsonObject blob = Wire.json(200, uploaded).getJsonObject("blob");
        String blobUrl = session.pdsUrl() + "/xrpc/com.atproto.sync.getBlob?did=" + session.did() + "&cid="
                + blob.getJsonObject("ref").getString("$link");
        note("blob without record", Wire.get(blobUrl));
        note(
                "record with blob",
                client.procedure(
                        session,
                        CREATE,
                        Jsons.object(
                                "repo",
                                session.did(),
                                "collection",
                                NOTE,
                                "record",
                                Jsons.object("$type", NOTE, "file", blob))));
        note("blob with record", Wire.get(blobUrl));
        String resolve = session.pdsUrl() + "/xrpc/com.atproto.identity.resolveHandle?handle=";
        note("handle", Wire.get(resolve + session.handle()));
        note("unknown handle", Wire.get(resolve + "none.test"));

        String as = session.issuer() + "/oauth/token";
        note("AS: no nonce", refresh(session, key.proof("POST", as, null)));
        note("AS: no proof", refresh(session, null));
        note("AS: ath", refresh(session, key.proof("POST", as, token, nonce)));
        note("AS: htu", refresh(session, key.proof("POST", as + "x", nonce)));
        note("AS: old iat", refresh(session, aged(key, as, null, nonce, -200)));
        note("AS: refreshed", client.tryRefresh(session));
        note("rotated out", client.procedure(session, CREATE, body(session)));
        note("AS: replayed", client.tryRefresh(session));
        note("AS: ended", client.tryRefresh(session));
        DpopKey other = DpopKey.generate();
        note("AS: other key", refresh(victim, other.proof("POST", as, nonce)));
        note("AS: ended by it", client.tryRefresh(victim));
        note("dead access token", client.procedure(victim, CREATE, body(victim)));

        note("bearer", client.procedure(bearer, CREATE, body(bearer)));
        note("bearer garbage", write(session, "Bearer garbage", null));
        note("bearer session", client.query(bearer, "com.atproto.server.getSession"));
        note("refreshed bearer", post(bearer, "com.atproto.server.refreshSession", bearer.refreshJwt()));
        note("access as refresh", post(bearer, "com.atproto.server.refreshSession", bearer.accessJwt()));
        note("garbage refresh", post(bearer, "com.atproto.server.refreshSession", "garbage"));
        note("old bearer lives", client.procedure(bearer, CREATE, body(bearer)));
        note("resource", Wire.get(session.pdsUrl() + "/.well-known/oauth-protected-resource"));
        note(
                "bad password",
                Wire.postJson(
                        session.pdsUrl() + "/xrpc/com.atproto.server.createSession",
                        Jsons.object("identifier", session.did(), "password", "wrong")));
        return List.copyOf(responses);
    }

    private static String aged(DpopKey key, String url, String token, String nonce, int seconds) {
        JsonObject claims = DpopKey.claims("POST", url, token, nonce);
        long iat = claims.getJsonNumber("iat").longValue() + seconds;
        return key.sign(
                key.header(),
                Jsons.object(
                        "jti",
                        claims.get("jti"),
                        "htm",
                        "POST",
                        "htu",
                        url,
                        "iat",
                        iat,
                        "nonce",
                        nonce,
                        "ath",
                        claims.get("ath")));
    }

    private static JsonObject body(OAuthSession session) {
        return body(session.did());
    }

    private static JsonObject body(String did) {
        return Jsons.object("repo", did, "collection", NOTE, "record", Jsons.object("$type", NOTE, "text", "hi"));
    }

    private static HttpResponse<String> write(OAuthSession session, String authorization, String proof) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(session.pdsUrl() + "/xrpc/" + CREATE))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body(session).toString()));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return Wire.send(proof == null ? request : request.header("DPoP", proof));
    }

    private static HttpResponse<String> refresh(OAuthSession session, String proof) {
        Map<String, String> form = Map.of(
                "grant_type", "refresh_token",
                "refresh_token", session.refreshJwt(),
                "client_id", session.clientId());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(session.issuer() + "/oauth/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(Wire.form(form)));
        return Wire.send(proof == null ? request : request.header("DPoP", proof));
    }

    private static HttpResponse<String> post(OAuthSession session, String nsid, String token) {
        return Wire.send(HttpRequest.newBuilder(URI.create(session.pdsUrl() + "/xrpc/" + nsid))
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.noBody()));
    }

    /** Records the status, error code, challenge, presence of a nonce, and the names of the body's members. */
    private void note(String name, HttpResponse<String> response) {
        String challenge = response.headers()
                .firstValue("WWW-Authenticate")
                .map(FakeLikeRealIT::shape)
                .orElse("no challenge");
        boolean nonce = response.headers().firstValue("DPoP-Nonce").isPresent();
        String body = "-";
        if (response.body().startsWith("{")) {
            JsonObject json = Jsons.parse(response.body());
            TreeSet<String> members = new TreeSet<>(json.keySet());
            members.removeAll(List.of("email", "emailConfirmed", "emailAuthFactor", "didDoc"));
            body = json.getString("error", "") + members;
        }
        String type = response.headers().firstValue("Content-Type").orElse("-").replaceAll(";.*", "");
        responses.add(String.join(
                " | ", name, Integer.toString(response.statusCode()), type, challenge, "nonce " + nonce, body));
    }

    private static String shape(String challenge) {
        Matcher error = Pattern.compile("error=\"([^\"]*)\"").matcher(challenge);
        return challenge.replaceAll(" .*", "")
                + (error.find() ? " " + error.group(1) : "")
                + (challenge.contains("algs=\"") ? " algs" : "")
                + (challenge.contains("error_description=") ? " described" : "");
    }
}
