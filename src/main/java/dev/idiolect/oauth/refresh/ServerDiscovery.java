package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.dpop.DpopException;
import dev.idiolect.oauth.dpop.HttpOrigin;
import dev.idiolect.oauth.http.ExchangeException;
import dev.idiolect.oauth.http.GuardedHttp;
import dev.idiolect.oauth.http.WebAnswer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the authorization server of a PDS, and its endpoints. Answers are kept for ten minutes, and used for longer while
 * the servers can't be reached. Only public addresses are asked, by https, unless the PDS is itself on this machine, by http.
 * Safe for use by many threads.
 *
 * @see <a href="https://atproto.com/specs/oauth#authorization-server-metadata">AT Protocol OAuth: server metadata</a>
 */
public final class ServerDiscovery {

    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final int LIMIT = 1000;

    private record Known(ServerMetadata metadata, Instant asked) {

        // From both sides: a clock that was set back must not keep it for ever.
        boolean isFresh(Instant now) {
            return !now.isBefore(asked) && now.isBefore(asked.plus(KEPT));
        }
    }

    private final GuardedHttp http;
    private final Clock clock;
    private final Map<String, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > LIMIT;
        }
    };

    /**
     * Creates a discovery with nothing known.
     *
     * @param timeout the limit for connecting and again for the answer, for each request, greater than zero
     * @param clock the local time
     */
    public ServerDiscovery(Duration timeout, Clock clock) {
        this(GuardedHttp.patient(timeout), clock);
    }

    ServerDiscovery(GuardedHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    /**
     * Returns the metadata of the authorization server that a PDS trusts.
     *
     * @param pdsUrl the PDS's base URL
     * @return the metadata
     * @throws DiscoveryException if a server can't be reached, answers otherwise than the rules say, or names an issuer
     *     that does not name itself
     */
    public ServerMetadata discover(String pdsUrl) {
        String origin = origin(pdsUrl);
        Known before;
        synchronized (known) {
            before = known.get(origin);
        }
        if (before != null && before.isFresh(clock.instant())) {
            return before.metadata();
        }
        ServerMetadata metadata;
        try {
            metadata = find(origin);
        } catch (DiscoveryException e) {
            if (e.isTransient() && before != null) {
                return before.metadata();
            }
            throw e;
        }
        synchronized (known) {
            known.put(origin, new Known(metadata, clock.instant()));
        }
        return metadata;
    }

    /** Makes the next {@link #discover} ask the servers, after what was known turned out to be of no use. */
    void forget(String pdsUrl) {
        synchronized (known) {
            known.remove(origin(pdsUrl));
        }
    }

    private ServerMetadata find(String pdsOrigin) {
        // One guard for the whole way: what a server elsewhere names can't lead to this machine.
        GuardedHttp guard = http.beginningAt(URI.create(pdsOrigin));
        return authorizationServer(guard, issuerOf(guard, pdsOrigin));
    }

    private static String issuerOf(GuardedHttp guard, String pdsOrigin) {
        URI url = URI.create(pdsOrigin + "/.well-known/oauth-protected-resource");
        Object servers = document(guard, url).get("authorization_servers");
        if (!(servers instanceof List<?> list) || list.size() != 1 || !(list.get(0) instanceof String issuer)) {
            throw broken(url, "it must name exactly one of authorization_servers");
        }
        // The issuer of the AT Protocol is an origin; RFC 8414 section 3.1 would put the well-known part before a path.
        if (!issuer.equals(originOrEmpty(issuer)) || !isAsSecureAs(url, URI.create(issuer))) {
            throw broken(url, "the authorization server must be the origin of an https URL");
        }
        return issuer;
    }

    private static ServerMetadata authorizationServer(GuardedHttp guard, String issuer) {
        URI url = URI.create(issuer + "/.well-known/oauth-authorization-server");
        Map<String, Object> document = document(guard, url);
        if (!issuer.equals(document.get("issuer"))) {
            throw broken(url, "its issuer must be " + issuer);
        }
        URI tokenEndpoint = endpoint(url, document, "token_endpoint");
        if (tokenEndpoint == null) {
            throw broken(url, "token_endpoint is missing");
        }
        return new ServerMetadata(
                issuer,
                tokenEndpoint,
                endpoint(url, document, "authorization_endpoint"),
                endpoint(url, document, "pushed_authorization_request_endpoint"),
                endpoint(url, document, "revocation_endpoint"));
    }

    private static Map<String, Object> document(GuardedHttp guard, URI url) {
        WebAnswer answer;
        try {
            answer = guard.getJson(url);
        } catch (ExchangeException e) {
            throw new DiscoveryException("No answer from " + url + ": " + e.getMessage(), !e.isRefused(), e);
        }
        if (answer.status() != 200) {
            throw new DiscoveryException(
                    url + " answered " + answer.summary() + " where 200 is expected", answer.isTransient(), null);
        }
        Map<String, Object> json = answer.json();
        if (json == null) {
            throw broken(url, "it must be a JSON object");
        }
        return json;
    }

    private static @Nullable URI endpoint(URI source, Map<String, Object> document, String name) {
        Object value = document.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof String text) {
            try {
                URI endpoint = URI.create(text);
                HttpOrigin.of(endpoint);
                if (isAsSecureAs(source, endpoint) && endpoint.getRawFragment() == null) {
                    return endpoint;
                }
            } catch (IllegalArgumentException | DpopException e) {
                throw broken(source, name + " is no URL");
            }
        }
        throw broken(source, name + " must be an https URL");
    }

    // A server elsewhere must not send requests to what listens on this machine.
    static boolean isAsSecureAs(URI source, URI target) {
        return HttpOrigin.isSecure(target)
                && ("https".equalsIgnoreCase(target.getScheme()) || "http".equalsIgnoreCase(source.getScheme()));
    }

    private static String origin(String pdsUrl) {
        String origin;
        try {
            origin = HttpOrigin.of(pdsUrl);
        } catch (DpopException e) {
            throw new DiscoveryException("The PDS's address is unusable. " + e.getMessage(), false, e);
        }
        if (!HttpOrigin.isSecure(URI.create(origin))) {
            throw new DiscoveryException(
                    "The PDS's address " + origin + " is not https. Only localhost, 127.0.0.1 and [::1] may be http",
                    false,
                    null);
        }
        return origin;
    }

    private static String originOrEmpty(String url) {
        try {
            return HttpOrigin.of(url);
        } catch (DpopException e) {
            return "";
        }
    }

    private static DiscoveryException broken(URI url, String rule) {
        return new DiscoveryException("The metadata at " + url + " break a rule: " + rule, false, null);
    }
}
