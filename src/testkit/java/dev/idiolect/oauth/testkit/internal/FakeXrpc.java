package dev.idiolect.oauth.testkit.internal;

import dev.idiolect.oauth.testkit.internal.FakeResource.Denied;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fake's PDS: {@code com.atproto.repo.*} and what applications use with it. */
final class FakeXrpc {

    private static final List<String> READS = List.of("getRecord", "listRecords", "describeRepo");
    private static final String REPO = "com.atproto.repo.";

    private final FakeSessions sessions;
    private final FakeResource resource;
    private final FakeRepo repo;
    private final FakeViolations violations;
    private final FakeServerMethods server;

    FakeXrpc(FakeSessions sessions, FakeResource resource, FakeRepo repo, FakeViolations violations) {
        this.sessions = sessions;
        this.resource = resource;
        this.repo = repo;
        this.violations = violations;
        this.server = new FakeServerMethods(sessions, resource, violations);
    }

    /** Returns whether a path is a read without authentication, with which the real server sends no nonce. */
    static boolean isUnauthenticated(String path) {
        return READS.contains(path.substring(path.lastIndexOf('.') + 1));
    }

    FakeResponse handle(FakeRequest request, String origin) {
        String nsid = request.path().substring("/xrpc/".length());
        try {
            return switch (nsid) {
                case REPO + "getRecord" -> getRecord(checked(request, origin));
                case REPO + "listRecords" -> listRecords(checked(request, origin));
                case REPO + "describeRepo" -> describeRepo(checked(request, origin), origin);
                case REPO + "createRecord", REPO + "putRecord", REPO + "deleteRecord" ->
                    write(request, origin, nsid.substring(REPO.length()).replace("Record", ""));
                case REPO + "applyWrites" -> applyWrites(request, origin);
                case REPO + "uploadBlob" -> uploadBlob(request, origin);
                case "com.atproto.sync.getBlob" -> getBlob(request);
                case "com.atproto.identity.resolveHandle" -> resolveHandle(request);
                default -> server.handle(nsid, request, origin);
            };
        } catch (Denied e) {
            return e.response();
        } catch (IllegalArgumentException | JsonException | NullPointerException | ClassCastException e) {
            violations.add(request, "invalid input: " + e);
            return FakeResponse.xrpcError(400, "InvalidRequest", "Invalid input: " + e.getMessage());
        }
    }

    private FakeRequest checked(FakeRequest request, String origin) {
        resource.checkOptional(request, origin);
        return request;
    }

    private FakeResponse getRecord(FakeRequest request) {
        Map<String, String> query = request.parameters();
        Optional<JsonObject> record = sessions.account(query.getOrDefault("repo", ""))
                .flatMap(did -> repo.get(did, query.get("collection"), query.get("rkey")))
                // It keeps only the newest version.
                .filter(found ->
                        !query.containsKey("cid") || found.getString("cid").equals(query.get("cid")));
        return record.map(found -> FakeResponse.json(200, found)).orElseGet(() -> {
            String uri = "at://" + query.get("repo") + "/" + query.get("collection") + "/" + query.get("rkey");
            return FakeResponse.xrpcError(400, "RecordNotFound", "Could not locate record: " + uri);
        });
    }

    private FakeResponse listRecords(FakeRequest request) {
        Map<String, String> query = request.parameters();
        return sessions.account(query.getOrDefault("repo", ""))
                .map(did -> FakeResponse.json(
                        200,
                        repo.list(
                                did,
                                query.get("collection"),
                                Integer.parseInt(query.getOrDefault("limit", "50")),
                                query.get("cursor"),
                                Boolean.parseBoolean(query.get("reverse")))))
                .orElseGet(() -> notFound(query.get("repo")));
    }

    private FakeResponse describeRepo(FakeRequest request, String origin) {
        String name = request.parameters().getOrDefault("repo", "");
        return sessions.account(name)
                .map(did -> FakeResponse.json(
                        200,
                        Jsons.object(
                                "handle", sessions.handle(did),
                                "did", did,
                                "didDoc", FakeDirectory.document(did, sessions.handle(did), origin),
                                "collections", repo.collections(did),
                                "handleIsCorrect", true)))
                .orElseGet(() -> notFound(name));
    }

    private FakeResponse getBlob(FakeRequest request) {
        Map<String, String> query = request.parameters();
        return repo.blob(query.getOrDefault("did", ""), query.getOrDefault("cid", ""))
                .map(blob -> FakeResponse.bytes(200, blob.mimeType(), blob.bytes())
                        .header("X-Content-Type-Options", "nosniff")
                        .header("Content-Security-Policy", "default-src 'none'; sandbox"))
                .orElseGet(() -> FakeResponse.xrpcError(400, "InvalidRequest", "Blob not found"));
    }

    private FakeResponse resolveHandle(FakeRequest request) {
        String handle = request.parameters().getOrDefault("handle", "");
        return sessions.account(handle)
                .map(did -> FakeResponse.json(200, Jsons.object("did", did)))
                .orElseGet(() -> FakeResponse.xrpcError(400, "InvalidRequest", "Unable to resolve handle"));
    }

    private static FakeResponse notFound(String name) {
        return FakeResponse.xrpcError(400, "InvalidRequest", "Could not find repo: " + name);
    }

