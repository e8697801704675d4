package dev.idiolect.oauth.identity;

import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.NetworkPolicy;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import java.net.URI;

/**
 * Resolves handles by HTTPS.
 *
 * @see <a href="https://atproto.com/specs/handle#https-well-known-method">AT Protocol: HTTPS well-known method</a>
 */
final class WellKnownHandleResolver {

    private final SsrfSafeHttpClient http;
    private final NetworkPolicy policy;

    WellKnownHandleResolver(SsrfSafeHttpClient http, NetworkPolicy policy) {
        this.http = http;
        this.policy = policy;
    }

    HandleLookup lookUp(Handle handle) {
        URI url = URI.create("https://" + handle.value() + "/.well-known/atproto-did");
        HttpResponse response;
        try {
            response = http.get(url, "text/plain");
        } catch (ExchangeException e) {
            return HandleLookup.notFound(url + ": " + e.getMessage(), e.isTransient());
        }
        if (response.status() / 100 != 2) {
            String redirect = response.status() / 100 == 3 ? " (redirects are not followed)" : "";
            return HandleLookup.notFound(
                    url + " returned HTTP " + response.status() + redirect, response.isTransient());
        }
        String did = response.text().strip();
        return AtprotoDid.isSupported(did, policy)
                ? HandleLookup.found(did)
                : HandleLookup.notFound(url + " returned no supported DID", false);
    }
}
