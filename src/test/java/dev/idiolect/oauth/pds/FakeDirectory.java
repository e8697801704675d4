package dev.idiolect.oauth.pds;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A PLC directory and handle resolver for the accounts of fakes. */
public final class FakeDirectory implements AutoCloseable {

    private static final String RESOLVE_HANDLE = "/xrpc/com.atproto.identity.resolveHandle";

    private final Map<String, FakeResponse> documents = new ConcurrentHashMap<>();
    private final Map<String, String> dids = new ConcurrentHashMap<>();
    private final MiniHttp server = new MiniHttp(Clock.systemUTC(), this::respond);

    private FakeDirectory() {}

    public static FakeDirectory start() {
        FakeDirectory directory = new FakeDirectory();
        directory.server.start();
        return directory;
    }

    /** Returns the URL of both. */
    public String url() {
        return server.origin();
    }

    /** Registers or moves an account on a fake PDS. */
    public TestAccount put(FakePds fake, String did) {
        TestAccount account = fake.account(did);
        put(account, fake.pdsUrl());
        return account;
    }

    /** Registers or moves an account on a PDS. */
    public void put(TestAccount account, String pdsUrl) {
        dids.put(account.handle(), account.did());
        documents.put(
                "/" + account.did(),
                FakeResponse.json(
                        200,
                        Jsons.object(
                                "id",
                                account.did(),
                                "alsoKnownAs",
                                List.of("at://" + account.handle()),
                                "service",
                                List.of(Jsons.object(
                                        "id",
                                        "#atproto_pds",
                                        "type",
                                        "AtprotoPersonalDataServer",
                                        "serviceEndpoint",
                                        pdsUrl)))));
    }

    private FakeResponse respond(FakeRequest request) {
        if (request.path().equals(RESOLVE_HANDLE)) {
            String did = dids.get(request.parameters().getOrDefault("handle", ""));
            return did == null
                    ? FakeResponse.xrpcError(400, "InvalidRequest", "Unable to resolve handle")
                    : FakeResponse.json(200, Jsons.object("did", did));
        }
        String path = request.path().replace("%3A", ":");
        return documents.getOrDefault(
                path, FakeResponse.json(404, Jsons.object("message", "DID not registered: " + path.substring(1))));
    }

    @Override
    public void close() {
        server.close();
    }
}
