package dev.idiolect.oauth.identity;

import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpOrigin;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.MaxLength;
import dev.idiolect.oauth.internal.http.NetworkPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Resolves handles by HTTPS. Follows up to three redirects. Each target is checked like the first URL, and all share
 * one time limit. Sends no request to the PLC directory, because an attacker could use up its rate limit.
 *
 * @see <a href="https://atproto.com/specs/handle#https-well-known-method">AT Protocol: HTTPS well-known method</a>
 */
final class WellKnownHandleResolver {

    private static final int MAX_REDIRECTS = 3;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 307, 308);

    private final IdentityHttp http;
    private final NetworkPolicy policy;
    private final String plcOrigin;
    private final Duration limit;

    WellKnownHandleResolver(IdentityHttp http, NetworkPolicy policy, String plcOrigin, Duration limit) {
        this.http = http;
        this.policy = policy;
        this.plcOrigin = plcOrigin;
        this.limit = limit;
    }

    HandleLookup lookUp(Handle handle) {
        URI first = URI.create("https://" + handle.value() + "/.well-known/atproto-did");
        if (isPlcDirectory(first)) {
            return HandleLookup.notFound("the PLC directory has no handle", false);
        }
        long deadline = System.nanoTime() + limit.toNanos();
        URI url = first;
        for (int redirects = 0; ; redirects++) {
            HttpResponse response;
            try {
                response = redirects == 0
                        ? http.get(url, "text/plain")
                        : http.follow(url, "text/plain", Duration.ofNanos(deadline - System.nanoTime()));
            } catch (ExchangeException e) {
                String path = redirects == 0 ? "" : " (after a redirect)";
                return HandleLookup.notFound(
                        first + path + ": " + e.getMessage(),
                        e.isTransient(),
                        e.retryAfter().orElse(null));
            }
            URI target = target(url, response);
            if (target == null) {
                return read(first, response);
            }
            if (redirects == MAX_REDIRECTS) {
                return HandleLookup.notFound(first + " has more than " + MAX_REDIRECTS + " redirects", false);
            }
            url = target;
        }
    }

    /** Returns the target of a redirect, or null if the response is no redirect or must not be followed. */
    private @Nullable URI target(URI url, HttpResponse response) {
        String location = response.header("Location");
        if (!REDIRECTS.contains(response.status())
                || location == null
                || location.isBlank()
                || !MaxLength.URL.allows(location)) {
            return null;
        }
        URI target;
        try {
            target = url.resolve(location.strip());
        } catch (IllegalArgumentException e) {
            return null;
        }
        boolean allowed = "https".equalsIgnoreCase(target.getScheme())
                && policy.originOf(target.getScheme() + "://" + target.getRawAuthority())
                        .isPresent()
                && !isPlcDirectory(target);
        return allowed ? target : null;
    }

    private boolean isPlcDirectory(URI url) {
        return plcOrigin.equals(HttpOrigin.of(url));
    }

    private HandleLookup read(URI url, HttpResponse response) {
        int status = response.status();
        String text = response.text().strip();
        if (status / 100 != 2) {
            String redirect = status / 100 == 3 ? " (a redirect that is not followed)" : "";
            // A site without the page returns 404 or 410. Other errors may come from a proxy in front of it.
            boolean fromSite = status / 100 == 3 || status == 404 || status == 410;
            return HandleLookup.notFound(
                    url + " returned HTTP " + status + redirect, !fromSite, http.retryAfter(response));
        }
        if (AtprotoDid.isSupported(text, policy)) {
            return HandleLookup.found(text);
        }
        boolean isPage = text.isEmpty() || text.startsWith("<");
        return HandleLookup.notFound(url + " returned " + (isPage ? "a page" : "no supported DID"), isPage);
    }
}
