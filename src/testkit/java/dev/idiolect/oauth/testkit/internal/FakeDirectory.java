package dev.idiolect.oauth.testkit.internal;

import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A PLC directory and handle resolver for the accounts of fakes. */
public final class FakeDirectory implements AutoCloseable {

    private static final String RESOLVE_HANDLE = "/xrpc/com.atproto.identity.resolveHandle";

    private final Map<String, FakeResponse> documents = new ConcurrentHashMap<>();
    private final Map<String, String> dids = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger handleRequests = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile CountDownLatch handlesEnd = new CountDownLatch(0);
    private volatile Supplier<FakeResponse> disturbance;
    private final MiniHttp server;

    private FakeDirectory(int port) {
        server = new MiniHttp(port, Clock.systemUTC(), this::respond);
    }

    public static FakeDirectory start() {
        return start(0);
    }

    /** Starts a directory on a port, or on a free one if it is 0. */
    static FakeDirectory start(int port) {
        FakeDirectory directory = new FakeDirectory(port);
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
        put(account, account.handle(), pdsUrl);
    }

    /** Lists a handle in an account's document, without resolving it. */
    public void put(TestAccount account, String handle, String pdsUrl) {
        documents.put("/" + account.did(), FakeResponse.json(200, document(account.did(), handle, pdsUrl)));
    }

    /** Returns the DID document of an account. */
    static JsonObject document(String did, String handle, String pdsUrl) {
        JsonObject service =
                Jsons.object("id", "#atproto_pds", "type", "AtprotoPersonalDataServer", "serviceEndpoint", pdsUrl);
        return Jsons.object("id", did, "alsoKnownAs", List.of("at://" + handle), "service", List.of(service));
    }

    /** Adds members to an account's document. */
    public void add(String did, JsonObject members) {
        documents.compute(
                "/" + did,
                (path, document) -> FakeResponse.json(
                        200,
                        JsonProvider.provider()
                                .createObjectBuilder(Jsons.parse(new String(document.bytes(), StandardCharsets.UTF_8)))
                                .addAll(JsonProvider.provider().createObjectBuilder(members))
                                .build()));
    }

    /** Responds to every request with something else, such as the page of a proxy. */
    public void disturb(int status, String body) {
        String type = body.startsWith("{") ? "application/json" : "text/html";
        disturbance = () -> FakeResponse.text(status, type, body);
    }

    /** Lets every request wait until this directory closes. */
    public void hang() {
        disturbance = () -> {
            awaitQuietly(closing);
            return FakeResponse.cut();
        };
    }

    private static void awaitQuietly(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets lookups of handles wait until {@link #restore}, and then fail. Documents are still there. */
    public void hangHandles() {
        handlesEnd = new CountDownLatch(1);
    }

    /** Ends the disturbance. */
    public void restore() {
        disturbance = null;
        handlesEnd.countDown();
    }

    /** Returns the number of lookups of handles. */
    public int handleRequests() {
        return handleRequests.get();
    }

    /** Returns the number of requests. */
    public int requests() {
        return requests.get();
    }

    private FakeResponse respond(FakeRequest request) {
        requests.incrementAndGet();
        Supplier<FakeResponse> other = disturbance;
        if (other != null) {
            return other.get();
        }
        if (request.path().equals(RESOLVE_HANDLE)) {
            handleRequests.incrementAndGet();
            if (handlesEnd.getCount() > 0) {
                awaitQuietly(handlesEnd);
                return FakeResponse.cut();
            }
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
        closing.countDown();
        handlesEnd.countDown();
        server.close();
    }
}
