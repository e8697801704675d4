package dev.idiolect.oauth.pds;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the contents of a PDS without authentication, independently of the responses to a client. */
public final class PdsInspector {

    private final String pdsUrl;

    public PdsInspector(String pdsUrl) {
        this.pdsUrl = pdsUrl;
    }

    /** Returns a record with its {@code uri}, {@code cid} and {@code value}, or empty if there is none. */
    public Optional<JsonObject> getRecord(String did, String collection, String rkey) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("repo", did);
        query.put("collection", collection);
        query.put("rkey", rkey);
        HttpResponse<String> response = Wire.get(pdsUrl + "/xrpc/com.atproto.repo.getRecord?" + Wire.form(query));
        if (response.statusCode() == 400 && response.body().contains("\"RecordNotFound\"")) {
            return Optional.empty();
        }
        return Optional.of(Wire.json(200, response));
    }

    /** Returns all records of a collection, from all pages, newest key first. */
    public List<JsonObject> listRecords(String did, String collection) {
        List<JsonObject> records = new ArrayList<>();
        String cursor = null;
        do {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("repo", did);
            query.put("collection", collection);
            query.put("limit", "100");
            if (cursor != null) {
                query.put("cursor", cursor);
            }
            JsonObject page =
                    Wire.json(200, Wire.get(pdsUrl + "/xrpc/com.atproto.repo.listRecords?" + Wire.form(query)));
            records.addAll(page.getJsonArray("records").getValuesAs(JsonObject.class));
            cursor = page.getString("cursor", null);
        } while (cursor != null);
        return records;
    }

    /** Returns the bytes of a blob. */
    public byte[] getBlob(String did, String cid) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("did", did);
        query.put("cid", cid);
        return Wire.bytes(pdsUrl + "/xrpc/com.atproto.sync.getBlob?" + Wire.form(query));
    }

    /**
     * Returns the counts of a PDS with {@link RealPds#COUNT_REFRESHES}: {@code accounts} with the number of refreshes of each,
     * {@code replayed} tokens that were used again, and {@code refused} tokens.
     */
    public JsonObject refreshes() {
        return Wire.json(200, Wire.get(pdsUrl + "/test/refreshes"));
    }

    /** Calls {@code com.atproto.server.getSession} with a session's access token. */
    public HttpResponse<String> getSession(OAuthSession session) {
        return new HandClient().query(session, "com.atproto.server.getSession");
    }

    /** Returns whether a session's access token is valid for its account now. */
    public boolean isAlive(OAuthSession session) {
        HttpResponse<String> response = getSession(session);
        return response.statusCode() == 200
                && Jsons.parse(response.body()).getString("did").equals(session.did());
    }
}