    private FakeResponse write(FakeRequest request, String origin, String action) throws Denied {
        FakeSessions.Entry session = resource.authenticate(request, origin);
        JsonObject body = input(request);
        checkAccount(request, session, body.getString("repo"));
        JsonObject done = apply(request, session, action, body, "record");
        return FakeResponse.json(200, done);
    }

    private FakeResponse applyWrites(FakeRequest request, String origin) throws Denied {
        FakeSessions.Entry session = resource.authenticate(request, origin);
        JsonObject body = input(request);
        checkAccount(request, session, body.getString("repo"));
        List<JsonObject> writes = body.getJsonArray("writes").getValuesAs(JsonObject.class);
        for (JsonObject write : writes) {
            checkScope(session, action(write), write.getString("collection"));
        }
        List<JsonObject> results = new ArrayList<>();
        for (JsonObject write : writes) {
            JsonObject done = apply(request, session, action(write), write, "value");
            String type = "com.atproto.repo.applyWrites#" + action(write) + "Result";
            results.add(Jsons.object(
                    "$type",
                    type,
                    "uri",
                    done.get("uri"),
                    "cid",
                    done.get("cid"),
                    "validationStatus",
                    done.get("validationStatus")));
        }
        return FakeResponse.json(200, Jsons.object("commit", repo.commit(), "results", results));
    }

    private static String action(JsonObject write) {
        String type = write.getString("$type");
        return type.substring(type.indexOf('#') + 1);
    }

    private JsonObject apply(
            FakeRequest request, FakeSessions.Entry session, String action, JsonObject write, String valueName)
            throws Denied {
        String collection = write.getString("collection");
        checkScope(session, action, collection);
        String rkey = action.equals("create") ? write.getString("rkey", repo.tid()) : write.getString("rkey");
        Optional<JsonObject> old = repo.get(session.did, collection, rkey);
        String swap = write.getString("swapRecord", null);
        if (swap != null
                && old.filter(record -> record.getString("cid").equals(swap)).isEmpty()) {
            throw new Denied(FakeResponse.xrpcError(
                    400,
                    "InvalidSwap",
                    "Record was at "
                            + old.map(record -> record.getString("cid")).orElse("null")));
        }
        if (action.equals("delete")) {
            return repo.delete(session.did, collection, rkey) ? Jsons.object("commit", repo.commit()) : Jsons.object();
        }
        if (action.equals("create") && old.isPresent()) {
            violations.add(request, "created a record that exists: " + rkey);
            throw new Denied(FakeResponse.xrpcError(400, "InvalidRequest", "There is already a value at key: " + rkey));
        }
        JsonObject written = repo.put(session.did, collection, rkey, write.getJsonObject(valueName));
        return Jsons.object(
                "uri", written.get("uri"),
                "cid", written.get("cid"),
                "commit", repo.commit(),
                "validationStatus", "unknown");
    }

    private FakeResponse uploadBlob(FakeRequest request, String origin) throws Denied {
        FakeSessions.Entry session = resource.authenticate(request, origin);
        checkActive(session);
        String type = request.header("Content-Type")
                .orElseThrow(() -> new IllegalArgumentException("Request encoding (Content-Type) required"));
        if (!session.isBearer() && !FakeScopes.allowsBlob(session.scope, type)) {
            throw missing("blob:" + type);
        }
        return FakeResponse.json(200, Jsons.object("blob", repo.upload(session.did, type, request.body())));
    }

    private static JsonObject input(FakeRequest request) {
        String type = request.header("Content-Type").orElse("");
        if (!request.method().equals("POST") || !type.startsWith("application/json")) {
            throw new IllegalArgumentException("Wrong method or encoding: " + request.method() + " " + type);
        }
        return Jsons.parse(request.text());
    }

    private void checkAccount(FakeRequest request, FakeSessions.Entry session, String name) throws Denied {
        String did = sessions.account(name)
                .orElseThrow(() -> new Denied(FakeResponse.xrpcError(403, "AccountNotFound", "Account not found")));
        if (!did.equals(session.did)) {
            violations.add(request, session.did + " writes as " + did);
            throw new Denied(FakeResponse.xrpcError(401, "AuthenticationRequired", "Authentication Required"));
        }
        checkActive(session);
    }

    /** The owner of an account deactivates it after a move. */
    private void checkActive(FakeSessions.Entry session) throws Denied {
        if (sessions.isDeactivated(session.did)) {
            throw new Denied(FakeResponse.xrpcError(401, "AccountDeactivated", "Account is deactivated"));
        }
    }

    private static void checkScope(FakeSessions.Entry session, String action, String collection) throws Denied {
        // A put creates or updates, so it needs both permissions.
        for (String needed : action.equals("put") ? List.of("create", "update") : List.of(action)) {
            if (!session.isBearer() && !FakeScopes.allowsWrite(session.scope, needed, collection)) {
                throw missing("repo:" + collection + "?action=" + needed);
            }
        }
    }

    private static Denied missing(String permission) {
        return new Denied(
                FakeResponse.xrpcError(403, "ScopeMissingError", "Missing required scope \"" + permission + "\""));
    }
}
