package dev.idiolect.oauth.pds;

import dev.idiolect.oauth.testkit.internal.FakeResponse;
import dev.idiolect.oauth.testkit.internal.Jsons;
import dev.idiolect.oauth.testkit.internal.MiniHttp;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An https origin for client metadata and keys, for a {@link RealPds} started with {@link #env()}. It is served on loopback.
 */
public final class ClientSite implements AutoCloseable {

    public static final String ORIGIN = "https://site.example.com";

    private final String origin;
    private final Map<String, FakeResponse> documents = new ConcurrentHashMap<>();
    private final MiniHttp server = new MiniHttp(
            Clock.systemUTC(),
            request -> documents.getOrDefault(request.path(), FakeResponse.text(404, "text/plain", "Not Found")));

    private ClientSite(String origin) {
        this.origin = origin;
    }

    public static ClientSite start() {
        return start(ORIGIN);
    }

    /** Starts a site with another origin. */
    static ClientSite start(String origin) {
        ClientSite site = new ClientSite(origin);
        site.server.start();
        return site;
    }

    /** Serves a JSON document and returns its https URL. */
    public String put(String path, String json) {
        documents.put(path, FakeResponse.text(200, "application/json", json));
        return origin + path;
    }

    /** Returns the environment for {@link RealPds}. */
    public Map<String, String> env() {
        return Map.of(RealPds.ORIGIN_MAP, Jsons.object(origin, server.origin()).toString());
    }

    @Override
    public void close() {
        server.close();
    }
}
