package dev.idiolect.oauth.pds;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An https origin, as a {@link RealPds} started with {@link #env()} sees it, for clients' metadata and keys; it is served on
 * loopback.
 */
public final class ClientSite implements AutoCloseable {

    public static final String ORIGIN = "https://site.example.com";

    private final Map<String, FakeAnswer> documents = new ConcurrentHashMap<>();
    private final MiniHttp server = new MiniHttp(
            Clock.systemUTC(),
            request -> documents.getOrDefault(request.path(), FakeAnswer.text(404, "text/plain", "Not Found")));

    private ClientSite() {}

    public static ClientSite start() {
        ClientSite site = new ClientSite();
        site.server.start();
        return site;
    }

    /** Serves a JSON document; returns its https address. */
    public String put(String path, String json) {
        documents.put(path, FakeAnswer.text(200, "application/json", json));
        return ORIGIN + path;
    }

    /** What to start a {@link RealPds} with. */
    public Map<String, String> env() {
        return Map.of(RealPds.ORIGIN_MAP, Jsons.object(ORIGIN, server.origin()).toString());
    }

    @Override
    public void close() {
        server.close();
    }
}
